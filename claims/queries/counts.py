"""How much there is: numbers of claims, documents and stances."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db.models import Count, Exists, Max, OuterRef, Q

from ..models import Source
from ..rules import stance_arrays
from ..rules.scales import Attribution, State


class Coverage(NamedTuple):
    """What a table rests on."""

    claims: int
    documents: int
    origins: int
    oldest: date | None
    newest: date | None


class Tally(NamedTuple):
    """How much there is of an actor or proposal: claims, cells' other ends with a stance, newest day."""

    claims: int = 0
    stances: int = 0
    newest: date | None = None


def count_coverage(scope, of_dimensions):
    """Return the Coverage of the claims that count in these StanceArrays (one query)."""
    cited = Exists(scope.counted().filter(source=OuterRef("pk")))
    origins = list(Source.objects.filter(cited).values_list("origin", flat=True))
    filled = [grid for grid in of_dimensions if len(grid.counts)]
    days = [(grid.oldest.min(), grid.newest.max()) for grid in filled]
    return Coverage(
        claims=sum(int(grid.counts.sum()) for grid in filled),
        documents=len(origins),
        origins=len(set(origins)),
        oldest=date.fromordinal(int(min(oldest for oldest, _ in days))) if days else None,
        newest=date.fromordinal(int(max(newest for _, newest in days))) if days else None,
    )


def count_tallies(of_dimensions, of, across):
    """Return id → Tally of the proposals or holders (`of` one axis of the StanceArrays, `across` the other)."""
    ids, others = (_joined(of_dimensions, axis) for axis in (of, across))
    claims = stance_arrays.sum_by_id(ids, _joined(of_dimensions, "counts"))
    newest = stance_arrays.find_latest_by_id(ids, _joined(of_dimensions, "newest"))
    spoken = _joined(of_dimensions, "spoken").astype(bool)
    cells = np.unique(stance_arrays.number_cells(ids[spoken], others[spoken]))  # in whatever dimension
    stances = stance_arrays.sum_by_id(cells >> stance_arrays.CELL_BITS, np.ones(len(cells)))
    return {key: Tally(number, stances.get(key, 0), newest[key]) for key, number in claims.items()}


def count_spoken_tallies(scope):
    """Return id → Tally of the speakers; their `stances` are the proposals on which they spoke (one query)."""
    said = Q(attribution__lt=Attribution.PREDICTED, pending=False)
    counts = {
        "claims": Count("pk"),
        "stances": Count("proposal", distinct=True, filter=said),
        "newest": Max("said_on"),
    }
    rows = scope.claims().order_by().values_list("speaker").annotate(**counts)
    return {speaker: Tally(*counted) for speaker, *counted in rows}


def count_claims_by_source(scope):
    """Return source id → number of the claims that count (one query)."""
    return dict(scope.claims().order_by().values_list("source").annotate(Count("pk")))


def count_by_state(grid, proposals, holders):
    """Return id → Counter of what its cells hold, of the proposals and of the holders, within these ids.

    Whatever has a value or not, a stance counts as *stance*; beside it there are *forecast* and *awaiting*.
    """
    inside = np.isin(grid.proposals, proposals) & np.isin(grid.holders, holders)
    kinds = {State.STANCE: grid.spoken}
    kinds |= {state: grid.states == stance_arrays.CODES[state] for state in (State.FORECAST, State.AWAITING)}
    found = defaultdict(Counter), defaultdict(Counter)
    for state, of_kind in kinds.items():
        these = inside & of_kind
        for ids, counts in zip((grid.proposals, grid.holders), found, strict=True):
            for key, number in stance_arrays.sum_by_id(ids[these], np.ones(these.sum())).items():
                counts[key][state] += number
    return found


def count_fully_coded_sources():
    """Return how many sources are fully coded: what a blank rests on (one query)."""
    return Source.objects.public().exclude(fully_coded_by="").count()


def read_days_of_publication(most=6):
    """Return the newest days on which sources with published claims came out, oldest first (one query)."""
    days = Source.objects.public().exclude(published_on=None).order_by("-published_on")
    return sorted(days.values_list("published_on", flat=True).distinct()[:most])


def _joined(of_dimensions, name):
    return np.concatenate([getattr(grid, name) for grid in of_dimensions])
