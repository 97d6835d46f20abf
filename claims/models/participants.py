"""Who takes part in a negotiation: which actor stands on which side, from when until when."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, QuerySet

from ..wording.participants import OF_OFFICIAL, PRINCIPAL_IS_PARTY, write_overlap, write_stretch
from .days import TypedDayField
from .history import keep_history
from .stretches import OfStretch, StretchQuerySet, make_check_of_days
from .suggestions import CONFIRMED
from .vocabulary import NO_SIDE_SLUG, Actor, ActorKind, Side

# Where actors stand that have no part: no row of the database, and the last of the sides.
NO_SIDE = Side(pk=0, slug=NO_SIDE_SLUG, name="No side", negotiates=False, order=2**15)


class ActorPart(NamedTuple):
    """What an actor is in the negotiation on one day, and from when until when; without a part it has no days."""

    side: Side = NO_SIDE
    principal: bool = False
    always_shown: bool = False
    order: int = 0
    since: date | None = None
    until: date | None = None

    @property
    def named_side(self) -> Side | None:
        """The side that files name, None for an actor that has no part."""
        return None if self.side.pk == NO_SIDE.pk else self.side

    @property
    def counts(self) -> bool:
        """Whether the actor's stances count in verdicts."""
        return self.principal and self.side.negotiates


class ParticipantQuerySet(StretchQuerySet):
    """Parts of actors, by the days on which they hold."""

    def get_by_natural_key(self, negotiation: str, name: str) -> Any:
        """Return the stretch of this name in a negotiation; the actor's slug alone is its first one too."""
        return self.filter(side__negotiation__slug=negotiation).get_of_name("actor", name)


class Participant(OfStretch):
    """A stretch of days in which an actor stands on one side. Who speaks for a party has none: it stands there too."""

    TO_NEGOTIATION = "side__negotiation"
    MOVES_CLAIMS = False

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="stretches", limit_choices_to=CONFIRMED)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="stretches")
    principal = models.BooleanField(
        default=False,
        help_text="Tick it for a party or coalition whose stance counts for its side in verdicts. Others are voices: "
        "shown, never counted.",
    )
    always_shown = models.BooleanField(
        default=False, help_text="Keeps the actor's column in the matrix even when it is empty."
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Place within the side.")
    since = TypedDayField(
        "from", null=True, blank=True, help_text="The first day on this side. Empty: from the beginning."
    )
    until = TypedDayField("until", null=True, blank=True, help_text="The last day on this side. Empty: to this day.")

    objects = ParticipantQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base

    history = keep_history()

    class Meta:
        ordering = ["actor__name", F("since").asc(nulls_first=True)]
        constraints = [
            make_check_of_days("participant_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.side} {write_stretch(self.since, self.until)}"

    @property
    def part(self) -> ActorPart:
        """What the actor is on each of its days."""
        return ActorPart(self.side, self.principal, self.always_shown, self.order, self.since, self.until)

    @property
    def place(self) -> tuple[int, int]:
        """Return its actor and its negotiation (ids): of those in one place no two have a day in common."""
        return self.actor_id, self.side.negotiation_id

    def natural_key(self) -> tuple[str, str]:
        slug = self.actor.slug
        return self.side.negotiation.slug, f"{slug} {self.since.isoformat()}" if self.since else slug

    @classmethod
    def select_beside(cls, rows: Iterable["Participant"]) -> "QuerySet[Participant]":
        return cls.objects.filter(actor__in={row.actor_id for row in rows}).select_related("side")

    def write_overlap(self, other: "Participant") -> str:
        return write_overlap(self.actor.in_sentence, other.side.name, other.since, other.until)

    def clean(self) -> None:
        super().clean()
        if not hasattr(self, "actor") or not hasattr(self, "side"):
            return  # which its field refuses
        if self.actor.kind == ActorKind.OFFICIAL:
            raise ValidationError(OF_OFFICIAL)
        if self.principal and not self.actor.acts_as_party:
            raise ValidationError({"principal": PRINCIPAL_IS_PARTY})
        self.refuse_overlap()
