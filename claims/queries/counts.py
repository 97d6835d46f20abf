"""How much there is: numbers of claims, documents and stances."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    DateField,
    Exists,
    IntegerField,
    OuterRef,
    Value,
)

from ..models import Actor, ActorKind, Source, SourceType, Touched
from ..rules import stance_arrays
from ..rules.measures.robustness import Provenance
from ..rules.scales import Dimension, State
from ..rules.stance_arrays import StanceArrays
from .ids import list_ids
from .packed_keys import follows_claims_alone, to_array
from .plain_rows import fetch_plain_rows
from .scope import Scope
from .snapshot import Snapshot, Update, following, same_in_all_scopes
from .stance_arrays import read_stance_arrays
from .vocabulary import read_vocabulary

AXES = ("proposals", "holders")  # in the order of the ids of a cell


class Totals(NamedTuple):
    """What a whole table rests on."""

    claims: int
    documents: int
    voices: int
    oldest: date | None
    newest: date | None


class Tally(NamedTuple):
    """How much there is of an actor or proposal: claims, cells' other ends with a stance, newest day."""

    claims: int = 0
    stances: int = 0
    newest: date | None = None


class Evidence(NamedTuple):
    """What everything published rests on: of how many sources are whose texts, whether all are articles, and the days
    on which they came out; whether every claim has a quote. All that is told of it follows from `by_proposal`, id →
    number of claims, and `by_source`."""

    claims: int
    sources: int
    voices: int
    all_articles: bool
    all_quoted: bool
    days: tuple[date, ...]
    by_proposal: dict[int, int]
    by_source: dict[int, "CitedSource"]


class CitedSource(NamedTuple):
    """What Evidence tells of a source that is cited; `unquoted` says that a claim of it has no quote."""

    slug: str
    origin: str
    publisher: str
    type: str
    published_on: date | None
    unquoted: bool


def count_totals(snapshot: Snapshot) -> Totals:
    """Return the Totals of what counts in numbers of claims (one query; none where all claims count, which the foot of
    the page tells anyway)."""
    documents, voices = _count_sources(snapshot)
    filled = [arrays for arrays in _list_counted(snapshot) if len(arrays.counts)]
    days = [(arrays.oldest.min(), arrays.newest.max()) for arrays in filled]
    return Totals(
        claims=sum(int(arrays.counts.sum()) for arrays in filled),
        documents=documents,
        voices=voices,
        oldest=date.fromordinal(int(min(oldest for oldest, _ in days))) if days else None,
        newest=date.fromordinal(int(max(newest for _, newest in days))) if days else None,
    )


def _count_sources(snapshot: Snapshot) -> tuple[int, int]:
    """Return of how many sources, and of how many voices, the claims are that count in numbers of claims."""
    scope = snapshot.scope
    if scope == Scope(negotiations=scope.negotiations):
        evidence = snapshot.get(count_evidence)
        return evidence.sources, evidence.voices
    cited = Exists(scope.select_counted().filter(source=OuterRef("pk")))
    sources = Source.objects.filter(cited).values_list("slug", "origin", "publisher")
    voices = {Provenance(*source).voice for source in sources}
    return len(sources), len(voices)


def _follow_evidence(negotiations: tuple[int, ...] | None, before: Evidence, touched: Touched) -> Evidence | None:
    """Count the claims on the proposals that were touched, and look at the sources of what was written (one query)."""
    if not touched.alone:
        return None
    proposals, sources = touched.proposals, touched.sources
    numbers, cited = _read_evidence(negotiations, proposals, sources)
    return _sum_up(
        {pk: number for pk, number in before.by_proposal.items() if pk not in proposals} | numbers,
        {pk: source for pk, source in before.by_source.items() if pk not in sources} | cited,
    )


@following(_follow_evidence)
@same_in_all_scopes
def count_evidence(negotiations: tuple[int, ...] | None) -> Evidence:
    """Return the Evidence of all published claims of these negotiations (one query)."""
    return _sum_up(*_read_evidence(negotiations))


def _read_evidence(
    negotiations: tuple[int, ...] | None,
    proposals: Collection[int] | None = None,
    sources: Collection[int] | None = None,
) -> tuple[dict[int, int], dict[int, CitedSource]]:
    """Return proposal id → its number of published claims, and source id → CitedSource, of some (ids) or all that have
    any (one query for both)."""
    scope = Scope(negotiations=negotiations)
    claims = scope.select_claims().order_by().filter(source=OuterRef("pk"))
    # Claims are looked for by source: to group them would read each of them on every page. Those of proposals are
    # counted in the index of cells, in its order.
    cited = Source.objects.order_by().filter(Exists(claims)).annotate(unquoted=Exists(claims.filter(quote="")))
    if sources is not None:
        cited = cited.filter(pk__in=list_ids(sources))
    counted = scope.select_claims(None if proposals is None else list_ids(proposals)).of_cells().order_by()
    no_source = {name: Value("", CharField()) for name in CitedSource._fields[:4]}
    no_source |= {"published_on": Value(None, DateField()), "unquoted": Value(False, BooleanField())}
    of_proposals = counted.values("dimension", "proposal").annotate(
        number=Count("pk"), **{f"no_{name}": value for name, value in no_source.items()}
    )
    of_sources = cited.annotate(number=Value(None, IntegerField()))
    rows = of_sources.values_list("pk", *CitedSource._fields, "number").union(
        of_proposals.values_list("proposal", *(f"no_{name}" for name in no_source), "number"), all=True
    )
    numbers: Counter[int] = Counter()
    read: dict[int, CitedSource] = {}
    for pk, slug, origin, publisher, kind, published_on, unquoted, number in fetch_plain_rows(rows):
        if number is None:
            read[pk] = CitedSource(slug, origin, publisher, kind, published_on, bool(unquoted))
        else:
            numbers[pk] += number
    return dict(numbers), read


