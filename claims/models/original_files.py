"""The files from which texts of sources were taken, as they came.

They stand in the database and not beside it: a text and its file are saved together or not at all, and are in each
backup. Nobody reads their bytes but whoever asks for them.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..rules.documents import DocumentType, PageStart
from .history import TrackedQuerySet, require_gate
from .source_texts import SourceText

DOCUMENT_TYPES = [
    (DocumentType.PDF.value, "PDF"),
    (DocumentType.WORD.value, "Word"),
    (DocumentType.WEB_PAGE.value, "web page"),
    (DocumentType.PLAIN.value, "plain text"),
]


class OriginalFile(models.Model):
    """A file, and how a text was taken from it: by which package, in which encoding, with how many places mended. It
    never changes; a text that is taken anew is another text, with a row of its own.

    Without a text it waits for whoever uploaded it to look at its text, for a day.
    """

    DERIVED = frozenset({"text"})  # the only column that is ever written again: as sources become one

    text = models.ForeignKey(SourceText, on_delete=models.CASCADE, null=True, related_name="originals")
    name = models.CharField("name of the file", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    data = models.BinaryField("its bytes")
    media_type = models.CharField("type", max_length=100, choices=DOCUMENT_TYPES, blank=True)
    extractor = models.CharField("taken by", max_length=40, blank=True)
    extractor_version = models.CharField("version of that", max_length=40, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    mended = models.PositiveIntegerField("places mended", default=0)
    pages = models.JSONField("where its pages begin", default=list)  # [[code point, label], …]
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = "file of a text"
        verbose_name_plural = "files of texts"
        ordering = ["text", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["text", "sha256"], name="original_file_held_once"),
            models.CheckConstraint(
                name="original_file_type_known",
                condition=Q(media_type__in=["", *(kind.value for kind in DocumentType)]),
                violation_error_message="Choose one of the listed types.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        require_gate(type(self), "save")
        super().save(*args, **kwargs)

    def read_pages(self) -> tuple[PageStart, ...]:
        """Return where the pages of its text begin."""
        return tuple(PageStart(start, label) for start, label in self.pages)
