"""Batches as those see them who may: a coder their own work, a reviewer how far each has come, and what awaits whom."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, F, Q, QuerySet

from ..models import Batch, BatchCoder, BatchSource, BlindCoding, Claim, Negotiation, Source, SourceReading
from ..models.blind_suggestions import SUGGESTED_IN, BlindSuggestion, match_hidden_suggestions
from ..rules.publishing import Status


class PlaceProgress(NamedTuple):
    """How far a coder has come in one document of a batch."""

    place: BatchSource
    read: int
    codings: int

    @property
    def share(self) -> int:
        """In per cent, for the bar."""
        return round(100 * self.read / self.place.number) if self.place.number else 0


class CoderProgress(NamedTuple):
    """How far a coder has come in a batch; how much they have coded is None where the user must not know it."""

    coder: BatchCoder
    read: int
    number: int
    codings: int | None


def leave_out_blind(user: User | AnonymousUser, rows: QuerySet[Any], *, to_name: bool = False) -> QuerySet[Any]:
    """Leave out of rows what coders of batches must not see of each other: of actors and proposals the suggestions of
    others (but to name those that the user suggested too), of claims the drafts of others in documents that the user
    codes blind. No query of its own."""
    if rows.model in SUGGESTED_IN:
        return rows.exclude(match_hidden_suggestions(rows.model, user, to_name=to_name))
    return rows.exclude(match_drafts_of_others(user)) if rows.model is Claim else rows


def is_blind(user: User | AnonymousUser, row: Any) -> bool:
    """Whether a row is of those that `leave_out_blind` leaves out (one query at most)."""
    if type(row) in SUGGESTED_IN and row.suggestion or type(row) is Claim and row.status != Status.PUBLISHED:
        rows = type(row)._base_manager.filter(pk=row.pk)
        return not leave_out_blind(user, rows).exists()
    return False


def match_drafts_of_others(user: User | AnonymousUser) -> Q:
    """Match the claims that no reader sees and others code, of documents that a user still codes blind."""
    mine = select_blind_places(user)
    return Q(source__in=mine.values("source")) & ~Q(status=Status.PUBLISHED.value) & ~Q(coder=user.pk)


def select_blind_places(user: User | AnonymousUser) -> QuerySet[BatchSource]:
    """Return the documents of batches that a user codes and is not done with."""
    return BatchSource.objects.filter(batch__coders__user=user.pk, batch__coders__done_at=None)


def find_blind_batch(user: User, source: Source, negotiation: Negotiation) -> Batch | None:
    """Return the batch in which a user still codes a source blind, for a negotiation (one query)."""
    places = select_blind_places(user).filter(source=source, batch__negotiation=negotiation)
    place = places.select_related("batch").order_by("batch").first()
    return place.batch if place else None


def read_own_codings(coder: BatchCoder, source: Source) -> list[BlindCoding]:
    """Return what a coder of a batch coded in a source, in the order of its text, each actor and proposal called as
    the coder called it where they suggested it (three queries)."""
    codings = BlindCoding.objects.filter(coder=coder, source=source)
    rows = codings.select_related("holder", "speaker", "proposal__topic", "proposal__negotiation", "source", "wording")
    ordered = list(rows.order_by(F("quote_start").asc(nulls_last=True), "pk"))
    named = [row for coding in ordered for row in (coding.holder, coding.speaker, coding.proposal)]
    call_as_suggested(coder.user, named)
    return ordered


def call_as_suggested(user: User | AnonymousUser | None, rows: Iterable[Any]) -> None:
    """Let suggested rows be called as a coder of a batch called them, who may share them unknowingly with another (one
    query, where there are any); they are not saved."""
    named = [row for row in rows if row is not None and row.suggestion]
    if not named or user is None:
        return
    own = BlindSuggestion.objects.filter(coder__user=user.pk, coder__batch__done_at=None)
    called = {(one.actor_id, one.proposal_id): one for one in own}
    for row in named:
        is_actor = SUGGESTED_IN[type(row)] == "actor"
        one = called.get((row.pk, None) if is_actor else (None, row.pk))
        if one and is_actor:
            row.name, row.short_name, row.aliases = one.called, one.called_shortly or one.called, ""
        elif one:
            row.title, row.full_title, row.aliases = one.called, "", ""


def select_batches(negotiation: Negotiation) -> QuerySet[Batch]:
    """Return the batches of a negotiation, those first that are not settled, with numbers of documents and coders."""
    batches = Batch.objects.filter(negotiation=negotiation)
    return batches.annotate(
        documents=Count("sources", distinct=True),
        coders_in_all=Count("coders", distinct=True),
        coders_done=Count("coders", filter=Q(coders__done_at__isnull=False), distinct=True),
    )


def select_to_code(user: User) -> QuerySet[BatchCoder]:
    """Return the places of a user as a coder of batches with which they are not done."""
    return BatchCoder.objects.filter(user=user.pk, done_at=None, batch__done_at=None)


def select_to_settle() -> QuerySet[Batch]:
    """Return the batches whose coders are all done, and which nobody has settled."""
    return Batch.objects.comparable().filter(settled_on=None)


def list_place_progress(coder: BatchCoder) -> list[PlaceProgress]:
    """Return how far a coder has come in each document of their batch (three queries)."""
    read = _count_read(coder.batch)
    codings = BlindCoding.objects.filter(coder=coder).order_by().values("source").annotate(number=Count("pk"))
    numbers = {row["source"]: row["number"] for row in codings}
    places = coder.batch.sources.select_related("source").order_by("pk")
    return [
        PlaceProgress(place, read.get((coder.user_id, place.pk), 0), numbers.get(place.source_id, 0))
        for place in places
    ]


def list_coder_progress(batch: Batch) -> list[CoderProgress]:
    """Return how far each coder of a batch has come; how much they coded is told once all are done (four queries)."""
    read, number = _count_read(batch), sum(place.number for place in batch.sources.all())
    coders = batch.coders.select_related("user").annotate(number=Count("codings")).order_by("pk")
    totals: dict[int | None, int] = {}
    for (user, _), count in read.items():
        totals[user] = totals.get(user, 0) + count
    return [
        CoderProgress(coder, totals.get(coder.user_id, 0), number, None if batch.blind else coder.number)
        for coder in coders
    ]


def _count_read(batch: Batch) -> dict[tuple[int | None, int], int]:
    """Return (user, document of the batch) → how many of the paragraphs that are to be coded they have read."""
    places = {place.source_id: place for place in batch.sources.all()}
    read: dict[tuple[int | None, int], int] = {}
    for reading in SourceReading.objects.filter(batch=batch):
        place = places.get(reading.source_id)
        if place and place.sha256 == reading.sha256:
            read[reading.coder_id, place.pk] = sum(place.is_drawn(number) for number in reading.paragraphs)
    return read
