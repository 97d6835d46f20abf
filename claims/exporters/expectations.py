"""What came of what experts expect, as a table: one row an expectation, with the claims that prove both sides."""

from collections.abc import Iterable

from ..queries import ExpectationRow
from ..rules.measures.expectations import ExpectationKind
from ..wording.expectations import DIMENSION_OF_KIND, write_forecast_result, write_prospect_result
from .formats import Cell, Columns, ExportTable, get_slug, make_table

EXPECTATION_COLUMNS: Columns[ExpectationRow] = {
    "kind": lambda row: row.kind.value,
    "expert": lambda row: row.expert.slug,
    "proposal": lambda row: row.proposal.slug,
    "holder": lambda row: get_slug(row.holder),
    "dimension": lambda row: DIMENSION_OF_KIND[row.kind].value,
    "value": lambda row: row.judged.expected.value,
    "said_on": lambda row: row.judged.expected.said_on,
    "conditions": lambda row: row.judged.expected.conditions,
    "depends_on": lambda row: row.claim.depends_on,
    "covers": lambda row: row.claim.covers,
    "by_when": lambda row: row.claim.by_when,
    "probability": lambda row: row.claim.probability,
    "result": lambda row: row.result.value,
    "came": lambda row: row.judged.came,
    "why_not_scored": lambda row: row.judged.apart.value if row.judged.apart else "",
    "in_words": lambda row: write_result(row),
    "outcome": lambda row: row.outcome.kind if row.outcome else "",
    "outcome_on": lambda row: row.outcome.day if row.outcome else None,
    "outcome_id": lambda row: row.outcome.public_id if row.outcome else "",
    "stance_claims": lambda row: " ".join(claim.public_id for claim in row.against),
    "stance_on": lambda row: row.against[0].said_on if row.against else None,
    "claim": lambda row: row.claim.public_id,
    "same_claims": lambda row: len(row.judged.claims),
    "source": lambda row: row.claim.source.slug,
    "quote": lambda row: row.claim.quote,
    "locator": lambda row: row.claim.locator,
}


def make_expectations_table(rows: Iterable[ExpectationRow]) -> ExportTable:
    """Return the table of expectations and what came of them."""
    return make_table("expectations", EXPECTATION_COLUMNS, rows)


def write_result(row: ExpectationRow) -> Cell:
    """Write what came of an expectation."""
    write = write_forecast_result if row.kind == ExpectationKind.FORECAST else write_prospect_result
    return write(row.judged.came, row.judged.apart)
