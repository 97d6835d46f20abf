"""What became of proposals, as far as it is published, and which verdict stood until then.

No filter of claims but that of the day touches outcomes: they are no claims.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import QuerySet

from ..models import Outcome, Proposal, Source, Touched
from ..rules import outcomes, verdicts
from ..rules.conditions import list_granted
from ..rules.scales import Dimension, VerdictKind
from ..rules.stances import RuleClaim, summarise
from ..wording.outcomes import write_above_verdict
from .ids import list_ids
from .scope import Scope
from .snapshot import Snapshot, following, same_in_all_scopes, without_claims
from .stances import Cell, StanceTable, read_deciding_claims, select_claims_of_cells
from .verdicts import collect_positions_on
from .vocabulary import Vocabulary, read_all_participants, read_vocabulary


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
    scope = snapshot.scope
    listed = {
        pk: outcomes.list_as_of(of_proposal, scope.day, bool(scope.published_by_then))
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
    """The verdict on a proposal until its outcome (None where no side negotiated), and the proposals (slugs) that
    conditions on it name, of which it may depend on who refuses them."""

    verdict: VerdictKind | None
    named: frozenset[str]


def find_standing_outcomes(snapshot: Snapshot) -> dict[int, StandingOutcome]:
    """Return proposal id → the outcome that stands above its verdict, of proposals that have one (at most
    three queries: for the claims on these, for those on what their conditions name, and for their days of
    publication)."""
    verdicts_until = snapshot.get(_decide_until_outcomes)
    standing = _list_standing(snapshot)
    return {pk: StandingOutcome(outcome, verdicts_until[pk].verdict) for pk, outcome in standing.items()}


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
    slugs = {proposals[pk].slug for pk in changed}
    again = {pk for pk, until in before.items() if pk in changed or until.named & slugs}
    return before | _decide_until(snapshot, again) if again else before


@following(_follow_until)
def _decide_until_outcomes(snapshot: Snapshot) -> dict[int, _Until]:
    """Return proposal id → what stood until its outcome, of those that have one."""
    return _decide_until(snapshot, _list_standing(snapshot).keys())


def _decide_until(snapshot: Snapshot, chosen: Collection[int]) -> dict[int, _Until]:
    """Return the same of some of the proposals that have an outcome (ids)."""
    vocab, standing = snapshot.get(read_vocabulary), _list_standing(snapshot)
    days = {pk: outcomes.find_day_before(standing[pk].day) for pk in chosen}
    took_part = {pk: snapshot.get(read_all_participants).on(day) for pk, day in days.items()}
    principals = {actor.pk for of_day in took_part.values() for actor in of_day.principals}
    if not principals:
        return {pk: _Until(None, frozenset()) for pk in chosen}
    scope = snapshot.scope

    def read(proposals: Collection[int]) -> dict[Cell, list[RuleClaim]]:
        claims = select_claims_of_cells(scope, [Dimension.POSITION], list_ids(proposals), principals)
        return read_deciding_claims(claims)

    said = read(chosen)
    named: defaultdict[int, set[str]] = defaultdict(set)
    for (pk, _), of_cell in said.items():
        named[pk] |= _list_named(of_cell)
    others = {vocab.by_slug[slug].pk for of_one in named.values() for slug in of_one if slug in vocab.by_slug}
    said |= read(others - set(chosen))
    by_then = _SaidByThen(said, _read_days_of_publication(scope, said) if scope.published_by_then else None)
    return {
        pk: _Until(_decide_on(took_part[pk], vocab.proposals[pk], by_then, days[pk]), frozenset(named[pk]))
        for pk in chosen
    }


class _SaidByThen(NamedTuple):
    """The principals' claims by cell, and the day of publication of each by id where only that counts which was
    published by then."""

    cells: Mapping[Cell, list[RuleClaim]]
    published_on: Mapping[int, date | None] | None

    def list_claims(self, cell: Cell, day: date) -> list[RuleClaim]:
        """Return the claims of a cell that counted on a day."""
        claims = [claim for claim in self.cells.get(cell, ()) if claim.said_on <= day]
        if self.published_on is None:
            return claims
        return [claim for claim in claims if (self.published_on.get(claim.id) or date.max) <= day]


def _decide_on(vocab: Vocabulary, proposal: Proposal, said: _SaidByThen, day: date) -> VerdictKind | None:
    """Return the verdict on a proposal as of a day, of who took part then: from its own cells and those of what its
    conditions name. None where no side negotiated."""
    if not vocab.has_verdicts:
        return None

    @cache
    def take_positions(slug: str) -> list[verdicts.Principal]:
        pk = vocab.by_slug[slug].pk
        stances = {(pk, actor.pk): summarise(said.list_claims((pk, actor.pk), day)) for actor in vocab.principals}
        return collect_positions_on(vocab, StanceTable({str(Dimension.POSITION): stances}), vocab.by_slug[slug])

    def is_refused(slug: str, side: str) -> bool:  # asked of few of the proposals that conditions name
        there = verdicts.find_refusers({slug: take_positions(slug)}) if slug in vocab.by_slug else {}
        return bool(verdicts.select_refusers(there, slug, side))

    return verdicts.decide_kind(take_positions(proposal.slug), is_refused)


def _list_named(claims: Iterable[RuleClaim]) -> set[str]:
    """Return the proposals (slugs) that conditions of claims depend on being granted."""
    return {slug for link in {claim.depends_on for claim in claims} for slug in list_granted(link)}


def _read_days_of_publication(scope: Scope, cells: Mapping[Cell, list[RuleClaim]]) -> dict[int, date | None]:
    """Return id → the day on which its source was published, of the claims of these cells (one query)."""
    ids = [claim.id for of_cell in cells.values() for claim in of_cell]
    return dict(scope.select_claims().filter(pk__in=list_ids(ids)).values_list("pk", "source__published_on"))
