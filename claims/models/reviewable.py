"""What claims, recorded searches and remarks have in common: who writes them, and that readers see the published."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models

from ..rules.publishing import Status, Transition
from .history import Versioned


class Reviewable(Versioned):
    """A row that analysts write and reviewers publish; `status` changes by the transitions of `rules.publishing`."""

    STATUS_COLUMN = "status"  # in which the database keeps it
    TRANSITIONS: Mapping[str, Transition]
    SIGNED = False  # whether readers see its author's name, so that nobody else rewrites it

    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._remember_status()
        return row

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self._remember_status()

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        self._remember_status()

    def is_public(self):
        """Whether visitors see the row as it is now or as it was loaded."""
        return Status.PUBLISHED in (self.status, getattr(self, "_loaded_status", None))

    def is_theirs(self, user):
        """Whether the user codes the row, or nobody does."""
        return self.coder_id in (None, user.pk)

    def record_author(self, user):
        """Note who wrote the row last, and who wrote it first."""
        self.written_by = user
        self.coder = self.coder or user

    def _remember_status(self):
        self._loaded_status = self.status if self.STATUS_COLUMN in self.__dict__ else None
