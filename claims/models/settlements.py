"""How the codings of a batch were settled, cell by cell."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..rules.scales import Attribution, Dimension
from ..rules.settling import Decision
from ..wording.batches import DECISIONS, write_place_in_batch
from .batches import Batch, InBatch
from .blind_codings import BlindCoding
from .claim_content import ATTRIBUTION_CHOICES, DIMENSION_CHOICES
from .claims import Claim
from .history import keep_history
from .sources import Source
from .vocabulary import Actor, Proposal

DECISION_CHOICES = [(decision.value, words) for decision, words in DECISIONS.items()]


class Settlement(InBatch):
    """What was decided of codings of one cell in one document of a batch: which of them was taken, as it was or edited,
    or that nothing is claimed; why, by whom, and the claim that came of it. Each coding that it settles names it."""

    TO_NEGOTIATION = "batch__negotiation"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="settlements")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="settlements")
    holder = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="settlements")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="settlements")
    dimension = models.CharField(max_length=10, choices=DIMENSION_CHOICES)
    attribution = models.PositiveSmallIntegerField(choices=ATTRIBUTION_CHOICES)
    decision = models.CharField(max_length=6, choices=DECISION_CHOICES)
    coding = models.ForeignKey(BlindCoding, on_delete=models.PROTECT, null=True, blank=True, related_name="settlements")
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(default=timezone.now)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="settlements")

    history = keep_history()

    class Meta:
        verbose_name = "settled cell"
        ordering = ["batch", "pk"]
        constraints = [
            models.CheckConstraint(
                name="settlement_decision_known",
                condition=Q(decision__in=list(map(str, Decision))),
                violation_error_message="A coding is taken, taken and edited, or none is.",
            ),
            models.CheckConstraint(
                name="settlement_takes_a_coding",
                condition=Q(decision=Decision.NONE.value, claim=None)
                | (~Q(decision=Decision.NONE.value) & Q(coding__isnull=False)),
                violation_error_message="Choose the coding that is taken; where none is, there is no claim.",
            ),
            models.CheckConstraint(
                name="settlement_gives_reason",
                condition=Q(decision=Decision.TAKEN.value) | ~Q(reason=""),
                violation_error_message="Say why a coding was edited, or why none was taken.",
            ),
            models.CheckConstraint(
                name="settlement_dimension_known",
                condition=Q(dimension__in=list(map(str, Dimension))),
                violation_error_message="A dimension is position, prospects or salience.",
            ),
            models.CheckConstraint(
                name="settlement_attribution_known",
                condition=Q(attribution__in=list(map(int, Attribution))),
                violation_error_message="An attribution is own, reported, attributed or predicted.",
            ),
        ]

    def __str__(self) -> str:
        return write_place_in_batch(f"{self.holder} on {self.proposal}", str(self.batch))
