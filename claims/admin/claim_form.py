"""The form in which a claim is coded: what the codebook asks, with the message at the field that it is about."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..models import Claim, Proposal
from ..rules import warnings
from ..rules.exchange_columns import read_value
from ..rules.faults import BrokenRule
from ..rules.quotes import QuoteState
from ..rules.repeats import CELL
from ..rules.scales import NO_VALUE_WORD, SCALES, STATES, VALUES, Dimension, SaidOnIs, State
from ..rules.warnings import ClaimWarning
from ..services.warnings import find_repeats, read_content
from ..wording.actors import begin_sentence, choose_verb
from ..wording.exchange import write_fault
from ..wording.numbers import format_value
from ..wording.warnings import write_repeat, write_warning
from .answered_wordings import NamesWording, WordingField
from .choosers import DependsOn
from .codebook import CLAIM_RULES, link_rules
from .confirming import ConfirmingForm
from .quoting import AMBIGUOUS, QuotingForm
from .teams import narrow


def list_value_choices() -> list[tuple[Any, str]]:
    """Return the values, each with its word on the three scales, and what is chosen for a claim without one."""
    words = {v: " / ".join(SCALES[dimension][v].word for dimension in Dimension) for v in VALUES}
    none = STATES[State.NO_STANCE].word
    return [
        ("", "choose a value"),
        *((v, f"{format_value(v)}   {words[v]}") for v in VALUES),
        (NO_VALUE_WORD, f"{NO_VALUE_WORD}   {none}"),
    ]


class ValueField(forms.ChoiceField):
    """A value of the scale, or `NO_VALUE_WORD` for None; one of the two must be chosen."""

    def prepare_value(self, value):
        return NO_VALUE_WORD if value is None else value

    def clean(self, value):
        try:
            return read_value(super().clean(value))
        except BrokenRule as broken:
            raise forms.ValidationError(write_fault(broken)) from None

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial)) != str(data)


class ClaimForm(NamesWording, QuotingForm, ConfirmingForm):
    """Checks a claim against the codebook and its quote against the held text of its source."""

    depends_on = forms.CharField(
        required=False,
        max_length=300,
        widget=DependsOn,
        help_text="The proposals that the condition names: those that must be granted, and those that must be refused "
        "or dropped. For “if A and B” choose both, in one claim. For “if A or B” make two claims, each with one.",
    )

    value = ValueField(choices=list_value_choices, help_text=Claim._meta.get_field("value").help_text)

    wording = WordingField(Claim._meta.get_field("wording").help_text)

    class Meta:
        model = Claim
        fields = "__all__"  # the admin narrows it to its fieldsets
        widgets = {
            "quote": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField", "dir": "auto"}),
            "translation": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
            "argument": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "note": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dated_by_source = False
        self.stored = read_content(self.instance)
        if "depends_on" in self.fields:
            self.fields["depends_on"].widget.choose_among(narrow(self.user, Proposal.objects.all()))
        if self.instance._state.adding and self.initial.get("value") is None:
            self.initial["value"] = ""  # not chosen yet, which is not none
        if "said_on" in self.fields:
            self.fields["said_on"].required = False
            self.fields[
                "said_on"
            ].help_text = (
                "When it was said. Leave it empty if the document does not say: then it is the day of its publication."
            )
        if "speaker" in self.fields:
            self.fields["speaker"].help_text = (
                "Who said so. First-hand: the holder (also if you leave this empty) or an official who speaks for it. "
                "Relayed: leave it empty, as the document says it in its own voice. Second-hand and forecast: another "
                "actor."
            )
        link_rules(self.fields, CLAIM_RULES)

    def clean_translation(self):
        return self.cleaned_data["translation"].replace("\r\n", "\n")

    def clean_argument(self):
        return self.cleaned_data["argument"].replace("\r\n", "\n")

    def clean_depends_on(self):
        """Keep what is stored where the same proposals are named in another order."""
        typed, stored = self.cleaned_data["depends_on"], self.instance.depends_on
        return stored if set(typed.split()) == set(stored.split()) else typed

    def clean(self):
        cleaned = super().clean()
        if getattr(self.instance, "corrects_id", None) and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", "Say why it is corrected: the history of the claim keeps the reason.")
        source = cleaned.get("source")
        if "said_on" in cleaned and not cleaned["said_on"]:
            self._date_by_source(source, cleaned)
        return cleaned

    def _post_clean(self):
        """Judge what the claim is now, its holder and speaker settled; a field with an error is no warning besides."""
        super()._post_clean()
        self._ask_about_warnings()

    def _ask_about_warnings(self):
        """Ask for each warning that was not confirmed for what the claim says; what no longer applies is dropped."""
        source = self.cleaned_data.get("source")
        fields = {name: value for name, value in read_content(self.instance).items() if name not in self.errors}
        changed = [name for name, value in fields.items() if value != self.stored[name]]
        kept = warnings.keep_untouched(self.instance.confirmed, changed)
        repeats = self._find_repeats(fields, changed, kept)
        odd = warnings.find_warnings(fields, published_on=source and source.published_on, repeats=repeats)
        beside = {"source": source and source.published_on, "claims": [claim.name for claim in repeats]}
        confirmed = []
        for warning in odd:
            about = {name: fields.get(name) for name in warnings.CONCERNS[warning.code]} | {"beside": beside}
            if warning.code in kept.split() or self.ask(warning.field, warning.code, self.explain(warning), about):
                confirmed.append(warning.code)
        self.instance.confirmed = warnings.write_codes(confirmed)

    def _find_repeats(self, fields, changed, kept):
        """Return the claims on the passage; for one that is coded now, whatever of them is confirmed (one query)."""
        if not {*CELL, "quote"} <= fields.keys():
            return []
        claims = self.find_repeats()
        is_new = self.instance._state.adding or {*changed} & {*CELL, "quote"}
        return claims if is_new else warnings.select_repeats(claims, kept)

    def find_repeats(self):
        """Return the other claims on the passage, as far as the user may see them (one query, two where there are
        any)."""
        claims = find_repeats(self.instance)
        if self.user is None or not claims:
            return claims
        seen = set(
            narrow(self.user, Claim.objects.filter(pk__in=[one.pk for one in claims])).values_list("pk", flat=True)
        )
        return [one for one in claims if one.pk in seen]

    def explain(self, warning):
        """Return what is odd, as it stands in the form."""
        return explain_warning(warning)

    def _date_by_source(self, source, cleaned):
        if source and source.published_on:
            cleaned["said_on"], cleaned["said_on_is"] = source.published_on, SaidOnIs.PUBLICATION.value
            self.dated_by_source = True
        elif source:
            self.add_error("said_on", "The source has no date of publication: say when it was said.")


def explain_warning(warning: ClaimWarning) -> str | SafeString:
    """Return what is odd; of claims on the same passage each with a link, by whom it is, and in what it differs."""
    repeats = warning.parameters.get("repeats")
    if not isinstance(repeats, tuple):
        return write_warning(warning)
    lines = (
        (reverse("admin:claims_claim_change", args=[claim.pk]), claim.name, claim.standing, write_repeat(repeat))
        for repeat in repeats
        for claim in [repeat.claim]
    )
    return format_html(
        "This passage is coded already for this holder on this proposal. Correct that claim, or check that this is "
        "another one. <ul>{}</ul>",
        format_html_join("", '<li><a href="{}">{}</a>, {}: {}</li>', lines),
    )


def explain_saved(claim: Claim, form: ClaimForm) -> Iterator[str]:
    """Yield what saving has filled in or changed by itself, as sentences."""
    yield from explain_settled(claim)
    if getattr(claim, "speaker_filled_in", False):
        yield f"No speaker was named: the claim is first-hand, so it is the holder, {claim.holder.in_sentence}."
    if form.dated_by_source:
        yield "No day was given: the claim is dated by the publication of its source."
    if claim.quote_state == QuoteState.AMBIGUOUS:
        yield AMBIGUOUS


def explain_settled(claim: Claim) -> Iterator[str]:
    """Yield the sentence that says that an official was made the speaker, where one was chosen as holder."""
    if getattr(claim, "settled", False) and claim.speaker:
        holder, speaker = claim.holder.in_sentence, claim.speaker.in_sentence
        speaks = f"{begin_sentence(speaker)} {choose_verb([speaker], 'speaks', 'speak')} for {holder}"
        yield f"{speaks}: the holder is now {holder}, the speaker {speaker}."


def explain_scales() -> SafeString:
    """Return the three scales as a list, for the top of the fieldset."""
    lines = [
        (dimension.value.capitalize(), ", ".join(f"{format_value(v)} {SCALES[dimension][v].word}" for v in VALUES))
        for dimension in Dimension
    ]
    return format_html('<ul class="scales">{}</ul>', format_html_join("", "<li><b>{}</b>: {}</li>", lines))
