"""For which negotiation a source is fully coded: by whom and when every passage of it was read for its proposals."""

from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from ..wording.source_codings import BAR_IN_NAME, BY_AND_ON, STAYS, write_coding
from .days import DayField
from .history import TrackedQuerySet, Versioned, keep_history
from .named import NameField
from .negotiations import Negotiation
from .sources import CITING, Source, match_cited


class SourceCodingQuerySet(TrackedQuerySet):
    def done(self) -> Self:
        """Keep those that say by whom and when: the others are not done yet, or no more."""
        return self.exclude(fully_coded_by="")

    def public(self, negotiations: Collection[int] | None = None) -> Self:
        """Keep those that readers see, in these negotiations (ids) or in all: of sources that they see cited there."""
        cited = Q()
        for name, conditions in CITING:
            model: Any = Source._meta.get_field(name).related_model
            there = {"source": OuterRef("source"), "proposal__negotiation": OuterRef("negotiation")}
            cited |= Q(Exists(model._base_manager.filter(**there, **conditions)))
        within = {} if negotiations is None else {"negotiation__in": negotiations}
        return self.done().filter(cited, **within)

    def get_by_natural_key(self, negotiation: str, source: str) -> Any:
        return self.get(negotiation__slug=negotiation, source__slug=source)


class SourceCoding(Versioned):
    """By whom and when a source was fully coded for one negotiation; with neither, it is not, or it is proposed."""

    REVIEWED = True
    TO_NEGOTIATION = "negotiation"
    MOVES_CLAIMS = False

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="codings")
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="codings")
    fully_coded_by = NameField(
        "fully coded by",
        max_length=80,
        blank=True,
        help_text="Who coded every passage of it for this negotiation. Empty until somebody has.",
    )
    fully_coded_on = DayField(
        "fully coded on",
        null=True,
        blank=True,
        help_text="The day on which it was last read for every proposal of the negotiation.",
    )

    objects = SourceCodingQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base
    history = keep_history()

    class Meta:
        verbose_name = "coding of a source"
        verbose_name_plural = "codings of sources"
        ordering = ["negotiation", F("fully_coded_on").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                name="source_coding_once",
                fields=["source", "negotiation"],
                violation_error_message="This source has a line for this negotiation already.",
            ),
            models.CheckConstraint(
                name="source_coding_by_and_on",
                condition=Q(fully_coded_by="", fully_coded_on__isnull=True)
                | (~Q(fully_coded_by="") & Q(fully_coded_on__isnull=False)),
                violation_error_message=BY_AND_ON,
            ),
            models.CheckConstraint(
                name="source_coding_by_without_bar",
                condition=~Q(fully_coded_by__contains="|"),
                violation_error_message=BAR_IN_NAME,
            ),
        ]

    def __str__(self) -> str:
        return write_coding(str(self.source), str(self.negotiation))

    def natural_key(self) -> tuple[str, str]:
        return self.negotiation.slug, self.source.slug

    def clean(self) -> None:
        super().clean()
        if "|" in self.fully_coded_by:
            raise ValidationError({"fully_coded_by": BAR_IN_NAME})
        stored = self.pk and type(self)._base_manager.filter(pk=self.pk).first()
        if stored and (stored.source_id, stored.negotiation_id) != (self.source_id, self.negotiation_id):
            raise ValidationError(STAYS)

    def is_public(self) -> bool:
        """Whether readers see the source cited in the negotiation: then they see too whether it is fully coded (one
        query)."""
        return Source.objects.filter(match_cited([self.negotiation_id]), pk=self.source_id).exists()
