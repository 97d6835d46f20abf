"""Keeping which paragraphs of a text a coder has read."""

from collections.abc import Collection

from django.contrib.auth.models import User

from ..models import SourceReading
from ..models.source_readings import ReadText
from ..models.source_texts import sha256
from ..rules.paragraphs import split_paragraphs
from .write_gate import Gate, editing


def mark_read(read: ReadText, numbers: Collection[int], *, user: User) -> SourceReading | None:
    """Note that a user has read these paragraphs; what is no paragraph of the text is passed over. Return all that they
    have read of it, None where no text is held."""
    with editing(user) as gate:
        return note_read(gate, read, numbers)


def note_read(gate: Gate, read: ReadText, numbers: Collection[int]) -> SourceReading | None:
    """Note in an open gate that its user has read these paragraphs; what they read of an earlier text counts no
    more."""
    in_all = len(split_paragraphs(read.text))
    if not in_all or gate.user is None:
        return None
    digest = sha256(read.text)
    place = {"coder": gate.user, "source": read.source, "negotiation": read.negotiation, "batch": read.batch}
    reading = SourceReading.objects.select_for_update().filter(**place).first() or SourceReading(**place, sha256=digest)
    before = reading.paragraphs if reading.sha256 == digest else []
    reading.paragraphs = sorted({*before, *(number for number in numbers if 1 <= number <= in_all)})
    reading.sha256, reading.in_all = digest, in_all
    reading.save()
    return reading
