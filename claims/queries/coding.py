"""What is coded in one source for one negotiation, as its coders see it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from ..models import Actor, Claim, Negotiation, Proposal, Source, SourceCoding, SourceText
from ..models.claims import ClaimQuerySet
from ..models.suggestions import WAITING
from ..rules.publishing import EDITABLE_BY_ANALYSTS, Status
from .batches import leave_out_blind
from .counts import tally_holders
from .readings import count_read
from .snapshot import Snapshot
from .vocabulary import read_vocabulary


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


def select_editable_of(user: User, source: Source, negotiation: Negotiation) -> QuerySet[Claim]:
    """Return the claims of a source that a user codes and may still edit: drafts, and what was returned."""
    claims = Claim.objects.filter(source=source, proposal__negotiation=negotiation, coder=user)
    return claims.filter(status__in=[one.value for one in EDITABLE_BY_ANALYSTS], corrects=None)


def select_in_review(negotiation: Negotiation) -> ClaimQuerySet:
    """Return the claims of a negotiation that wait for a reviewer, document by document in the order of the text, the
    document first whose claim has waited longest."""
    waiting = Claim.objects.filter(proposal__negotiation=negotiation, status=Status.IN_REVIEW.value)
    oldest = waiting.filter(source=OuterRef("source")).order_by("pk").values("pk")[:1]
    place = F("quote_start").asc(nulls_last=True)
    return waiting.annotate(waits_since=Subquery(oldest)).order_by("waits_since", "source", place, "pk")


def read_returned(claim: Claim) -> Any:
    """Return the version of a claim that its last reviewer saw and returned; None where it was never returned (one
    query, two where it was)."""
    newest_first = claim.history.order_by("-history_id")
    returned = newest_first.filter(status=Status.RETURNED.value).first()
    if returned is None:
        return None
    return newest_first.filter(status=Status.IN_REVIEW.value, version__lt=returned.version).first()


def select_named_in(negotiation: Negotiation, user: User) -> tuple[QuerySet[Actor], QuerySet[Proposal]]:
    """Return the actors and the proposals that a coder may name in a negotiation: what is suggested among them, but for
    what another one suggested blind."""
    usable = Q(suggestion__in=("", WAITING))
    actors, proposals = Actor.objects.filter(usable), Proposal.objects.of((negotiation.pk,)).filter(usable)
    return leave_out_blind(user, actors, to_name=True), leave_out_blind(user, proposals, to_name=True)


def order_by_claims(actors: Iterable[Actor], snapshot: Snapshot) -> list[Actor]:
    """Return actors, those with the most claims in the negotiations of a snapshot first, then as its pages list them
    (no query once these are kept)."""
    tallies, vocab = snapshot.get(tally_holders), snapshot.get(read_vocabulary)
    places = {pk: place for place, pk in enumerate(vocab.actors)}

    def tell_place(actor: Actor) -> tuple[int, int, str]:
        tally = tallies.get(actor.pk)
        return -tally.claims if tally else 0, places.get(actor.pk, len(places)), actor.name

    return sorted(actors, key=tell_place)


def order_sources_to_code(sources: QuerySet[Source], negotiation: Negotiation) -> QuerySet[Any]:
    """Return sources, those that are not fully coded for a negotiation first, then the newest; each has `done_here`."""
    done = SourceCoding.objects.done().filter(source=OuterRef("pk"), negotiation=negotiation)
    return sources.annotate(done_here=Exists(done)).order_by(
        "done_here", F("published_on").desc(nulls_last=True), "slug"
    )


def count_coded(sources: Iterable[Any], negotiation: Negotiation, user: User) -> list[Any]:
    """Return sources, each with the numbers of its claims and drafts in a negotiation as `claims_here` and
    `drafts_here`, whether its text is held as `has_text`, and how much of that the user has read as `read_here` (three
    queries)."""
    listed = list(sources)
    claims = Claim.objects.filter(source__in=listed, proposal__negotiation=negotiation).order_by()
    drafts = Count("pk", filter=Q(status=Status.DRAFT.value))
    alive = leave_out_blind(user, claims.exclude(status=Status.WITHDRAWN.value)).values_list("source")
    numbers = {source: counted for source, *counted in alive.annotate(number=Count("pk"), drafts=drafts)}
    held = dict(SourceText.objects.filter(source__in=listed, current=True).values_list("source", "sha256"))
    read = count_read(user, held, negotiation)
    for source in listed:
        source.claims_here, source.drafts_here = numbers.get(source.pk, (0, 0))
        source.has_text, source.read_here = source.pk in held, read.get(source.pk)
    return listed
