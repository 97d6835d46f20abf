"""Changes of what readers see, which wait for a reviewer: of cited sources and their codings, and of
published outcomes, searches and remarks."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from ..rules.publishing import CHANGE_STATUSES, CHANGE_TRANSITIONS, Status
from .editorial import EditorialNote, SearchRecord
from .history import keep_history
from .outcomes import Outcome
from .reviewable import Reviewable
from .source_codings import SourceCoding
from .source_texts import SourceText
from .sources import Source

CHANGE_STATUS_CHOICES = [(status.value, status.value.replace("-", " ")) for status in CHANGE_STATUSES]


class PendingChange(Reviewable):
    """What somebody wants a row to be that readers see. It never changes itself: what a reviewer read, they publish.

    A claim has none: its corrections are drafts of their own.
    """

    TRANSITIONS = CHANGE_TRANSITIONS

    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, editable=False, related_name="changes")
    coding = models.ForeignKey(
        SourceCoding, on_delete=models.PROTECT, null=True, editable=False, related_name="changes"
    )
    search = models.ForeignKey(
        SearchRecord, on_delete=models.PROTECT, null=True, editable=False, related_name="changes"
    )
    remark = models.ForeignKey(
        EditorialNote, on_delete=models.PROTECT, null=True, editable=False, related_name="changes"
    )
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, editable=False, related_name="changes")
    target_version = models.PositiveIntegerField("of version", editable=False)
    # Column → value as JSON has it, of the columns that change.
    fields = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    text = models.ForeignKey(SourceText, on_delete=models.PROTECT, null=True, editable=False, related_name="changes")
    takes_text_away = models.BooleanField(default=False, editable=False)
    # Codes of the warnings that whoever proposes it has confirmed, as `rules.warnings` writes them.
    confirmed = models.CharField(max_length=120, blank=True, editable=False)
    reason = models.TextField(editable=False)
    status = models.CharField(
        max_length=10, choices=CHANGE_STATUS_CHOICES, default=Status.IN_REVIEW.value, editable=False
    )
    review_comment = models.TextField(blank=True, editable=False)

    history = keep_history()

    class Meta:
        verbose_name = "change of what is published"
        verbose_name_plural = "changes of what is published"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="pending_change_of_one_row",
                condition=Q(source__isnull=False, coding=None, search=None, remark=None, outcome=None)
                | Q(source=None, coding__isnull=False, search=None, remark=None, outcome=None)
                | Q(source=None, coding=None, search__isnull=False, remark=None, outcome=None)
                | Q(source=None, coding=None, search=None, remark__isnull=False, outcome=None)
                | Q(source=None, coding=None, search=None, remark=None, outcome__isnull=False),
                violation_error_message="A change is of one source, coding, outcome, search or remark.",
            ),
            models.CheckConstraint(
                name="pending_change_status_known",
                condition=Q(status__in=list(map(str, CHANGE_STATUSES))),
                violation_error_message="A change is in review, returned, published or withdrawn.",
            ),
            models.CheckConstraint(
                name="pending_change_has_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why it should change.",
            ),
        ]

    def __str__(self) -> str:
        return f"Change of: {self.target}"

    @property
    def target(self) -> Any:
        """The row that it changes (one query where it was not loaded)."""
        return self.source or self.coding or self.search or self.remark or self.outcome

    def is_public(self) -> bool:
        """Readers see what it changes, and never the change."""
        return False
