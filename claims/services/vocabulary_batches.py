"""What codings of batches need as rows that they name are made one or moved. Nothing of it is told: whoever merges two
actors may be a coder who must not see what another one named."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from ..models import Actor, BatchSource, BlindCoding, BlindSuggestion, Proposal, Source, SourceReading
from ..models.blind_suggestions import SUGGESTED_IN
from ..rules import conditions
from ..rules.faults import BrokenRule
from ..rules.folding import isolate
from ..rules.scales import Attribution
from ..wording.batches import HINDERED, IN_BLIND_BATCH, IN_UNSETTLED_BATCH
from .vocabulary import Moves, refuse


def refuse_blind_suggestions(rows: Iterable[Actor | Proposal]) -> None:
    """Raise Refused where a row was suggested in a batch that is still blind: what becomes of it, others would see."""
    for row in rows:
        of_row = BlindSuggestion.objects.filter(**{SUGGESTED_IN[type(row)]: row}, coder__batch__done_at=None)
        if row.suggestion and of_row.exists():
            refuse([IN_BLIND_BATCH.format(row=isolate(str(row)))])


def join_coded_actors(moves: Moves, gone: Actor, kept: Actor) -> None:
    """Let codings that name one actor name the other; raise Refused where one would then speak of itself."""
    refuse_blind_suggestions([gone, kept])
    codings = list(_lock(Q(holder=gone) | Q(speaker=gone)))
    for coding in codings:
        coding.holder_id = kept.pk if coding.holder_id == gone.pk else coding.holder_id
        coding.speaker_id = kept.pk if coding.speaker_id == gone.pk else coding.speaker_id
    alike = [c for c in codings if c.attribution >= Attribution.ATTRIBUTED and c.holder_id == c.speaker_id]
    refuse([HINDERED] if alike else [])
    moves.write(codings, {"holder", "speaker"})
    _drop_suggestions(moves, gone)


def join_coded_proposals(moves: Moves, gone: Proposal, kept: Proposal) -> None:
    """Let codings on one proposal be on the other, and conditions that name it name the other."""
    refuse_blind_suggestions([gone, kept])
    codings = [coding for coding in _lock(Q(proposal=gone) | _naming(gone)) if _is_about(coding, gone)]
    for coding in codings:
        links = [(kept.slug if s == gone.slug else s, granted) for s, granted in conditions.parse(coding.depends_on)]
        coding.proposal_id = kept.pk if coding.proposal_id == gone.pk else coding.proposal_id
        try:
            links = conditions.parse(conditions.write(links))
        except BrokenRule:
            refuse([HINDERED])
        own = coding.proposal_id == kept.pk
        coding.depends_on = conditions.write([link for link in links if not own or link[0] != kept.slug])
    moves.write(codings, {"proposal", "depends_on"})
    _drop_suggestions(moves, gone)


def join_coded_sources(moves: Moves, gone: Source, kept: Source) -> None:
    """Let batches name the other source; the text that they were opened with goes over to it. Raise Refused where one
    that is not settled has both: its coders code two documents, and would not be done with one."""
    places = BatchSource.objects.filter(source__in=[gone, kept]).select_related("batch", "source").order_by("pk")
    in_batches = {place.batch_id for place in places if place.source_id == kept.pk}
    twice = [place for place in places if place.source_id == gone.pk and place.batch_id in in_batches]
    refuse(
        IN_UNSETTLED_BATCH.format(batch=isolate(str(place.batch))) for place in twice if place.batch.settled_on is None
    )
    for place in twice:
        moves.delete(place)
    read = {_tell_reader(reading) for reading in kept.readings.all()}
    for reading in gone.readings.all():
        if _tell_reader(reading) in read:
            reading.delete()


def cut_coded_conditions(moves: Moves, proposal: Proposal, others: set[str]) -> None:
    """Let conditions of codings depend on nothing of another negotiation, as those of claims do, once a proposal has
    gone from beside the `others` (their slugs): their words stay."""
    codings = [coding for coding in _lock(Q(proposal=proposal) | _naming(proposal)) if coding.depends_on]
    for coding in codings:
        cut = others if coding.proposal_id == proposal.pk else {proposal.slug}
        kept = [link for link in conditions.parse(coding.depends_on) if link[0] not in cut]
        coding.depends_on = conditions.write(kept)
    moves.write(codings, {"depends_on"})


def _lock(chosen: Q) -> Any:
    return BlindCoding.objects.filter(chosen).select_for_update(of=("self",)).order_by("pk")


def _naming(proposal: Proposal) -> Q:
    """Match the codings whose conditions may name a proposal."""
    return Q(proposal__negotiation=proposal.negotiation_id, depends_on__contains=proposal.slug)


def _is_about(coding: BlindCoding, proposal: Proposal) -> bool:
    return coding.proposal_id == proposal.pk or proposal.slug in conditions.list_slugs(coding.depends_on)


def _tell_reader(reading: SourceReading) -> tuple[int, int, int | None]:
    return reading.coder_id, reading.negotiation_id, reading.batch_id


def _drop_suggestions(moves: Moves, gone: Actor | Proposal) -> None:
    """Who suggested in a batch what is no more: all are done, and it tells nobody anything any more."""
    for suggestion in gone.blind_suggestions.order_by("pk"):
        moves.delete(suggestion)
