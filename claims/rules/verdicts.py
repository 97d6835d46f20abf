"""From the stances of the principals to the verdict on one proposal. `RULE` is the whole rule: `decide` walks down its
lines to the first that fits, and pages print them from here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from .conditions import list_granted
from .scales import Attribution, State, VerdictKind
from .stances import ON_A_CONDITION, RuleClaim, Stance

Refused = Callable[[str, str], bool]  # (slug, side): whether a principal of another side stands at −1 or less there
NO_TITLES: Mapping[str, str] = MappingProxyType({})


class Principal(NamedTuple):
    """A negotiating side's principal with its position on the proposal; `name` is what a sentence calls it (“the US”),
    `actor` whoever asks' key of it."""

    name: str
    side: str
    stance: Stance
    actor: int | None = None


class Standing(NamedTuple):
    """Where a principal that has spoken stands. `adverse` is the value of the branch that lies farthest on the other
    side of zero from a stance without a condition, or None; `in_part` says that it stands so on a part only.

    `conditions` are those (in words) on which it is for the proposal only, `objections` those on which it is against
    what it is for otherwise."""

    name: str
    side: str
    state: State
    value: int | None
    adverse: int | None = None
    in_part: bool = False
    conditions: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()

    @property
    def for_it(self) -> bool:
        """At +1 or more, if only on a condition."""
        return bool(self.conditions) or (self.value is not None and self.value > 0)

    @property
    def against(self) -> bool:
        """At −1 or less, if only on a condition."""
        return self.value is not None and self.value < 0


class Hinge(NamedTuple):
    """A proposal on which a condition hangs that another side refuses; `in_part` names those who refuse it, where all
    of them do so on a part only."""

    slug: str
    title: str
    in_part: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """A verdict, and what it rests on: where those who have a stance stand, who is silent (of these `no_stance` spoke
    and took none), whose stance is known at second hand only (names), and on what conditions hang in vain."""

    kind: VerdictKind
    standings: tuple[Standing, ...] = ()
    silent: tuple[str, ...] = ()
    no_stance: tuple[str, ...] = ()
    second_hand: tuple[str, ...] = ()
    hinges: tuple[Hinge, ...] = ()

    @property
    def in_part(self) -> tuple[str, ...]:
        """Whose stances on a part only it rests on (names)."""
        return tuple([standing.name for standing in self.standings if standing.in_part])


class Count(NamedTuple):
    """What the rule asks of the principals on a proposal: how many have spoken, of how many sides, and how.

    `for_it` stand at +1 or more, if only on a condition; of these `agreed` without one, and without a branch at −1 or
    less. `refusing` stand at −1 or less without a condition. `apart` says whether one is for it and one of another
    side against it, `hindered` whether a condition depends on what another side refuses.
    """

    spoken: int
    sides: int
    for_it: int
    agreed: int
    refusing: int
    apart: bool
    hindered: bool


class Line(NamedTuple):
    """One line of the rule: the verdict, when it fits in words, and the same as a test."""

    kind: VerdictKind
    words: str
    fits: Callable[[Count], bool]


WHO_COUNTS = "Only principals of negotiating sides count; voices are shown and never counted."
RULE = (
    Line(VerdictKind.NOT_SPOKEN, "no principal has spoken.", lambda count: count.spoken == 0),
    Line(VerdictKind.UNANSWERED, "principals of one side only have spoken.", lambda count: count.sides == 1),
    Line(
        VerdictKind.COMMON_GROUND,
        "all that have spoken stand at +1 or more without a condition, and no branch at −1 or less.",
        lambda count: count.agreed == count.spoken,
    ),
    Line(
        VerdictKind.BLOCKED,
        "all at +1 or more, some only on a condition, and such a branch of +1 or more depends on a proposal on which "
        "another side's principal stands at −1 or less.",
        lambda count: count.for_it == count.spoken and count.hindered,
    ),
    Line(
        VerdictKind.WITHIN_REACH,
        "all at +1 or more, some only on a condition or with a branch at −1 or less.",
        lambda count: count.for_it == count.spoken,
    ),
    Line(
        VerdictKind.CONTESTED,
        "at least one at +1 or more (if only on a condition) and at least one at −1 or less, of different sides.",
        lambda count: count.apart,
    ),
    Line(
        VerdictKind.REJECTED,
        "at least one at −1 or less without a condition, none at +1 or more.",
        lambda count: count.refusing > 0 and count.for_it == 0,
    ),
    Line(VerdictKind.OPEN, "anything else.", lambda count: True),
)
HOW_IT_COUNTS = (
    "*Depends* counts as +1 or more on a condition, *mixed* as neither. A conditional −1 or less counts as such for "
    "*contested* and not for *rejected*."
)


