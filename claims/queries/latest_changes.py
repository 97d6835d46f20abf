"""What readers could know of last beside the steps of stances, for a feed: verdicts that turned on a day, and outcomes.

Both are told by the day on which something was said or happened, and dated by the day on which readers could first know
of it here.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db.models import Min
from django.utils.timezone import localdate

from ..models import Outcome, Proposal
from ..rules.outcomes import find_day_before
from ..rules.publishing import Status
from ..rules.scales import Dimension, VerdictKind
from .ids import list_ids
from .moves import read_days_of_publication, select_latest_published
from .outcomes import list_outcomes
from .snapshot import Snapshot, kept_for_a_few
from .verdicts import decide_verdicts
from .verdicts_of_days import SaidPositions, read_said
from .vocabulary import list_put_forward, read_all_participants, read_vocabulary

MOST_PLACES = 600  # proposals and days at which a verdict is looked at
EARLIEST = date.min + timedelta(days=1)  # a day before it there is none


class VerdictTurn(NamedTuple):
    """A proposal whose verdict is another on a day than on the day before; `before` is None where it was put forward on
    that day. `found_on` is the first day on which readers could know of it."""

    proposal: Proposal
    day: date
    before: VerdictKind | None
    after: VerdictKind
    found_on: date = date.min


class FirstSeenOutcome(NamedTuple):
    """An outcome, and the day from which on readers saw it."""

    outcome: Outcome
    found_on: date


class _DayOfProposal(NamedTuple):
    """A proposal (its id), and a day on which what was said may have turned its verdict."""

    proposal: int
    day: date


@kept_for_a_few
def read_latest_turns(
    snapshot: Snapshot, proposals: frozenset[int] | None, since: date | None, most: int
) -> list[VerdictTurn]:
    """Return the verdicts on these proposals (ids, None: all) that were turned, on or after a day, by what was
    published last, the newest first (four queries; one where nothing was published).

    Looked at are the days on which that was said: there a proposal's verdict, and those that wait on it, are decided
    as of the day and of the day before, each from who took part then.
    """
    places = [place for place in _list_places(snapshot, proposals) if place.day >= (since or EARLIEST)]
    if not places:
        return []
    vocab, taking_part = snapshot.get(read_vocabulary), snapshot.get(read_all_participants)
    eves = {day: find_day_before(day) for _, day in places}
    of_day = {day: taking_part.on(day) for day in {*eves, *eves.values()}}
    principals = {actor.pk for of_one in of_day.values() for actor in of_one.principals}
    said = read_said(snapshot, {pk for pk, _ in places}, principals)
    turned = []
    for pk, day in places:
        proposal, eve = vocab.proposals[pk], eves[day]
        is_new = proposal.proposed_on == day
        before = None if is_new else said.decide(of_day[eve], proposal, eve)
        after = said.decide(of_day[day], proposal, day)
        if after and after != before and (before or is_new):
            turned.append(VerdictTurn(proposal, day, before, after))
    found_on = _find_days_of_publication(said, turned)
    turns = [turn._replace(found_on=found_on.get(turn[:2], turn.day)) for turn in turned]
    turns.sort(key=lambda turn: turn.proposal.slug)  # those of one day, whatever their rows are called elsewhere
    return sorted(turns, key=lambda turn: (turn.found_on, turn.day), reverse=True)[:most]


@kept_for_a_few
def read_latest_outcomes(
    snapshot: Snapshot, proposals: frozenset[int] | None, since: date | None, most: int
) -> list[FirstSeenOutcome]:
    """Return the outcomes of these proposals (ids, None: all), on or after a day, that readers saw last for the first
    time, the newest first (one query, none without an outcome)."""
    of_chosen = [
        outcome
        for pk, of_proposal in snapshot.get(list_outcomes).items()
        if proposals is None or pk in proposals
        for outcome in of_proposal
        if since is None or outcome.day >= since
    ]
    if not of_chosen:
        return []
    history: Any = Outcome.history
    versions = history.filter(status=Status.PUBLISHED.value, id__in=list_ids([one.pk for one in of_chosen])).order_by()
    moments: Iterable[tuple[int, datetime]] = versions.values_list("id").annotate(Min("history_date"))
    found_on = {pk: localdate(moment) for pk, moment in moments}
    seen = [FirstSeenOutcome(one, found_on[one.pk]) for one in of_chosen if one.pk in found_on]
    seen.sort(key=lambda one: one.outcome.proposal.slug)
    seen.sort(key=lambda one: (one.found_on, one.outcome.day), reverse=True)
    return seen[:most]


def _list_places(snapshot: Snapshot, proposals: frozenset[int] | None) -> list[_DayOfProposal]:
    """Return where a verdict may have turned, what was published last first (two queries at most)."""
    latest = select_latest_published(snapshot, dimension=Dimension.POSITION.value)
    spoken = dict.fromkeys(_DayOfProposal(*row) for row in latest.values_list("proposal_id", "said_on"))
    by_slug, put_forward = snapshot.get(read_vocabulary).by_slug, snapshot.get(list_put_forward)
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for slug, named in snapshot.get(decide_verdicts).awaited.items() if spoken else ():
        for other in named & by_slug.keys():
            waiting[by_slug[other].pk].append(by_slug[slug].pk)
    turned_by = (_DayOfProposal(pk, place.day) for place in spoken for pk in waiting[place.proposal])
    return [
        place
        for place in dict.fromkeys(islice(chain(spoken, turned_by), MOST_PLACES))
        if place.proposal in put_forward
        and (proposals is None or place.proposal in proposals)
        and max(put_forward[place.proposal].proposed_on or EARLIEST, EARLIEST) <= place.day <= snapshot.scope.day
    ]


def _find_days_of_publication(said: SaidPositions, turned: Iterable[VerdictTurn]) -> dict[tuple[Proposal, date], date]:
    """Return (proposal, day) → the first day on which readers could read what was said of it, or of what its verdict
    waits on, on that day (one query)."""
    behind = {turn[:2]: said.list_said_on(turn.proposal, turn.day) for turn in turned}
    published_on = read_days_of_publication([pk for ids in behind.values() for pk in ids])
    days = {place: [published_on[pk] for pk in ids if pk in published_on] for place, ids in behind.items()}
    return {place: min(of_place) for place, of_place in days.items() if of_place}
