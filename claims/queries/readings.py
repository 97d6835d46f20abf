"""Which paragraphs of a text somebody has read: of one that has changed since, none."""

from collections.abc import Mapping
from typing import NamedTuple

from django.contrib.auth.models import User

from ..models import Negotiation, SourceReading
from ..models.source_readings import ReadText
from ..models.source_texts import sha256


class ReadCount(NamedTuple):
    """How many of the paragraphs of a text somebody has read."""

    read: int
    in_all: int


def read_read_paragraphs(user: User, read: ReadText) -> set[int]:
    """Return the numbers of the paragraphs of a text that a user says they have read (one query)."""
    place = {"coder": user, "source": read.source, "negotiation": read.negotiation, "batch": read.batch}
    numbers = SourceReading.objects.filter(**place, sha256=sha256(read.text)).values_list("paragraphs", flat=True)
    return set(numbers.first() or ())


def count_read(user: User, digests: Mapping[int, str], negotiation: Negotiation) -> dict[int, ReadCount]:
    """Return source (id) → how much of its text a user has read for a negotiation beside batches; `digests` are those
    of the texts that are held. What nobody has begun is not among them (one query)."""
    readings = SourceReading.objects.filter(coder=user, negotiation=negotiation, batch=None, source__in=digests)
    rows = readings.values_list("source", "sha256", "paragraphs", "in_all")
    return {
        source: ReadCount(len(numbers), in_all)
        for source, digest, numbers, in_all in rows
        if digest == digests[source] and numbers
    }