class Direction(StrEnum):
    """What a principal's stance counts as in the rule."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"
    NO_STANCE = "no-stance"
    SILENT = "silent"


class Reading(NamedTuple):
    """How the rule reads a principal's stance: its direction, whether only on a condition, and whether a branch beside
    it is against the proposal."""

    direction: Direction
    conditional: bool = False
    objects: bool = False


def decide(principals: Sequence[Principal], refused: Refused, titles: Mapping[str, str] = NO_TITLES) -> Verdict:
    """Return the Verdict of the principals' positions on one proposal.

    `refused(slug, side)` tells whether a principal of a negotiating side other than `side` stands at −1 or less
    on the proposal `slug`; `titles` maps slugs to titles, and a proposal without one is called by its slug.
    """
    spoken = _select_spoken(principals)
    silent = [p for p in principals if not p.stance.spoken] if len(spoken) < len(principals) else []
    hinges = dict.fromkeys([slug for p in spoken for slug in _list_hinges(p, refused)])
    return Verdict(
        kind=_find_kind(spoken, bool(hinges)),
        standings=tuple([_stand(p) for p in spoken]),
        silent=tuple([p.name for p in silent]),
        no_stance=tuple([p.name for p in silent if p.stance.state == State.NO_STANCE]),
        second_hand=tuple([p.name for p in spoken if p.stance.attribution == Attribution.ATTRIBUTED]),
        hinges=tuple([Hinge(slug, titles.get(slug, slug)) for slug in hinges]),
    )


def decide_kind(principals: Sequence[Principal], refused: Refused) -> VerdictKind:
    """Return the kind of the verdict on one proposal alone: for whoever decides thousands and tells of few."""
    spoken = _select_spoken(principals)
    return _find_kind(spoken, any(slug for p in spoken for slug in _list_hinges(p, refused)))


def decide_all(
    positions: Mapping[str, Sequence[Principal]], titles: Mapping[str, str] = NO_TITLES
) -> dict[str, Verdict]:
    """Return slug → Verdict from `positions`: slug → principals, of every proposal that a condition may depend on."""
    return decide_some(positions, find_refusers(positions), titles)


def decide_some(
    positions: Mapping[str, Sequence[Principal]],
    refusers: Mapping[str, Sequence[Principal]],
    titles: Mapping[str, str] = NO_TITLES,
) -> dict[str, Verdict]:
    """Return slug → Verdict of some proposals; `refusers` are those of all proposals, as `find_refusers` has them."""
    refused = make_refused_test(refusers)
    verdicts = {slug: decide(principals, refused, titles) for slug, principals in positions.items()}
    for slug, verdict in verdicts.items():
        if verdict.hinges:
            hinges = [_name_refusers_in_part(hinge, positions[slug], refusers, refused) for hinge in verdict.hinges]
            verdicts[slug] = verdict._replace(hinges=tuple(hinges))
    return verdicts


def list_awaited_by(principals: Sequence[Principal]) -> frozenset[str]:
    """Return the proposals (slugs) that conditions of these principals depend on being granted: all others of which a
    verdict may depend on who refuses them."""
    branches = (branch for principal in principals for branch in principal.stance.branches)
    return frozenset(slug for branch in branches for slug in list_granted(branch.depends_on))


def compute_gap(principals: Sequence[Principal]) -> int | None:
    """Return the distance (0 to 4) of the nearest principals of different sides, or None without two values."""
    valued = [(p.side, p.stance.value) for p in principals if p.stance.value is not None]
    return min((abs(a - b) for s, a in valued for t, b in valued if s < t), default=None)


def find_nearest(principals: Sequence[Principal]) -> tuple[Principal, Principal] | None:
    """Return the two principals of different sides whose distance is the gap (the first such), or None."""
    valued = [(p, p.stance.value) for p in principals if p.stance.value is not None]
    pairs = [
        (abs(a - b), p, q) for place, (p, a) in enumerate(valued) for q, b in valued[place + 1 :] if p.side != q.side
    ]
    if not pairs:
        return None
    _, one, other = min(pairs, key=lambda pair: pair[0])
    return one, other


def read_stance(stance: Stance) -> Reading:
    """Return how the rule reads a principal's stance."""
    conditional = stance.state in ON_A_CONDITION
    if stance.state == State.NO_STANCE:
        return Reading(Direction.NO_STANCE)
    if not stance.spoken:
        return Reading(Direction.SILENT)
    if _favours(stance):
        return Reading(Direction.FOR, conditional, _objects(stance))
    return Reading(Direction.AGAINST, conditional) if _opposes(stance) else Reading(Direction.NEITHER)


