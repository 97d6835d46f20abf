"""Keeping which paragraphs of a text a coder has read."""

from collections.abc import Collection
from typing import NamedTuple

from django.contrib.auth.models import User

from ..models import Batch, Negotiation, Source, SourceReading
from ..models.source_texts import sha256
from ..rules.paragraphs import Paragraph, find_paragraph, split_paragraphs
from .write_gate import Gate, editing


class ReadText(NamedTuple):
    """What is read: a text of a source, for a negotiation, in a batch or beside one."""

    source: Source
    negotiation: Negotiation
    text: str
    batch: Batch | None = None


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


def find_touched(text: str, start: int | None, end: int | None) -> list[int]:
    """Return the numbers of the paragraphs into which a passage reaches; none where it has no place."""
    if start is None or end is None:
        return []
    return [each.number for each in _split(text) if each.start < end and start < each.end]


def find_begun(text: str, start: int | None) -> int:
    """Return the number of the paragraph in which a passage begins; 0 where it has no place."""
    paragraph = None if start is None else find_paragraph(_split(text), start)
    return paragraph.number if paragraph else 0


def _split(text: str) -> list[Paragraph]:
    return split_paragraphs(text)
