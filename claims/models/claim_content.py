"""What a coder says of a passage: of which claims are made, and what two coders code of it blind.

Whatever holds of the one holds of the other: the fields, what the form asks and what it refuses are the same.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from ..rules import conditions, exchange, speakers
from ..rules.faults import BrokenRule, FaultCode, RowFault
from ..rules.quotes import QuoteState
from ..rules.scales import (
    ATTRIBUTIONS,
    DIMENSIONS,
    HIGHEST,
    LOWEST,
    SAID_ON_IS,
    SCALES,
    STATES,
    Attribution,
    Dimension,
    SaidOnIs,
    State,
    Word,
)
from ..wording.exchange import write_errors, write_fault
from ..wording.numbers import format_on_scale, format_value
from ..wording.prospects import write_terms
from .cited import QUOTE_STATE_CHOICES, Quoting, refuse_at_fields
from .condition_field import ConditionField
from .days import DayField, TypedDayField
from .languages import LanguageField
from .sources import Source
from .vocabulary import Actor, ActorKind, Proposal
from .wordings import find_wording_of_another, make_wording_field

DIMENSION_CHOICES = [(d.value, w.word.lower()) for d, w in DIMENSIONS.items()]
ATTRIBUTION_CHOICES = [(a.value, f"{w.word}: {w.meaning}") for a, w in ATTRIBUTIONS.items()]
VALUE_CHOICES = [*((v, format_value(v)) for v in range(HIGHEST, LOWEST - 1, -1)), (None, format_value(None))]
SAID_ON_IS_CHOICES = [(s.value, f"{w.word}: {w.meaning}") for s, w in SAID_ON_IS.items()]


class ClaimContent(Quoting):
    """A passage of a source, and what it shows: where one holder stands on one proposal in one dimension."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="%(class)ss", help_text="The document that was read."
    )
    quote = models.TextField(
        blank=True,
        help_text="The passage that carries the meaning, word for word and in one piece: at most two sentences.",
    )
    quote_language = LanguageField(
        "language of the quote",
        blank=True,
        help_text="Language code, such as ru. Empty if it is the language of the source.",
    )
    translation = models.CharField(
        "translation of the quote",
        max_length=4000,
        blank=True,
        help_text="Readers see it below the quote. The quote itself stays in the language of the source.",
    )
    locator = models.CharField(
        max_length=120,
        blank=True,
        help_text="Where in the source: “p. 4”, “Article 6”, “recorded vote”. Cites a claim that has no quote.",
    )
    prefix = models.CharField(
        max_length=200,
        blank=True,
        help_text="The words just before the quote. Needed if the quote stands more than once in the text; once "
        "given, they must stand there.",
    )
    suffix = models.CharField(max_length=200, blank=True, help_text="The words just after the quote, by the same rule.")
    holder = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        help_text="Whose stance it is: a party, a coalition or an expert. Choose an official, and the party "
        "becomes the holder and the official the speaker.",
    )
    speaker = models.ForeignKey(
        Actor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="spoken_%(class)ss",
        help_text="Who said so: the holder, an official who speaks for it, or another actor. A coalition's members of "
        "that day may speak for it too. Empty if the document says it in its own voice.",
    )
    attribution = models.PositiveSmallIntegerField(choices=ATTRIBUTION_CHOICES, default=Attribution.OWN.value)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="%(class)ss")
    wording = make_wording_field(
        "answering_%(class)ss",
        "The dated text of the proposal that it answers. Empty if the source does not make that clear.",
    )
    dimension = models.CharField(
        max_length=10,
        choices=DIMENSION_CHOICES,
        default=Dimension.POSITION.value,
        help_text="Position: does the holder want it? Prospects: can it be had? Salience: how much does it matter?",
    )
    value = models.SmallIntegerField(
        choices=VALUE_CHOICES,
        null=True,
        blank=True,
        help_text="If you hesitate between two values, take the one nearer 0 and say so in the note. Take none if the "
        "holder spoke of it and took no stance: “uncertain”, “defer”.",
    )
    label = models.CharField(
        max_length=80,
        blank=True,
        help_text="The word of the source's own scale, if it has one: “S-Tier”, “strongly agree”, “not voting”.",
    )
    by_when = TypedDayField(
        null=True,
        blank=True,
        help_text="For prospects: by which day, if the speaker says so. It may lie in the future.",
    )
    probability = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="For prospects: per cent, from 0 to 100, only if the speaker gives a number. The value is then the "
        "word that fits it best.",
    )
    conditions = ConditionField(
        max_length=300,
        blank=True,
        help_text="The condition on which the value holds, in your words, as they go on after “if”: Russia pulls back "
        "its troops. Write “unless they attack” as: they do not attack. “If A and B” is one claim, “if A or B” is two. "
        "A condition never changes the value.",
    )
    depends_on = models.CharField(
        max_length=300,
        blank=True,
        help_text="The slugs of the proposals that the condition names: troop-pullback if it must be granted, "
        "!troop-pullback if it must be refused or dropped.",
    )
    covers = models.CharField(
        max_length=200,
        blank=True,
        help_text="The part of the proposal that it is about. Empty if that is all of it.",
    )
    argument = models.CharField(
        max_length=500,
        blank=True,
        help_text="The reason that the holder gives, in your words, as they go on after “because”. Empty if there is "
        "none.",
    )
    pending = models.BooleanField(
        default=False, help_text="Tick it if the holder was asked and has not answered yet (value 0)."
    )
    doubtful = models.BooleanField(default=False, help_text="Tick it if you are not sure that the passage says this.")
    said_on = DayField(help_text="When it was said. If the source does not say, the day on which it was published.")
    said_on_is = models.CharField(
        "said on is", max_length=11, choices=SAID_ON_IS_CHOICES, default=SaidOnIs.PUBLICATION.value
    )
    confirmed = models.CharField(
        "confirmed warnings",
        max_length=120,
        blank=True,
        help_text="What is odd about the claim and was checked: codes of warnings, separated by spaces.",
    )
    note = models.TextField(blank=True, help_text="Your doubt, if any. Only editors see it.")

    quote_state = models.CharField(
        max_length=10, choices=QUOTE_STATE_CHOICES, default=QuoteState.NO_TEXT.value, editable=False
    )
    quote_start = models.PositiveIntegerField(null=True, editable=False)
    quote_end = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Hold the codebook's rules, with the message at its field; an official as holder becomes the speaker, and
        the holder the speaker of a first-hand claim that names none."""
        super().clean()
        self._settle_holder()
        self._fill_in_speaker()
        faults = exchange.check_claim(self.fields_for_rules()) + self.find_stranger()
        if self.holder_id and self.holder.kind == ActorKind.OFFICIAL:
            faults.append(RowFault("holder", FaultCode.NOT_A_HOLDER))
        faults += [*self._unknown_links(), *find_wording_of_another(self)]
        refuse_at_fields(write_errors(faults) + self.list_citation_errors())

    def fields_for_rules(self) -> dict[str, Any]:
        """Return the fields that the rules of a row read; holder and speaker by primary key."""
        return {
            "dimension": self.dimension,
            "value": self.value,
            "by_when": self.by_when,
            "probability": self.probability,
            "attribution": self.attribution,
            "pending": self.pending,
            "conditions": self.conditions,
            "depends_on": self.depends_on,
            "quote": self.quote,
            "translation": self.translation,
            "holder": self.holder_id,
            "speaker": self.speaker_id,
        }

    def find_stranger(self) -> list[RowFault]:
        """Return the fault of a first-hand claim whose speaker may not speak for its holder, if it is one."""
        speaker = self.speaker if self.speaker_id not in (None, self.holder_id) else None
        if speaker is None:
            return []
        speaks_for = {speaker.pk: speaker.speaks_for_id} if speaker.speaks_for_id else {}
        if not speakers.is_stranger(self.attribution, self.holder_id, speaker.pk, speaks_for):
            return []
        officials = self.holder.officials.values_list("name", flat=True)
        if self.holder.kind != ActorKind.COALITION:
            return [speakers.refuse_stranger(self.holder.in_sentence, officials)]
        if self.said_on is None:
            return []  # which its field refuses
        members = dict(self.holder.members.on(self.said_on).values_list("member", "member__name"))
        if speakers.may_speak(speaker.pk, self.holder_id, speaks_for, members):
            return []
        may_speak = [*officials, *members.values()]
        return [speakers.refuse_stranger_to_coalition(self.holder.in_sentence, may_speak, self.said_on)]

    @property
    def value_word(self) -> Word:
        return STATES[State.NO_STANCE] if self.value is None else SCALES[Dimension(self.dimension)][self.value]

    @property
    def language(self) -> str:
        """The code of the language of its quote."""
        return self.quote_language or super().language

    @property
    def value_text(self) -> str:
        """Sign and number, as in the matrix; empty without a value."""
        return "" if self.value is None else format_on_scale(self.value, self.dimension)

    @property
    def terms(self) -> str:
        """Of prospects: until when, and how probable; empty where neither is said."""
        return write_terms(self.by_when, self.probability)

    @property
    def attribution_word(self) -> Word:
        return ATTRIBUTIONS[Attribution(self.attribution)]

    def _settle_holder(self) -> None:
        """Make the party the holder where an official was chosen; `settled` tells the form that it happened."""
        self.settled = False
        party = self.holder.speaks_for if self.holder_id and self.holder.kind == ActorKind.OFFICIAL else None
        if party is None:
            return
        try:
            holder, speaker = exchange.settle_holder(self.holder, self.speaker, {self.holder: party})
        except BrokenRule as broken:
            raise ValidationError({"holder": write_fault(broken)}) from None
        self.holder, self.speaker, self.settled = holder, speaker, True

    def _fill_in_speaker(self) -> None:
        """Make the holder the speaker of a first-hand claim; `speaker_filled_in` tells the form that it happened."""
        self.speaker_filled_in = bool(
            self.attribution == Attribution.OWN and self.holder_id and self.speaker_id is None
        )
        if self.speaker_filled_in:
            self.speaker = self.holder

    def _unknown_links(self) -> list[RowFault]:
        """Faults for slugs in `depends_on` that name no proposal of its negotiation, or the claim's own (one query)."""
        try:
            slugs = [slug for slug, _ in conditions.parse(self.depends_on)]
        except BrokenRule:
            return []
        if not self.proposal_id:
            return []  # which its field refuses; of which negotiation they are to be is not known
        among = Proposal.objects.of((self.proposal.negotiation_id,))
        existing = set(among.filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
        faults = [
            RowFault("depends_on", FaultCode.NO_SUCH_PROPOSAL, {"slug": slug}) for slug in slugs if slug not in existing
        ]
        if self.proposal.slug in existing:
            faults.append(RowFault("depends_on", FaultCode.OWN_PROPOSAL))
        return faults
