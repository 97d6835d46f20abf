"""What became of proposals, as far as it is published, and which verdict stood until then.

No filter of claims but that of the day touches outcomes: they are no claims.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from ..models import Outcome, Proposal, Source
from ..rules import outcomes, verdicts
from ..rules.conditions import list_granted
from ..rules.scales import Dimension, VerdictKind
from ..rules.stances import RuleClaim, summarise
from ..wording.outcomes import write_above_verdict
from .snapshot import Snapshot, same_in_all_scopes
from .stances import Cell, StanceTable, read_claims_by_cell, select_claims_of_cells
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


@same_in_all_scopes
def read_published_outcomes(negotiations: tuple[int, ...] | None) -> dict[int, list[PublishedOutcome]]:
    """Return proposal id → its published outcomes with their sources (one query)."""
    by_proposal = defaultdict(list)
    published = Outcome.objects.published().filter(proposal__in=Proposal.objects.of(negotiations))
    for outcome in published.select_related("source", "wording", "proposal__topic", "proposal__negotiation"):
        row = PublishedOutcome(outcome, outcome.day, outcome.source.published_on)
        by_proposal[outcome.proposal_id].append(row)
    return dict(by_proposal)


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


def find_standing_outcomes(snapshot: Snapshot) -> dict[int, StandingOutcome]:
    """Return proposal id → the outcome that stands above its verdict, of proposals that have one (at most two
    queries)."""
    vocab = snapshot.get(read_vocabulary)
    standing = {pk: of_proposal[0] for pk, of_proposal in snapshot.get(list_outcomes).items() if pk in vocab.proposals}
    days = {pk: outcomes.find_day_before(outcome.day) for pk, outcome in standing.items()}
    took_part = {pk: snapshot.get(read_all_participants).on(day) for pk, day in days.items()}
    principals = {actor.pk for of_day in took_part.values() for actor in of_day.principals}
    if not principals:
        return {pk: StandingOutcome(outcome) for pk, outcome in standing.items()}
    claims = select_claims_of_cells(snapshot.scope, [Dimension.POSITION], holders=principals)
    said = _SaidByThen(
        read_claims_by_cell(claims, vocab),
        dict(claims.values_list("pk", "source__published_on")) if snapshot.scope.published_by_then else None,
    )
    return {
        pk: StandingOutcome(outcome, _decide_on(took_part[pk], vocab.proposals[pk], said, days[pk]))
        for pk, outcome in standing.items()
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
    own = [claim for actor in vocab.principals for claim in said.list_claims((proposal.pk, actor.pk), day)]
    named = {slug for claim in own for slug in list_granted(claim.depends_on)}
    asked = [proposal, *(vocab.by_slug[slug] for slug in sorted(named) if slug in vocab.by_slug)]
    cells = [(one.pk, actor.pk) for one in asked for actor in vocab.principals]
    table = StanceTable({str(Dimension.POSITION): {cell: summarise(said.list_claims(cell, day)) for cell in cells}})
    positions = {one.slug: collect_positions_on(vocab, table, one) for one in asked}
    return verdicts.decide_all(positions)[proposal.slug].kind
