"""Linkages: which proposal waits on which, because somebody is for it only on a condition that names another.

The rule is the product's own, of no other source. A branch of a stance that stands, with a value other than 0, ties its
proposal X to each proposal Y that it depends on. Four forms come to two signs:

- X if Y is granted; X rejected if Y is refused: X waits on Y, and Y has to be *granted*.
- X if Y is refused or dropped; X rejected if Y is granted: X waits on Y too, and Y has to be *refused*.

A branch at 0 ties nothing. A condition that names no proposal can be read, and nobody can check it: it is listed in its
words. Everything carries the claims that say so. Counts are whole numbers; where nothing waits all lists are empty.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, islice, pairwise
from typing import NamedTuple

from ..conditions import drop_if, list_links
from ..folding import fold_name
from ..stances import RuleClaim, Stance
from ..verdicts import Direction, Principal, read_stance

MOST_AWAITED = 30  # of the proposals on which others wait, as many as a drawing has room for
LONGEST_CIRCLE = 4  # proposals in a deadlock
MOST_DEADLOCKS = 100
MOST_CIRCLES = 10_000  # of one length that are looked at


class Conditioner(NamedTuple):
    """Whose condition it is: whoever asks' key of the actor, its name in a sentence, its side (a slug, empty for none),
    and whether it is a principal of a negotiating side."""

    actor: int
    name: str
    side: str
    counts: bool


class HeldStance(NamedTuple):
    """A stance that stands on a proposal (its slug), and whose it is."""

    proposal: str
    holder: Conditioner
    stance: Stance


class Linkage(NamedTuple):
    """That a holder lets a proposal wait on another (slugs), which has to be `granted`, or else refused, and the claims
    that say so. It `turns`: the holder would be against it otherwise; else it is for it only then."""

    proposal: str
    awaited: str
    granted: bool
    turns: bool
    holder: Conditioner
    claims: tuple[RuleClaim, ...]


class Unchecked(NamedTuple):
    """A condition that names no proposal, in the words of its first claim, and what hangs on it: by holder and
    proposal."""

    words: str
    waiting: tuple["Waiting", ...]


class Waiting(NamedTuple):
    """A proposal that a holder lets wait, with the claims that say so."""

    proposal: str
    holder: Conditioner
    claims: tuple[RuleClaim, ...]


class Readiness(StrEnum):
    """What has become of what others wait for."""

    HINDERED = "hindered"  # a principal of another side than one that waits stands the other way
    READY = "ready"  # none does, and one stands that way
    UNDECIDED = "undecided"  # some have spoken, neither way
    NOT_SPOKEN = "not-spoken"  # no principal has


class Awaited(NamedTuple):
    """A proposal on which others wait, and whether it has to be granted or refused; `hindered_by` are the principals of
    other sides who stand the other way, `red_lines` those of them to whom that is a red line (their actors)."""

    proposal: str
    granted: bool
    linkages: tuple[Linkage, ...]
    readiness: Readiness
    hindered_by: tuple[Principal, ...]
    red_lines: frozenset[int | None]

    @property
    def holds_up(self) -> tuple[str, ...]:
        """The proposals that wait on it, each once."""
        return tuple(dict.fromkeys(linkage.proposal for linkage in self.linkages))


class Deadlock(NamedTuple):
    """Proposals each of which waits on the next, and the last on the first, by conditions of principals of more than
    one side: none can come first."""

    proposals: tuple[str, ...]
    linkages: tuple[Linkage, ...]


Positions = Mapping[str, Sequence[Principal]]  # slug → its principals
Steps = dict[str, dict[str, list[Linkage]]]  # proposal → proposal that it waits on → why


def list_linkages(held: Iterable[HeldStance]) -> list[Linkage]:
    """Return the Linkages of stances, in the order of proposals, of those they wait on, and of names."""
    claims: defaultdict[tuple[str, str, bool, bool, Conditioner], list[RuleClaim]] = defaultdict(list)
    for proposal, holder, stance in held:
        for branch in stance.branches:
            turns = branch.value < 0
            for awaited, granted in list_links(branch.depends_on) if branch.value else ():
                if awaited != proposal:
                    claims[proposal, awaited, granted != turns, turns, holder].append(branch)
    linkages = [Linkage(*key, tuple(sorted(branches))) for key, branches in claims.items()]
    return sorted(linkages, key=lambda one: (one[:4], one.holder.name, one.holder.actor))


def list_unchecked(held: Iterable[HeldStance]) -> list[Unchecked]:
    """Return the conditions that name no proposal; those that read alike are one, and what most proposals hang on
    comes first."""
    of_words: defaultdict[str, defaultdict[tuple[str, Conditioner], list[RuleClaim]]]
    of_words = defaultdict(lambda: defaultdict(list))
    for proposal, holder, stance in held:
        for branch in stance.branches:
            if not branch.depends_on:
                of_words[fold_name(drop_if(branch.conditions))][proposal, holder].append(branch)
    unchecked = []
    for claims in of_words.values():
        waiting = [Waiting(*key, tuple(sorted(branches))) for key, branches in claims.items()]
        waiting.sort(key=lambda one: (one.proposal, one.holder.name, one.holder.actor))
        first = min(branch for one in waiting for branch in one.claims)
        unchecked.append(Unchecked(first.conditions, tuple(waiting)))
    return sorted(unchecked, key=lambda one: (-len({each.proposal for each in one.waiting}), one.words))


def list_awaited(
    linkages: Iterable[Linkage], positions: Positions, red_lines: Collection[tuple[str, int | None]] = frozenset()
) -> list[Awaited]:
    """Return what others wait on, that on which most proposals wait first, then that on which most holders do.

    `positions` maps slugs to the principals with their stances; `red_lines` are pairs of a slug and the actor of a
    principal to whom the proposal is a red line.
    """
    by_awaited: defaultdict[tuple[str, bool], list[Linkage]] = defaultdict(list)
    for linkage in linkages:
        by_awaited[linkage.awaited, linkage.granted].append(linkage)
    awaited = []
    for (proposal, granted), waiting in by_awaited.items():
        principals = positions.get(proposal, ())
        hindering = _select_hindering(principals, granted, {linkage.holder.side for linkage in waiting})
        readiness = Readiness.HINDERED if hindering else _tell_readiness(principals, granted)
        red = frozenset(p.actor for p in hindering if (proposal, p.actor) in red_lines)
        awaited.append(Awaited(proposal, granted, tuple(waiting), readiness, hindering, red))
    return sorted(awaited, key=lambda one: (-len(one.holds_up), -len(one.linkages), one.proposal, not one.granted))


def list_deadlocks(
    linkages: Iterable[Linkage], longest: int = LONGEST_CIRCLE, most: int = MOST_DEADLOCKS
) -> list[Deadlock]:
    """Return the Deadlocks of at most so many proposals, the shortest first; at most so many.

    Only conditions of principals count, and only such as have to be granted. That one side alone lets two proposals
    wait on each other says that it wants both together, and is no deadlock.
    """
    steps: Steps = defaultdict(lambda: defaultdict(list))
    for linkage in linkages:
        if linkage.granted and linkage.holder.counts:
            steps[linkage.proposal][linkage.awaited].append(linkage)
    _drop_ends(steps)
    return list(islice(_yield_deadlocks(steps, longest), most))


def _select_hindering(principals: Sequence[Principal], granted: bool, waiting: set[str]) -> tuple[Principal, ...]:
    """Return the principals that stand against what has to be, whose side is another than one of those that wait."""
    against = Direction.AGAINST if granted else Direction.FOR
    return tuple(p for p in principals if waiting - {p.side} and read_stance(p.stance).direction == against)


def _tell_readiness(principals: Sequence[Principal], granted: bool) -> Readiness:
    """Return the Readiness of what no other side hinders."""
    directions = {read_stance(p.stance).direction for p in principals if p.stance.spoken}
    if not directions:
        return Readiness.NOT_SPOKEN
    towards = Direction.FOR if granted else Direction.AGAINST
    return (
        Readiness.READY if directions <= {towards, Direction.NEITHER} and towards in directions else Readiness.UNDECIDED
    )


def _drop_ends(steps: Steps) -> None:
    """Drop, again and again, the proposals that wait on nothing that waits itself: no circle leads through them."""
    while ends := [slug for slug, ahead in steps.items() if not ahead.keys() & steps.keys()]:
        for slug in ends:
            del steps[slug]


def _yield_deadlocks(steps: Steps, longest: int) -> Iterator[Deadlock]:
    for length in range(2, longest + 1):
        circles = chain.from_iterable(_walk(steps, (start,), length) for start in sorted(steps))
        for circle in islice(circles, MOST_CIRCLES):
            linkages = tuple(linkage for a, b in pairwise((*circle, circle[0])) for linkage in steps[a][b])
            if len({linkage.holder.side for linkage in linkages}) > 1:
                yield Deadlock(circle, linkages)


def _walk(steps: Steps, way: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    """Yield the circles of this length that begin with a way; each circle begins with the first of its slugs."""
    ahead = steps[way[-1]]
    if len(way) == length:
        if way[0] in ahead:
            yield way
        return
    for slug in sorted(ahead.keys() & steps.keys()):
        if slug > way[0] and slug not in way:
            yield from _walk(steps, (*way, slug), length)
