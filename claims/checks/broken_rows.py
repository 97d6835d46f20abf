"""What every check tells, and of which rows: those that are withdrawn count nowhere, and nobody can change them."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse

from ..models import Actor, Batch, Claim, Outcome, Part
from ..models.batches import InBatch
from ..models.history import Versioned
from ..rules.publishing import Status

BATCH = 2000


class BrokenRow(NamedTuple):
    """A row that breaks a rule: what it is called, where it is opened, and what is wrong with it."""

    name: str
    address: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} ({self.address}): {self.reason}"


Check = Callable[[], Iterator[BrokenRow]]


def list_tracked_models() -> list[Any]:
    return [model for model in apps.get_app_config("claims").get_models() if issubclass(model, Versioned)]


def list_claims() -> QuerySet[Claim]:
    return Claim.objects.exclude(status=Status.WITHDRAWN.value).order_by("pk")


def list_outcomes() -> QuerySet[Outcome]:
    return Outcome.objects.exclude(status=Status.WITHDRAWN.value).order_by("pk")


def call(actor: Actor | None) -> str:
    """Return what a sentence calls an actor; no check reports a row that names none."""
    return actor.in_sentence if actor else "nobody"


def report(row: Any, reason: str) -> BrokenRow:
    """Return what is wrong with a row, at the page that readers see of what is published, else at that of editors."""
    name = row.public_id if isinstance(row, Claim | Outcome) else getattr(row, "slug", row.pk)
    page = row.part if isinstance(row, Part) else row  # where it is edited
    if isinstance(row, InBatch):
        batch = _find_batch(row)
        address = reverse("workbench:batch", args=[batch.negotiation.slug, batch.public_id])
    elif isinstance(row, Claim | Outcome) and row.status == Status.PUBLISHED:
        address = row.get_absolute_url()
    else:
        address = reverse(f"admin:{page._meta.label_lower.replace('.', '_')}_change", args=[page.pk])
    return BrokenRow(f"{row._meta.verbose_name} {name}", address, reason)


def _find_batch(row: Any) -> Batch:
    """Return the batch that a row of one is of."""
    batch: Batch = row if isinstance(row, Batch) else getattr(row, "batch", None) or row.coder.batch
    return batch
