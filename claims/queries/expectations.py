"""What came of what experts, and others, expected."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from ..models import Actor, ActorKind, Claim, Outcome, Proposal
from ..rules.measures.expectations import (
    Became,
    JudgedForecast,
    JudgedProspect,
    ProspectClaim,
    StanceForecast,
    TrackRecord,
    judge_forecasts,
    judge_prospects,
    summarise_record,
)
from ..rules.scales import Attribution, Dimension, OutcomeKind
from ..rules.stances import RuleClaim
from .claims import read_claims_by_id
from .outcomes import list_outcomes
from .plain_rows import fetch_plain_rows
from .snapshot import Snapshot, kept_for_a_few
from .stances import read_claims_by_cell, select_claims_of_cells
from .vocabulary import list_put_forward, read_vocabulary


class Expectations(NamedTuple):
    """What came of forecasts of stances and of prospects, each by day; and what came of each kind in sum."""

    forecasts: list[JudgedForecast]
    prospects: list[JudgedProspect]
    of_forecasts: TrackRecord
    of_prospects: TrackRecord

    def group_by_expert(self) -> dict[int, "Expectations"]:
        """Return actor id → the expectations of that one alone, in the order of ids."""
        forecasts, prospects = defaultdict(list), defaultdict(list)
        for forecast in self.forecasts:
            forecasts[forecast.expected.by].append(forecast)
        for prospect in self.prospects:
            prospects[prospect.expected.by].append(prospect)
        ids = sorted(pk for pk in {*forecasts, *prospects} if pk is not None)
        return {pk: make_expectations(forecasts[pk], prospects[pk]) for pk in ids}


class ForecastRow(NamedTuple):
    """A forecast as a page shows it: the claim that says it, whose stance it is about, and the claims of the stance
    against which it is held."""

    judged: JudgedForecast
    claim: Claim
    proposal: Proposal
    holder: Actor
    against: list[Claim]


class ProspectRow(NamedTuple):
    """A prospect as a page shows it: the claim that says it, and the outcome against which it is held, if any."""

    judged: JudgedProspect
    claim: Claim
    proposal: Proposal
    outcome: Outcome | None


def make_expectations(forecasts: list[JudgedForecast], prospects: list[JudgedProspect]) -> Expectations:
    return Expectations(forecasts, prospects, summarise_record(forecasts), summarise_record(prospects))


@kept_for_a_few
def judge_expectations(snapshot: Snapshot, by: int | None = None, part_counts: bool = True) -> Expectations:
    """Return what came of what an actor (its id) expects, or of what all experts do (three queries, two where nobody
    forecasts a stance): of proposals that are put forward, as of the day of the Scope."""
    vocab, proposals = snapshot.get(read_vocabulary), snapshot.get(list_put_forward)
    experts = [pk for pk, actor in vocab.actors.items() if actor.kind == ActorKind.EXPERT] if by is None else [by]
    slugs = {pk: proposal.slug for pk, proposal in proposals.items()}
    claims = snapshot.scope.select_claims().filter(pending=False).exclude(value=None).order_by()
    forecasts = _read_forecasts(claims, experts, slugs)
    outcomes = {
        slugs[pk]: [Became(one.pk, OutcomeKind(one.kind), one.day) for one in of_proposal]
        for pk, of_proposal in snapshot.get(list_outcomes).items()
        if pk in slugs
    }
    own = _read_own(snapshot, forecasts, proposals) if forecasts else {}
    day = snapshot.scope.day
    return make_expectations(
        judge_forecasts(forecasts, own, day),
        judge_prospects(_read_prospects(claims, experts, slugs), outcomes, day, part_counts),
    )


def read_forecast_rows(snapshot: Snapshot, judged: Sequence[JudgedForecast]) -> list[ForecastRow]:
    """Return the rows of some forecasts, in their order (one query; none without one)."""
    vocab = snapshot.get(read_vocabulary)
    ids = {pk for one in judged for pk in (one.expected.claim, *(claim.id for claim in one.against))}
    claims = read_claims_by_id(snapshot.scope, ids) if ids else {}
    return [
        ForecastRow(
            one,
            claims[one.expected.claim],
            vocab.by_slug[one.expected.proposal],
            vocab.actors[one.expected.holder],
            [claims[claim.id] for claim in one.against if claim.id in claims],
        )
        for one in judged
        if one.expected.claim in claims
    ]


def read_prospect_rows(snapshot: Snapshot, judged: Sequence[JudgedProspect]) -> list[ProspectRow]:
    """Return the rows of some prospects, in their order (one query, once outcomes are kept; none without one)."""
    vocab = snapshot.get(read_vocabulary)
    claims = read_claims_by_id(snapshot.scope, {one.expected.claim for one in judged}) if judged else {}
    outcomes = {one.pk: one for of_proposal in snapshot.get(list_outcomes).values() for one in of_proposal}
    return [
        ProspectRow(
            one,
            claims[one.expected.claim],
            vocab.by_slug[one.expected.proposal],
            outcomes.get(one.outcome.id) if one.outcome else None,
        )
        for one in judged
        if one.expected.claim in claims
    ]


def _read_forecasts(claims: QuerySet[Claim], by: Iterable[int], slugs: Mapping[int, str]) -> list[StanceForecast]:
    """Return what these actors (ids) forecast of positions (one query)."""
    said = claims.filter(
        attribution=Attribution.PREDICTED.value, dimension=str(Dimension.POSITION), speaker__in=list(by)
    )
    columns = ("id", "speaker_id", "holder_id", "proposal_id", "value", "said_on", "conditions", "on_part")
    return [
        StanceForecast(pk, speaker, holder, slugs[proposal], value, said_on, conditions, bool(on_part))
        for pk, speaker, holder, proposal, value, said_on, conditions, on_part in fetch_plain_rows(
            said.values_list(*columns)
        )
        if proposal in slugs
    ]


def _read_prospects(claims: QuerySet[Claim], by: Iterable[int], slugs: Mapping[int, str]) -> list[ProspectClaim]:
    """Return what these actors (ids) say themselves of whether proposals can be had (one query)."""
    said = claims.filter(attribution=Attribution.OWN.value, dimension=str(Dimension.PROSPECTS), holder__in=list(by))
    columns = ("id", "holder_id", "proposal_id", "value", "said_on", "conditions", "depends_on", "on_part")
    more = ("by_when", "probability")
    return [
        ProspectClaim(pk, holder, slugs[proposal], value, said_on, conditions, depends_on, bool(on_part), *terms)
        for pk, holder, proposal, value, said_on, conditions, depends_on, on_part, *terms in fetch_plain_rows(
            said.values_list(*columns, *more)
        )
        if proposal in slugs
    ]


def _read_own(
    snapshot: Snapshot, forecasts: Iterable[StanceForecast], proposals: Mapping[int, Proposal]
) -> dict[tuple[str, int], list[RuleClaim]]:
    """Return (slug, holder id) → the first-hand positions of the cells that are forecast (one query)."""
    vocab = snapshot.get(read_vocabulary)
    cells = {(vocab.by_slug[one.proposal].pk, one.holder) for one in forecasts}
    on, of = ({cell[place] for cell in cells} for place in (0, 1))
    claims = select_claims_of_cells(snapshot.scope, [Dimension.POSITION], on, of)
    read = read_claims_by_cell(claims.filter(attribution=Attribution.OWN.value), vocab)
    own = defaultdict(list)
    for (proposal, holder), of_cell in read.items():
        if (proposal, holder) in cells:
            own[proposals[proposal].slug, holder] = of_cell
    return dict(own)
