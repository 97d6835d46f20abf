"""The sources that are fully coded, and which of them are to be read again for proposals that were added since."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import Count, Max, Min, QuerySet

from ..models import Proposal, Source
from ..rules.blanks import CodedSources, CodingDays
from .snapshot import Snapshot, same_in_all_scopes


class RereadRow(NamedTuple):
    """A fully coded source with the proposals that were added to the codebook after it was coded, in their order."""

    source: Source
    proposals: list[Proposal]

    @property
    def number(self) -> int:
        return len(self.proposals)


class Rereads(NamedTuple):
    """How many sources are to be read again, and for how many proposals."""

    sources: int
    proposals: int


@same_in_all_scopes
def read_coding_days(negotiations: tuple[int, ...] | None) -> CodingDays:
    """Return on which days the sources that visitors see were fully coded: what a blank rests on (one query). A source
    was coded for the negotiations in which it is cited."""
    days = Source.objects.public(negotiations).exclude(fully_coded_by="").order_by()
    return CodingDays(dict(days.values_list("fully_coded_on").annotate(Count("pk"))))


def count_coded(snapshot: Snapshot, proposal: Proposal) -> CodedSources:
    """Return the fully coded sources as they tell of a proposal."""
    return snapshot.get(read_coding_days).count_for(proposal.added_on)


def list_coded(snapshot: Snapshot, proposals: Iterable[Proposal]) -> list[CodedSources]:
    """Return the fully coded sources as they tell of each of many proposals, in their order."""
    days = snapshot.get(read_coding_days)
    return [days.count_for(proposal.added_on) for proposal in proposals]


def list_rereads(proposals: Iterable[Proposal], sources: QuerySet[Source]) -> list[RereadRow]:
    """Return which of the sources are to be read again for which of the proposals, the longest ago coded first (one
    query at most)."""
    later = [(proposal.added_on, proposal) for proposal in proposals if proposal.added_on]
    if not later:
        return []
    before = sources.filter(fully_coded_on__lt=max(added_on for added_on, _ in later))

    @cache
    def choose_since(day: date) -> list[Proposal]:
        return [proposal for added_on, proposal in later if added_on > day]

    return [
        RereadRow(source, choose_since(source.fully_coded_on))
        for source in before.order_by("fully_coded_on", "slug")
        if source.fully_coded_on  # as the query says
    ]


def list_added_since(coded_on: date | None, proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return those of the proposals for which a source that was coded on this day is to be read again: none where it
    was not."""
    added = proposals.filter(added_on__gt=coded_on) if coded_on else proposals.none()
    return added.order_by("added_on", "title")


def select_to_reread(sources: QuerySet[Source], proposals: QuerySet[Proposal]) -> QuerySet[Source]:
    """Return those of the sources that are to be read again for any of the proposals (one query, for the newest of
    these)."""
    newest = proposals.aggregate(newest=Max("added_on"))["newest"]
    return sources.filter(fully_coded_on__lt=newest) if newest else sources.none()


def count_rereads(sources: QuerySet[Source], proposals: QuerySet[Proposal]) -> Rereads:
    """Return how many of the sources are to be read again, and for how many of the proposals (three queries)."""
    waiting = select_to_reread(sources, proposals).aggregate(number=Count("pk"), oldest=Min("fully_coded_on"))
    return Rereads(waiting["number"] or 0, list_added_since(waiting["oldest"], proposals).count())
