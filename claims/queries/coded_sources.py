"""The sources that are fully coded for a negotiation, and which of them are to be read again for proposals that were
added to it since."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from ..models import Negotiation, Proposal, Source, SourceCoding, Touched
from ..models.sources import CITING
from ..models.suggestions import CONFIRMED
from ..rules.blanks import CodedSources, CodingDays
from .ids import list_ids
from .plain_rows import fetch_plain_rows
from .snapshot import Snapshot, following, same_in_all_scopes

NO_DAYS = CodingDays({})


class RereadRow(NamedTuple):
    """What a source was fully coded as, with the proposals that were added to the codebook of that negotiation later,
    in their order."""

    coding: SourceCoding
    proposals: list[Proposal]

    @property
    def source(self) -> Source:
        return self.coding.source

    @property
    def number(self) -> int:
        return len(self.proposals)


class Rereads(NamedTuple):
    """How many sources are to be read again, and for how many proposals."""

    sources: int
    proposals: int


class ListedCoding(NamedTuple):
    """For which negotiation (its slug and short title) a source is fully coded, by whom and when."""

    negotiation: str
    short_title: str
    fully_coded_by: str
    fully_coded_on: date


class CodingOfSource(NamedTuple):
    """A negotiation in which readers see a source cited, its coding for that (None where it is not fully coded), and
    the proposals that were added since."""

    negotiation: Negotiation
    coding: SourceCoding | None
    not_yet: list[Proposal]


class CodingDaysByNegotiation:
    """On which days how many sources were fully coded for each negotiation (its id). `by_source` holds of those that
    visitors see source id → (negotiation id, day) of each of its codings."""

    def __init__(self, by_source: Mapping[int, Sequence[tuple[int, date]]]) -> None:
        self.by_source = by_source
        days: defaultdict[int, Counter[date]] = defaultdict(Counter)
        for negotiation, day in chain.from_iterable(by_source.values()):
            days[negotiation][day] += 1
        self._days = {negotiation: CodingDays(by_day) for negotiation, by_day in days.items()}

    def of(self, negotiation: int) -> CodingDays:
        return self._days.get(negotiation, NO_DAYS)

    def count_for(self, proposal: Proposal) -> CodedSources:
        """Return the sources that are fully coded for the negotiation of a proposal, as they tell of it."""
        return self.of(proposal.negotiation_id).count_for(proposal.added_on)


def _follow_coding_days(
    negotiations: tuple[int, ...] | None, before: CodingDaysByNegotiation, touched: Touched
) -> CodingDaysByNegotiation | None:
    """Look anew at the sources of the claims that were written: visitors see those that are cited (one query)."""
    if not touched.alone:
        return None
    sources = touched.sources
    others = {pk: codings for pk, codings in before.by_source.items() if pk not in sources}
    return CodingDaysByNegotiation(others | _read_codings(negotiations, sources))


@following(_follow_coding_days)
@same_in_all_scopes
def read_coding_days(negotiations: tuple[int, ...] | None) -> CodingDaysByNegotiation:
    """Return on which days the sources that visitors see were fully coded: what a blank rests on (one query)."""
    return CodingDaysByNegotiation(_read_codings(negotiations))


def _read_codings(
    negotiations: tuple[int, ...] | None, sources: Collection[int] | None = None
) -> dict[int, list[tuple[int, date]]]:
    codings = SourceCoding.objects.public(negotiations).order_by()
    if sources is not None:
        codings = codings.filter(source__in=list_ids(sources))
    by_source: defaultdict[int, list[tuple[int, date]]] = defaultdict(list)
    for source, negotiation, day in fetch_plain_rows(codings.values_list("source", "negotiation", "fully_coded_on")):
        by_source[source].append((negotiation, day))
    return dict(by_source)


def count_coded(snapshot: Snapshot, proposal: Proposal) -> CodedSources:
    """Return the fully coded sources as they tell of a proposal."""
    return snapshot.get(read_coding_days).count_for(proposal)


def list_coded(snapshot: Snapshot, proposals: Iterable[Proposal]) -> list[CodedSources]:
    """Return the fully coded sources as they tell of each of many proposals, in their order."""
    counted: dict[tuple[int, date | None], CodedSources] = {}  # proposals are added by the dozen on few days
    coded = []
    for proposal in proposals:
        key = proposal.negotiation_id, proposal.added_on
        if key not in counted:
            counted[key] = snapshot.get(read_coding_days).count_for(proposal)
        coded.append(counted[key])
    return coded


def map_codings(negotiations: tuple[int, ...] | None) -> dict[int, list[ListedCoding]]:
    """Return source id → for which of these negotiations (ids; None: of all) it is fully coded, as readers see it (one
    query)."""
    codings: defaultdict[int, list[ListedCoding]] = defaultdict(list)
    rows = SourceCoding.objects.public(negotiations).order_by("negotiation__order", "negotiation__title")
    names = ("source", "negotiation__slug", "negotiation__short_title", "fully_coded_by", "fully_coded_on")
    for source, *coding in rows.values_list(*names):
        codings[source].append(ListedCoding(*coding))
    return dict(codings)


def list_codings_of(source: Source, negotiations: tuple[int, ...] | None) -> list[CodingOfSource]:
    """Return in which of these negotiations (ids; None: of all) readers see a source cited, and whether it is fully
    coded for each (three queries at most)."""
    cited = Q()
    for name, conditions in CITING:
        model: Any = Source._meta.get_field(name).related_model
        citing = model._base_manager.filter(source=source, proposal__negotiation=OuterRef("pk"), **conditions)
        cited |= Q(Exists(citing))
    within = {} if negotiations is None else {"pk__in": negotiations}
    citing_it = list(Negotiation.objects.filter(cited, **within))
    codings = {one.negotiation_id: one for one in source.codings.done().filter(negotiation__in=citing_it)}
    not_yet: defaultdict[int, list[Proposal]] = defaultdict(list)
    proposals = Proposal.objects.filter(**CONFIRMED).select_related("negotiation")
    for proposal in list_added_since(codings.values(), proposals) if codings else ():
        not_yet[proposal.negotiation_id].append(proposal)
    return [CodingOfSource(one, codings.get(one.pk), not_yet[one.pk]) for one in citing_it]


def list_rereads(proposals: Iterable[Proposal], codings: QuerySet[SourceCoding]) -> list[RereadRow]:
    """Return after which of the codings some of the proposals were added, for which their sources are to be read
    again, the longest ago coded first (one query at most)."""
    later: defaultdict[int, list[tuple[date, Proposal]]] = defaultdict(list)
    for proposal in proposals:
        if proposal.added_on:
            later[proposal.negotiation_id].append((proposal.added_on, proposal))
    if not later:
        return []
    newest = {negotiation: max(day for day, _ in added) for negotiation, added in later.items()}
    before = codings.filter(_match_before(newest)).select_related("source", "negotiation")
    return [
        RereadRow(coding, [proposal for day, proposal in later[coding.negotiation_id] if day > coding.fully_coded_on])
        for coding in before.order_by("fully_coded_on", "source__slug", "negotiation__order", "negotiation__title")
        if coding.fully_coded_on  # as the query says
    ]


def list_added_since(codings: Iterable[SourceCoding], proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return those of the proposals that were added after one of the codings for their negotiation."""
    days = {coding.negotiation_id: coding.fully_coded_on for coding in codings if coding.fully_coded_on}
    return _select_added_since(days, proposals).order_by("added_on", "title")


