"""What differs between two releases as a table: one row a field that changed, a claim that came or went, a verdict."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..rules.release_changes import ReleasedClaimChange, ReleasedVerdictChange
from .formats import Columns, ExportTable, make_table

NAME = "changes"


class ReleaseChangeRow(NamedTuple):
    """A row of the table; what does not fit what changed is empty."""

    change: str
    proposal: str
    holder: str = ""
    claim: str = ""
    said_on: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


COLUMNS: Columns[ReleaseChangeRow] = {
    "change": lambda row: row.change,
    "proposal": lambda row: row.proposal,
    "holder": lambda row: row.holder,
    "claim": lambda row: row.claim,
    "said_on": lambda row: row.said_on,
    "field": lambda row: row.field,
    "before": lambda row: row.before,
    "after": lambda row: row.after,
}


def make_release_changes_table(
    verdicts: Iterable[ReleasedVerdictChange], claims: Iterable[ReleasedClaimChange]
) -> ExportTable:
    """Return the table: verdicts first, each claim by its slugs."""
    return make_table(NAME, COLUMNS, _list_rows(verdicts, claims))


def _list_rows(
    verdicts: Iterable[ReleasedVerdictChange], claims: Iterable[ReleasedClaimChange]
) -> Iterator[ReleaseChangeRow]:
    for verdict in verdicts:
        yield ReleaseChangeRow("verdict", verdict.proposal, before=verdict.before, after=verdict.after)
    for one in claims:
        row = ReleaseChangeRow(str(one.fate), one.proposal, one.holder, one.claim, one.said_on)
        if not one.fields:
            yield row
        for field in one.fields:
            yield row._replace(field=field.column, before=field.before, after=field.after)
