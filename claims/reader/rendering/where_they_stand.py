"""The first things on the page of a proposal: in a sentence, on a line and in their own words, where actors stand."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Proposal, Side
from ...models.vocabulary import PARTY_KINDS
from ...rendering import chips
from ...rendering.palette import get_side_mark
from ...rendering.position_line import PositionMark, draw_key, draw_line, draw_scale
from ...rules.scales import Dimension, Mark, State
from ...rules.verdicts import Verdict
from ...wording.standings import Refusal, write_compared, write_silent, write_standings
from .linked import draw_pieces
from .proposal_sections import PutIn
from .stance_lines import StanceLines

MOST_SIDES = 4  # told apart by a mark in the key; of more the table tells who is of which


class DrawnPositions(NamedTuple):
    """The line of a proposal: the words of its scale, the marks, and what each outline stands for."""

    scale: SafeString
    line: SafeString
    key: list[tuple[SafeString, str]]


class OwnWords(NamedTuple):
    """What the principals of one side say of a proposal themselves; `silent` says which of them have not spoken, and
    `css` is the class of the side's colour."""

    side: Side
    css: str
    principals: list[PutIn]
    silent: str


def write_lede(lines: StanceLines, proposal: Proposal) -> SafeString:
    """Say who stands where on a proposal, in a few sentences that name others by links."""

    def find_address(slug: str) -> str:
        return lines.by_slug[slug].get_absolute_url() + lines.query

    if not lines.vocab.has_verdicts:
        spread = queries.compute_spread(lines.table, lines.vocab, proposal)
        return draw_pieces(write_compared(spread.counts), find_address)
    verdict = lines.decisions.verdicts[proposal.slug]
    return draw_pieces(write_standings(verdict, _list_refusals(lines, verdict)), find_address)


def draw_positions(lines: StanceLines, proposal: Proposal) -> DrawnPositions | None:
    """Draw who stands where from “rejects” to “supports”, or None where nobody has a position."""
    marks = list_marks(lines, proposal)
    if not marks:
        return None
    key = list_key(lines, {mark.side for mark in marks})
    return DrawnPositions(draw_scale(), draw_line(proposal.title, marks), key)


def list_key(lines: StanceLines, drawn: Collection[int | None]) -> list[tuple[SafeString, str]]:
    """Return the outline of each side (its number) that is shown, and of experts, with what it stands for."""
    sides = [(draw_key(number), side.name) for side, number in number_sides(lines.vocab).items() if number in drawn]
    return [*sides[:MOST_SIDES], *([(draw_key(None), "what an expert wants")] if None in drawn else [])]


def list_marks(lines: StanceLines, proposal: Proposal) -> list[PositionMark]:
    """Return the mark of each actor that has a value on a proposal, in the order of actors."""
    sides, stances = number_sides(lines.vocab), lines.table.stances[Dimension.POSITION]
    row, (before, after) = proposal.pk, proposal.negotiation.cut_address("cell")
    marks = []
    for pk, actor in lines.vocab.actors.items():
        stance = stances.get((row, pk))
        if stance is None or stance.value is None:
            continue
        applying = lines.collect_marks(Dimension.POSITION, proposal, actor)
        part = actor.part
        marks.append(
            PositionMark(
                actor.short_name,
                stance.value,
                sides[part.side] if actor.kind in PARTY_KINDS else None,
                part.principal and part.side.negotiates,
                chips.write_chip(stance, Dimension.POSITION, applying).words,
                f"{before}{proposal.slug}/{actor.slug}{after}{lines.query}",
                conditional=stance.state == State.CONDITIONAL,
                thin=bool(applying & chips.THIN),
                red_line=Mark.ESSENTIAL in applying,
            )
        )
    return marks


def number_sides(vocab: queries.Vocabulary) -> dict[Side, int]:
    """Return the sides of parties by their number in drawings: those that negotiate first, each in its order."""
    return {side: number for number, side in enumerate(vocab.party_sides)}


def list_own_words(lines: StanceLines, put_in: Sequence[PutIn], blank_of: str) -> list[OwnWords]:
    """Return what the principals say of a proposal by side; `blank_of` is what a blank says there."""
    numbers, by_side = number_sides(lines.vocab), dict[Side, list[PutIn]]()
    for each in put_in:
        by_side.setdefault(each.actor.part.side, []).append(each)
    return [
        OwnWords(
            side,
            get_side_mark(numbers[side]).css,
            [each for each in of_side if each.line],
            write_silent([each.actor.short_in_sentence for each in of_side if not each.line], blank_of),
        )
        for side, of_side in sorted(by_side.items(), key=lambda item: numbers[item[0]])
    ]


def _list_refusals(lines: StanceLines, verdict: Verdict) -> list[Refusal]:
    """Return what the conditions of a verdict hang on in vain, with the principals that refuse it."""
    return [
        Refusal(
            hinge.slug,
            hinge.title,
            tuple(principal.name for principal in lines.decisions.refusers.get(hinge.slug, ())),
        )
        for hinge in verdict.hinges
    ]
