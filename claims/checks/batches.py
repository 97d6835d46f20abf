"""Documents that several coders code blind."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q

from ..models import Batch, BatchSource, BlindCoding
from ..rules import quotes
from .broken_rows import BATCH, BrokenRow, report


def check_batches() -> Iterator[BrokenRow]:
    """A batch is blind until all its coders are done, and no longer."""
    left = Batch.objects.annotate(left=Count("coders", filter=Q(coders__done_at=None)), number=Count("coders"))
    for batch in left.order_by("pk"):
        if batch.number < 2:
            yield report(batch, "It has fewer than two coders: nothing can be compared.")
        elif batch.blind != bool(batch.left):
            yield report(
                batch, f"Coders who are not done: {batch.left}, and it is {'' if batch.blind else 'not '}blind."
            )


def check_batch_texts() -> Iterator[BrokenRow]:
    """What is coded in a batch is of its documents, and stands in their texts as they were when it was opened."""
    places = BatchSource.objects.filter(batch__settled_on=None).select_related("batch", "source").order_by("pk")
    for place in places.iterator(BATCH):
        text = place.read_text()
        if place.sha256 and not text:
            yield report(place, "The text that it was opened with is held no more.")
        for coding in BlindCoding.objects.filter(coder__batch=place.batch_id, source=place.source_id).order_by("pk"):
            if not text and not coding.quote:
                continue
            now = quotes.locate(coding.quote, text, coding.prefix, coding.suffix)
            if (coding.quote_state, coding.quote_start, coding.quote_end) != (now.state.value, now.start, now.end):
                yield report(coding, "Its quote does not stand in the text of its document where it is said to stand.")
    in_batch = BatchSource.objects.filter(batch=OuterRef("coder__batch"), source=OuterRef("source"))
    unsettled = BlindCoding.objects.filter(coder__batch__settled_on=None)
    for coding in unsettled.exclude(Exists(in_batch)).select_related("coder__batch").order_by("pk"):
        yield report(coding, "Its document is not in its batch.")