def select_to_reread(codings: QuerySet[SourceCoding], proposals: QuerySet[Proposal]) -> QuerySet[SourceCoding]:
    """Return the codings after which any of the proposals was added (one query, for the newest of each negotiation)."""
    newest = proposals.order_by().filter(added_on__isnull=False).values_list("negotiation").annotate(Max("added_on"))
    return codings.filter(_match_before(dict(newest)))


def count_rereads(codings: QuerySet[SourceCoding], proposals: QuerySet[Proposal]) -> Rereads:
    """Return how many of the sources that these codings are of are to be read again, and for how many of the proposals
    (four queries at most)."""
    waiting = select_to_reread(codings, proposals)
    oldest = dict(waiting.order_by().values_list("negotiation").annotate(Min("fully_coded_on")))
    if not oldest:
        return Rereads(0, 0)
    number = waiting.aggregate(number=Count("source", distinct=True))["number"]
    return Rereads(number, _select_added_since(oldest, proposals).count())


def _select_added_since(days: Mapping[int, date], proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return the proposals that were added to a negotiation (its id) after its day."""
    added = Q(pk__in=())
    for day, negotiations in _group_by_day(days).items():
        added |= Q(negotiation__in=negotiations, added_on__gt=day)
    return proposals.filter(added)


def _match_before(days: Mapping[int, date]) -> Q:
    """Match the codings for a negotiation (its id) from before its day."""
    before = Q(pk__in=())
    for day, negotiations in _group_by_day(days).items():
        before |= Q(negotiation__in=negotiations, fully_coded_on__lt=day)
    return before


def _group_by_day(days: Mapping[int, date]) -> dict[date, list[int]]:
    grouped: defaultdict[date, list[int]] = defaultdict(list)
    for negotiation, day in days.items():
        grouped[day].append(negotiation)
    return dict(grouped)
