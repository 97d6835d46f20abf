"""Batches: documents that several coders code without seeing what the others do, until all of them are done."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from ..rules.sampling import Stratum
from ..wording.batches import EACH_ONCE, ONE_CODER, STRATA, write_place_in_batch
from .days import DayField
from .history import TrackedQuerySet, Versioned, keep_history
from .named import NameField
from .negotiations import Negotiation
from .public_ids import PublicIdField
from .sources import Source

STRATUM_CHOICES = [(stratum.value, STRATA[stratum]) for stratum in Stratum]


class BatchQuerySet(TrackedQuerySet):
    def blind(self) -> Self:
        """Keep those in which some coder is not done: what is coded in them is seen by nobody else."""
        return self.filter(done_at=None)

    def comparable(self) -> Self:
        """Keep those in which all are done."""
        return self.exclude(done_at=None)


class InBatch(Versioned):
    """A row of a batch: no reader ever sees it."""

    class Meta:
        abstract = True

    def is_public(self) -> bool:
        return False


class Batch(InBatch):
    """What several coders code blind for one negotiation: blind until all are done, then compared and settled."""

    TO_NEGOTIATION = "negotiation"

    public_id = PublicIdField("batch", unique=True)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="batches")
    title = NameField(max_length=80, help_text="By which its coders know it, such as: Press of December, twice.")
    note = models.TextField(blank=True, help_text="What its coders are to know before they begin.")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_on = DayField(default=localdate)
    # How its passages were drawn, so that they can be drawn again: of each stratum this share, in per cent.
    stratum = models.CharField(max_length=10, choices=STRATUM_CHOICES, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_on = DayField(null=True, blank=True, editable=False)

    objects = BatchQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base
    history = keep_history()

    class Meta:
        verbose_name = "batch"
        verbose_name_plural = "batches"
        ordering = [F("settled_on").desc(nulls_first=True), "-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="batch_titled", condition=~Q(title=""), violation_error_message="Give the batch a title."
            ),
            models.CheckConstraint(
                name="batch_stratum_known",
                condition=Q(stratum__in=["", *map(str, Stratum)]),
                violation_error_message="Passages are drawn from each document, type of document or publisher.",
            ),
            models.CheckConstraint(
                name="batch_share_of_strata",
                condition=Q(stratum="", share=None) | (~Q(stratum="") & Q(share__range=(1, 100))),
                violation_error_message="A sample is a share, from 1 to 100 per cent.",
            ),
            models.CheckConstraint(
                name="batch_settled_when_done",
                condition=Q(settled_on=None) | Q(done_at__isnull=False),
                violation_error_message="A batch is settled once all its coders are done.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def blind(self) -> bool:
        """Whether some coder is not done."""
        return self.done_at is None


class BatchSource(InBatch):
    """A document of a batch: the text that is coded, by its digest, and which of its paragraphs, or all of them."""

    TO_NEGOTIATION = "batch__negotiation"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="sources")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batch_sources")
    sha256 = models.CharField("SHA-256 of the text", max_length=64, blank=True)
    paragraphs = models.JSONField("numbers of the paragraphs that were drawn; none: all", default=list, blank=True)
    in_all = models.PositiveIntegerField("paragraphs of the text", default=0)

    history = keep_history()

    class Meta:
        verbose_name = "document of a batch"
        verbose_name_plural = "documents of batches"
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="batch_source_once", fields=["batch", "source"], violation_error_message=EACH_ONCE
            ),
        ]

    def __str__(self) -> str:
        return write_place_in_batch(str(self.source), str(self.batch))

    @property
    def number(self) -> int:
        """How many paragraphs are to be coded."""
        return len(self.paragraphs) or self.in_all

    def is_drawn(self, paragraph: int) -> bool:
        """Whether a paragraph is to be coded."""
        return not self.paragraphs or paragraph in self.paragraphs

    def read_text(self) -> str:
        """Return the text as it was when the batch was opened, or an empty one (one query)."""
        texts = self.source.texts.filter(sha256=self.sha256) if self.sha256 else self.source.texts.none()
        return texts.values_list("text", flat=True).first() or ""


class BatchCoder(InBatch):
    """Who codes a batch: a user, or a machine whose output somebody reads in under its name."""

    TO_NEGOTIATION = "batch__negotiation"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="coders")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="coded_batches"
    )
    machine = NameField(max_length=80, blank=True, help_text="Name and version of the model, if no person codes.")
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    history = keep_history()

    class Meta:
        verbose_name = "coder of a batch"
        verbose_name_plural = "coders of batches"
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="batch_coder_once",
                fields=["batch", "user"],
                condition=Q(user__isnull=False),
                violation_error_message="This user codes the batch already.",
            ),
            models.UniqueConstraint(
                name="batch_machine_once",
                fields=["batch", "machine"],
                condition=~Q(machine=""),
                violation_error_message="A machine of this name codes the batch already.",
            ),
            models.CheckConstraint(
                name="batch_coder_is_one",
                condition=Q(user__isnull=False, machine="") | (Q(user=None) & ~Q(machine="")),
                violation_error_message=ONE_CODER,
            ),
        ]

    def __str__(self) -> str:
        return self.machine or self.name_user(self.user)

    @staticmethod
    def name_user(user: Any) -> str:
        """Return what the pages of a batch call a user."""
        return (user.get_full_name() or user.get_username()) if isinstance(user, User) else ""
