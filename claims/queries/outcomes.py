"""What became of proposals, as far as it is published, and which verdict stood until then.

No filter of claims but that of the day touches outcomes: they are no claims.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from ..models import Outcome, Proposal, Source, Touched
from ..rules import outcomes
from ..rules.scales import Dimension, VerdictKind
from ..wording.outcomes import write_above_verdict
from .snapshot import Snapshot, following, kept_for_a_few, same_in_all_scopes, without_claims
from .verdicts_of_days import read_said
from .vocabulary import read_all_participants, read_vocabulary


class StandingOutcome(NamedTuple):
    """The outcome that stands above the verdict of its proposal, and the verdict of the day before it, None where no
    side negotiates."""

    outcome: Outcome
    until: VerdictKind | None = None

    def write_above(self, now: VerdictKind | None) -> str:
        """Say it with the verdicts around it; `now` is that of all claims that count, None where there are none."""
        return write_above_verdict(self.outcome.words, self.until, now)


class PublishedOutcome(NamedTuple):
    """A published outcome with what the rule reads of it."""

    outcome: Outcome
    day: date
    published_on: date | None


@without_claims
@same_in_all_scopes
def read_published_outcomes(negotiations: tuple[int, ...] | None) -> dict[int, list[PublishedOutcome]]:
    """Return proposal id → its published outcomes with their sources (one query)."""
    by_proposal = defaultdict(list)
    published = Outcome.objects.published().filter(proposal__in=Proposal.objects.of(negotiations))
    for outcome in published.select_related("source", "wording", "proposal__topic", "proposal__negotiation"):
        row = PublishedOutcome(outcome, outcome.day, outcome.source.published_on)
        by_proposal[outcome.proposal_id].append(row)
    return dict(by_proposal)


@without_claims
def list_outcomes(snapshot: Snapshot) -> dict[int, list[Outcome]]:
    """Return proposal id → the outcomes that there were by the day of the Scope, newest first, of proposals that had
    any."""
    day, by_then = snapshot.scope.day, bool(snapshot.scope.published_by_then)
    listed = {
        pk: outcomes.list_as_of(of_proposal, day, by_then)
        for pk, of_proposal in snapshot.get(read_published_outcomes).items()
    }
    return {pk: [published.outcome for published in of_proposal] for pk, of_proposal in listed.items() if of_proposal}


def list_outcomes_since(snapshot: Snapshot, since: date) -> list[Outcome]:
    """Return the outcomes that came on or after a day, by the day of the Scope, newest first."""
    listed = snapshot.get(list_outcomes).values()
    came = [outcome for of_proposal in listed for outcome in of_proposal if outcome.day >= since]
    return sorted(came, key=lambda outcome: outcome.day, reverse=True)


def list_outcomes_of(snapshot: Snapshot, source: Source) -> list[Outcome]:
    """Return the outcomes that a source tells, of those that there were by the day of the Scope, by proposal."""
    listed = snapshot.get(list_outcomes).values()
    return [outcome for of_proposal in listed for outcome in of_proposal if outcome.source_id == source.pk]


def select_outcomes(snapshot: Snapshot) -> QuerySet[Outcome]:
    """Return the outcomes that there were by the day of the Scope (a queryset)."""
    listed = snapshot.get(list_outcomes).values()
    return Outcome.objects.published().filter(pk__in=[outcome.pk for of_proposal in listed for outcome in of_proposal])


class _Until(NamedTuple):
    """The verdict on a proposal until its outcome (None where no side negotiated), and the proposals (ids) that
    conditions on it name, of which it may depend on who refuses them."""

    verdict: VerdictKind | None
    named: frozenset[int]


def find_standing_outcomes(snapshot: Snapshot) -> dict[int, StandingOutcome]:
    """Return proposal id → the outcome that stands above its verdict, of proposals that have one (at most
    three queries: for the claims on these, for those on what their conditions name, and for their days of
    publication)."""
    verdicts_until = snapshot.get(_decide_until_outcomes)
    standing = _list_standing(snapshot)
    return {pk: StandingOutcome(outcome, verdicts_until[pk].verdict) for pk, outcome in standing.items()}


def find_standing_on(snapshot: Snapshot, proposals: Collection[int]) -> dict[int, StandingOutcome]:
    """Return the same of some proposals (ids), asking of no others (the same queries, none where all of it is at hand
    or nothing became of these)."""
    standing = _list_standing(snapshot)
    chosen = [pk for pk in proposals if pk in standing]
    until = snapshot.get_at_hand(_decide_until_outcomes)
    if until is None:
        until = snapshot.get(_decide_until_some, frozenset(chosen)) if chosen else {}
    return {pk: StandingOutcome(standing[pk], until[pk].verdict) for pk in chosen}


def _list_standing(snapshot: Snapshot) -> dict[int, Outcome]:
    """Return proposal id → its newest outcome, of the proposals that have one."""
    proposals = snapshot.get(read_vocabulary).proposals
    return {pk: of_proposal[0] for pk, of_proposal in snapshot.get(list_outcomes).items() if pk in proposals}


def _follow_until(snapshot: Snapshot, before: dict[int, _Until], touched: Touched) -> dict[int, _Until] | None:
    """Decide anew on those proposals alone whose cells were touched, or of which a condition names one of these."""
    if not touched.alone:
        return None
    proposals = snapshot.get(read_vocabulary).proposals
    changed = {proposal for proposal, _ in touched.list_ids(Dimension.POSITION)} & proposals.keys()
    again = {pk for pk, until in before.items() if pk in changed or until.named & changed}
    return before | _decide_until(snapshot, again) if again else before


@following(_follow_until)
def _decide_until_outcomes(snapshot: Snapshot) -> dict[int, _Until]:
    """Return proposal id → what stood until its outcome, of those that have one."""
    return _decide_until(snapshot, _list_standing(snapshot).keys())


@kept_for_a_few
def _decide_until_some(snapshot: Snapshot, chosen: frozenset[int]) -> dict[int, _Until]:
    return _decide_until(snapshot, chosen)


def _decide_until(snapshot: Snapshot, chosen: Collection[int]) -> dict[int, _Until]:
    """Return the same of some of the proposals that have an outcome (ids)."""
    proposals, standing = snapshot.get(read_vocabulary).proposals, _list_standing(snapshot)
    participants = snapshot.get(read_all_participants)
    days = {pk: outcomes.find_day_before(standing[pk].day) for pk in chosen}
    took_part = {pk: participants.on(day) for pk, day in days.items()}
    principals = {actor for of_day in took_part.values() for _, _, actor in of_day.named_principals}
    if not principals:
        return {pk: _Until(None, frozenset()) for pk in chosen}
    said = read_said(snapshot, chosen, principals)
    return {
        pk: _Until(said.decide(took_part[pk], proposals[pk], days[pk]), frozenset(said.named.get(pk, ())))
        for pk in chosen
    }