def _sum_up(by_proposal: dict[int, int], by_source: dict[int, CitedSource]) -> Evidence:
    cited = by_source.values()
    return Evidence(
        claims=sum(by_proposal.values()),
        sources=len(cited),
        voices=len({Provenance(*source[:3]).voice for source in cited}),
        all_articles=all(source.type == SourceType.ARTICLE_NEWSPAPER for source in cited),
        all_quoted=not any(source.unquoted for source in cited),
        days=tuple(sorted({source.published_on for source in cited if source.published_on})),
        by_proposal=by_proposal,
        by_source=by_source,
    )


def _follow_tallies(axis: str, across: str) -> Update:
    """Return what tallies those ids of one axis anew of which a cell was touched."""

    def follow(snapshot: Snapshot, before: dict[int, Tally], touched: Touched) -> dict[int, Tally] | None:
        if not follows_claims_alone(snapshot.scope, touched):
            return None
        ids = np.unique(to_array([cell[:2] for cell in touched.cells])[:, AXES.index(axis)])
        if not len(ids):
            return before
        of_ids = [arrays.choose(np.isin(getattr(arrays, axis), ids)) for arrays in _list_counted(snapshot)]
        gone = dict.fromkeys(ids.tolist())
        return {pk: tally for pk, tally in before.items() if pk not in gone} | tally_arrays(of_ids, axis, across)

    return follow


@following(_follow_tallies("proposals", "holders"))
def tally_proposals(snapshot: Snapshot) -> dict[int, Tally]:
    """Return proposal id → Tally of what counts in numbers of claims."""
    return tally_arrays(_list_counted(snapshot), "proposals", "holders")


@following(_follow_tallies("holders", "proposals"))
def tally_holders(snapshot: Snapshot) -> dict[int, Tally]:
    """Return holder id → Tally of what counts in numbers of claims."""
    return tally_arrays(_list_counted(snapshot), "holders", "proposals")


def list_present(snapshot: Snapshot, dimensions: Collection[Dimension] = ()) -> list[Actor]:
    """Return the parties and experts that have a part on the day of the Scope, or a claim in these dimensions (or in
    those that count in numbers of claims), in their order. Nobody else has a row or column anywhere."""
    counted = [snapshot.get(read_stance_arrays, each) for each in dimensions] or _list_counted(snapshot)
    claiming = set().union(*(np.unique(arrays.holders).tolist() for arrays in counted))
    return [
        actor
        for actor in snapshot.get(read_vocabulary).actors.values()
        if actor.kind != ActorKind.OFFICIAL and (actor.part.named_side or actor.pk in claiming)
    ]


def count_claims_by_source(snapshot: Snapshot) -> dict[int, int]:
    """Return source id → number of the claims that count (one query)."""
    return dict(snapshot.scope.select_claims().order_by().values_list("source").annotate(Count("pk")))


def count_by_state(
    arrays: StanceArrays, proposals: Collection[int], holders: Collection[int]
) -> tuple[dict[int, Counter[State]], dict[int, Counter[State]]]:
    """Return id → Counter of what its cells hold, of the proposals and of the holders, within these ids.

    Whatever has a value or not, a stance counts as *stance*; beside it there are *forecast*, *awaiting* and *no
    stance*.
    """
    inside = np.isin(arrays.proposals, list(proposals)) & np.isin(arrays.holders, list(holders))
    kinds = {State.STANCE: arrays.spoken}
    blank = (State.FORECAST, State.AWAITING, State.NO_STANCE)
    kinds |= {state: arrays.states == stance_arrays.CODE_OF_STATE[state] for state in blank}
    by_proposal: dict[int, Counter[State]] = defaultdict(Counter)
    by_holder: dict[int, Counter[State]] = defaultdict(Counter)
    for state, of_kind in kinds.items():
        cells = inside & of_kind
        for ids, counts in ((arrays.proposals, by_proposal), (arrays.holders, by_holder)):
            for pk, number in stance_arrays.sum_by_id(ids[cells], np.ones(cells.sum())).items():
                counts[pk][state] += number
    return by_proposal, by_holder


def _list_counted(snapshot: Snapshot) -> list[StanceArrays]:
    """Return the StanceArrays of the dimensions that count in numbers of claims."""
    forced = snapshot.scope.dimension
    return [snapshot.get(read_stance_arrays, dimension) for dimension in ([forced] if forced else Dimension)]


def tally_arrays(counted: list[StanceArrays], axis: str, across: str) -> dict[int, Tally]:
    """Return id → Tally of the ids on one axis of the StanceArrays, `across` the other."""

    def join(name: str) -> np.ndarray:
        return np.concatenate([getattr(arrays, name) for arrays in counted])

    ids, others = join(axis), join(across)
    claims = stance_arrays.sum_by_id(ids, join("counts"))
    newest = stance_arrays.find_latest_by_id(ids, join("newest"))
    spoken = join("spoken").astype(bool)
    cells = np.sort(stance_arrays.number_cells(ids[spoken], others[spoken]))
    cells = cells[stance_arrays.find_starts(cells)]  # in whatever dimension
    stances = stance_arrays.sum_by_id(cells >> stance_arrays.CELL_BITS, np.ones(len(cells)))
    return {pk: Tally(number, stances.get(pk, 0), newest[pk]) for pk, number in claims.items()}
