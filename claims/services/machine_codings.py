"""Entering what a machine coded of a batch: all at once, and with that it is done.

It is compared and settled as any other coder is, and it publishes nothing. It may be added to a batch until the first
of its units is settled.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from ..models import Batch, BatchCoder, BatchSource, BlindCoding
from ..rules import quotes
from ..rules.quotes import QuoteCheck
from ..wording.batches import MACHINE_DONE, NO_TEXT_TO_PROVE, NOT_IN_BATCH, SETTLING_BEGUN
from .batches import mark_done
from .blind_codings import refuse_unproved
from .write_gate import Refused, editing


class ProvedCoding(NamedTuple):
    """An unsaved coding, and what looking for its quote found."""

    coding: BlindCoding
    check: QuoteCheck


class BatchTexts:
    """The texts of a batch as they were when it was opened, each read once."""

    def __init__(self, batch: Batch) -> None:
        self.places = {place.source_id: place for place in batch.sources.select_related("source")}
        self._texts: dict[int, str] = {}

    def prove(self, coding: BlindCoding) -> ProvedCoding:
        """Look for the quote of a coding; raise ValidationError where its document is not of the batch, or where the
        quote does not stand in its text, or in what was drawn of that."""
        place = self.places.get(coding.source_id)
        if place is None:
            raise ValidationError({"source": NOT_IN_BATCH})
        text = self._read(place)
        if not text:
            raise ValidationError({"source": NO_TEXT_TO_PROVE})
        check = quotes.locate(coding.quote, text, coding.prefix, coding.suffix)
        refuse_unproved(coding, place, text, check)
        return ProvedCoding(coding, check)

    def _read(self, place: BatchSource) -> str:
        if place.source_id not in self._texts:
            self._texts[place.source_id] = place.read_text()
        return self._texts[place.source_id]


def list_hindrances(batch: Batch, machine: str) -> list[str]:
    """Return why a machine of this name cannot enter what it coded of a batch; empty where it can (two queries)."""
    coder = batch.coders.filter(machine=machine).first()
    if coder is not None and coder.done_at is not None:
        return [MACHINE_DONE.format(machine=machine)]
    return [SETTLING_BEGUN] if batch.settlements.exists() else []


def enter_codings(
    batch: Batch, machine: str, codings: Sequence[ProvedCoding], *, user: User | None, reason: str
) -> BatchCoder:
    """Enter all that a machine coded of a batch, as one of its coders, which is done with that. Raise Refused where it
    has entered it already, or where settling has begun; ValidationError where its name is none."""
    with editing(user, reason) as gate:
        batch = gate.lock(Batch, batch.pk)
        if hindrances := list_hindrances(batch, machine):
            raise Refused(hindrances)
        coder = batch.coders.filter(machine=machine).first()
        if coder is None:
            coder = BatchCoder(batch=batch, machine=machine)
            coder.full_clean()
            gate.save(coder)
        for coding, check in codings:
            coding.coder = coder
            coding.place_quote(check)
        gate.create_many([coding for coding, _ in codings])
        if codings and batch.settled_on is not None:  # until now nobody had found anything
            batch.settled_on = None
            gate.save(batch)
        mark_done(gate, batch, coder)
        return coder
