"""Rows of the vocabulary that analysts suggest: drafts name them at once, readers see them once they are confirmed."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from .history import Versioned

WAITING, REFUSED = "waiting", "refused"
SUGGESTION_CHOICES = [
    ("", "confirmed"),
    (WAITING, "suggested: waits for a reviewer"),
    (REFUSED, "suggested, and refused"),
]
CONFIRMED = {"suggestion": ""}  # what rows are that may be named by what readers see


class Suggestible(Versioned):
    """A row that may be a suggestion."""

    _was_suggested: bool | None = None  # as it was loaded

    suggestion = models.CharField(
        "standing", max_length=8, choices=SUGGESTION_CHOICES, blank=True, default="", editable=False
    )

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._was_suggested = bool(row.__dict__.get("suggestion"))
        return row

    def is_public(self) -> bool:
        """No page changes with a suggestion, unless it was none or is none any more."""
        return not self.suggestion or self._was_suggested is False


def make_suggestion_constraint(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{name}_suggestion_known",
        condition=Q(suggestion__in=[value for value, _ in SUGGESTION_CHOICES]),
        violation_error_message="It is confirmed, or a suggestion that waits or was refused.",
    )
