"""What claims, recorded searches and remarks have in common: who writes them, and that readers see the published."""

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from ..rules.publishing import Status, Transition
from .history import Versioned


class Reviewable(Versioned):
    """A row that analysts write and reviewers publish; `status` changes by the transitions of `rules.publishing`."""

    REVIEWED = True
    STATUS_COLUMN = "status"  # in which the database keeps it
    TRANSITIONS: Mapping[str, Transition]
    status: Any  # a column of claims, worked out for what is recorded beside them
    SIGNED = False  # whether readers see its author's name, so that nobody else rewrites it

    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._remember_status()
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self._remember_status()

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._remember_status()

    def is_public(self) -> bool:
        """Whether visitors see the row as it is now or as it was loaded."""
        return Status.PUBLISHED in (self.status, getattr(self, "_loaded_status", None))

    def is_theirs(self, user: User | None) -> bool:
        """Whether the user codes the row, or nobody does; of what is signed, only its author may say so."""
        if self.coder_id is None:
            return not self.SIGNED
        return user is not None and self.coder_id == user.pk

    def record_author(self, user: User | None) -> None:
        """Note who wrote the row last, and who wrote it first."""
        self.written_by = user
        self.coder = self.coder or user

    def _remember_status(self) -> None:
        self._loaded_status = self.status if self.STATUS_COLUMN in self.__dict__ else None
