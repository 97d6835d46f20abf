"""Texts of sources, apart from these: each may be megabytes long, and whoever lists sources reads none."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .history import TrackedQuerySet, require_gate
from .sources import Source


def sha256(data: bytes | str) -> str:
    """Return the SHA-256 of a text's bytes, in hexadecimal."""
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()


class SourceText(models.Model):
    """A text that is held of a source, or was: it never changes, another text is another row.

    Quotes are checked against the current one. The others are kept, for published quotes rested on them. All outlive
    their source: the history keeps a source that was deleted, and its texts are here when it is brought back.
    """

    DERIVED = frozenset({"current"})  # the only column that is ever written again

    # No constraint of the database: the key of a source that was deleted is given to no other.
    source = models.ForeignKey(Source, on_delete=models.DO_NOTHING, db_constraint=False, related_name="texts")
    sha256 = models.CharField("SHA-256", max_length=64)
    text = models.TextField()
    current = models.BooleanField(default=True)
    # Empty for texts from before texts had a table.
    added_at = models.DateTimeField(null=True, default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = "text of a source"
        verbose_name_plural = "texts of sources"
        ordering = ["source_id", "-pk"]  # by the key: a source may be gone
        constraints = [
            models.UniqueConstraint(fields=["source", "sha256"], name="source_text_held_once"),
            models.UniqueConstraint(fields=["source"], condition=Q(current=True), name="source_text_one_current"),
            models.CheckConstraint(
                name="source_text_not_empty", condition=~Q(text=""), violation_error_message="The text is empty."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}…"

    def save(self, *args: Any, **kwargs: Any) -> None:
        require_gate(type(self), "save")
        super().save(*args, **kwargs)
