"""Which claims count."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from ..models import Claim, Proposal, Source
from ..models.claims import ClaimQuerySet
from ..models.frozen import get_today
from ..rules.scales import Attribution, Dimension


class Scope(NamedTuple):
    """Which claims count: said on or before `as_of`, of these attributions and voices (empty: of all).

    What is dated later than today counts nowhere: an older version let such typos in. With
    `published_by_then`, only sources count that were published by then too (by today, without a day); of one without a
    day of publication nobody can say so, and it does not count.

    `leaked` is "yes" or "no": only claims of leaked sources count, or only those of others. `grades` are those of the
    sources that count, "" for those without one (empty: all).

    `negotiations` are the ids of those whose claims count, one on the pages of one (None: all).

    `dimension` is the one that a page forces on all its cells: it counts in numbers of claims, not in verdicts.
    """

    as_of: date | None = None
    attributions: tuple[Attribution, ...] = ()
    voices: tuple[str, ...] = ()
    dimension: Dimension | None = None
    published_by_then: str | None = None
    leaked: str | None = None
    grades: tuple[str, ...] = ()
    negotiations: tuple[int, ...] | None = None

    @property
    def day(self) -> date:
        """The day as of which everything is told: today, unless an earlier one is asked for."""
        today = get_today()
        return min(self.as_of or today, today)

    @property
    def is_unfiltered(self) -> bool:
        """Whether it is that of a page as it is first opened, on which all claims count."""
        return self._replace(negotiations=None, dimension=None) == Scope()

    def select_claims(self, proposals: Collection[int] | RawSQL | None = None) -> ClaimQuerySet:
        """Return the published claims that count, on some proposals (ids, or what `list_ids`
        makes of many) or on all."""
        day = self.day
        claims = Claim.objects.published().said_by(day)
        if self.negotiations is not None:
            of_them = Proposal.objects.of(self.negotiations)  # one condition: two would be looked up for each claim
            claims = claims.filter(proposal__in=of_them if proposals is None else of_them.filter(pk__in=proposals))
        elif proposals is not None:
            claims = claims.filter(proposal__in=proposals)
        if self.published_by_then:
            claims = claims.published_by(day)
        if self.attributions:
            claims = claims.filter(attribution__in=self.attributions)
        if self.voices:
            claims = claims.filter(source__in=Source.objects.of_voices(self.voices))
        if self.leaked:
            claims = claims.filter(source__leaked=self.leaked == "yes")
        if self.grades:
            claims = claims.filter(source__grade__in=self.grades)
        return claims

    def select_sources(self) -> QuerySet[Source] | None:
        """Return the sources of which claims count, so far as voices, leaks and grades choose them (a queryset), or
        None where these choose none, or nearly all, as those that were not leaked are."""
        if not (self.voices or self.leaked == "yes" or self.grades):
            return None
        sources = Source.objects.of_voices(self.voices) if self.voices else Source.objects.all()
        if self.leaked:
            sources = sources.filter(leaked=self.leaked == "yes")
        return sources.filter(grade__in=self.grades) if self.grades else sources

    def select_counted(self) -> ClaimQuerySet:
        """Return the claims that count in numbers of claims."""
        claims = self.select_claims()
        return claims.filter(dimension=self.dimension) if self.dimension else claims
