"""What changed and what moved, as pages show it: a chip, an arrow and a chip, with the quotes of both sides."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, Claim, Proposal
from ...rendering import chips
from ...rendering.palette import get_verdict_class
from ...rules.folding import isolate
from ...rules.measures.changes import NoteCode, TurnedVerdict
from ...rules.scales import VERDICTS, Dimension, Mark, State, VerdictKind
from ...rules.stances import Novelty, Stance, summarise
from ...wording.days import format_day
from ...wording.moves import KINDS, write_found_later, write_notes


class ShownChange(NamedTuple):
    """A cell with its chips from → to, what is noted of it, and the claims of both sides; `word` says which kind of
    move it is, of a change nothing."""

    actor: Actor
    proposal: Proposal
    before: list[SafeString]
    after: list[SafeString]
    word: str
    note: str
    day: str
    old: list[Claim]
    new: list[Claim]
    key: str = ""

    @property
    def new_proof(self) -> Claim | None:
        """The first claim of those that prove what it is now."""
        return self.new[0] if self.new else None

    @property
    def old_proof(self) -> Claim | None:
        """The first claim of those that prove what it was, unless it is the same."""
        return self.old[0] if self.old and self.old[0] not in self.new else None


class TurnedVerdictRow(NamedTuple):
    """A proposal whose verdict is another, with the words of both and their classes; the first of each is empty where
    the proposal is new."""

    proposal: Proposal
    words: tuple[str, str]
    classes: tuple[str, str]


class ProposalsChanged(NamedTuple):
    """The changes on one proposal."""

    proposal: Proposal
    rows: list[ShownChange]


def show_changes(rows: Iterable[queries.ChangeRow], query: str) -> dict[str, list[ProposalsChanged]]:
    """Return the rows that changed and those that are new, each by proposal."""
    by_novelty: dict[str, list[ProposalsChanged]] = {"changed": [], "new": []}
    for row in rows:
        groups = by_novelty["new" if row.change.novelty == Novelty.NEW else "changed"]
        if not groups or groups[-1].proposal != row.proposal:
            groups.append(ProposalsChanged(row.proposal, []))
        groups[-1].rows.append(_show_change(row, query))
    return by_novelty


def show_moves(rows: Iterable[queries.MoveRow], query: str) -> list[ShownChange]:
    """Return moves as a page lists them, each with its kind."""
    return [
        ShownChange(
            row.actor,
            row.proposal,
            _draw(row, row.step.before, query),
            _draw(row, row.step.after, query),
            KINDS[row.step.kind].word,
            write_found_later(row.step.day, row.step.found_on) if row.step.found_later and row.step.found_on else "",
            format_day(row.step.day),
            row.old,
            row.new,
            row.key,
        )
        for row in rows
    ]


def show_verdicts(changed: Sequence[TurnedVerdict], by_slug: Mapping[str, Proposal]) -> list[TurnedVerdictRow]:
    """Return verdicts that are others, with their words and classes."""
    return [
        TurnedVerdictRow(
            by_slug[turned.proposal],
            (_name_verdict(turned.before), _name_verdict(turned.after)),
            (get_verdict_class(turned.before) if turned.before else "", get_verdict_class(turned.after)),
        )
        for turned in changed
    ]


def _name_verdict(kind: VerdictKind | None) -> str:
    return VERDICTS[kind].word if kind else ""


def _show_change(row: queries.ChangeRow, query: str) -> ShownChange:
    change = row.change
    red = any(note.code == NoteCode.RED_LINE for note in change.notes)
    return ShownChange(
        row.actor,
        row.proposal,
        _draw(row, change.before, query),
        _draw(row, change.after, query, red),
        "",
        write_notes(change.notes, row.dimension),
        _write_day(change.after.said_on),
        row.old,
        row.new,
    )


def _write_day(day: date | None) -> str:
    return format_day(day) if day else ""


def _draw(
    row: queries.ChangeRow | queries.MoveRow, stance: Stance, query: str, red_line: bool = False
) -> list[SafeString]:
    """Draw the chip of a stance, and one for each branch or forecast beside it; none for a blank."""
    if stance.state == State.BLANK:
        return []
    href = row.proposal.negotiation.get_address("cell", row.proposal.slug, row.actor.slug) + query
    name = f"{isolate(row.actor.name)} on {isolate(row.proposal.title)}"
    marks = stance.marks | {Mark.ESSENTIAL} if red_line and row.dimension == Dimension.POSITION else stance.marks
    beside = [summarise([branch]) for branch in stance.branches if branch not in stance.deciding]
    if stance.state == State.AWAITING and stance.forecast:
        beside.append(summarise(stance.forecast.claims))
    drawn = [chips.write_chip(stance, row.dimension, marks)]
    drawn += [chips.write_chip(branch, row.dimension, branch.marks) for branch in beside]
    return [chips.draw_linked(chip, href, name) for chip in drawn]
