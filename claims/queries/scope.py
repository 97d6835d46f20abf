"""Which claims count."""

from datetime import date
from typing import NamedTuple

from ..models import Claim, Source
from ..models.claims import ClaimQuerySet
from ..rules.scales import Attribution, Dimension


class Scope(NamedTuple):
    """Which claims count: said on or before `as_of`, of these attributions and voices (empty: of all).

    `dimension` is the one that a page forces on all its cells: it counts in numbers of claims, not in verdicts.
    """

    as_of: date | None = None
    attributions: tuple[Attribution, ...] = ()
    voices: tuple[str, ...] = ()
    dimension: Dimension | None = None

    def select_claims(self) -> ClaimQuerySet:
        """Return the published claims that count."""
        claims = Claim.objects.published()
        if self.as_of:
            claims = claims.filter(said_on__lte=self.as_of)
        if self.attributions:
            claims = claims.filter(attribution__in=self.attributions)
        if self.voices:
            claims = claims.filter(source__in=Source.objects.of_voices(self.voices))
        return claims

    def select_counted(self) -> ClaimQuerySet:
        """Return the claims that count in numbers of claims."""
        claims = self.select_claims()
        return claims.filter(dimension=self.dimension) if self.dimension else claims
