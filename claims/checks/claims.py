"""What claims, outcomes, searches and remarks say of their holders, proposals and wordings."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from ..models import ActorKind, Claim, EditorialNote, Member, Proposal, ReviewComment, SearchRecord
from ..models.wordings import find_wording_of_another
from ..rules import conditions
from ..rules.faults import BrokenRule, FaultCode, RowFault
from ..rules.publishing import Status
from ..rules.scales import Attribution
from ..services.suggestions import NAMING, list_suggested
from ..wording.contradictions import write_not_of_cell
from ..wording.exchange import SENTENCES, write_fault
from ..wording.publishing import SUGGESTED
from .broken_rows import BATCH, BrokenRow, call, list_claims, list_outcomes, report


def check_speakers() -> Iterator[BrokenRow]:
    """First-hand is what a holder says, or an official who speaks for it; of a coalition what a member says on that
    day, or a member's official."""
    strangers = ~Q(speaker=F("holder")) & (Q(speaker__speaks_for=None) | ~Q(speaker__speaks_for=F("holder")))
    as_members = Member.objects.on(OuterRef("said_on")).filter(
        Q(member=OuterRef("speaker")) | Q(member=OuterRef("speaker__speaks_for")), coalition=OuterRef("holder")
    )
    first_hand = list_claims().filter(strangers, ~Exists(as_members), attribution=Attribution.OWN.value)
    for claim in first_hand.select_related("holder", "speaker"):
        for fault in claim.find_stranger():
            yield report(claim, f"It quotes {call(claim.speaker)}. {write_fault(fault)}")


def check_holders() -> Iterator[BrokenRow]:
    """Claims, searches and remarks are of a party, a coalition or an expert."""
    for rows in (list_claims(), SearchRecord.objects.all(), EditorialNote.objects.all()):
        for row in rows.filter(holder__kind=ActorKind.OFFICIAL.value).select_related("holder"):
            yield report(row, f"{SENTENCES[FaultCode.NOT_A_HOLDER]} Its holder is an official: {call(row.holder)}.")


def check_links() -> Iterator[BrokenRow]:
    """What a condition depends on are proposals of the claim's negotiation, and not its own."""
    proposals = {
        pk: (negotiation, slug) for pk, negotiation, slug in Proposal.objects.values_list("pk", "negotiation", "slug")
    }
    existing = set(proposals.values())
    for claim in list_claims().exclude(depends_on=""):
        try:
            named = [slug for slug, _ in conditions.parse(claim.depends_on)]
        except BrokenRule as broken:
            yield report(claim, write_fault(broken))
            continue
        negotiation, own = proposals[claim.proposal_id]
        for slug in named:
            if (negotiation, slug) not in existing:
                missing = RowFault("depends_on", FaultCode.NO_SUCH_PROPOSAL, {"slug": slug})
                yield report(claim, f"Its condition names what is not there. {write_fault(missing)}")
        if own in named:
            yield report(claim, SENTENCES[FaultCode.OWN_PROPOSAL])


def check_wordings() -> Iterator[BrokenRow]:
    """The wording that a claim answers, or that became what an outcome says, is one of its own proposal."""
    for rows in (list_claims(), list_outcomes()):
        for row in rows.exclude(wording=None).exclude(wording__proposal=F("proposal")).select_related("wording"):
            yield from (report(row, write_fault(fault)) for fault in find_wording_of_another(row))


def check_answers() -> Iterator[BrokenRow]:
    """The two claims whose contradiction a remark answers are of its holder, on its proposal."""
    for name in ("earlier_claim", "later_claim"):
        of_cell = Q(**{f"{name}__holder": F("holder"), f"{name}__proposal": F("proposal")})
        for note in EditorialNote.objects.exclude(**{name: None}).exclude(of_cell).select_related(name).order_by("pk"):
            yield report(note, write_not_of_cell(getattr(note, name).public_id))


def check_suggestions() -> Iterator[BrokenRow]:
    """What readers see names nothing that is only suggested."""
    for rows in (list_claims(), list_outcomes(), SearchRecord.objects.all(), EditorialNote.objects.all()):
        for row in rows.filter(_match_suggested(rows.model)).order_by("pk"):
            if row.is_public() and (suggested := list_suggested(row)):
                yield report(row, SUGGESTED.format(suggested=", ".join(suggested)))


def _match_suggested(model: Any) -> Q:
    """Match the rows that name a suggestion, or whose conditions may."""
    fields = {field.name for field in model._meta.concrete_fields}
    named = Q()
    for name in fields & {*NAMING}:
        named |= Q(**{f"{name}__suggestion__gt": ""})
    if "depends_on" in fields:
        for slug in Proposal.objects.exclude(suggestion="").values_list("slug", flat=True):
            named |= Q(depends_on__contains=slug)
    return named


def check_identities() -> Iterator[BrokenRow]:
    """An import finds a claim that it names without its id by what it says."""
    for claim in list_claims().iterator(BATCH):
        stored = claim.identity
        claim.derive()
        if claim.identity != stored:
            yield report(claim, "An import would not find it by what it says: save it again.")


def check_corrections() -> Iterator[BrokenRow]:
    """A correction under way corrects a published claim, of a version that there was."""
    corrections = list_claims().filter(Q(corrects__isnull=False) | Q(corrects_version__isnull=False))
    for claim in corrections.select_related("corrects"):
        original = claim.corrects
        if original is None or claim.corrects_version is None or original.pk == claim.pk:
            yield report(claim, "It is a correction of nothing: withdraw it.")
        elif original.status != Status.PUBLISHED:
            yield report(claim, f"It corrects {original.public_id}, which is {original.status}: withdraw it.")
        elif claim.status == Status.PUBLISHED:
            yield report(claim, f"It is published beside {original.public_id}, which it corrects: withdraw one.")
        elif claim.corrects_version > original.version:
            yield report(claim, f"It corrects a version of {original.public_id} that there never was.")


def check_comments() -> Iterator[BrokenRow]:
    """A comment is on a claim that is there, or that was."""
    lost = ReviewComment.objects.exclude(claim__in=Claim.objects.order_by().values("pk"))
    for comment in lost.exclude(claim__in=Claim.history.order_by().values("id")).order_by("pk"):
        address = reverse("admin:claims_claim_changelist")
        yield BrokenRow(f"comment {comment.pk}", address, f"It is on claim {comment.claim_id}, which there never was.")
