"""What a stance rests on, and which verdicts would change if less were known or a condition counted as a no.

The second question is asked by doing it: the verdicts are made again

- **without a source**, for each source in turn: none of its claims counts;
- **without a voice**, for each origin in turn: five reprints of one agency are one voice, so all of them fall away;
- **without second-hand claims**: what another actor says of the holder (`attributed`) does not count;
- **with every condition read as a refusal**: a stance that is decided by conditional claims (*conditional*, *depends*)
  counts as −1 without a condition, or as −2 where it stands there; branches beside an unconditional stance stay.

The counts are the product's own, of no other source: whole numbers of claims, sources and voices, and the share of
first-hand claims (0 to 1). A verdict has changed when its kind has. Names, standings and hinges may change with less;
they are in the verdicts. Undefined (None) without claims are the share and the newest day; where nobody has spoken
there is no change.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple

from ..conditions import list_slugs
from ..folding import fold_name
from ..scales import Attribution, State, VerdictKind
from ..stances import ON_A_CONDITION, RuleClaim, Stance, summarise
from ..verdicts import NO_TITLES, Principal, Verdict, decide, decide_all, decide_kind, find_refusers, make_refused_test


class Provenance(NamedTuple):
    """Where a claim comes from: keys of its source, of whose text that is, and of where it was read.

    An empty origin is the publisher, and without that the source itself. A voice is one in whatever spelling.
    """

    source: str
    origin: str = ""
    publisher: str = ""

    @property
    def voice(self) -> str:
        """What the spellings of whose text it is have in common."""
        return _fold_voice(self.origin or self.publisher) or self.source

    @property
    def spelling(self) -> str:
        """Whose text it is, as this source writes it."""
        return self.origin or self.publisher or self.source


_fold_voice = lru_cache(10_000)(fold_name)  # a million claims are the texts of a few thousand


class Ground(NamedTuple):
    """What some claims rest on. `first_hand` is the share of the holder's own words (0 to 1); None without claims."""

    claims: int
    sources: int
    voices: int
    first_hand: float | None
    newest: date | None


class TrialKind(StrEnum):
    """What is done before the verdicts are made again."""

    SOURCE = "source"
    VOICE = "voice"
    SECOND_HAND = "second-hand"
    CONDITIONAL = "conditional"


class Change(NamedTuple):
    """A verdict that would be another: what was done, to what (a key, or “”), on which proposal (its slug), of which
    kind it would be. All that it would rest on is told whoever asks: there are thousands, of which a page shows few."""

    trial: TrialKind
    key: str
    proposal: str
    before: Verdict
    kind_after: VerdictKind
    decide_after: Callable[[], Verdict]

    @property
    def after(self) -> Verdict:
        """The verdict that it would be."""
        return self.decide_after()


Positions = Mapping[str, Sequence[Principal]]  # slug → its principals
Cell = tuple[str, int | None]  # a slug, and the actor of a Principal
Moved = Mapping[Cell, Stance]
Test = Callable[[RuleClaim], bool]


def summarise_ground(claims: Collection[RuleClaim], provenance: Mapping[int, Provenance]) -> Ground:
    """Return the Ground of claims; `provenance` maps a claim's id to its Provenance."""
    origins = [provenance[claim.id] for claim in claims]
    own = sum(claim.attribution == Attribution.OWN for claim in claims)
    return Ground(
        claims=len(origins),
        sources=len({origin.source for origin in origins}),
        voices=len({origin.voice for origin in origins}),
        first_hand=own / len(origins) if origins else None,
        newest=max((claim.said_on for claim in claims), default=None),
    )


def name_voices(provenance: Iterable[Provenance]) -> dict[str, str]:
    """Return voice → the name that stands for it: of its spellings the one that most sources have, each counted once,
    and of equals the first by their characters."""
    of_voice: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for source in {source.source: source for source in provenance}.values():
        of_voice[source.voice][source.spelling] += 1
    return {
        voice: min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
        for voice, spellings in of_voice.items()
    }


def collect_behind(stance: Stance) -> tuple[RuleClaim, ...]:
    """Return the claims that a stance rests on, each once: those that decide it, and its branches."""
    return tuple(dict.fromkeys((*stance.deciding, *stance.branches)))


def collect_all_behind(stances: Iterable[Stance]) -> tuple[RuleClaim, ...]:
    """Return the claims that a verdict or a pair rests on, each once: those behind the stances that are stances."""
    return tuple(dict.fromkeys(claim for stance in stances if stance.spoken for claim in collect_behind(stance)))


def rests_on_one_source(stance: Stance, source_of: Mapping[int, object]) -> bool:
    """Whether a stance rests on one source only; `source_of` maps a claim's id to its source. A blank rests on none."""
    return stance.spoken and len({source_of[claim.id] for claim in collect_behind(stance)}) == 1


def find_changes(
    positions: Positions,
    cells: Mapping[Cell, Sequence[RuleClaim]],
    provenance: Mapping[int, Provenance],
    titles: Mapping[str, str] = NO_TITLES,
    names: Mapping[str, str] | None = None,
) -> list[Change]:
    """Return every Change, in the order of `order_changes`.

    `positions` maps each proposal's slug to its Principals, of all proposals, since a verdict may depend on another;
    `cells` maps (slug, the Principal's actor) to all claims of that cell; `provenance` maps a claim's id to its
    Provenance; `titles` is as for `decide`; `names` is what `name_voices` returns, where more sources than those of
    `provenance` have a say in that. Only the cells that a trial touches are folded again.
    """
    trials = _Trials(positions, cells, titles)
    by_source: dict[str, set[Cell]] = defaultdict(set)
    by_voice: dict[str, set[Cell]] = defaultdict(set)
    second_hand: set[Cell] = set()
    for cell, claim in _list_counting(positions):
        by_source[provenance[claim.id].source].add(cell)
        by_voice[provenance[claim.id].voice].add(cell)
        if claim.attribution == Attribution.ATTRIBUTED:
            second_hand.add(cell)
    names = name_voices(provenance.values()) if names is None else names
    changes = []
    for key, touched in by_source.items():
        changes += trials.leave_out(TrialKind.SOURCE, key, touched, _is_from_source(provenance, key))
    for voice, touched in by_voice.items():
        changes += trials.leave_out(TrialKind.VOICE, names[voice], touched, _is_of_voice(provenance, voice))
    changes += trials.leave_out(TrialKind.SECOND_HAND, "", second_hand, _is_second_hand)
    return order_changes([*changes, *trials.refuse_conditions()], positions)


