"""What claims need besides, as they are moved: conditions that name proposals by slug, wordings that they answer,
passages that are coded twice."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from ..models import Claim, Negotiation, Proposal
from ..rules import conditions
from ..rules.faults import BrokenRule
from ..rules.publishing import Status
from ..rules.repeats import tell_passage
from ..rules.warnings import WarningCode
from .vocabulary import Moves
from .warnings import read_coded, read_content

MOST_NAMED = 10  # claims in one sentence
LONGEST_LINKS = Claim._meta.get_field("depends_on").max_length or 0


def name_claims(claims: Sequence[Claim]) -> str:
    """Return the ids of claims as they stand in a sentence."""
    names = [claim.public_id for claim in claims[:MOST_NAMED]]
    more = len(claims) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def list_with_corrections(claims: QuerySet[Claim], proposals: Collection[int]) -> list[Claim]:
    """Return claims and the corrections of them that are on these proposals too, locked (two queries)."""
    chosen = list(claims.select_for_update(of=("self",)).order_by("pk"))
    keys = [claim.pk for claim in chosen]
    drafts = Claim.objects.filter(corrects__in=keys, proposal__in=proposals).exclude(pk__in=keys)
    return [*chosen, *drafts.exclude(status=Status.WITHDRAWN.value).select_for_update(of=("self",)).order_by("pk")]


def select_naming(negotiation: Negotiation, slug: str) -> list[Claim]:
    """Return the claims of a negotiation whose conditions name a proposal of this slug, locked (one query)."""
    claims = Claim.objects.filter(proposal__negotiation=negotiation, depends_on__contains=slug)
    claims = claims.select_for_update(of=("self",)).order_by("pk")
    return [claim for claim in claims if slug in conditions.list_slugs(claim.depends_on)]


def rename_in_condition(claim: Claim, slug: str, now: str) -> str:
    """Let a condition name one proposal instead of another; return why it cannot, or nothing."""
    links = [(now if named == slug else named, granted) for named, granted in conditions.parse(claim.depends_on)]
    try:
        claim.depends_on = conditions.write(conditions.parse(conditions.write(links)))
    except BrokenRule:
        return f"The condition of {claim.public_id} asks that one of them be granted and the other refused."
    if len(claim.depends_on) > LONGEST_LINKS:
        return f"The condition of {claim.public_id} would name more than there is room for."
    return ""


def drop_from_condition(claim: Claim, slugs: Collection[str]) -> None:
    """Let a condition name these proposals no more; its words stay."""
    links = [(named, granted) for named, granted in conditions.parse(claim.depends_on) if named not in slugs]
    claim.depends_on = conditions.write(links)


def put_on(moves: Moves, claims: Sequence[Claim], proposal: Proposal) -> None:
    """Put claims on another proposal; what they answered stays a wording of the one that they leave."""
    leaving = [claim for claim in claims if claim.wording_id and claim.proposal_id != proposal.pk]
    if leaving:
        moves.tell(f"These claims will no longer name a wording: {name_claims(leaving)}.")
    for claim in leaving:
        claim.wording = None
    for claim in claims:
        claim.proposal = proposal
    moves.write(claims, {"proposal", "wording"})


def tell_repeats(moves: Moves, claims: Iterable[Claim]) -> None:
    """Tell which of these claims now stand on a passage that is coded already, and are not confirmed (one query)."""
    alive = [claim for claim in claims if claim.status != Status.WITHDRAWN and claim.corrects_id is None]
    coded = read_coded([read_content(claim) for claim in alive])
    twice = [
        claim
        for claim in alive
        if WarningCode.CODED_ALREADY not in claim.confirmed.split()
        and any(
            other.pk != claim.pk and WarningCode.CODED_ALREADY not in other.confirmed.split()
            for other in coded.get(tell_passage(read_content(claim)) or (), [])
        )
    ]
    if twice:
        moves.tell(
            f"These claims will stand on a passage that is coded already for the same holder and proposal: "
            f"{name_claims(twice)}. Look at them afterwards: withdraw one of two that say the same, or confirm it."
        )
