"""Which paragraphs of a text a coder has read, for a negotiation or in a batch.

Progress of one person, and no record of anything: it has no history, and no other reader.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q

from .batches import Batch
from .history import TrackedQuerySet, require_gate
from .negotiations import Negotiation
from .sources import Source


class ReadText(NamedTuple):
    """What is read: a text of a source, for a negotiation, in a batch or beside one."""

    source: Source
    negotiation: Negotiation
    text: str
    batch: Batch | None = None


class SourceReading(models.Model):
    """The paragraphs that a coder has read of one text, known by its digest: of another text they have read none."""

    DERIVED: frozenset[str] = frozenset()

    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="readings")
    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="readings")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, null=True, related_name="readings")
    sha256 = models.CharField("SHA-256 of the text", max_length=64)
    paragraphs = models.JSONField("numbers of the paragraphs that were read", default=list)
    in_all = models.PositiveIntegerField("paragraphs of the text")

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = "reading of a document"
        verbose_name_plural = "readings of documents"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="reading_once", fields=["coder", "source", "negotiation"], condition=Q(batch=None)
            ),
            models.UniqueConstraint(
                name="reading_once_in_batch", fields=["coder", "source", "batch"], condition=Q(batch__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.paragraphs)} of {self.in_all} paragraphs read"

    def save(self, *args: Any, **kwargs: Any) -> None:
        require_gate(type(self), "save")
        super().save(*args, **kwargs)
