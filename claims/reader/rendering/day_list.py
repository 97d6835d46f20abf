"""Claims and events day by day, each claim with its chip and the words that prove it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Claim, Event
from ...rendering import chips
from ...rules.folding import isolate
from ...rules.own_words import is_own_word
from ...rules.scales import Attribution, Dimension
from ...rules.stances import summarise
from ...wording.days import format_day

MOST_CLAIMS = 150  # of more, the first; the list of claims has all
_RELAYED = "relayed:"


class SaidOnDay(NamedTuple):
    """A claim in the list: its chip, and whose words they are where they are not the holder's own; `repeats` the quote
    of the claim above it."""

    claim: Claim
    chip: SafeString
    by: str
    repeats: bool


class ListedDay(NamedTuple):
    """A day of the list with what happened and what was said on it."""

    day: date
    events: list[Event]
    said: list[SaidOnDay]

    @property
    def words(self) -> str:
        return format_day(self.day)


def list_days(
    lanes: Sequence[queries.LaneOfCell], events: Iterable[Event], vocab: queries.Vocabulary
) -> list[ListedDay]:
    """Return the days on which something on the lanes was said, or an event began, from the first on; the claims of a
    day in the order of the lanes."""
    by_day: defaultdict[date, list[Claim]] = defaultdict(list)
    for each in lanes:
        for claim in each.claims:
            by_day[claim.said_on].append(claim)
    of_day: defaultdict[date, list[Event]] = defaultdict(list)
    for event in events:
        of_day[event.first_day].append(event)
    days, left = [], MOST_CLAIMS
    for day in sorted({*by_day, *of_day}):
        claims = by_day[day][:left]
        left -= len(claims)
        if claims or of_day[day]:
            days.append(ListedDay(day, of_day[day], _list_said(claims, vocab)))
    return days


def _list_said(claims: Sequence[Claim], vocab: queries.Vocabulary) -> list[SaidOnDay]:
    repeats = [False, *(_repeats(*pair) for pair in pairwise(claims))]
    return [
        SaidOnDay(claim, _draw_chip(claim, vocab), _write_by(claim), again)
        for claim, again in zip(claims, repeats, strict=bool(claims))
    ]


def _repeats(above: Claim, claim: Claim) -> bool:
    return bool(claim.quote) and (claim.source_id, claim.quote) == (above.source_id, above.quote)


def _draw_chip(claim: Claim, vocab: queries.Vocabulary) -> SafeString:
    stance = summarise(queries.make_rule_claims([claim], vocab))
    chip = chips.write_chip(stance, Dimension(claim.dimension), stance.marks)
    name = f"{isolate(claim.holder.name)} on {isolate(claim.proposal.title)}"
    return chips.draw_linked(chip, claim.get_absolute_url(), name)


def _write_by(claim: Claim) -> str:
    """Say whose words they are: nothing for the holder's own."""
    if not is_own_word(Attribution(claim.attribution)):
        return f"says {isolate(claim.speaker.short_in_sentence)}:" if claim.speaker else "as others say:"
    return _RELAYED if claim.attribution == Attribution.REPORTED else ""
