"""The vocabulary that claims are made of: sides, actors, topics, proposals."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ..rules.folding import fold_name, isolate
from ..rules.publishing import Status
from ..rules.scales import Attribution
from ..rules.titles import LONGEST_TITLE
from ..wording.actors import (
    ARTICLES,
    SPEAKS_FOR_PARTY,
    Article,
    begin_sentence,
    call_in_sentence,
    call_shortly_in_sentence,
    choose_verb,
)
from ..wording.members import HAS_NO_MEMBERS, IS_NO_MEMBER
from ..wording.participants import OF_OFFICIAL, PRINCIPAL_IS_PARTY
from .addresses import write_address
from .days import DayField
from .history import keep_history
from .named import AliasesField, Named, NamedOnce, NameField
from .negotiations import Negotiation, OfNegotiation
from .suggestions import CONFIRMED, Suggestible, make_suggestion_constraint

if TYPE_CHECKING:
    from .participants import ActorPart

NO_SIDE_SLUG = "no-side"  # of what is no row: see `participants.NO_SIDE`
ALIASES = "Its other names, one per line. Search, filters and imports find it by them too."


class Side(OfNegotiation):
    """A camp in the negotiation, or a group of actors outside it."""

    name = NameField(max_length=80)
    negotiates = models.BooleanField(
        default=False, help_text="Tick it for a side that takes part in the talks: its principals count in verdicts."
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Place among the sides, from the left.")

    history = keep_history(excluded_fields=sorted(NamedOnce.DERIVED))

    class Meta(OfNegotiation.Meta):
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.slug == NO_SIDE_SLUG:
            raise ValidationError({"slug": f"“{NO_SIDE_SLUG}” is the address of actors on no side: write another."})


class ActorKind(models.TextChoices):
    PARTY = "party", "party (state, alliance, organisation)"
    COALITION = "coalition", "coalition (a group that speaks for its members)"
    OFFICIAL = "official", "official or office that speaks for a party or a coalition"
    EXPERT = "expert", "expert"


PARTY_KINDS = (ActorKind.PARTY, ActorKind.COALITION)  # who stands on a side by itself, and has officials


class Actor(Suggestible, NamedOnce, Named):
    """A party, a coalition of parties, an official or office that speaks for one of them, or an expert."""

    ITS_OWN = ("slug", "name", "aliases")

    part: "ActorPart"  # of the day of the Vocabulary that it is read from; else it has none
    shown_in: Negotiation | None = None  # whose pages link to it, where it was read for one

    name = NameField(max_length=120)
    short_name = NameField(max_length=30, help_text="For column heads, such as US.")
    article = models.CharField(
        "“the” in a sentence",
        max_length=13,
        blank=True,
        choices=[(article.value, words) for article, words in ARTICLES.items()],
        help_text="Whether sentences write “the” before its names: “the US would discuss it”. Tables and headings "
        "leave it out.",
    )
    plural = models.BooleanField(
        "plural name",
        default=False,
        help_text="Tick it if sentences speak of several: “the Baltic states reject it”, not “rejects”.",
    )
    aliases = AliasesField(blank=True, help_text=ALIASES)
    kind = models.CharField(max_length=10, choices=ActorKind)
    speaks_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officials",
        limit_choices_to=CONFIRMED,
        help_text="For an official: the party or coalition for which it speaks.",
    )

    history = keep_history(excluded_fields=sorted(NamedOnce.DERIVED))

    class Meta:
        ordering = ["name"]
        constraints = [
            make_suggestion_constraint("actor"),
            models.CheckConstraint(
                name="actor_kind_known",
                condition=Q(kind__in=ActorKind.values),
                violation_error_message="An actor is a party, a coalition, an official or an expert.",
            ),
            models.CheckConstraint(
                name="actor_article_known",
                condition=Q(article__in=[article.value for article in Article]),
                violation_error_message=f"Before an actor's names stands “the”, “{Article.THE_FULL_NAME}” or nothing.",
            ),
            models.CheckConstraint(
                name="actor_official_speaks_for",
                condition=Q(kind="official", speaks_for__isnull=False)
                | (~Q(kind="official") & Q(speaks_for__isnull=True)),
                violation_error_message="An official speaks for a party or a coalition, and nobody else does.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_sentence(self) -> str:
        """Its full name as it goes on within a sentence: “the United States”."""
        return call_in_sentence(self.name, self.article, self.plural)

    @property
    def short_in_sentence(self) -> str:
        """Its short name likewise: “the US”."""
        return call_shortly_in_sentence(self.short_name, self.article, self.plural)

    @property
    def acts_as_party(self) -> bool:
        """Whether it stands on a side by itself, may be its principal, and has officials: a coalition does too."""
        return self.kind in PARTY_KINDS

    def clean(self) -> None:
        super().clean()
        if self.speaks_for and not self.speaks_for.acts_as_party:
            raise ValidationError({"speaks_for": SPEAKS_FOR_PARTY})
        if self.pk and not self._state.adding:
            self._refuse_to_leave_claims()
            self._refuse_to_leave_parts()
            self._refuse_to_leave_coalitions()

    def _refuse_to_leave_claims(self) -> None:
        """Refuse that an actor stops speaking for a party for which it is quoted first-hand (two queries at most)."""
        stored = type(self).objects.get(pk=self.pk)
        if stored.speaks_for_id in (None, self.speaks_for_id):
            return
        theirs = Q(holder=stored.speaks_for_id) | Q(holder__kind=ActorKind.COALITION.value)
        quoted = self.spoken_claims.filter(theirs, attribution=Attribution.OWN.value)
        holders = quoted.exclude(status=Status.WITHDRAWN.value).values_list("holder__name", "holder__article")
        number = len(holders)
        if number:
            whom = ", ".join(sorted({call_in_sentence(*holder) for holder in holders}))
            verb = choose_verb([self.in_sentence], "is", "are")
            reason = f"{verb} quoted first-hand for {whom} in {number} {'claims' if number > 1 else 'claim'}"
            reason = f"{begin_sentence(self.in_sentence)} {reason}: enter another actor, or change these claims first."
            raise ValidationError({"speaks_for": reason})

    def _refuse_to_leave_parts(self) -> None:
        """Refuse a kind that cannot have the parts that it has (one query at most)."""
        if self.acts_as_party:
            return
        parts = list(self.stretches.all())
        if parts and self.kind == ActorKind.OFFICIAL:
            raise ValidationError({"kind": f"{OF_OFFICIAL} Delete its part first."})
        if any(part.principal for part in parts):
            raise ValidationError({"kind": f"{PRINCIPAL_IS_PARTY} Make it a voice first."})

    def _refuse_to_leave_coalitions(self) -> None:
        """Refuse a kind that cannot have the memberships that it has (two queries at most)."""
        if self.kind != ActorKind.PARTY and (membership := self.memberships.first()):
            coalition = membership.coalition.in_sentence
            raise ValidationError({"kind": f"{IS_NO_MEMBER} Delete its membership of {coalition} first."})
        if self.kind != ActorKind.COALITION and self.members.exists():
            raise ValidationError({"kind": f"{HAS_NO_MEMBERS} Delete its members first."})

    def list_names(self) -> list[str]:
        return [self.name, self.short_name, *self.aliases.splitlines()]

    def get_absolute_url(self) -> str:
        """Return the address of its page in the negotiation that it is shown in, else of that of all negotiations."""
        if self.shown_in:
            return self.shown_in.get_address("actor", self.slug)
        return write_address("actor-everywhere", self.slug)


class Topic(OfNegotiation):
    """A chapter of the negotiation under which proposals are listed."""

    name = NameField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0, help_text="Place among the topics.")

    history = keep_history(excluded_fields=sorted(NamedOnce.DERIVED))

    class Meta(OfNegotiation.Meta):
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Proposal(Suggestible, OfNegotiation):
    """Something that the parties could agree on."""

    NAME = "title"
    ITS_OWN = ("slug", "title", "aliases")
    FIELD_OF_NEGOTIATION = "topic"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="proposals", editable=False)
    title = NameField(max_length=LONGEST_TITLE, help_text="Short, for the rows of the matrix.")
    full_title = NameField(
        max_length=1000,
        blank=True,
        help_text="The whole title, if it is too long for a row. Pages tell it below the short one, and search finds "
        "its words. Empty if the title above is whole.",
    )
    definition = models.TextField(help_text="What exactly would be agreed, in one sentence.")
    aliases = AliasesField(blank=True, help_text=ALIASES)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="proposals")
    proposers = models.ManyToManyField(
        Actor,
        blank=True,
        related_name="proposed",
        limit_choices_to=CONFIRMED,
        help_text="Who put it forward.",
    )
    proposed_on = DayField(null=True, blank=True, help_text="When it was put forward.")
    withdrawn_on = DayField(
        null=True,
        blank=True,
        help_text="When those who put it forward took it back. It keeps its row, its claims and its verdict.",
    )
    added_on = DayField(
        "added to the codebook on",
        null=True,
        blank=True,
        help_text="Sources that were fully coded before this day were not read for it, and are listed to be read "
        "again. Empty if it was there from the beginning: then every fully coded source counts.",
    )
    variant_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="variants",
        limit_choices_to=CONFIRMED,
        help_text="The proposal of which it is a weaker or other form.",
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Place within the topic.")

    history = keep_history(m2m_fields=[proposers], excluded_fields=sorted(NamedOnce.DERIVED))

    class Meta(OfNegotiation.Meta):
        ordering = ["topic__order", "order", "title"]
        constraints = [
            *OfNegotiation.Meta.constraints,
            make_suggestion_constraint("proposal"),
            models.CheckConstraint(
                name="proposal_not_variant_of_itself",
                condition=Q(variant_of__isnull=True) | ~Q(variant_of=F("id")),
                violation_error_message="A proposal cannot be a variant of itself.",
            ),
            models.CheckConstraint(
                name="proposal_days_in_order",
                condition=Q(withdrawn_on__isnull=True)
                | Q(proposed_on__isnull=True)
                | Q(withdrawn_on__gte=F("proposed_on")),
                violation_error_message="A proposal is not withdrawn before it is put forward.",
            ),
            models.CheckConstraint(
                name="proposal_defined",
                condition=~Q(definition=""),
                violation_error_message="Say what would be agreed.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def derive(self) -> None:
        """It is in the negotiation of its topic, and its title is told once."""
        self.full_title = "" if fold_name(self.full_title) == fold_name(self.title) else self.full_title
        super().derive()
        if "topic" in self._state.fields_cache:
            self.negotiation_id = self.topic.negotiation_id

    def clean(self) -> None:
        if self.topic_id:
            self.negotiation_id = self.topic.negotiation_id
        super().clean()
        if self.variant_of and self.topic_id and self.variant_of.negotiation_id != self.negotiation_id:
            raise ValidationError({"variant_of": f"“{self.variant_of}” is a proposal of another negotiation."})

    def list_names(self) -> list[str]:
        return [self.title, *filter(None, [self.full_title]), *self.aliases.splitlines()]

    def list_searched(self) -> list[str]:
        return [*super().list_searched(), self.definition]

    @property
    def told_beside(self) -> str:
        """What is told where its title stands: the whole of it, and what would be agreed, unless that says the same."""
        if not self.full_title or fold_name(self.full_title) == fold_name(self.definition):
            return self.definition
        return f"{isolate(self.full_title)} – {isolate(self.definition)}"

    def get_absolute_url(self) -> str:
        return self.negotiation.get_address("proposal", self.slug)
