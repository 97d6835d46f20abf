"""Saving what a coder of a batch says of a passage, with all that is asked of a claim; and taking it back."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from ..models import BatchSource, BlindCoding
from ..models.source_readings import ReadText
from ..models.wordings import find_wording_of_another
from ..rules import missing_quotes, quotes
from ..rules.paragraphs import find_begun, find_touched
from ..rules.publishing import Blocker
from ..rules.quotes import QuoteCheck, QuoteState
from ..rules.repeats import CELL, DIFFERING, CodedClaim, tell_passage
from ..wording.batches import NOT_IN_BATCH, OUTSIDE_SAMPLE
from ..wording.exchange import write_errors
from ..wording.publishing import CITATION_BLOCKERS
from ..wording.quotes import write_missing
from .batches import lock_to_code
from .readings import note_read
from .warnings import read_content, refuse_unconfirmed
from .write_gate import Refused, editing


def save_blind(
    coding: BlindCoding, *, user: User | None, reason: str = "", repeats: Iterable[CodedClaim] | None = None
) -> None:
    """Save what a coder of a batch says, its quote looked for in the text that the batch was opened with.

    Raise Refused where the user may not code in it, Stale where the coding was changed meanwhile, ValidationError for
    what the form would refuse, a quote that is not in the text among it.
    """
    with editing(user, reason) as gate:
        coder = lock_to_code(gate, coding.coder)
        if coding.pk:
            gate.lock(BlindCoding, coding.pk, coding.version)
        place = coder.batch.sources.select_related("source").filter(source=coding.source_id).first()
        if place is None:
            raise Refused([NOT_IN_BATCH])
        text = place.read_text()
        check = quotes.locate(coding.quote, text, coding.prefix, coding.suffix)
        refuse_unproved(coding, place, text, check)
        if errors := write_errors([*coding.find_stranger(), *find_wording_of_another(coding)]):
            raise ValidationError({error.field: error.reason for error in errors})
        refuse_unconfirmed(coding, list_own_repeats(coding) if repeats is None else repeats)
        gate.save(coding, quote_check=check)
        if coder.user_id is not None:
            read = ReadText(place.source, coder.batch.negotiation, text, coder.batch)
            note_read(gate, read, find_touched(text, [(check.start, check.end)]))


def take_blind_back(coding: BlindCoding, *, user: User, version: int) -> None:
    """Delete what a coder of a batch saved; its history keeps it."""
    with editing(user, "taken back while coding") as gate:
        lock_to_code(gate, coding.coder)
        gate.lock(BlindCoding, coding.pk, version).delete()


def list_own_repeats(coding: BlindCoding) -> list[CodedClaim]:
    """Return what the same coder coded of the same passage for the same cell in the batch (one query)."""
    passage = tell_passage(read_content(coding))
    if passage is None:
        return []
    cell = {name: coding.serializable_value(name) for name in CELL}
    others = BlindCoding.objects.filter(coder=coding.coder_id, **cell).exclude(pk=coding.pk).order_by("pk")
    coded = [(other, read_content(other)) for other in others]
    return [
        CodedClaim("another coding", "by you", other.confirmed, {name: fields[name] for name in DIFFERING}, other.pk)
        for other, fields in coded
        if tell_passage(fields) == passage
    ]


def refuse_unproved(coding: BlindCoding, place: BatchSource, text: str, check: QuoteCheck) -> None:
    """Raise ValidationError where a coding cites nothing, or what the text has not, or what was not drawn."""
    if not coding.quote and (text or not coding.locator):
        raise ValidationError({"quote": CITATION_BLOCKERS[Blocker.NO_PASSAGE]})
    if check.state == QuoteState.MISSING:
        missing = missing_quotes.explain_missing(coding.quote, text, coding.prefix, coding.suffix)
        raise ValidationError({"quote": write_missing(missing)})
    begun = find_begun(text, check.start)
    if begun and not place.is_drawn(begun):
        raise ValidationError({"quote": OUTSIDE_SAMPLE})
