"""What came of what experts, and others, expected."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F, QuerySet

from ..models import Actor, ActorKind, Claim, Outcome, Proposal
from ..rules.measures.expectations import (
    RESULT_OF_APART,
    Became,
    ExpectationKind,
    Judged,
    JudgedForecast,
    JudgedProspect,
    ProspectClaim,
    ResultKind,
    StanceForecast,
    TrackRecord,
    classify_kind,
    classify_result,
    judge_forecasts,
    judge_prospects,
    summarise_record,
)
from ..rules.publishing import Status
from ..rules.scales import Attribution, Dimension, OutcomeKind
from ..rules.stances import RuleClaim
from .claims import read_claims_by_id
from .outcomes import list_outcomes
from .plain_rows import fetch_plain_rows
from .snapshot import Snapshot, kept_for_a_few
from .stances import read_claims_by_cell, select_claims_of_cells
from .vocabulary import list_put_forward, read_vocabulary

ROWS_A_CHUNK = 500  # of a file, read at once


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


class ExpectationChoice(NamedTuple):
    """Which expectations a reader has chosen: of these experts (ids) on these proposals (slugs), None for all; said on
    and after a day; and whether what was agreed in part came about."""

    experts: frozenset[int] | None = None
    proposals: frozenset[str] | None = None
    since: date | None = None
    part_counts: bool = True

    def fits(self, judged: Judged) -> bool:
        """Whether an expectation is among those that are chosen."""
        expected = judged.expected
        return (
            (self.experts is None or expected.by in self.experts)
            and (self.proposals is None or expected.proposal in self.proposals)
            and (self.since is None or expected.said_on >= self.since)
        )


class ExpertRecord(NamedTuple):
    """An expert, with what came in sum of what he or she expects, kind by kind."""

    actor: Actor
    of_kind: dict[ExpectationKind, TrackRecord]

    @property
    def by_result(self) -> Counter[ResultKind]:
        """How many stand apart why."""
        counted: Counter[ResultKind] = Counter()
        for record in self.of_kind.values():
            for reason, number in record.apart.items():
                counted[RESULT_OF_APART[reason]] += number
        return counted

    @property
    def settled(self) -> int:
        return sum(record.number for record in self.of_kind.values())

    @property
    def listed(self) -> int:
        return sum(record.listed for record in self.of_kind.values())


class TrackRecords(NamedTuple):
    """Expectations, what was said last first, with what came of them: in sum, kind by kind, and of each expert, who has
    most that is settled first."""

    judged: list[Judged]
    of_kind: dict[ExpectationKind, TrackRecord]
    by_expert: list[ExpertRecord]


class ExpectationRow(NamedTuple):
    """An expectation as pages and files tell it: who expects what of which proposal, and the claim that says it.

    Of a forecast `holder` is whose stance it is about, and `against` the claims of the stance against which it is held;
    of a prospect `outcome` is that against which it is held, if there is one.
    """

    judged: Judged
    claim: Claim
    expert: Actor
    proposal: Proposal
    holder: Actor | None = None
    against: Sequence[Claim] = ()
    outcome: Outcome | None = None

    @property
    def kind(self) -> ExpectationKind:
        return classify_kind(self.judged)

    @property
    def result(self) -> ResultKind:
        return classify_result(self.judged.came, self.judged.apart)


def make_expectations(forecasts: list[JudgedForecast], prospects: list[JudgedProspect]) -> Expectations:
    return Expectations(forecasts, prospects, summarise_record(forecasts), summarise_record(prospects))


@kept_for_a_few
def judge_expectations(snapshot: Snapshot, by: int | None = None, part_counts: bool = True) -> Expectations:
    """Return what came of what an actor (its id) expects, or of what all experts do (three queries, two where nobody
    forecasts a stance): of proposals that are put forward, as of the day of the Scope."""
    proposals = snapshot.get(list_put_forward)
    experts = _list_experts(snapshot) if by is None else [by]
    slugs = {pk: proposal.slug for pk, proposal in proposals.items()}
    claims = snapshot.scope.select_claims().filter(pending=False).exclude(value=None).order_by()
    said = _select_forecasts(claims, experts)
    forecasts = _read_forecasts(said, slugs)
    outcomes = {
        slugs[pk]: [Became(one.pk, OutcomeKind(one.kind), one.day) for one in of_proposal]
        for pk, of_proposal in snapshot.get(list_outcomes).items()
        if pk in slugs
    }
    own = _read_own(snapshot, said, slugs) if forecasts else {}
    day = snapshot.scope.day
    return make_expectations(
        judge_forecasts(forecasts, own, day),
        judge_prospects(_read_prospects(claims, experts, slugs), outcomes, day, part_counts),
    )


def judge_all_expectations(snapshot: Snapshot, part_counts: bool = True) -> TrackRecords:
    """Return what came of what all experts expect (queries as of `judge_expectations`): kept as long as the data are
    the same, since the page of all experts begins with it."""
    everything = judge_expectations(snapshot, None, part_counts)
    return _make_track_records(snapshot, [*everything.prospects, *everything.forecasts])


@kept_for_a_few
def choose_expectations(snapshot: Snapshot, choice: ExpectationChoice) -> TrackRecords:
    """Return what came of the expectations that a reader has chosen."""
    if choice == ExpectationChoice(part_counts=choice.part_counts):
        return snapshot.get(judge_all_expectations, choice.part_counts)
    if choice.experts is not None and len(choice.experts) == 1 and choice.experts <= set(_list_experts(snapshot)):
        of_one = snapshot.get(judge_expectations, *choice.experts, choice.part_counts)
        judged: Iterable[Judged] = [*of_one.prospects, *of_one.forecasts]
    else:
        judged = snapshot.get(judge_all_expectations, choice.part_counts).judged
    return _make_track_records(snapshot, [one for one in judged if choice.fits(one)])


def _make_track_records(snapshot: Snapshot, judged: Iterable[Judged]) -> TrackRecords:
    """Return TrackRecords, the expectations of one day in the order of experts and proposals."""
    actors = snapshot.get(read_vocabulary).actors
    experts = {pk: place for place, pk in enumerate(actors)}
    proposals = {one.slug: place for place, one in enumerate(snapshot.get(list_put_forward).values())}

    def place(one: Judged) -> tuple[int, int, int]:
        expected = one.expected
        return -expected.said_on.toordinal(), experts[expected.by or 0], proposals[expected.proposal]

    in_order = sorted((one for one in judged if one.expected.by in experts), key=place)
    by_kind: dict[ExpectationKind, list[Judged]] = {kind: [] for kind in ExpectationKind}
    by_expert: defaultdict[int, dict[ExpectationKind, list[Judged]]] = defaultdict(
        lambda: {kind: [] for kind in ExpectationKind}
    )
    for one in in_order:
        kind = classify_kind(one)
        by_kind[kind].append(one)
        by_expert[one.expected.by or 0][kind].append(one)
    records = [
        ExpertRecord(actors[pk], {kind: summarise_record(of_kind) for kind, of_kind in kinds.items()})
        for pk, kinds in by_expert.items()
    ]
    records.sort(key=lambda record: (-record.settled, -record.listed, experts[record.actor.pk]))
    return TrackRecords(in_order, {kind: summarise_record(of_kind) for kind, of_kind in by_kind.items()}, records)


def _list_experts(snapshot: Snapshot) -> list[int]:
    """Return the ids of the experts."""
    return [pk for pk, actor in snapshot.get(read_vocabulary).actors.items() if actor.kind == ActorKind.EXPERT]


def read_expectation_rows(snapshot: Snapshot, judged: Sequence[Judged]) -> list[ExpectationRow]:
    """Return the rows of some expectations, in their order (one query, once outcomes are kept; none without one)."""
    vocab = snapshot.get(read_vocabulary)
    ids = {one.expected.claim for one in judged} | {
        claim.id for one in judged if isinstance(one, JudgedForecast) for claim in one.against
    }
    claims = read_claims_by_id(snapshot.scope, ids) if ids else {}
    outcomes = {one.pk: one for of_proposal in snapshot.get(list_outcomes).values() for one in of_proposal}
    rows = []
    for one in judged:
        claim, proposal = claims.get(one.expected.claim), vocab.by_slug[one.expected.proposal]
        if claim is None or one.expected.by is None:  # withdrawn meanwhile
            continue
        expert = vocab.actors[one.expected.by]
        if isinstance(one, JudgedForecast):
            against = [claims[each.id] for each in one.against if each.id in claims]
            rows.append(ExpectationRow(one, claim, expert, proposal, vocab.actors[one.expected.holder], against))
        else:
            outcome = outcomes.get(one.outcome.id) if one.outcome else None
            rows.append(ExpectationRow(one, claim, expert, proposal, outcome=outcome))
    return rows


def iterate_expectation_rows(snapshot: Snapshot, judged: Sequence[Judged]) -> Iterator[ExpectationRow]:
    """Yield the rows of any number of expectations, so many at once that few are in memory (one query each time)."""
    for start in range(0, len(judged), ROWS_A_CHUNK):
        yield from read_expectation_rows(snapshot, judged[start : start + ROWS_A_CHUNK])


def _select_forecasts(claims: QuerySet[Claim], by: Iterable[int]) -> QuerySet[Claim]:
    """Return what these actors (ids) forecast of positions (a queryset)."""
    return claims.filter(
        attribution=Attribution.PREDICTED.value, dimension=str(Dimension.POSITION), speaker__in=list(by)
    )


def _read_forecasts(said: QuerySet[Claim], slugs: Mapping[int, str]) -> list[StanceForecast]:
    """Return these forecasts as the rule reads them (one query)."""
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
    snapshot: Snapshot, said: QuerySet[Claim], slugs: Mapping[int, str]
) -> dict[tuple[str, int], list[RuleClaim]]:
    """Return (slug, holder id) → the first-hand positions of the cells that are forecast (one query).

    The database goes from each forecast to the claims of its cell: of a large table these are one in a hundred of all
    that the same holders say themselves on the same proposals.
    """
    of_cell = {
        "proposal__claims__holder": F("holder"),
        "proposal__claims__attribution": Attribution.OWN.value,
        "proposal__claims__dimension": str(Dimension.POSITION),
        "proposal__claims__status": Status.PUBLISHED.value,
    }
    claims = select_claims_of_cells(snapshot.scope, [Dimension.POSITION])
    own = claims.filter(pk__in=said.filter(**of_cell).values("proposal__claims"))
    read = read_claims_by_cell(own.mark_earlier_wordings(snapshot.scope.day), snapshot.get(read_vocabulary))
    return {(slugs[proposal], holder): listed for (proposal, holder), listed in read.items() if proposal in slugs}
