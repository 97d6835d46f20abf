"""What changed and what moved as tables: one row a stance, or one a verdict, with the claims that prove both sides."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ..models import Claim
from ..queries import ChangeRow, MoveRow, StandingOutcome
from ..rules.measures.changes import TurnedVerdict
from ..rules.scales import VERDICTS
from ..rules.stances import Stance
from ..wording.moves import write_notes
from .formats import Cell, Columns, ExportTable, make_table
from .kinds import day, flag, whole


class VerdictRow(NamedTuple):
    """A verdict that is another, and the outcome that stands above it, if there is one."""

    turned: TurnedVerdict
    outcome: StandingOutcome | None


def _write_ids(claims: Iterable[Claim]) -> str:
    return " ".join(claim.public_id for claim in claims)


def _write_quotes(claims: Iterable[Claim]) -> str:
    return " | ".join(dict.fromkeys(claim.quote for claim in claims if claim.quote))


def _list_stance_columns(get_stances: Callable[[Any], tuple[Stance, Stance]]) -> Columns[Any]:
    """Return the columns of the stance before and of the one after."""

    def read(place: int, field: str) -> Callable[[Any], Cell]:
        return lambda row: getattr(get_stances(row)[place], field)

    def read_attribution(place: int) -> Callable[[Any], Cell]:
        return lambda row: getattr(get_stances(row)[place].attribution, "word", "")

    return {
        f"{column}_{side}": reader
        for place, side in enumerate(("before", "after"))
        for column, reader in (
            ("state", read(place, "state")),
            ("value", whole(read(place, "value"))),
            ("attribution", read_attribution(place)),
            ("said_on", day(read(place, "said_on"))),
        )
    }


_OF_CELL: Columns[Any] = {
    "proposal": lambda row: row.proposal.slug,
    "holder": lambda row: row.actor.slug,
    "dimension": lambda row: row.dimension.value,
}
_OF_PROOF: Columns[Any] = {
    "claims_before": lambda row: _write_ids(row.old),
    "quotes_before": lambda row: _write_quotes(row.old),
    "claims_after": lambda row: _write_ids(row.new),
    "quotes_after": lambda row: _write_quotes(row.new),
}
CHANGE_COLUMNS: Columns[ChangeRow] = {
    **_OF_CELL,
    "change": lambda row: row.change.novelty.value,
    "step": lambda row: row.change.kind.value,
    **_list_stance_columns(lambda row: (row.change.before, row.change.after)),
    "notes": lambda row: write_notes(row.change.notes, row.dimension),
    **_OF_PROOF,
}
MOVE_COLUMNS: Columns[MoveRow] = {
    **_OF_CELL,
    "day": day(lambda row: row.step.day),
    "move": lambda row: row.step.kind.value,
    **_list_stance_columns(lambda row: (row.step.before, row.step.after)),
    "found_on": day(lambda row: row.step.found_on),
    "found_later": flag(lambda row: row.step.found_later),
    **_OF_PROOF,
}
VERDICT_COLUMNS: Columns[VerdictRow] = {
    "proposal": lambda row: row.turned.proposal,
    "verdict_before": lambda row: row.turned.before.value if row.turned.before else "",
    "verdict_after": lambda row: row.turned.after.value,
    "meaning_after": lambda row: VERDICTS[row.turned.after].meaning,
    "outcome": lambda row: row.outcome.outcome.kind if row.outcome else "",
    "outcome_on": lambda row: row.outcome.outcome.day if row.outcome else None,
    "verdict_until_then": lambda row: row.outcome.until if row.outcome else None,
}


def make_changes_table(rows: Iterable[ChangeRow]) -> ExportTable:
    """Return the table of the stances that changed or are new."""
    return make_table("changes", CHANGE_COLUMNS, rows)


def make_moves_table(rows: Iterable[MoveRow]) -> ExportTable:
    """Return the table of moves."""
    return make_table("moves", MOVE_COLUMNS, rows)


def make_verdict_changes_table(rows: Iterable[TurnedVerdict], outcomes: Mapping[str, StandingOutcome]) -> ExportTable:
    """Return the table of the verdicts that are others, and of those of new proposals, with the outcomes that stand
    above them, by the slugs of proposals."""
    with_outcomes = [VerdictRow(row, outcomes.get(row.proposal)) for row in rows]
    return make_table("changed-verdicts", VERDICT_COLUMNS, with_outcomes)
