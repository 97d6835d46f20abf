"""What differs between two releases as a table: one row a field that changed, a claim or another row that came or went,
a verdict."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from ..rules.release_changes import ReleasedClaimChange, ReleasedRowChange, ReleasedVerdictChange
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
    table: str = "claims"
    row: str = ""


COLUMNS: Columns[ReleaseChangeRow] = {
    "change": lambda row: row.change,
    "proposal": lambda row: row.proposal,
    "holder": lambda row: row.holder,
    "claim": lambda row: row.claim,
    "said_on": lambda row: row.said_on,
    "field": lambda row: row.field,
    "before": lambda row: row.before,
    "after": lambda row: row.after,
    "table": lambda row: row.table,
    "row": lambda row: row.row,
}


def make_release_changes_table(
    verdicts: Iterable[ReleasedVerdictChange],
    claims: Iterable[ReleasedClaimChange],
    rows: Iterable[ReleasedRowChange],
) -> ExportTable:
    """Return the table: verdicts first, each claim by its slugs, then rows of other tables by their keys."""
    return make_table(NAME, COLUMNS, chain(_list_verdicts(verdicts), _list_claims(claims), _list_rows(rows)))


def _list_verdicts(verdicts: Iterable[ReleasedVerdictChange]) -> Iterator[ReleaseChangeRow]:
    for verdict in verdicts:
        told = ReleaseChangeRow("verdict", verdict.proposal, before=verdict.before, after=verdict.after)
        yield told._replace(table="proposals", row=verdict.proposal)


def _list_rows(rows: Iterable[ReleasedRowChange]) -> Iterator[ReleaseChangeRow]:
    for one in rows:
        row = ReleaseChangeRow(str(one.fate), "", table=one.table, row=one.key)
        if not one.fields:
            yield row
        for field in one.fields:
            yield row._replace(field=field.column, before=field.before, after=field.after)


def _list_claims(claims: Iterable[ReleasedClaimChange]) -> Iterator[ReleaseChangeRow]:
    for one in claims:
        row = ReleaseChangeRow(str(one.fate), one.proposal, one.holder, one.claim, one.said_on, row=one.claim)
        if not one.fields:
            yield row
        for field in one.fields:
            yield row._replace(field=field.column, before=field.before, after=field.after)
