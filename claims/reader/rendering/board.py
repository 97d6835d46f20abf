"""Where one actor stands, as a board: a column for each value, in it the proposals with what to mind about each."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from ...models import Actor, Proposal
from ...rendering import chips
from ...rendering.cells import MARKS_IN_ORDER
from ...rules.scales import MARKS, VALUES, Dimension, Mark, State
from ...rules.stances import Stance
from ...wording.conditions import write_condition
from ...wording.holdings import Holding
from .stance_lines import StanceLines

MOST_LISTED = 24  # proposals of one value; the table below holds all
MANY = 4  # from how many on a column is broad
LONGEST_NOTE = 90  # letters of a condition


class BoardItem(NamedTuple):
    """A proposal with its address, whether it is a red line, and the condition and the marks of the stance."""

    proposal: Proposal
    address: str
    red_line: bool
    note: str


class BoardColumn(NamedTuple):
    """The proposals of one value: its chip, their number, the first of them, and how many are left."""

    chip: SafeString
    number: int
    items: list[BoardItem]
    left: int

    @property
    def css(self) -> str:
        return "many" if len(self.items) >= MANY else "" if self.items else "none"


class Beside(NamedTuple):
    """What has no value: the chip of what it is instead, what that says, and the proposals, the first of them."""

    chip: SafeString
    words: str
    items: list[BoardItem]
    left: int


class Board(NamedTuple):
    """The columns from against to for, and what stands beside them."""

    columns: list[BoardColumn]
    beside: list[Beside]


_BESIDE = {
    State.MIXED: "it has spoken for and against it",
    State.DEPENDS: "for or against it, depending on a condition",
    State.NO_STANCE: "it spoke and took no stance",
    State.AWAITING: "it has not answered yet",
    State.FORECAST: "others’ forecast only",
}


def lay_out_board(
    lines: StanceLines, actor: Actor, dimension: Dimension, holdings: Sequence[Holding], proposals: Sequence[Proposal]
) -> Board | None:
    """Lay out what an actor holds in a dimension, or return None where it holds nothing.

    `holdings` are all of them; `proposals` are those of which `lines` knows the stances, which alone are listed.
    """
    if not holdings:
        return None
    by_slug = {proposal.slug: proposal for proposal in proposals}
    return Board(
        [_lay_out_column(lines, actor, dimension, value, holdings, by_slug) for value in sorted(VALUES)],
        [each for state in _BESIDE for each in _list_beside(lines, actor, dimension, state, holdings, by_slug)],
    )


def _lay_out_column(
    lines: StanceLines,
    actor: Actor,
    dimension: Dimension,
    value: int,
    holdings: Sequence[Holding],
    by_slug: Mapping[str, Proposal],
) -> BoardColumn:
    held = [each for each in holdings if each.value == value]
    items = _list_items(lines, actor, dimension, held, by_slug)
    chip = chips.draw_still(chips.write_chip(Stance(State.STANCE, value), dimension))
    return BoardColumn(chip, len(held), items, len(held) - len(items))


def _list_beside(
    lines: StanceLines,
    actor: Actor,
    dimension: Dimension,
    state: State,
    holdings: Sequence[Holding],
    by_slug: Mapping[str, Proposal],
) -> list[Beside]:
    """Return what has this state in place of a value: of forecasts, those of each kind by themselves."""
    held = [each for each in holdings if each.value is None and each.state == state]
    by_text: dict[str, list[Holding]] = {}
    drawn: dict[str, SafeString] = {}
    for each in held:
        proposal = by_slug.get(each.slug)
        if proposal is not None:
            chip = chips.write_chip(lines.table.get_stance(dimension, proposal.pk, actor.pk), dimension)
            by_text.setdefault(chip.text, []).append(each)
            drawn[chip.text] = chips.draw_still(chip)
    beside = []
    for text, of_text in by_text.items():
        items = _list_items(lines, actor, dimension, of_text, by_slug)
        beside.append(Beside(drawn[text], _BESIDE[state], items, len(of_text) - len(items)))
    return beside


def _list_items(
    lines: StanceLines,
    actor: Actor,
    dimension: Dimension,
    held: Sequence[Holding],
    by_slug: Mapping[str, Proposal],
) -> list[BoardItem]:
    listed = [(each, by_slug[each.slug]) for each in held if each.slug in by_slug][:MOST_LISTED]
    return [
        BoardItem(
            proposal,
            proposal.negotiation.get_address("cell", proposal.slug, actor.slug) + lines.query,
            each.red_line,
            _write_note(lines, actor, dimension, proposal),
        )
        for each, proposal in listed
    ]


def _write_note(lines: StanceLines, actor: Actor, dimension: Dimension, proposal: Proposal) -> str:
    """Say on which condition a stance holds, and what makes its evidence thin."""
    stance = lines.table.get_stance(dimension, proposal.pk, actor.pk)
    conditions = dict.fromkeys(write_condition(branch.conditions) for branch in stance.branches if branch.conditions)
    short = [words for words in conditions if len(words) <= LONGEST_NOTE]
    on = short[:1] if len(conditions) == 1 and short else ["on conditions"] if conditions else []
    marks = lines.collect_marks(dimension, proposal, actor) - {Mark.ESSENTIAL}
    return "; ".join([*on, *(MARKS[mark].word for mark in MARKS_IN_ORDER if mark in marks)])
