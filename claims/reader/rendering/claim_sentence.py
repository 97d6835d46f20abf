"""What a claim comes to, in one sentence."""

from ...models import Claim
from ...rules.scales import Attribution, Dimension
from ...wording.claim_sentence import ToldClaim, write_claim


def tell_claim(claim: Claim) -> str:
    """Tell a claim: “The US would discuss Missile moratorium if Russia pulls back, as US officials say.”"""
    return write_claim(
        ToldClaim(
            claim.holder.short_in_sentence,
            claim.speaker.short_in_sentence if claim.speaker else "",
            Attribution(claim.attribution),
            Dimension(claim.dimension),
            claim.value,
            claim.pending,
            claim.label,
            claim.conditions,
            claim.covers,
        )
    )
