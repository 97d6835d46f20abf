"""What analysts record beside claims: where they searched in vain, and how they read what there is.

Neither is a claim, and no number counts them. Each is seen by editors only until a reviewer publishes it.
"""

from typing import Any, Self

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from ..rules.publishing import RECORD_TRANSITIONS, Status
from ..rules.scales import DIMENSIONS, SEARCH_OUTCOMES, Dimension, SearchOutcome
from ..wording.contradictions import BOTH_OR_NONE, OF_ONE_DIMENSION, write_not_of_cell
from .claim_content import DIMENSION_CHOICES
from .claims import Claim
from .days import DayField
from .history import TrackedQuerySet, keep_history
from .named import Searchable
from .reviewable import Reviewable
from .vocabulary import Actor, ActorKind, Proposal

SEARCH_OUTCOME_CHOICES = [(outcome.value, word.word) for outcome, word in SEARCH_OUTCOMES.items()]


class EditorialQuerySet(TrackedQuerySet):
    def published(self) -> Self:
        return self.filter(published=True)

    def for_table(self) -> Self:
        """Load with each row all that a row of its table shows."""
        return self.select_related("proposal__topic", "proposal__negotiation", "holder")

    def with_answered(self) -> Self:
        """Load with each remark the two claims whose contradiction it answers."""
        return self.select_related("earlier_claim", "later_claim")


class EditorialRecord(Reviewable, Searchable):
    """A row of an analyst's own work, which a reviewer publishes: a draft, or published."""

    STATUS_COLUMN = "published"
    TRANSITIONS = RECORD_TRANSITIONS
    TO_NEGOTIATION = "proposal__negotiation"
    MOVES_CLAIMS = False

    holder: Any
    holder_id: Any
    published = models.BooleanField(default=False, editable=False)

    objects = EditorialQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base

    class Meta:
        abstract = True

    @property
    def status(self) -> Status:
        return Status.PUBLISHED if self.published else Status.DRAFT

    @status.setter
    def status(self, status: Status) -> None:
        self.published = status == Status.PUBLISHED

    def clean(self) -> None:
        super().clean()
        if self.holder_id and self.holder.kind == ActorKind.OFFICIAL:
            raise ValidationError({"holder": "A holder is a party, a coalition or an expert, not an official."})


