"""Negotiations, and the rows that belong to one."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet

from ..rules.slugs import ADDRESSES
from .addresses import write_address
from .days import DayField
from .history import keep_history
from .named import Named, NamedOnce, NamedQuerySet, NameField, make_identity_field, make_slug_field


class Negotiation(NamedOnce, Named):
    """One set of talks with its own matrix: its sides, topics and proposals; actors and sources are shared by all."""

    NAME = "title"
    ITS_OWN = ("slug", "title")

    title = NameField(max_length=120, help_text="Such as: Russia and the US/NATO: security talks.")
    short_title = NameField(max_length=40, help_text="For the head of each page.")
    summary = models.TextField(blank=True, help_text="One paragraph: what is talked about, and between whom.")
    first_day = DayField(null=True, blank=True, help_text="When the talks began.")
    last_day = DayField(null=True, blank=True, help_text="When they ended. Empty while they go on.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Place among the negotiations.")
    public = models.BooleanField(
        default=True,
        help_text="Tick it to show everybody what is published in it. Otherwise only its team sees it.",
    )
    team = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",  # only a negotiation says who is in its team: so its history keeps it
        help_text="The editors who work in it; other editors see nothing of it here. If none is chosen, all editors "
        "work in it.",
    )

    history = keep_history(m2m_fields=[team], excluded_fields=sorted(NamedOnce.DERIVED))

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.CheckConstraint(
                name="negotiation_days_in_order",
                condition=Q(first_day__isnull=True) | Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                violation_error_message="The last day of a negotiation is not before its first.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.slug in ADDRESSES:
            raise ValidationError({"slug": f"“{self.slug}” is the address of a page: write another slug."})

    def list_names(self) -> list[str]:
        return [self.title, self.short_title]

    def get_address(self, page: str, *slugs: str) -> str:
        """Return the address of a page of this negotiation, by its name in `reader/urls.py`."""
        return write_address(page, self.slug, *slugs)

    def cut_address(self, page: str) -> tuple[str, str]:
        """Return what stands before and after the two slugs in which an address of this page ends, as in
        /talks/cells/ceasefire/east/, for pages that write thousands of them."""
        before, _, after = self.get_address(page, "0", "1").rpartition("0/1")
        return before, after

    def get_absolute_url(self) -> str:
        return self.get_address("matrix")


class QuerySetOfNegotiations(NamedQuerySet):
    """Rows that are known by the slug of their negotiation and their own."""

    def of(self, negotiations: tuple[int, ...] | None) -> Self:
        """Return the rows of these negotiations (ids), or all."""
        return self if negotiations is None else self.filter(negotiation__in=negotiations)

    def get_by_natural_key(self, negotiation: str, slug: str) -> Any:  # type: ignore[override]  # a key of two parts
        return self.get(negotiation__slug=negotiation, slug=slug)


class InNegotiation(Named):
    """A row of one negotiation, in which no other of its kind has its slug."""

    _loaded_negotiation: int | None = None

    slug = make_slug_field()
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="%(class)ss")

    objects = QuerySetOfNegotiations.as_manager()  # type: ignore[misc]  # it narrows that of the base

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "slug"],
                name="%(class)s_slug_once",
                violation_error_message="Another one in this negotiation has this slug.",
            )
        ]

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._loaded_negotiation = row.__dict__.get("negotiation_id")
        return row

    def natural_key(self) -> tuple[str, ...]:
        return (self.negotiation.slug, self.slug)

    def list_negotiations(self) -> set[int]:
        """Return the id of its negotiation, and of that which it was of as it was loaded."""
        return {key for key in (self.negotiation_id, self._loaded_negotiation) if key}

    def clean(self) -> None:
        super().clean()
        stored = self.pk and type(self)._base_manager.filter(pk=self.pk).first()
        if stored and stored.negotiation_id != self.negotiation_id:
            raise ValidationError({self.FIELD_OF_NEGOTIATION: "It cannot move to another negotiation here."})

    def list_namesakes(self) -> QuerySet[Any]:
        return super().list_namesakes().filter(negotiation=self.negotiation_id)

    FIELD_OF_NEGOTIATION = "negotiation"  # the one in which it is chosen


class OfNegotiation(NamedOnce, InNegotiation):
    """A row of one negotiation, in which no other of its kind has its slug or its name."""

    identity = make_identity_field()

    class Meta(InNegotiation.Meta):
        abstract = True
        constraints = [
            *InNegotiation.Meta.constraints,
            models.UniqueConstraint(
                fields=["negotiation", "identity"],
                name="%(class)s_identity_once",
                violation_error_message="Another one in this negotiation has this name.",
            ),
        ]
