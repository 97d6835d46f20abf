"""Rows that hold from a day to a day, of which no two in one place have a day in common."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ..rules.participants import Stretch, overlap
from ..wording.participants import ENDS_BEFORE
from .history import TrackedQuerySet, Versioned


class StretchQuerySet(TrackedQuerySet):
    """Rows by the days on which they hold."""

    def on(self, day: date | F) -> Self:
        """Keep the rows that hold on a day."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def in_order(self) -> Self:
        return self.order_by(F("since").asc(nulls_first=True))

    def get_of_name(self, link: str, name: str) -> Any:
        """Return the row of a name, “fiji 2022-01-10”: the slug of what `link` names, and its first day. The slug alone
        is the first one too. Raise DoesNotExist where there is none."""
        slug, _, since = name.partition(" ")
        rows = self.filter(**{f"{link}__slug": slug}, **({"since": since} if since else {}))
        first = rows.in_order().first()
        if first is None:
            raise self.model.DoesNotExist  # type: ignore[attr-defined]  # each model has one
        return first


def make_check_of_days(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
        violation_error_message=ENDS_BEFORE,
    )


class OfStretch(Versioned):
    """A row with the days `since` and `until`, which is in a `place`; `stretch_rules` holds what it says of places."""

    since: date | None
    until: date | None

    objects = StretchQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base

    # What it is checked beside, where that is not what the database holds: other rows of the same form.
    beside: Iterable[Self] | None = None

    class Meta:
        abstract = True

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.since, self.until)

    @property
    def place(self) -> tuple[int, int]:
        """Return ids that tell in which place it is: of the rows in one, no two have a day in common."""
        raise NotImplementedError

    @classmethod
    def select_beside(cls, rows: Iterable[Self]) -> "models.QuerySet[Any]":
        """Return stored rows among which are all those in the places of these."""
        raise NotImplementedError

    def write_overlap(self, other: Self) -> str:
        """Say that another one holds on some of its days already."""
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": ENDS_BEFORE})

    def refuse_overlap(self) -> None:
        """Refuse days that another one in its place has (one query at most)."""
        stored = self.beside is None and None not in self.place
        others = type(self).select_beside([self]).exclude(pk=self.pk) if stored else self.beside
        for other in others or ():
            if other.place == self.place and overlap(self.stretch, other.stretch):
                raise ValidationError({"since": self.write_overlap(other)})