class SearchRecord(EditorialRecord):
    """What was searched outside the coded sources for one cell and not found, or why there is nothing to find."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="searches")
    holder = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="searches",
        help_text="Whose stance was searched for: a party, a coalition or an expert.",
    )
    dimension = models.CharField(
        max_length=10,
        choices=DIMENSION_CHOICES,
        blank=True,
        help_text="Leave it empty if it is about all three.",
    )
    outcome = models.CharField(max_length=14, choices=SEARCH_OUTCOME_CHOICES, default=SearchOutcome.NOTHING_FOUND.value)
    searched_on = DayField(null=True, blank=True, help_text="The day of the search, if nothing was found.")
    searched_in = models.CharField(
        max_length=300,
        blank=True,
        help_text="What you searched, so that somebody else can repeat it: “kremlin.ru, 1–17 Jan 2022”.",
    )
    why = models.CharField(
        "why not applicable",
        max_length=300,
        blank=True,
        help_text="Why the holder can have no stance on it, if it is not applicable.",
    )

    history = keep_history(excluded_fields=sorted(EditorialRecord.DERIVED))

    class Meta:
        verbose_name = "recorded search"
        verbose_name_plural = "recorded searches"
        ordering = [F("searched_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="search_dimension_known",
                condition=Q(dimension__in=["", *map(str, Dimension)]),
                violation_error_message="A dimension is position, prospects or salience; empty means all three.",
            ),
            models.CheckConstraint(
                name="search_outcome_known",
                condition=Q(outcome__in=list(map(str, SearchOutcome))),
                violation_error_message="A search found nothing, or there is nothing to find.",
            ),
            models.CheckConstraint(
                name="search_says_when_and_where",
                condition=~Q(outcome=SearchOutcome.NOTHING_FOUND.value)
                | (Q(searched_on__isnull=False, why="") & ~Q(searched_in="")),
                violation_error_message="If nothing was found, say when and where you searched, and leave the reason "
                "empty.",
            ),
            models.CheckConstraint(
                name="search_says_why_not_applicable",
                condition=~Q(outcome=SearchOutcome.NOT_APPLICABLE.value)
                | (Q(searched_on__isnull=True, searched_in="") & ~Q(why="")),
                violation_error_message="If it is not applicable, say why, and leave day and place empty.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} on {self.proposal}: {SEARCH_OUTCOMES[SearchOutcome(self.outcome)].word}"

    def list_searched(self) -> list[str]:
        return [self.searched_in, self.why]

    @property
    def outcome_word(self) -> str:
        return SEARCH_OUTCOMES[SearchOutcome(self.outcome)].word

    @property
    def dimension_word(self) -> str:
        return DIMENSIONS[Dimension(self.dimension)].word.lower() if self.dimension else "all dimensions"


class EditorialNote(EditorialRecord):
    """How its author reads a proposal, or one holder's cell on it; signed, dated, and no claim.

    It answers a contradiction inside its holder where it names the two claims that contradict each other: their ids
    stay when they are corrected, when proposals or actors are merged, and when other claims come between.
    """

    SIGNED = True

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="remarks")
    holder = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="remarks",
        help_text="The party, coalition or expert whose stance it is about. Leave it empty if it is about the "
        "proposal.",
    )
    earlier_claim = models.ForeignKey(
        Claim,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_as_earlier",
        help_text="If it answers a contradiction: the short id of the claim that was said first.",
    )
    later_claim = models.ForeignKey(
        Claim,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_as_later",
        help_text="The short id of the claim that contradicts it.",
    )
    text = models.TextField(
        help_text="How you read it. Readers see it, with your name and the day, apart from the claims."
    )
    signed_by = models.CharField(max_length=160, editable=False)
    written_on = models.DateField(default=localdate, editable=False)

    history = keep_history(excluded_fields=sorted(EditorialRecord.DERIVED))

    class Meta:
        verbose_name = "remark"
        ordering = ["-written_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="remark_has_text", condition=~Q(text=""), violation_error_message="Write the remark."
            ),
            models.CheckConstraint(
                name="remark_is_signed",
                condition=~Q(signed_by=""),
                violation_error_message="A remark has the name of its author.",
            ),
            models.CheckConstraint(
                name="remark_answers_two_claims",
                condition=Q(earlier_claim=None, later_claim=None)
                | Q(earlier_claim__isnull=False, later_claim__isnull=False, holder__isnull=False)
                & ~Q(earlier_claim=F("later_claim")),
                violation_error_message=BOTH_OR_NONE,
            ),
        ]

    def __str__(self) -> str:
        about = f"{self.holder} on {self.proposal}" if self.holder_id else str(self.proposal)
        return f"Remark of {self.signed_by} on: {about}"

    @property
    def answered_claims(self) -> list[Claim]:
        """The two claims whose contradiction it answers, as far as readers see them: the earlier first."""
        claims = [claim for claim in (self.earlier_claim, self.later_claim) if claim is not None]
        return [claim for claim in claims if claim.status == Status.PUBLISHED]

    def clean(self) -> None:
        """Hold that the two claims it answers are of its cell; the one that was said first becomes the earlier."""
        super().clean()
        named = {"earlier_claim": self.earlier_claim, "later_claim": self.later_claim}
        claims = {name: claim for name, claim in named.items() if claim is not None}
        cell = self.holder_id, self.proposal_id
        strangers = [name for name, claim in claims.items() if (claim.holder_id, claim.proposal_id) != cell]
        if strangers:
            raise ValidationError({name: write_not_of_cell(claims[name].public_id) for name in strangers})
        if len(claims) < len(named):
            return  # where one is named alone, the database says so
        if len({claim.dimension for claim in claims.values()}) > 1:
            raise ValidationError({"later_claim": OF_ONE_DIMENSION})
        self.earlier_claim, self.later_claim = sorted(claims.values(), key=lambda claim: (claim.said_on, claim.pk))

    def list_searched(self) -> list[str]:
        return [self.text, self.signed_by]

    def record_author(self, user: User | None) -> None:
        """Note the author's name as readers see it, and the day of the last writing."""
        super().record_author(user)
        if self.coder and not self.signed_by:
            self.signed_by = self.coder.get_full_name() or self.coder.get_username()
        if self.pk or not self.published:
            self.written_on = localdate()
