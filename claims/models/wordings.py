"""Wordings: the dated texts of proposals (drafts, amendments, compromises), each with the document that it is from.

They are the parties' own documents, and public. A claim may name the one that it answers.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from ..rules.faults import FaultCode, RowFault
from ..wording.wordings import LONGEST_TEXT, TOO_LONG, write_wording
from .days import DayField
from .history import keep_history
from .named import Named, NamedOnce, NamedQuerySet, NameField, make_identity_field, make_slug_field
from .sources import Source
from .suggestions import CONFIRMED
from .vocabulary import Actor, Proposal


class WordingQuerySet(NamedQuerySet):
    def get_by_natural_key(self, negotiation: str, proposal: str, slug: str) -> Any:  # type: ignore[override]
        return self.get(proposal__negotiation__slug=negotiation, proposal__slug=proposal, slug=slug)


class Wording(NamedOnce, Named):
    """A text of a proposal as it stood on a day. Of one proposal no two have the same label."""

    NAME = "label"
    ITS_OWN = ("slug", "label")
    TO_NEGOTIATION = "proposal__negotiation"
    MOVES_CLAIMS = False

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="wordings", limit_choices_to=CONFIRMED
    )
    slug = make_slug_field()
    identity = make_identity_field()
    label = NameField(max_length=80, help_text="What it is called, such as: draft of 17 December.")
    day = DayField(help_text="The day on which it was put forward, published or agreed.")
    text = models.TextField(help_text="The text of this proposal alone, as the document has it.")
    authors = models.ManyToManyField(
        Actor,
        blank=True,
        related_name="wordings",
        limit_choices_to=CONFIRMED,
        help_text="Who put it forward, or agreed on it.",
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="wordings", help_text="The document from which it is taken."
    )
    locator = models.CharField(max_length=120, blank=True, help_text="Where in the document: “Article 4”, “p. 2”.")

    objects = WordingQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base
    history = keep_history(m2m_fields=[authors], excluded_fields=sorted(NamedOnce.DERIVED))

    class Meta:
        ordering = [F("day").desc(), "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="wording_slug_once",
                fields=["proposal", "slug"],
                violation_error_message="Another wording of this proposal has this slug.",
            ),
            models.UniqueConstraint(
                name="wording_label_once",
                fields=["proposal", "identity"],
                violation_error_message="Another wording of this proposal has this label.",
            ),
            models.CheckConstraint(
                name="wording_has_text", condition=~Q(text=""), violation_error_message="Write the text of the wording."
            ),
            models.CheckConstraint(
                name="wording_not_too_long",
                condition=Q(LessThanOrEqual(Length("text"), LONGEST_TEXT)),
                violation_error_message=TOO_LONG,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.proposal})"

    def natural_key(self) -> tuple[str, ...]:
        return self.proposal.negotiation.slug, self.proposal.slug, self.slug

    def clean(self) -> None:
        super().clean()
        if len(self.text) > LONGEST_TEXT:
            raise ValidationError({"text": TOO_LONG})
        stored = self.pk and type(self)._base_manager.filter(pk=self.pk).first()
        if stored and stored.proposal_id != self.proposal_id:
            raise ValidationError({"proposal": "A wording cannot move to another proposal."})

    def derive(self) -> None:
        """Keep its lines as everybody writes them, whatever a browser sends."""
        super().derive()
        self.text = self.text.replace("\r\n", "\n").strip()

    def list_namesakes(self) -> QuerySet[Any]:
        return super().list_namesakes().filter(proposal=self.proposal_id)

    def get_absolute_url(self) -> str:
        return self.get_address_on(self.proposal)

    def get_address_on(self, proposal: Proposal) -> str:
        """Return its address on the page of its proposal, for who has loaded that."""
        return f"{proposal.get_absolute_url()}?wording={self.slug}#wordings"

    @property
    def words(self) -> str:
        """What it is called, and its day."""
        return write_wording(self.label, self.day)


def make_wording_field(related_name: str, help_text: str) -> Any:
    """Return the field of a row of a proposal that may name a wording of that proposal."""
    return models.ForeignKey(
        Wording, on_delete=models.PROTECT, null=True, blank=True, related_name=related_name, help_text=help_text
    )


def find_wording_of_another(row: Any) -> list[RowFault]:
    """Return the fault of a claim or outcome that names a wording of another proposal than its own, if it does."""
    if row.wording_id is None or row.proposal_id in (None, row.wording.proposal_id):
        return []
    return [RowFault("wording", FaultCode.WORDING_OF_ANOTHER, {"wording": row.wording.label})]
