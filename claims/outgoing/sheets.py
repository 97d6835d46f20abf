"""Claims as rows of a spreadsheet, in the exchange form that `rules.rows` reads."""

import csv
from typing import NamedTuple

from ..rules.scales import Attribution

COLUMNS = (
    "claim",
    "holder",
    "speaker",
    "proposal",
    "dimension",
    "value",
    "attribution",
    "said_on",
    "said_on_is",
    "conditions",
    "depends_on",
    "covers",
    "pending",
    "doubtful",
    "note",
    "status",
    "source",
    "source_title",
    "quote",
    "locator",
    "version",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # tells Excel that the file is UTF-8


class _Echo(NamedTuple):
    """A file that hands back what is written to it, so that rows can be streamed."""

    def write(self, text):
        return text


def claim_row(claim):
    """Return the cells of a claim under COLUMNS; holder, speaker, proposal and source must be loaded with it."""
    return (
        claim.public_id,
        claim.holder.slug,
        claim.speaker.slug if claim.speaker else "",
        claim.proposal.slug,
        claim.dimension,
        claim.value,
        Attribution(claim.attribution).word,
        claim.said_on.isoformat(),
        claim.said_on_is,
        claim.conditions,
        claim.depends_on,
        claim.covers,
        "yes" if claim.pending else "",
        "yes" if claim.doubtful else "",
        claim.note,
        claim.status,
        claim.source.slug,
        claim.source.title,
        claim.quote,
        claim.locator,
        claim.version,
    )


def safe(cell):
    """Return the cell, a text with a leading quote mark where a spreadsheet would run it as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def csv_lines(claims):
    """Yield the lines of a CSV file of the claims, heading first; holds one row at a time."""
    writer = csv.writer(_Echo())
    yield MARK + writer.writerow(COLUMNS)
    for claim in claims:
        yield writer.writerow(map(safe, claim_row(claim)))
