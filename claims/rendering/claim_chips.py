"""One claim → a chip, as the stance has it that rests on this claim alone: also of a claim as it was before."""

from datetime import date
from functools import lru_cache

from django.utils.safestring import SafeString

from ..models import Claim
from ..models.claim_content import ClaimContent
from ..rules.scales import Attribution, Dimension
from ..rules.stances import RuleClaim, summarise
from .chips import Chip, draw_linked, draw_still, write_chip

MOST_KEPT = 2000  # chips: of the claims of a list most are alike
_ANY_DAY = date.min  # a chip tells none


def write_claim_chip(claim: ClaimContent) -> Chip:
    """Return the Chip of a claim. Whether its speaker is of the other side, or its wording an earlier one, is for the
    stance to tell."""
    value, attribution = claim.value, Attribution(claim.attribution)
    read = RuleClaim(
        id=0,
        value=value or 0,
        attribution=attribution,
        said_on=_ANY_DAY,
        conditional=bool(claim.conditions),
        pending=claim.pending,
        doubtful=claim.doubtful,
        part=bool(claim.covers),
        no_stance=value is None and not claim.pending,
        label=claim.label if value is None else "",
        leaked=claim.source.leaked,
    )
    return _write(Dimension(claim.dimension), read)


def draw_claim(claim: ClaimContent) -> SafeString:
    """Draw the chip of a claim, which leads nowhere."""
    return draw_still(write_claim_chip(claim))


def link_claim(claim: Claim) -> SafeString:
    """Draw the chip of a claim as a link to its page."""
    return draw_linked(write_claim_chip(claim), claim.get_absolute_url(), f"Claim {claim.public_id}")


@lru_cache(MOST_KEPT)
def _write(dimension: Dimension, claim: RuleClaim) -> Chip:
    stance = summarise([claim])
    return write_chip(stance, dimension, stance.marks)
