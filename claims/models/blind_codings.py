"""What coders of a batch say, each without seeing the others: no claims, so that nothing that shows, counts, finds or
hands out claims has them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from ..rules import quotes
from ..rules.faults import FaultCode
from ..rules.quotes import QuoteState
from ..wording.batches import write_coding_in
from ..wording.exchange import SENTENCES
from .batches import BatchCoder, BatchSource, InBatch
from .claim_constraints import make_content_constraints
from .claim_content import ClaimContent
from .history import keep_history


class BlindCoding(ClaimContent, InBatch):
    """What a coder of a batch says of a passage, checked as a claim is; of those that are taken a claim is made."""

    TO_NEGOTIATION = "coder__batch__negotiation"

    coder = models.ForeignKey(BatchCoder, on_delete=models.PROTECT, related_name="codings", editable=False)
    settlement = models.ForeignKey(
        "claims.Settlement", on_delete=models.PROTECT, null=True, editable=False, related_name="codings"
    )

    history = keep_history(excluded_fields=sorted(ClaimContent.DERIVED))

    class Meta:
        verbose_name = "blind coding"
        ordering = ["coder", "pk"]
        constraints = [
            *make_content_constraints("blind_coding"),
            models.CheckConstraint(
                name="blind_coding_quote_not_too_long",
                condition=Q(LessThanOrEqual(Length("quote"), quotes.LONGEST_QUOTE)),
                violation_error_message=SENTENCES[FaultCode.QUOTE_TOO_LONG],
            ),
            models.CheckConstraint(
                name="blind_coding_quote_stands_in_text",
                condition=Q(quote_state__in=[str(state) for state in QuoteState if state != QuoteState.MISSING]),
                violation_error_message="The text of the document has the quote, word for word.",
            ),
        ]

    def __str__(self) -> str:
        """Say nothing of what it says: pages name rows that others may not see."""
        return write_coding_in(str(self.coder.batch))

    @property
    def conditional(self) -> bool:
        return bool(self.conditions)

    @property
    def on_part(self) -> bool:
        return bool(self.covers)

    def read_text(self) -> str:
        """Return the text as it was when the batch was opened: all coders read the same (two queries)."""
        place = BatchSource.objects.filter(batch__coders=self.coder_id, source=self.source_id).first()
        return place.read_text() if place else ""
