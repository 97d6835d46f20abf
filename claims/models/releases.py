"""Releases: all that is published of a negotiation, frozen.

A release, its files and their bytes stand in the database: each backup has them, and each host that serves the site.
None of it is ever changed or deleted; `release_triggers` has the database refuse it whoever asks.
"""

from collections.abc import Iterator
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from .days import DayField
from .history import require_gate
from .named import NameField
from .negotiations import Negotiation

PACKAGE, STATIC_COPY = "package", "copy"
KINDS_OF_FILES = [(PACKAGE, "data package"), (STATIC_COPY, "static copy")]
BYTES_A_CHUNK = 1 << 20


class ReleaseChanged(RuntimeError):
    """What belongs to a release was to be changed."""


class UnchangingQuerySet(models.QuerySet):
    """Rows that are made once, and then only read."""

    def update(self, **values: Any) -> NoReturn:
        raise ReleaseChanged(f"{self.model.__name__} rows never change.")

    def delete(self) -> NoReturn:
        raise ReleaseChanged(f"{self.model.__name__} rows are never deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ReleaseChanged(f"{self.model.__name__} rows never change.")

    for _write in (update, delete, bulk_update):
        _write.alters_data = True  # type: ignore[attr-defined]  # no template calls it
    del _write


class UnchangingRow(models.Model):
    """A row that is made once, through the gate."""

    objects = UnchangingQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        require_gate(type(self), "save")
        if not self._state.adding:
            raise ReleaseChanged(f"{self} never changes.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ReleaseChanged(f"{self} is never deleted.")


class Release(UnchangingRow):
    """Everything published of a negotiation on a day: its number, its data package's SHA-256, and the verdict on each
    proposal (slug → kind) as it was then."""

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    title = NameField("name", max_length=80, help_text="Such as “After the Geneva round”.")
    notes = models.TextField(blank=True, help_text="What is new in it, for readers.")
    day = DayField()
    sha256 = models.CharField("SHA-256 of its data package", max_length=64)
    made_with = models.CharField("version of the tracker", max_length=40)
    verdicts = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["negotiation", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="release_number_once"),
            models.CheckConstraint(name="release_counts_from_1", condition=models.Q(number__gte=1)),
            models.CheckConstraint(name="release_has_name", condition=~models.Q(title="")),
        ]

    def __str__(self) -> str:
        return f"Release {self.number} of {self.negotiation}"


class ReleaseFile(UnchangingRow):
    """A file of a release: what it is, its name, how many bytes it has, and their SHA-256."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=KINDS_OF_FILES)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField("bytes")
    sha256 = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["release", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["release", "kind"], name="release_file_once"),
            models.CheckConstraint(
                name="release_file_kind_is_one", condition=models.Q(kind__in=[PACKAGE, STATIC_COPY])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def read(self) -> Iterator[bytes]:
        """Yield its bytes, about a megabyte at a time (a query each)."""
        numbers = range(0, self.size, BYTES_A_CHUNK)
        for number in range(len(numbers)):
            yield bytes(self.chunks.values_list("data", flat=True).get(number=number))


class ReleaseChunk(UnchangingRow):
    """A part of a file of a release: no database takes hundreds of megabytes in one value gladly."""

    file = models.ForeignKey(ReleaseFile, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()  # from 0
    data = models.BinaryField()

    class Meta:
        ordering = ["file", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="release_chunk_once")]

    def __str__(self) -> str:
        return f"{self.file}, part {self.number + 1}"
