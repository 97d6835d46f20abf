"""What coders and reviewers say to each other of a claim, between the steps by which it passes.

The remarks of steps stand in the history of the claim, where nobody rewrites them; `queries.threads` reads both in the
order of time. Comments are history too: none is ever changed, none goes with a claim that is deleted, and one that is
brought back has them again. No reader sees any.
"""

from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..rules.publishing import Status
from ..rules.threads import ClaimVersion
from .claims import Claim
from .history import TrackedQuerySet, require_gate


class ReviewCommentQuerySet(TrackedQuerySet):
    def open(self) -> Self:
        """Keep those that somebody is still to answer; those on withdrawn claims nobody is."""
        waiting = self.filter(settled_at=None).exclude(awaits=None)
        return waiting.exclude(claim__status=Status.WITHDRAWN.value)

    def awaiting(self, user: User) -> Self:
        """Keep those that this user is to answer."""
        return self.open().filter(awaits=user)


class ReviewComment(models.Model):
    """A comment on a claim, and who is to answer it, until it is settled: answered, or said to be."""

    DERIVED = frozenset({"settled_at", "settled_by"})  # the only columns that are ever written again

    claim = models.ForeignKey(Claim, on_delete=models.DO_NOTHING, db_constraint=False, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    awaits = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "comment on a claim"
        verbose_name_plural = "comments on claims"
        ordering = ["claim", "written_at", "pk"]
        indexes = [
            models.Index(name="review_comment_open", fields=["awaits", "claim"], condition=Q(settled_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="review_comment_says_something",
                condition=~Q(text=""),
                violation_error_message="Write what you have to say.",
            ),
        ]

    def __str__(self) -> str:
        return f"comment of {self.author} on claim {self.claim_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        require_gate(type(self), "save")
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to answer it."""
        return self.awaits_id is not None and self.settled_at is None


def read_versions(claims: Collection[int]) -> dict[int, list[ClaimVersion]]:
    """Return {key: its versions from the oldest on} of claims, given by their keys (one query)."""
    versions: dict[int, list[ClaimVersion]] = {pk: [] for pk in claims}
    records = Claim.history.filter(id__in=claims).exclude(history_type="-").order_by("history_id")
    for pk, *version in records.values_list("id", "history_date", "history_user", "status", "review_comment"):
        at, user, status, remark = version
        versions[pk].append(ClaimVersion(at, user, Status(status), remark))
    return versions
