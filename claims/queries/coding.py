"""What is coded in one source for one negotiation, as its coders see it."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from ..models import Actor, Claim, Negotiation, Proposal, Source
from ..models.claims import ClaimQuerySet
from ..models.mentions import match_mentioned
from ..models.suggestions import WAITING
from ..rules.publishing import Status


def read_coded_claims(source: Source, negotiation: Negotiation) -> list[Claim]:
    """Return the claims of a source on proposals of a negotiation that are not withdrawn, in the order of its text,
    those without a place in it last (one query). A correction under way is none of them."""
    claims = Claim.objects.filter(source=source, proposal__negotiation=negotiation, corrects=None)
    alive = claims.exclude(status=Status.WITHDRAWN.value).for_table()
    return list(alive.order_by(F("quote_start").asc(nulls_last=True), "pk"))


def select_drafts_of(user: User, source: Source, negotiation: Negotiation) -> QuerySet[Claim]:
    """Return the claims of a source that a user codes and has not submitted yet, the newest first."""
    claims = Claim.objects.filter(source=source, proposal__negotiation=negotiation, coder=user)
    return claims.filter(status=Status.DRAFT.value, corrects=None).order_by("-pk")


def select_in_review(negotiation: Negotiation) -> ClaimQuerySet:
    """Return the claims of a negotiation that wait for a reviewer, document by document in the order of the text, the
    document first whose claim has waited longest."""
    waiting = Claim.objects.filter(proposal__negotiation=negotiation, status=Status.IN_REVIEW.value)
    oldest = waiting.filter(source=OuterRef("source")).order_by("pk").values("pk")[:1]
    place = F("quote_start").asc(nulls_last=True)
    return waiting.annotate(waits_since=Subquery(oldest)).order_by("waits_since", "source", place, "pk")


def read_returned(claim: Claim) -> Any:
    """Return the version of a claim that its last reviewer saw and returned, with their remark as its `remark`; None
    where it was never returned (one query, two where it was)."""
    newest_first = claim.history.order_by("-history_date", "-history_id")
    returned = newest_first.filter(status=Status.RETURNED.value).first()
    if returned is None:
        return None
    seen = newest_first.filter(status=Status.IN_REVIEW.value, version__lt=returned.version).first()
    if seen is not None:
        seen.remark = returned.review_comment
    return seen


def select_named_in(negotiation: Negotiation) -> tuple[QuerySet[Actor], QuerySet[Proposal]]:
    """Return the actors and the proposals that a coder may name in a negotiation: what is suggested among them."""
    usable = Q(suggestion__in=("", WAITING))
    return Actor.objects.filter(usable), Proposal.objects.of((negotiation.pk,)).filter(usable)


def order_actors(actors: QuerySet[Actor], negotiation: Negotiation) -> QuerySet[Actor]:
    """Return actors, those first that occur in a negotiation, most claims first."""
    occurs = Q(pk__in=Actor.objects.filter(match_mentioned(Actor, (negotiation.pk,))).values("pk"))
    said = Count("claims", filter=Q(claims__proposal__negotiation=negotiation))
    return actors.annotate(occurs=occurs, said=said).order_by("-occurs", "-said", "name")


def list_sources_to_code(sources: QuerySet[Source], negotiation: Negotiation) -> list[Any]:
    """Return sources with the number of their claims in a negotiation, those that are not fully coded for it first
    (one query). Each has `claims_here`, `drafts_here` and `done_here`."""
    here = Q(claims__proposal__negotiation=negotiation) & ~Q(claims__status=Status.WITHDRAWN.value)
    done = Q(codings__negotiation=negotiation) & ~Q(codings__fully_coded_by="")
    counted = sources.annotate(
        claims_here=Count("claims", filter=here, distinct=True),
        drafts_here=Count("claims", filter=here & Q(claims__status=Status.DRAFT.value), distinct=True),
        done_here=Count("codings", filter=done, distinct=True),
        has_text=Count("texts", filter=Q(texts__current=True), distinct=True),
    )
    return list(counted.order_by("done_here", "-published_on", "slug"))
