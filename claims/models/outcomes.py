"""Outcomes: what became of a proposal, each cited like a claim and published by a reviewer. No rule of claims reads
them, and no number of claims counts them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from ..rules import publishing
from ..rules.faults import FaultCode
from ..rules.publishing import Status
from ..rules.quotes import LONGEST_QUOTE, QuoteState
from ..rules.scales import OUTCOMES, OutcomeKind, Word
from ..wording.exchange import SENTENCES, RowError, write_errors
from ..wording.outcomes import ANOTHER_OF_THE_DAY, write_outcome
from .cited import QUOTE_STATE_CHOICES, STATUS_CHOICES, Cited, CitedQuerySet, make_constraints, refuse_at_fields
from .days import DayField
from .history import keep_history
from .named import Searchable
from .public_ids import PublicIdField
from .sources import Source
from .vocabulary import Proposal
from .wordings import find_wording_of_another, make_wording_field

# What an analyst writes of an outcome.
OUTCOME_CONTENT = ("proposal", "wording", "kind", "day", "source", "quote", "locator", "prefix", "suffix", "note")

KIND_CHOICES = [(kind.value, f"{word.word}: {word.meaning}") for kind, word in OUTCOMES.items()]


class Outcome(Cited, Searchable):
    """What became of a proposal on a day, with the passage that says so. Of several the latest stands."""

    TRANSITIONS = publishing.CLAIM_TRANSITIONS
    TO_NEGOTIATION = "proposal__negotiation"
    MOVES_CLAIMS = False
    DERIVED = Cited.DERIVED | Searchable.DERIVED

    public_id = PublicIdField("outcome", unique=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField("what became of it", max_length=14, choices=KIND_CHOICES)
    day = DayField(help_text="The day on which this happened. From that day on the outcome stands above the verdict.")
    wording = make_wording_field("outcomes", "The dated text of the proposal that it is about, if that is said.")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="outcomes", help_text="The document that says so."
    )
    quote = models.TextField(
        blank=True, help_text="The passage that carries the meaning, word for word and in one piece."
    )
    locator = models.CharField(
        max_length=120,
        blank=True,
        help_text="Where in the source: “p. 4”, “Article 6”. Cites an outcome that has no quote.",
    )
    prefix = models.CharField(
        max_length=200,
        blank=True,
        help_text="The words just before the quote. Needed if the quote stands more than once in the text.",
    )
    suffix = models.CharField(max_length=200, blank=True, help_text="The words just after the quote, by the same rule.")
    note = models.TextField(blank=True, help_text="Your doubt, if any. Only editors see it.")

    status = models.CharField(max_length=10, choices=STATUS_CHOICES, default=Status.DRAFT.value, editable=False)
    review_comment = models.TextField(blank=True, editable=False)
    quote_state = models.CharField(
        max_length=10, choices=QUOTE_STATE_CHOICES, default=QuoteState.NO_TEXT.value, editable=False
    )
    quote_start = models.PositiveIntegerField(null=True, editable=False)
    quote_end = models.PositiveIntegerField(null=True, editable=False)

    objects = CitedQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base
    history = keep_history(excluded_fields=sorted(DERIVED))

    class Meta:
        ordering = [F("day").desc(), "-pk"]
        constraints = [
            *make_constraints(
                "outcome",
                "An outcome",
                "A published outcome cites a passage: a quote that the text holds, or a locator.",
            ),
            models.CheckConstraint(
                name="outcome_kind_known",
                condition=Q(kind__in=list(map(str, OutcomeKind))),
                violation_error_message="It was agreed, agreed in part, refused, lapsed, overtaken, or is void.",
            ),
            models.CheckConstraint(
                name="outcome_quote_not_too_long",
                condition=Q(LessThanOrEqual(Length("quote"), LONGEST_QUOTE)),
                violation_error_message=SENTENCES[FaultCode.QUOTE_TOO_LONG],
            ),
            models.UniqueConstraint(
                name="outcome_one_published_of_a_day",
                fields=["proposal", "day"],
                condition=Q(status=Status.PUBLISHED.value),
                violation_error_message=ANOTHER_OF_THE_DAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.words}"

    def clean(self) -> None:
        super().clean()
        too_long = [RowError("quote", SENTENCES[FaultCode.QUOTE_TOO_LONG])] if len(self.quote) > LONGEST_QUOTE else []
        refuse_at_fields(self.list_citation_errors() + too_long + write_errors(find_wording_of_another(self)))

    def list_searched(self) -> list[str]:
        return [self.public_id, self.quote, self.locator]

    def get_absolute_url(self) -> str:
        return f"{self.proposal.get_absolute_url()}#outcome"

    @property
    def word(self) -> Word:
        return OUTCOMES[OutcomeKind(self.kind)]

    @property
    def words(self) -> str:
        """What became of it and when: “agreed 3 Mar 2022”."""
        return write_outcome(OutcomeKind(self.kind), self.day)

    @property
    def standing(self) -> str:
        """Its status in words."""
        return self.get_status_display()
