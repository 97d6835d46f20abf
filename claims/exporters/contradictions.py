"""Contradictions inside actors as a table: one row a contradiction, with both claims and the remarks on it."""

from collections.abc import Callable, Iterable
from typing import Any

from ..models import Claim
from ..queries import ContradictionRow
from .formats import Cell, Columns, ExportTable, get_slug, make_table

_OF_CLAIM: dict[str, Callable[[Claim], Cell]] = {
    "claim": lambda claim: claim.public_id,
    "value": lambda claim: claim.value,
    "attribution": lambda claim: claim.attribution_word.word,
    "speaker": lambda claim: get_slug(claim.speaker),
    "said_on": lambda claim: claim.said_on,
    "quote": lambda claim: claim.quote,
    "locator": lambda claim: claim.locator,
    "source": lambda claim: claim.source.slug,
}


def _list_columns(place: str) -> Columns[Any]:
    """Return the columns of the earlier or the later claim."""

    def read(reader: Callable[[Claim], Cell]) -> Callable[[Any], Cell]:
        return lambda row: reader(getattr(row, place))

    return {f"{place}_{name}": read(reader) for name, reader in _OF_CLAIM.items()}


CONTRADICTION_COLUMNS: Columns[ContradictionRow] = {
    "holder": lambda row: row.actor.slug,
    "proposal": lambda row: row.proposal.slug,
    "dimension": lambda row: row.place.dimension.value,
    "kind": lambda row: row.place.kind.value,
    "days": lambda row: row.place.days,
    **_list_columns("earlier"),
    **_list_columns("later"),
    "conditions": lambda row: row.later.conditions,
    "covers": lambda row: row.later.covers,
    "answered": lambda row: bool(row.remarks),
    "remarks": lambda row: " | ".join(note.text for note in row.remarks),
}


def make_contradictions_table(rows: Iterable[ContradictionRow]) -> ExportTable:
    """Return the table of contradictions, in the order of its rows."""
    return make_table("contradictions", CONTRADICTION_COLUMNS, rows)