def order_changes(changes: Iterable[Change], slugs: Iterable[str]) -> list[Change]:
    """Return Changes in the order of TrialKind, of keys and of their proposals (`slugs`, of these or of more)."""
    kinds = {kind: place for place, kind in enumerate(TrialKind)}
    places = {slug: place for place, slug in enumerate(slugs)}
    return sorted(changes, key=lambda change: (kinds[change.trial], change.key, places[change.proposal]))


def list_named(claims: Iterable[RuleClaim]) -> frozenset[str]:
    """Return the proposals (slugs) that conditions of claims name: in a trial, the verdict may hang on these."""
    return frozenset(slug for claim in claims for slug in list_slugs(claim.depends_on))


def read_as_refusal(stance: Stance) -> Stance:
    """Return the stance with its condition read as a refusal."""
    if stance.state not in ON_A_CONDITION:
        return stance
    value = -1 if stance.value is None else min(stance.value, -1)
    return stance._replace(state=State.STANCE, value=value, branches=())


def _list_counting(positions: Positions) -> Iterator[tuple[Cell, RuleClaim]]:
    """Yield (cell, claim) of the claims that stances were folded from: without any other a stance stays as it is."""
    for slug, principals in positions.items():
        for principal in principals:
            if principal.stance.spoken:
                for claim in collect_behind(principal.stance):
                    yield (slug, principal.actor), claim


class _Trials:
    """The verdicts as they are, and how to find those that differ when some stances do."""

    def __init__(
        self, positions: Positions, cells: Mapping[Cell, Sequence[RuleClaim]], titles: Mapping[str, str]
    ) -> None:
        self.positions, self.cells, self.titles = positions, cells, titles
        self.refused = make_refused_test(find_refusers(positions))
        self.verdicts = decide_all(positions, titles)
        self.stances = {(slug, p.actor): p.stance for slug, principals in positions.items() for p in principals}
        self.hanging: dict[str, set[str]] = defaultdict(set)  # slug → proposals with a claim whose condition names it
        for (slug, _), claims in cells.items():
            for named in list_named(claims):
                self.hanging[named].add(slug)

    def leave_out(self, trial: TrialKind, key: str, touched: Iterable[Cell], is_left_out: Test) -> list[Change]:
        """Return the Changes when those claims of the touched cells do not count."""
        stances = {cell: summarise([c for c in self.cells[cell] if not is_left_out(c)]) for cell in touched}
        return self._find_changes(trial, key, stances)

    def refuse_conditions(self) -> list[Change]:
        """Return the Changes when conditional stances count as refusals."""
        stances = {
            (slug, principal.actor): read_as_refusal(principal.stance)
            for slug, principals in self.positions.items()
            for principal in principals
            if principal.stance.state in ON_A_CONDITION
        }
        return self._find_changes(TrialKind.CONDITIONAL, "", stances)

    def _find_changes(self, trial: TrialKind, key: str, stances: Moved) -> list[Change]:
        """Return the Changes when the cells of `stances` hold these instead.

        Where these say to a verdict what those said that stand there, it is made neither of this proposal nor of one
        that hangs on it.
        """
        moved = {cell[0] for cell, stance in stances.items() if _weigh(stance) != _weigh(self.stances[cell])}
        concerned = moved.union(*(self.hanging[slug] for slug in moved)) & self.positions.keys()
        touched = {slug for slug, _ in stances} & concerned
        tried = {slug: [_move(p, stances.get((slug, p.actor))) for p in self.positions[slug]] for slug in touched}
        refused_there, refused_elsewhere = make_refused_test(find_refusers(tried)), self.refused

        def refused(slug: str, side: str) -> bool:  # kept with each Change, and so without these trials
            return refused_there(slug, side) if slug in tried else refused_elsewhere(slug, side)

        changes = []
        for slug in concerned:
            before, principals = self.verdicts[slug], tried.get(slug, self.positions[slug])
            kind = decide_kind(principals, refused)
            if kind != before.kind:
                decide_after = partial(decide, principals, refused, self.titles)
                changes.append(Change(trial, key, slug, before, kind, decide_after))
        return changes


def _weigh(stance: Stance) -> tuple[State, int | None, tuple[RuleClaim, ...]]:
    """Return all that the kind of a verdict, its own or of one that hangs on it, depends on of a stance."""
    return stance.state, stance.value, stance.branches


def _is_from_source(provenance: Mapping[int, Provenance], source: str) -> Test:
    return lambda claim: provenance[claim.id].source == source


def _is_of_voice(provenance: Mapping[int, Provenance], voice: str) -> Test:
    return lambda claim: provenance[claim.id].voice == voice


def _is_second_hand(claim: RuleClaim) -> bool:
    return claim.attribution == Attribution.ATTRIBUTED


def _move(principal: Principal, stance: Stance | None) -> Principal:
    return principal if stance is None else principal._replace(stance=stance)
