"""What is counted of the rows of a list, for the finding with which it begins."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import numpy as np
from django.db.models import Count, Max, Q, QuerySet

from ..models import ActorKind, Claim, EditorialNote, SearchRecord, VersionNumber, Wording
from ..rules.comparison import ComparedBy, measure_distance, place_in_order
from ..rules.folding import fold_name
from ..rules.scales import OUTCOMES, SEARCH_OUTCOMES, Attribution, Blank, Dimension, OutcomeKind, SearchOutcome, State
from ..wording.coverage_findings import ListedCells, ListedRecords
from ..wording.list_findings import ListedActors, ListedClaims, ListedProposals, ListedSources
from .cache import COUNTS, key_rows, key_whole
from .coverage import CoverageRow
from .lists import ActorRow, ProposalRow, SourceRow
from .snapshot import Snapshot
from .stance_arrays import read_stance_arrays

MOST_COUNTED = 10_000  # claims of which each is looked at: to look at more would take longer than all else of a page


def count_listed_claims(
    rows: QuerySet[Claim], number: int, version: VersionNumber, sources: int | None
) -> ListedClaims:
    """Count the holders and sources of `number` claims (one query, the first time at this data version); of too many,
    read the day of the newest alone, and take the number of `sources`, if it is at hand."""
    rows = rows.order_by()
    if number > MOST_COUNTED:
        newest = rows.order_by("-said_on", "-pk").values_list("said_on", flat=True)[:1]
        day = COUNTS.get(version, key_rows(newest), newest.first)
        return ListedClaims(number, sources=sources, newest=day)

    def look() -> ListedClaims:
        counted = rows.aggregate(
            holders=Count("holder", distinct=True),
            sources=Count("source", distinct=True),
            first_hand=Count("pk", filter=Q(attribution=Attribution.OWN)),
            newest=Max("said_on"),
        )
        return ListedClaims(number, **counted)

    return COUNTS.get(version, ("listed", key_whole(rows)), look)


def count_listed_sources(rows: Collection[SourceRow]) -> ListedSources:
    """Count what is told of the sources of a list."""
    return ListedSources(
        len(rows),
        sum(bool(row.codings) for row in rows),
        sum(row.claims for row in rows),
        len({fold_name(row.voice) for row in rows}),
        _find_newest(row.source.published_on for row in rows),
    )


def count_listed_proposals(rows: Collection[ProposalRow], has_verdicts: bool) -> ListedProposals:
    """Count what is told of the proposals of a list."""
    apart = [row for row in rows if measure_distance(row.spread.counts)] if len(rows) > 1 else []
    most = min(apart, key=lambda row: place_in_order(row.spread, ComparedBy.DIVIDED), default=None)
    return ListedProposals(
        len(rows),
        Counter(row.verdict.kind for row in rows if row.verdict),
        Counter(OutcomeKind(row.outcome.outcome.kind) for row in rows if row.outcome),
        has_verdicts,
        sum(row.tally.stances > 0 for row in rows),
        most.proposal.title if most else "",
        {} if has_verdicts else Counter(row.leaning for row in rows),
    )


def count_listed_actors(snapshot: Snapshot, rows: Collection[ActorRow]) -> ListedActors:
    """Count what is told of the actors of a list, officials apart."""
    first_hand = snapshot.get(list_first_hand)
    holders = [row for row in rows if row.actor.kind != ActorKind.OFFICIAL]
    officials = [row.actor for row in rows if row.actor.kind == ActorKind.OFFICIAL]
    kinds = {row.actor.kind for row in holders}
    heard = sum(row.actor.pk in first_hand for row in holders)
    return ListedActors(
        len(holders),
        heard,
        sum(row.tally.claims > 0 for row in holders if row.actor.pk not in first_hand),
        len(officials),
        len({official.speaks_for_id for official in officials}),
        str(kinds.pop()) if len(kinds) == 1 else "",
    )


def list_first_hand(snapshot: Snapshot) -> set[int]:
    """Return the ids of the holders of which own words decide a stance, in any dimension."""
    ids: set[int] = set()
    for dimension in Dimension:
        arrays = snapshot.get(read_stance_arrays, dimension)
        ids.update(np.unique(arrays.holders[arrays.spoken & (arrays.attributions == Attribution.OWN)]).tolist())
    return ids


def count_listed_cells(rows: Sequence[CoverageRow], coded: int, to_reread: int) -> ListedCells:
    """Count what the cells of the page on coverage hold, or why they are blank."""
    counts: Counter[State | Blank] = Counter()
    for row in rows:
        counts.update(row.counts)
    return ListedCells(sum(row.cells for row in rows), counts, coded, to_reread)


def count_listed_searches(rows: QuerySet[SearchRecord]) -> ListedRecords:
    """Count recorded searches by what came of them (one query)."""
    listed = list(rows.order_by().values_list("outcome", "searched_on"))
    outcomes = Counter(outcome for outcome, _ in listed)
    words = [(SEARCH_OUTCOMES[outcome].word, outcomes[outcome]) for outcome in SearchOutcome]
    return ListedRecords("recorded search", len(listed), words, newest=_find_newest(day for _, day in listed))


def count_listed_notes(rows: QuerySet[EditorialNote]) -> ListedRecords:
    """Count remarks (one query)."""
    days = list(rows.order_by().values_list("written_on", flat=True))
    return ListedRecords("remark", len(days), newest=_find_newest(days))


def count_listed_outcomes(kinds_and_days: Collection[tuple[str, date]]) -> ListedRecords:
    """Count outcomes by their kind."""
    kinds = Counter(kind for kind, _ in kinds_and_days)
    words = [(OUTCOMES[kind].word, kinds[kind]) for kind in OutcomeKind]
    return ListedRecords("outcome", len(kinds_and_days), words, newest=_find_newest(day for _, day in kinds_and_days))


def count_listed_wordings(wordings: Collection[Wording]) -> ListedRecords:
    """Count wordings and their proposals."""
    proposals = len({wording.proposal_id for wording in wordings})
    return ListedRecords("wording", len(wordings), (), proposals, _find_newest(wording.day for wording in wordings))


def _find_newest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
