"""Events of the talks: their rounds, meetings, deadlines and publications, each with the days on which it is."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ..wording.days import write_span
from .days import TypedDayField
from .history import keep_history
from .named import Named, NameField
from .negotiations import InNegotiation
from .sources import Source

ENDS_BEFORE = "The last day of an event is not before its first."
NOWHERE = "A locator needs its source: choose the document."


class EventKind(models.TextChoices):
    ROUND = "round", "round of talks"
    MEETING = "meeting", "meeting"
    DEADLINE = "deadline", "deadline"
    PUBLICATION = "publication", "publication"


class Event(InNegotiation):
    """A round, meeting, deadline or publication of the talks. Several may have one title, each a slug of its own."""

    kind = models.CharField(max_length=12, choices=EventKind)
    title = NameField(max_length=120, help_text="What it is called, such as: Geneva talks, first round.")
    first_day = TypedDayField(help_text="The day on which it is, or begins. It may lie in the future.")
    last_day = TypedDayField(null=True, blank=True, help_text="Empty if it takes one day only.")
    place = NameField(max_length=80, blank=True, help_text="Such as: Geneva.")
    description = NameField(max_length=200, blank=True, help_text="One line: who met, or what was published.")
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        help_text="The document that reports it. Readers see its name once something published cites it too.",
    )
    locator = models.CharField(
        max_length=120, blank=True, help_text="Where in the document: “p. 2”, “last paragraph, third sentence”."
    )

    history = keep_history(excluded_fields=sorted(Named.DERIVED))

    class Meta(InNegotiation.Meta):
        ordering = ["first_day", "title", "pk"]
        constraints = [
            *InNegotiation.Meta.constraints,
            models.CheckConstraint(
                name="event_kind_known",
                condition=Q(kind__in=EventKind.values),
                violation_error_message="An event is a round, a meeting, a deadline or a publication.",
            ),
            models.CheckConstraint(
                name="event_days_in_order",
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                violation_error_message=ENDS_BEFORE,
            ),
            models.CheckConstraint(
                name="event_locator_in_source",
                condition=Q(source__isnull=False) | Q(locator=""),
                violation_error_message=NOWHERE,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": ENDS_BEFORE})
        if self.locator and not self.source_id:
            raise ValidationError({"source": NOWHERE})

    def list_names(self) -> list[str]:
        return [self.title]

    def list_searched(self) -> list[str]:
        return [*super().list_searched(), self.place, self.description]

    def get_absolute_url(self) -> str:
        return f"{self.negotiation.get_absolute_url()}#events"

    @property
    def days(self) -> str:
        """When it is, in words."""
        return write_span(self.first_day, self.last_day)
