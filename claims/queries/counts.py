"""How much there is: numbers of claims, documents and stances."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value

from ..models import Actor, ActorKind, Source, SourceType
from ..rules import stance_arrays
from ..rules.measures.robustness import Provenance
from ..rules.scales import Attribution, Dimension, State
from ..rules.stance_arrays import StanceArrays
from .scope import Scope
from .snapshot import Snapshot, same_in_all_scopes
from .stance_arrays import read_stance_arrays
from .vocabulary import read_vocabulary


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
    on which they came out; whether every claim has a quote."""

    claims: int
    sources: int
    voices: int
    all_articles: bool
    all_quoted: bool
    days: tuple[date, ...]


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


@same_in_all_scopes
def count_evidence(negotiations: tuple[int, ...] | None) -> Evidence:
    """Return the Evidence of all published claims of these negotiations (one query)."""
    claims = Scope(negotiations=negotiations).select_claims().order_by()
    # Claims are looked for by source, and counted in an index: to group them would read each of them on every page.
    # Where there is none at all, no source is asked.
    rows = list(
        Source.objects.filter(Exists(claims), Exists(claims.filter(source=OuterRef("pk"))))
        .annotate(number=_count_all(claims.of_cells()), unquoted=Exists(claims.filter(quote="")))
        .values_list("slug", "origin", "publisher", "type", "published_on", "number", "unquoted")
    )
    number, unquoted = rows[0][-2:] if rows else (0, False)
    return Evidence(
        claims=number,
        sources=len(rows),
        voices=len({Provenance(*row[:3]).voice for row in rows}),
        all_articles=all(row[3] == SourceType.ARTICLE_NEWSPAPER for row in rows),
        all_quoted=not unquoted,
        days=tuple({row[4] for row in rows if row[4]}),
    )


def _count_all(rows: QuerySet[Any]) -> Subquery:
    """Return the number of rows as part of another query, which the database works out once."""
    return Subquery(rows.annotate(one=Value(1)).values("one").annotate(number=Count("pk")).values("number"))


def tally_proposals(snapshot: Snapshot) -> dict[int, Tally]:
    """Return proposal id → Tally of what counts in numbers of claims."""
    return _tally(_list_counted(snapshot), "proposals", "holders")


def tally_holders(snapshot: Snapshot) -> dict[int, Tally]:
    """Return holder id → Tally of what counts in numbers of claims."""
    return _tally(_list_counted(snapshot), "holders", "proposals")


def tally_speakers(snapshot: Snapshot) -> dict[int, Tally]:
    """Return actor id → Tally of what it says, for itself and of others (one query).

    Its `stances` are the proposals on which it spoke.
    """
    said = Q(attribution__lt=Attribution.PREDICTED, pending=False, value__isnull=False)
    rows = (
        snapshot.scope.select_claims()
        .order_by()
        .values_list("speaker")
        .annotate(claims=Count("pk"), stances=Count("proposal", distinct=True, filter=said), newest=Max("said_on"))
    )
    return {speaker: Tally(claims, stances, newest) for speaker, claims, stances, newest in rows}


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


def _tally(counted: list[StanceArrays], axis: str, across: str) -> dict[int, Tally]:
    """Return id → Tally of the ids on one axis of the StanceArrays, `across` the other."""

    def join(name: str) -> np.ndarray:
        return np.concatenate([getattr(arrays, name) for arrays in counted])

    ids, others = join(axis), join(across)
    claims = stance_arrays.sum_by_id(ids, join("counts"))
    newest = stance_arrays.find_latest_by_id(ids, join("newest"))
    spoken = join("spoken").astype(bool)
    cells = np.unique(stance_arrays.number_cells(ids[spoken], others[spoken]))  # in whatever dimension
    stances = stance_arrays.sum_by_id(cells >> stance_arrays.CELL_BITS, np.ones(len(cells)))
    return {pk: Tally(number, stances.get(pk, 0), newest[pk]) for pk, number in claims.items()}
