"""Who is a member of which coalition, from when until when. All negotiations share memberships, as they do actors."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet

from ..rules.participants import Stretch, holds_on
from ..rules.publishing import Status
from ..rules.scales import Attribution
from ..wording.members import HAS_NO_MEMBERS, IS_NO_MEMBER, write_membership, write_overlap, write_stranded
from ..wording.participants import write_stretch
from .days import TypedDayField
from .history import keep_history
from .stretches import OfStretch, StretchQuerySet, make_check_of_days
from .suggestions import CONFIRMED
from .vocabulary import Actor, ActorKind


class MemberQuerySet(StretchQuerySet):
    """Memberships, by the days on which they hold."""

    def in_place(self, member: int, coalition: int) -> "MemberQuerySet":
        """Keep the memberships of one actor in one coalition (ids)."""
        return self.filter(member=member, coalition=coalition)

    def get_by_natural_key(self, coalition: str, name: str) -> Any:
        """Return the membership of this name in a coalition; the member's slug alone is its first one too."""
        return self.filter(coalition__slug=coalition).get_of_name("member", name)


class Member(OfStretch):
    """A stretch of days in which a party is a member of a coalition, and may speak for it."""

    member = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="memberships",
        limit_choices_to=CONFIRMED,
        help_text="A party. A coalition cannot be a member.",
    )
    coalition = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="members", limit_choices_to=CONFIRMED)
    since = TypedDayField(
        "from", null=True, blank=True, help_text="Its first day as a member. Empty: from the beginning."
    )
    until = TypedDayField("until", null=True, blank=True, help_text="Its last day as a member. Empty: to this day.")

    objects = MemberQuerySet.as_manager()  # type: ignore[misc]  # it narrows that of the base

    history = keep_history()

    class Meta:
        verbose_name = "membership"
        verbose_name_plural = "memberships"
        ordering = ["coalition__name", "member__name", F("since").asc(nulls_first=True)]
        constraints = [make_check_of_days("member_ends_after_it_begins")]

    def __str__(self) -> str:
        return (
            f"{write_membership(self.member.name, self.coalition.in_sentence)} {write_stretch(self.since, self.until)}"
        )

    @property
    def place(self) -> tuple[int, int]:
        return self.member_id, self.coalition_id

    def natural_key(self) -> tuple[str, str]:
        slug = self.member.slug
        return self.coalition.slug, f"{slug} {self.since.isoformat()}" if self.since else slug

    @classmethod
    def select_beside(cls, rows: Iterable["Member"]) -> "QuerySet[Member]":
        return cls.objects.filter(member__in={row.member_id for row in rows}).select_related("member", "coalition")

    def write_overlap(self, other: "Member") -> str:
        return write_overlap(self.member.in_sentence, self.coalition.in_sentence, other.since, other.until)

    def list_claims(self) -> "QuerySet[Any]":
        """Return the claims, but for withdrawn ones, in which the member or its official speaks first-hand for the
        coalition."""
        spoken = Q(speaker=self.member_id) | Q(speaker__speaks_for=self.member_id)
        claims = self.coalition.claims.filter(spoken, attribution=Attribution.OWN.value)
        return claims.exclude(status=Status.WITHDRAWN.value).order_by("said_on", "pk")

    def refuse_to_strand(self, stretches: Iterable[Stretch]) -> None:
        """Refuse that the party is a member of the coalition in these stretches alone, where it is quoted first-hand
        for it on another day (one query)."""
        kept = list(stretches)
        stranded = [
            claim for claim in self.list_claims() if not any(holds_on(stretch, claim.said_on) for stretch in kept)
        ]
        if stranded:
            first = stranded[0]
            names = self.member.in_sentence, self.coalition.in_sentence
            reason = write_stranded(*names, len(stranded), first.public_id, first.said_on)
            raise ValidationError(reason)

    def clean(self) -> None:
        super().clean()
        if not hasattr(self, "member") or not hasattr(self, "coalition"):
            return  # which its field refuses
        if self.member.kind != ActorKind.PARTY:
            raise ValidationError({"member": IS_NO_MEMBER})
        if self.coalition.kind != ActorKind.COALITION:
            raise ValidationError({"coalition": HAS_NO_MEMBERS})
        self.refuse_overlap()
        stored = Member.objects.filter(pk=self.pk).first() if self.pk and self.beside is None else None
        if stored:
            others = Member.objects.in_place(*stored.place).exclude(pk=self.pk)
            own = [self.stretch] if self.place == stored.place else []
            stored.refuse_to_strand([*own, *(other.stretch for other in others)])