def find_refusers(positions: Mapping[str, Sequence[Principal]]) -> dict[str, tuple[Principal, ...]]:
    """Return slug → the principals that stand at −1 or less on it, of `positions`: slug → principals."""
    refusers = {slug: tuple([p for p in principals if _opposes(p.stance)]) for slug, principals in positions.items()}
    return {slug: principals for slug, principals in refusers.items() if principals}


def select_refusers(refusers: Mapping[str, Sequence[Principal]], slug: str, side: str) -> list[Principal]:
    """Return the principals of sides other than `side` that stand at −1 or less on a proposal."""
    return [p for p in refusers.get(slug, ()) if p.side != side]


def make_refused_test(refusers: Mapping[str, Sequence[Principal]]) -> Refused:
    """Make the test `refused(slug, side)` of `decide` from what `find_refusers` returns."""
    return lambda slug, side: any(p.side != side for p in refusers.get(slug, ()))


def select_refused_branches(stance: Stance, side: str, refused: Refused) -> tuple[RuleClaim, ...]:
    """Return the branches of +1 or more whose condition another side's principal refuses."""
    return tuple(
        b for b in stance.branches if b.value >= 1 and any(refused(s, side) for s in list_granted(b.depends_on))
    )


def _name_refusers_in_part(
    hinge: Hinge, principals: Sequence[Principal], refusers: Mapping[str, Sequence[Principal]], refused: Refused
) -> Hinge:
    """Return the hinge of these principals' conditions with those who refuse it, where all do so on a part only."""
    waiting = {p.side for p in principals if hinge.slug in _list_hinges(p, refused)}
    refusing = [p for p in refusers[hinge.slug] if waiting - {p.side}]
    in_part = tuple([p.name for p in refusing if p.stance.in_part])
    return hinge._replace(in_part=in_part) if len(in_part) == len(refusing) else hinge


def _select_spoken(principals: Sequence[Principal]) -> list[Principal]:
    return [p for p in principals if p.stance.spoken]


def _find_kind(spoken: Sequence[Principal], hindered: bool) -> VerdictKind:
    return _apply_rule(_count(spoken, hindered))


@lru_cache(maxsize=4096)
def _apply_rule(count: Count) -> VerdictKind:
    """Return the kind of the first line of the rule that fits: of thousands of proposals the counts are some dozens."""
    return next(line.kind for line in RULE if line.fits(count))


def _count(spoken: Sequence[Principal], hindered: bool) -> Count:
    sides, sides_for, sides_against = set(), set(), set()
    for_it = agreed = refusing = 0
    for _, side, stance, _ in spoken:
        sides.add(side)
        if _favours(stance):
            sides_for.add(side)
            for_it += 1
            agreed += stance.state == State.STANCE and not _objects(stance)
        elif _opposes(stance):
            sides_against.add(side)
            refusing += stance.state == State.STANCE
    apart = bool(sides_for and sides_against) and len(sides_for | sides_against) > 1
    return Count(len(spoken), len(sides), for_it, agreed, refusing, apart, hindered)


def _favours(stance: Stance) -> bool:
    """At +1 or more, if only on a condition."""
    return stance.state == State.DEPENDS or (stance.value is not None and stance.value >= 1)


def _opposes(stance: Stance) -> bool:
    """At −1 or less, if only on a condition."""
    return stance.value is not None and stance.value <= -1


def _objects(stance: Stance) -> bool:
    """Holds a branch at −1 or less beside its stance."""
    return bool(stance.branches) and any(b.value <= -1 for b in stance.branches)


def _list_hinges(principal: Principal, refused: Refused) -> Iterator[str]:
    """Proposals that the condition of a principal who is for it only on a condition depends on in vain."""
    if principal.stance.state not in ON_A_CONDITION:
        return
    for branch in select_refused_branches(principal.stance, principal.side, refused):
        for slug in list_granted(branch.depends_on):
            if refused(slug, principal.side):
                yield slug


def _stand(principal: Principal) -> Standing:
    name, side, stance, _ = principal
    value = stance.value
    if not stance.branches:
        return Standing(name, side, stance.state, value, None, stance.in_part)
    adverse = [] if value is None else [b.value for b in stance.branches if b.value * value < 0]
    furthest, conditional = max(adverse, key=abs, default=None), stance.state in ON_A_CONDITION
    favours = _favours(stance)
    conditions = [b.conditions for b in stance.branches if b.value >= 1] if favours and conditional else ()
    objections = [b.conditions for b in stance.branches if b.value <= -1] if favours else ()
    in_words = [tuple(dict.fromkeys(words)) for words in (conditions, objections)]
    return Standing(name, side, stance.state, value, furthest, stance.in_part, *in_words)
