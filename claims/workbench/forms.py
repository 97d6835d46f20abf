"""The short form beside the text: the claim's form of the admin, with rows named by what people call them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet

from ..admin.choosers import ChosenField, find_by_name
from ..admin.claim_form import ClaimForm, ValueField, list_value_choices
from ..admin.quoting import NOTHING_LIKE_IT
from ..models import BatchCoder, BatchSource, BlindCoding, Claim, Negotiation, Proposal, Source
from ..models.claim_content import ClaimContent
from ..queries.coding import select_named_in
from ..rules import conditions
from ..rules.missing_quotes import Passage
from ..rules.repeats import CodedClaim
from ..rules.scales import Attribution, Dimension, SaidOnIs
from ..rules.warnings import ClaimWarning
from ..services.blind_codings import list_own_repeats
from ..wording.settling import SAY_WHY_EDITED
from ..wording.warnings import write_warning
from .names import TypedRow

REFUSED_WORD = "not "  # before the name of a proposal that must be refused
BETWEEN = ";"
NEAREST_BELOW = "This is not in the source's text, in whole words. Below is the passage that comes nearest."
ROWS = ("holder", "speaker", "proposal")
FIELDS = (
    *("quote", "prefix", "suffix", "locator", "holder", "speaker", "attribution", "proposal"),
    *("dimension", "value", "label", "by_when", "probability", "conditions", "depends_on", "covers", "argument"),
    *("said_on", "said_on_is", "pending", "doubtful", "note", "quote_language", "translation"),
)
FOLDED = ("argument", "note", "locator", "label", "prefix", "suffix", "by_when", "probability", "translation")
# What the next claim on the same passage, or of the same document, begins with.
OF_PASSAGE = ("quote", "prefix", "suffix", "locator", "said_on", "said_on_is", "quote_language", "translation")
OF_SPEAKER = ("holder", "speaker", "attribution")


class HangsOn(forms.TextInput):
    """Names of proposals with semicolons between them, “not” before those that must be refused; the text `slug !slug`
    that `rules.conditions` reads."""

    proposals: QuerySet[Proposal]

    def choose_among(self, proposals: QuerySet[Proposal]) -> None:
        """Let one of these proposals be named."""
        self.proposals = proposals

    def format_value(self, value: Any) -> str:
        parts = [part for part in (value or "").split() if conditions.FORM.fullmatch(part)]
        slugs = [part.removeprefix("!") for part in parts]
        titles = dict(self.proposals.filter(slug__in=slugs).values_list("slug", "title")) if slugs else {}
        if len(parts) < len((value or "").split()):
            return value or ""  # what was typed and names none
        named = (REFUSED_WORD * part.startswith("!") + titles.get(part.removeprefix("!"), part) for part in parts)
        return f"{BETWEEN} ".join(named)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        typed = [part.strip() for part in (data.get(name) or "").split(BETWEEN)]
        return " ".join(self._read(part) for part in typed if part)

    def _read(self, part: str) -> str:
        """Return the slug that is meant, `!` before it where it must be refused; what means none stays as typed."""
        row: Any = find_by_name(self.proposals, part)
        if row is not None:
            return str(row.slug)
        name = part.removeprefix("!").removeprefix(REFUSED_WORD).strip()
        row = find_by_name(self.proposals, name) if name != part else None
        return f"!{row.slug}" if row is not None else part


class CodingForm(ClaimForm):
    """A claim of one source on a proposal of one negotiation."""

    source = forms.ModelChoiceField(Source.objects.all(), disabled=True, widget=forms.HiddenInput)
    depends_on = forms.CharField(required=False, max_length=300, widget=HangsOn)
    value = ValueField(choices=list_value_choices, widget=forms.RadioSelect)
    wording = None  # type: ignore[assignment]  # so that Django leaves it out: the form of the admin has it
    keep_speaker = forms.BooleanField(required=False)
    keep_proposal = forms.BooleanField(required=False)

    class Meta:
        model = Claim
        fields = ("source", *FIELDS)
        field_classes = dict.fromkeys(ROWS, ChosenField)
        widgets = {
            **dict.fromkeys(ROWS, TypedRow),
            "quote": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            "dimension": forms.RadioSelect,
            "attribution": forms.RadioSelect,
            "said_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "by_when": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "said_on_is": forms.HiddenInput,
            "quote_language": forms.HiddenInput,
            "argument": forms.TextInput,
            "note": forms.TextInput,
            "translation": forms.TextInput,
        }

    def __init__(self, *args: Any, user: User, source: Source, negotiation: Negotiation, **kwargs: Any) -> None:
        self.user = user
        actors, proposals = select_named_in(negotiation, user)
        kwargs["initial"] = {**begin(source), **(kwargs.get("initial") or {}), "source": source}
        super().__init__(*args, **kwargs)
        for name, rows in (("holder", actors), ("speaker", actors), ("proposal", proposals)):
            field: Any = self.fields[name]
            field.queryset = rows
        hangs_on: Any = self.fields["depends_on"].widget
        hangs_on.choose_among(proposals)
        for field in self.fields.values():
            field.help_text = ""

    def explain_missing(self, quote: str, nearest: Passage | None, pressed: str) -> str:
        """The nearest passage stands below the quote, with the button that takes it over."""
        return NEAREST_BELOW if nearest else NOTHING_LIKE_IT

    def carry_over(self, same_quote: bool) -> dict[str, Any]:
        """Return what the form of the next claim begins with, as it was typed."""
        names = {"keep_speaker", "keep_proposal"}
        names |= {*OF_PASSAGE} if same_quote else {"said_on", "said_on_is"}
        names |= {*OF_SPEAKER} if same_quote or self.cleaned_data["keep_speaker"] else set()
        names |= {"proposal"} if self.cleaned_data["keep_proposal"] else set()
        return {name: self[name].value() for name in names}


class EditedForm(CodingForm):
    """A claim that is made of what a coder of a batch coded; whoever makes it says why."""

    keep_speaker = None  # type: ignore[assignment]  # there is no next claim
    keep_proposal = None  # type: ignore[assignment]

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if not reason:
            raise forms.ValidationError(SAY_WHY_EDITED)
        return reason


class BlindCodingForm(CodingForm):
    """What a coder of a batch says of a document of it: the same form, which knows of nothing that others coded."""

    class Meta(CodingForm.Meta):
        model = BlindCoding  # type: ignore[assignment]  # which has the same fields

    def __init__(self, *args: Any, coder: BatchCoder, place: BatchSource, text: str, **kwargs: Any) -> None:
        self.text = text
        kwargs.setdefault("instance", BlindCoding(coder=coder, source=place.source))
        super().__init__(*args, **kwargs)

    def read_text(self, source: Source) -> str:
        """Return the text that the batch was opened with."""
        return self.text

    def find_repeats(self) -> list[CodedClaim]:
        """Return what the same coder coded of the passage (one query)."""
        return list_own_repeats(self.instance)

    def explain(self, warning: ClaimWarning) -> str:
        return write_warning(warning)


def begin(source: Source) -> dict[str, Any]:
    """Return what the form of a claim of a source begins with."""
    return {
        "dimension": Dimension.POSITION.value,
        "attribution": Attribution.OWN.value,
        "said_on": source.published_on,
        "said_on_is": SaidOnIs.PUBLICATION.value,
    }


def describe(claim: ClaimContent) -> dict[str, Any]:
    """Return what a form shows of a claim that is coded: rows by their names."""
    values = {name: getattr(claim, name) for name in FIELDS if name not in ROWS}
    return {**values, **{name: claim.serializable_value(name) for name in ROWS}}
