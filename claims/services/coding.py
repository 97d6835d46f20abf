"""Coding a document: saving a claim, taking the last one back, submitting all, and saying that the document is done."""

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from ..models import Claim, Negotiation, PendingChange, Source, SourceCoding
from ..models.source_readings import ReadText
from ..rules.paragraphs import find_touched
from ..rules.publishing import SUBMIT, WITHDRAW, Status
from ..rules.quotes import QuoteCheck
from . import review
from .claims import save_claim
from .readings import note_read
from .review import TransitionResult
from .source_codings import save_coding
from .write_gate import Refused, editing

UNDONE = "taken back while coding"
DONE = "every passage of it was read"


def save_coded(
    claim: Claim, *, user: User, quote_check: QuoteCheck | None = None, read: ReadText | None = None, reason: str = ""
) -> None:
    """Save a claim as the draft of whoever codes it; the source is held as it was when the quote was looked for. Of the
    text that they `read`, where it is given, the paragraphs of the quote count as read.

    Raise Stale where the source or the claim was changed meanwhile, ValidationError as `save_claim` does.
    """
    with editing(user, reason) as gate:
        gate.lock(Source, claim.source_id, claim.source.version)
        if claim.pk:
            gate.lock(Claim, claim.pk, claim.version)
        save_claim(gate, claim, quote_check)
        if read is not None:
            note_read(gate, read, find_touched(read.text, [(claim.quote_start, claim.quote_end)]))


def take_back(claim: Claim, *, user: User, version: int) -> Claim:
    """Withdraw a draft that its coder saved last; raise Refused where it is none of theirs, or no draft any more."""
    if claim.status != Status.DRAFT or claim.coder_id != user.pk:
        raise Refused(["Only a draft of your own can be taken back."])
    return review.transition(claim, WITHDRAW, user=user, version=version, reason=UNDONE)


def submit_all(claims: list[Claim], *, user: User) -> list[TransitionResult]:
    """Submit claims for review, each at the version that was read; those that cannot be are left as they are."""
    return review.transition_many(Claim, {claim.pk: claim.version for claim in claims}, SUBMIT, user=user)


def finish_document(source: Source, negotiation: Negotiation, *, user: User) -> PendingChange | None:
    """Say that a user has coded every passage of a source for a negotiation, today: at once, or where readers see the
    source by a change that waits for a reviewer, which is returned (None where it says so already)."""
    with editing(user, DONE) as gate:
        coding = SourceCoding.objects.select_for_update().filter(source=source, negotiation=negotiation).first()
        coding = coding or SourceCoding(source=source, negotiation=negotiation)
        coding.fully_coded_by = user.get_full_name().replace("|", " ").strip() or user.get_username()
        coding.fully_coded_on = localdate()
        return save_coding(gate, coding)
