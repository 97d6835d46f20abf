"""Coding twice, blind: a reviewer opens a batch, its coders code without seeing each other, and all is shown once every
one of them is done.

What they code is no claim (`models.blind_codings`): whoever asks for claims cannot come upon it.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import localdate

from ..models import Batch, BatchCoder, BatchSource, BlindCoding, Source
from ..models.source_texts import sha256
from ..roles import is_analyst, is_reviewer, read_closed
from ..rules import sampling
from ..rules.folding import isolate
from ..rules.paragraphs import split_paragraphs
from ..rules.publishing import REVIEWER
from ..rules.sampling import SampledSource, Stratum
from ..wording.batches import (
    ALL_DONE,
    DONE_ALREADY,
    NO_CODER,
    NO_DOCUMENT,
    NO_TEXT_TO_DRAW,
    NOT_DONE,
    NOT_YOURS,
    OTHERS_SAY_WHY,
    REOPEN_SAY_WHY,
    TWO_CODERS,
)
from .write_gate import Gate, Refused, editing


class Coders(NamedTuple):
    """Who is to code a batch: users, and machines by their names."""

    users: Collection[User]
    machines: Collection[str] = ()


def open_batch(batch: Batch, sources: Sequence[Source], coders: Coders, *, user: User) -> Batch:
    """Open a batch of sources, whole or, where it names a stratum, a sample of their passages.

    Raise Refused where the user may not, or where something is missing; ValidationError where a field is wrong.
    """
    _refuse_others(user, batch)
    refused = [
        *([] if sources else [NO_DOCUMENT]),
        *([] if len(coders.users) + len(coders.machines) >= 2 else [TWO_CODERS]),
        *_list_strangers(coders.users, batch),
    ]
    if refused:
        raise Refused(refused)
    batch.opened_by = user
    batch.full_clean()
    places = _lay_out(batch, sources)
    with editing(user, "opened") as gate:
        gate.save(batch)
        for place in places:
            gate.save(place)
        for coder in [BatchCoder(user=one) for one in coders.users] + [BatchCoder(machine=m) for m in coders.machines]:
            coder.batch = batch
            coder.full_clean()
            gate.save(coder)
    return batch


def finish(coder: BatchCoder, *, user: User, reason: str = "") -> Batch:
    """Say that a coder is done: they themselves, or a reviewer with a reason. Once all are, the batch is blind no more.
    Return the batch as it is then."""
    with editing(user, f"done: {reason}" if reason else "done") as gate:
        batch, coder = _lock(gate, coder)
        if coder.done_at is not None:
            raise Refused([DONE_ALREADY if coder.user_id == user.pk else ALL_DONE])
        if coder.user_id != user.pk:
            _refuse_others(user, batch)
            if coder.user_id is not None and not reason.strip():
                raise Refused([OTHERS_SAY_WHY])
        mark_done(gate, batch, coder)
        return batch


def mark_done(gate: Gate, batch: Batch, coder: BatchCoder) -> None:
    """Note that a coder is done; the gate holds the batch, which is blind no more once all are, and settled at once
    where none of them has coded anything."""
    coder.done_at = timezone.now()
    gate.save(coder)
    if batch.blind and not batch.coders.filter(done_at=None).exists():
        batch.done_at = coder.done_at
        if not BlindCoding.objects.filter(coder__batch=batch).exists():
            batch.settled_on = localdate(batch.done_at)  # nobody found anything: nothing is left to settle
        gate.save(batch)


def reopen(coder: BatchCoder, *, user: User, reason: str) -> BatchCoder:
    """Let a coder go on who was done, as long as not all are: what they have seen of others they cannot unsee."""
    with editing(user, f"opened again: {reason}") as gate:
        batch, coder = _lock(gate, coder)
        _refuse_others(user, batch)
        if not batch.blind:
            raise Refused([ALL_DONE])
        if coder.done_at is None:
            raise Refused([NOT_DONE])
        if not reason.strip():
            raise Refused([REOPEN_SAY_WHY])
        coder.done_at = None
        gate.save(coder)
        return coder


def lock_to_code(gate: Gate, coder: BatchCoder) -> BatchCoder:
    """Return a coder's row, locked for what the gate's user codes in it. Raise Refused where it is not theirs, or done;
    for a machine a reviewer reads in what it coded."""
    batch, coder = _lock(gate, coder)
    user = gate.user
    if user is not None:
        if coder.user_id is None:
            _refuse_others(user, batch)
        elif coder.user_id != user.pk or batch.negotiation_id in read_closed(user) or not is_analyst(user):
            raise Refused([NOT_YOURS])
    if coder.done_at is not None:
        raise Refused([DONE_ALREADY if batch.blind else ALL_DONE])
    return coder


def _lock(gate: Gate, coder: BatchCoder) -> tuple[Batch, BatchCoder]:
    """Lock a batch and one of its coders, in this order: of two who are done at once, one comes last."""
    batch = gate.lock(Batch, coder.batch_id)
    coder = gate.lock(BatchCoder, coder.pk)
    coder.batch = batch
    return batch, coder


def _refuse_others(user: User, batch: Batch) -> None:
    if not is_reviewer(user) or batch.negotiation_id in read_closed(user):
        raise Refused([f"Only a {REVIEWER} of its negotiation may do this."])


def _list_strangers(users: Collection[User], batch: Batch) -> list[str]:
    """Return what to say of users who cannot code in the negotiation of a batch."""
    strangers = [one for one in users if not is_analyst(one) or batch.negotiation_id in read_closed(one)]
    names = ", ".join(isolate(BatchCoder.name_user(one)) for one in strangers)
    return [NO_CODER.format(users=names)] if strangers else []


def _lay_out(batch: Batch, sources: Sequence[Source]) -> list[BatchSource]:
    """Return the documents of a batch with the paragraphs that are drawn of each; those of which none is are left out
    (a query for each text)."""
    places, strata = {}, {}
    for source in sources:
        text = source.read_text()
        in_all = len(split_paragraphs(text))
        places[source.slug] = BatchSource(
            batch=batch, source=source, sha256=sha256(text) if text else "", in_all=in_all
        )
        strata[source.slug] = SampledSource(source.slug, _tell_stratum(batch, source), in_all)
    if not batch.stratum:
        return [*places.values()]
    without = [isolate(place.source.title) for place in places.values() if not place.in_all]
    if without:
        raise Refused([NO_TEXT_TO_DRAW.format(sources=", ".join(f"“{title}”" for title in without))])
    if batch.share is None:
        raise ValidationError({"share": "Say how many per cent of the passages are drawn."})
    drawn = sampling.draw(batch.public_id, strata.values(), batch.share)
    for name, numbers in drawn.items():
        places[name].paragraphs = numbers
    return [place for name, place in places.items() if name in drawn]


def _tell_stratum(batch: Batch, source: Source) -> str:
    """Return the stratum of which a source has its share."""
    match batch.stratum:
        case Stratum.TYPE:
            return str(source.type)
        case Stratum.PUBLISHER:
            return str(source.publisher)
        case _:
            return source.slug
