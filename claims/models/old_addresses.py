"""Addresses of pages as they were before their row was merged into another one, or moved to another negotiation.

Each names the row itself and not the address that it has now, so that none leads to another old one: whoever merges the
row away hands its old addresses on with all else that names it. A row that has the slug now goes first.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from .history import TrackedQuerySet, require_gate
from .negotiations import Negotiation
from .sources import Source
from .vocabulary import Actor, Proposal


class OldAddress(models.Model):
    """What a row was called in addresses: of a proposal the negotiation too, in which it was."""

    DERIVED: frozenset[str] = frozenset()

    slug = models.SlugField(max_length=60, db_index=False)
    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.CASCADE, null=True, related_name="old_addresses", db_index=False
    )
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, null=True, related_name="old_addresses")

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = "old address"
        verbose_name_plural = "old addresses"
        constraints = [
            models.CheckConstraint(
                name="old_address_of_one_row",
                condition=Q(actor__isnull=False, proposal=None, source=None, negotiation=None)
                | Q(actor=None, proposal__isnull=False, source=None, negotiation__isnull=False)
                | Q(actor=None, proposal=None, source__isnull=False, negotiation=None),
                violation_error_message="An old address is of one actor, proposal or source.",
            ),
            models.UniqueConstraint(
                name="old_address_of_actor_once", fields=["slug"], condition=Q(actor__isnull=False)
            ),
            models.UniqueConstraint(
                name="old_address_of_proposal_once",
                fields=["negotiation", "slug"],
                condition=Q(proposal__isnull=False),
            ),
            models.UniqueConstraint(
                name="old_address_of_source_once", fields=["slug"], condition=Q(source__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, now {self.row}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        require_gate(type(self), "save")
        super().save(*args, **kwargs)

    @property
    def row(self) -> Actor | Proposal | Source:
        """The row that it leads to (one query where it was not loaded)."""
        return self.actor or self.proposal or self.source  # type: ignore[return-value]  # it has one
