"""Contradictions inside an actor: claims on both sides of zero that are said within some days of each other.

The rule is the product's own, of no other source. Only claims on one proposal in one dimension are held against each
other, on the same part of it (or both on the whole), under the same condition (or both under none); a value of 0
contradicts nothing. There are three kinds:

- *officials*: first-hand words of two speakers, each of whom may speak for the holder.
- *over time*: first-hand words of one speaker, the later against the earlier. It may be a change of mind; on one day it
  is none.
- *others*: first-hand words against what another actor attributes to the holder, whichever was said first.

What is relayed or forecast contradicts nobody: the words are not the holder's own, and nobody says where it stands. Of
many each claim is held against one alone of each kind, the nearest in days, so that there are never more contradictions
than claims, and more days never make fewer. Days are whole days between two claims; where nothing contradicts the list
is empty.

An editor's remark answers a contradiction where it names its two claims (`Pair`), whichever of them was said first:
that survives a correction of either. A claim that comes between them makes another contradiction, which nothing answers
yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ..conditions import drop_if
from ..folding import fold_name
from ..scales import Attribution, Dimension

WITHIN_DAYS = 30


class ContradictionKind(StrEnum):
    """Who contradicts whom, in the order in which they are listed."""

    OFFICIALS = "officials"
    OVER_TIME = "over-time"
    OTHERS = "others"


class SaidClaim(NamedTuple):
    """What the rule reads of a claim with a value: keys of its holder, proposal and speaker (None: nobody is named)."""

    id: int
    holder: int
    proposal: int
    dimension: Dimension
    value: int
    attribution: Attribution
    speaker: int | None
    said_on: date
    conditions: str = ""
    depends_on: str = ""
    covers: str = ""


Pair = frozenset[int]  # the ids of two claims that contradict each other, by which a remark knows them


class Contradiction(NamedTuple):
    """Two claims that contradict each other."""

    kind: ContradictionKind
    earlier: SaidClaim
    later: SaidClaim

    @property
    def days(self) -> int:
        """How many days lie between the two."""
        return (self.later.said_on - self.earlier.said_on).days


def list_contradictions(claims: Iterable[SaidClaim], within: int = WITHIN_DAYS) -> list[Contradiction]:
    """Return the contradictions among claims of any cells, the latest first; on one day by kind and by cell."""
    listed = [
        contradiction
        for alike in _group_alike(claims)
        for contradiction in _list_of_group(alike)
        if contradiction.days <= within
    ]
    kinds = list(ContradictionKind)
    return sorted(listed, key=lambda one: (-one.later.said_on.toordinal(), kinds.index(one.kind), *_place(one)))


def _place(one: Contradiction) -> tuple[int, int, int, int]:
    return one.later.proposal, one.later.holder, one.later.id, one.earlier.id


def do_contradict(one: SaidClaim, other: SaidClaim) -> bool:
    """Whether two claims contradict each other, however many days lie between them."""
    return bool(list_contradictions([one, other], abs((one.said_on - other.said_on).days)))


def _group_alike(claims: Iterable[SaidClaim]) -> Iterator[list[SaidClaim]]:
    """Yield the claims that may be held against each other, by day and id."""
    groups: defaultdict[tuple[object, ...], list[SaidClaim]] = defaultdict(list)
    for claim in claims:
        condition = fold_name(drop_if(claim.conditions)), frozenset(claim.depends_on.split())
        cell = claim.holder, claim.proposal, claim.dimension
        groups[*cell, condition, fold_name(claim.covers)].append(claim)
    for alike in groups.values():
        yield sorted(alike, key=lambda claim: (claim.said_on, claim.id))


def _list_of_group(alike: Sequence[SaidClaim]) -> Iterator[Contradiction]:
    own = [claim for claim in alike if claim.attribution == Attribution.OWN]
    for place, claim in enumerate(own):
        against = [earlier for earlier in reversed(own[:place]) if earlier.value * claim.value < 0]
        for kind, same in ((ContradictionKind.OFFICIALS, False), (ContradictionKind.OVER_TIME, True)):
            nearest = next((other for other in against if (other.speaker == claim.speaker) == same), None)
            if nearest:
                yield Contradiction(kind, nearest, claim)
    for claim in alike:
        if claim.attribution == Attribution.ATTRIBUTED:
            denied = [word for word in own if word.value * claim.value < 0]
            if denied:
                both = (claim, _find_nearest(denied, claim.said_on))
                earlier, later = sorted(both, key=lambda one: (one.said_on, one.id))
                yield Contradiction(ContradictionKind.OTHERS, earlier, later)


def _find_nearest(claims: Iterable[SaidClaim], day: date) -> SaidClaim:
    """Return the claim that is nearest to a day; of two as near, the earlier."""

    def measure(claim: SaidClaim) -> tuple[timedelta, date, int]:
        return abs(claim.said_on - day), claim.said_on, claim.id

    return min(claims, key=measure)
