"""Packages of proposals: which proposal is part of which, and where in it.

A package may be part of a package, and a proposal part of several; nothing is within itself, by whatever way.
"""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from ..rules.packages import find_way
from ..wording.packages import BAR_IN_PLACE, OF_ITSELF, write_circle, write_elsewhere
from .history import TrackedQuerySet, Versioned, keep_history
from .named import NameField
from .suggestions import CONFIRMED
from .vocabulary import Proposal


class PartQuerySet(TrackedQuerySet):
    def get_by_natural_key(self, negotiation: str, package: str, part: str) -> Any:
        return self.get(package__negotiation__slug=negotiation, package__slug=package, part__slug=part)

    def map_packages(self) -> dict[int, list[int]]:
        """Return package id → the ids of its parts, in their order (one query)."""
        parts = defaultdict(list)
        for package, part in self.order_by(*Part.ORDER).values_list("package_id", "part_id"):
            parts[package].append(part)
        return dict(parts)


class Part(Versioned):
    """One proposal as a part of another, its package."""

    TO_NEGOTIATION = "package__negotiation"
    MOVES_CLAIMS = False
    # Parts of one place stand as proposals do.
    ORDER = ("package", "order", "part__topic__order", "part__topic__name", "part__order", "part__title")

    package = models.ForeignKey(
        Proposal,
        on_delete=models.PROTECT,
        related_name="parts",
        limit_choices_to=CONFIRMED,
        help_text="The package that it belongs to.",
    )
    part = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="packages", limit_choices_to=CONFIRMED)
    where = NameField(
        "where in it",
        db_column="place",  # the word means something to databases
        max_length=120,
        blank=True,
        help_text="Where in the package it stands: “Article 4”, “annex B”.",
    )
    order = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(9999)],
        help_text="Place among the parts of the package. Parts with the same number stand in the order of the "
        "proposals.",
    )

    objects = PartQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base
    history = keep_history()

    class Meta:
        verbose_name = "place in a package"
        verbose_name_plural = "places in packages"
        ordering = ["package", "order", "part"]
        constraints = [
            models.UniqueConstraint(
                name="part_once_in_a_package",
                fields=["package", "part"],
                violation_error_message="It is part of this package already.",
            ),
            models.CheckConstraint(
                name="part_not_of_itself", condition=~Q(package=F("part")), violation_error_message=OF_ITSELF
            ),
            models.CheckConstraint(
                name="part_place_without_bar",
                condition=~Q(where__contains="|"),
                violation_error_message=BAR_IN_PLACE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} in {self.package}"

    def natural_key(self) -> tuple[str, str, str]:
        return self.package.negotiation.slug, self.package.slug, self.part.slug

    def clean(self) -> None:
        super().clean()
        self.refuse_bar()
        if self.package_id and self.part.negotiation_id not in (None, self.package.negotiation_id):
            raise ValidationError({"package": write_elsewhere(self.package.title)})
        if self.package_id and self.part_id:
            self._refuse_circle()

    def refuse_bar(self) -> None:
        """Refuse a place that no file could hold."""
        if "|" in self.where:
            raise ValidationError({"where": BAR_IN_PLACE})

    def _refuse_circle(self) -> None:
        """Refuse what would put a proposal within itself, by whatever way (two queries at most)."""
        if self.package_id == self.part_id:
            raise ValidationError({"package": OF_ITSELF})
        parts = Part.objects.exclude(pk=self.pk).map_packages()
        if way := find_way(parts, self.part_id, self.package_id):
            titles = dict(Proposal.objects.filter(pk__in=way).values_list("pk", "title"))
            raise ValidationError({"package": write_circle([titles[key] for key in [self.package_id, *way]])})
