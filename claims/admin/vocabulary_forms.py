"""What is asked of whoever merges, splits or moves: which row, which claims, and why."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.utils.text import Truncator

from ..models import Actor, Claim, Proposal, Source, Topic
from ..queries.batches import leave_out_blind
from ..services.suggestions import SuggestionConfirmed, SuggestionRefused
from ..services.vocabulary import VocabularyChange
from ..services.vocabulary_merges import VocabularyMerge
from ..services.vocabulary_moves import ClaimsMove, ProposalSplit
from ..services.vocabulary_negotiations import ProposalMove
from .choosers import Chooser, ChosenField, KeysField, is_key
from .teams import match_closed

MOST_LISTED = 500  # claims to be ticked on one page
LONGEST_REASON = 300
# By which relation a row of a model is chosen: the chooser looks up what that may name.
CHOSEN_BY: dict[type[Any], Any] = {
    Actor: Claim._meta.get_field("holder"),
    Proposal: Claim._meta.get_field("proposal"),
    Topic: Proposal._meta.get_field("topic"),
    Source: Claim._meta.get_field("source"),
}


def make_chosen_field(model: type[Any], closed: frozenset[int], label: str, help_text: str = "") -> ChosenField:
    """Return a field in which one row of a model is chosen; none of a negotiation that is `closed` to whoever asks, nor
    what was suggested in a batch that is still blind."""
    widget = Chooser(CHOSEN_BY[model], admin.site)
    rows = model._base_manager.all()
    if closed:
        rows = rows.exclude(match_closed(model, closed))
    rows = leave_out_blind(AnonymousUser(), rows)
    return ChosenField(queryset=rows, label=label, help_text=help_text, widget=widget)


class VocabularyForm(forms.Form):
    """A form of a change of the vocabulary: `row` is what it is about, `make_change` says what was asked for."""

    title = ""  # of the page; `{}` is the row
    act = ""  # on the button that does it
    row: Any

    def __init__(self, *args: Any, row: Any = None, closed: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.closed = closed  # the negotiations (ids) in which whoever asks does not work

    def make_change(self) -> VocabularyChange:
        raise NotImplementedError


class MergeForm(VocabularyForm):
    """Choose into which row one is merged."""

    title = "Merge “{}” into another one"
    act = "Merge"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noun = self.row._meta.verbose_name
        self.fields["into"] = make_chosen_field(
            type(self.row),
            self.closed,
            f"The {noun} that stays",
            f"All that names “{self.row}” will name this one, and its old address leads there.",
        )

    def make_change(self) -> VocabularyMerge:
        return VocabularyMerge(type(self.row), self.row.pk, self.cleaned_data["into"].pk)


class TickedClaims(KeysField):
    """Claims to be ticked, each with what it says."""

    def label_from_instance(self, obj: Any) -> str:
        passage = Truncator(obj.quote or obj.locator).chars(100)
        words = f"{obj.value_text} {obj.value_word.word}".strip()
        return f"{obj.public_id} · {obj.holder}: {words} ({obj.get_dimension_display()}, {obj.standing}) “{passage}”"


def make_ticks(claims: Any, label: str) -> TickedClaims:
    rows = claims.select_related("holder").order_by("holder__name", "-said_on", "pk")
    listed = Claim.objects.filter(pk__in=rows.values_list("pk", flat=True)[:MOST_LISTED])
    rows = listed.select_related("holder").order_by("holder__name", "-said_on", "pk")
    wanted = {"required": "Tick the claims that go."}
    return TickedClaims(queryset=rows, label=label, widget=forms.CheckboxSelectMultiple, error_messages=wanted)


class SplitForm(VocabularyForm, forms.ModelForm):
    """Say what the new proposal is, and tick the claims that go to it."""

    title = "Split “{}”"
    act = "Split"

    class Meta:
        model = Proposal
        fields = ("title", "slug", "definition")

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        instance = Proposal(topic=row.topic, negotiation_id=row.negotiation_id)
        super().__init__(*args, row=row, instance=instance, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = "Left empty, it is made from the title."
        self.fields["claims"] = make_ticks(row.claims.all(), "The claims that go to it")
        if row.claims.count() > MOST_LISTED:
            self.fields[
                "claims"
            ].help_text = f"The first {MOST_LISTED} are listed: move the others afterwards, from the list of claims."

    def make_change(self) -> ProposalSplit:
        new = self.instance
        keys = frozenset(claim.pk for claim in self.cleaned_data["claims"])
        return ProposalSplit(self.row.pk, keys, new.title, new.definition, new.slug)


class ConfirmForm(VocabularyForm):
    """Confirm a suggestion: nothing is asked but why."""

    title = "Confirm “{}”"
    act = "Confirm"

    def make_change(self) -> SuggestionConfirmed:
        return SuggestionConfirmed(type(self.row), self.row.pk)


class RefuseForm(VocabularyForm):
    """Refuse a suggestion, and say where its drafts go."""

    title = "Refuse “{}”"
    act = "Refuse"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noun = self.row._meta.verbose_name
        self.fields["into"] = make_chosen_field(
            type(self.row),
            self.closed,
            f"The {noun} to which its drafts go",
            "Empty: they stay with it, and cannot be published.",
        )
        self.fields["into"].required = False

    def make_change(self) -> SuggestionRefused:
        into = self.cleaned_data["into"]
        return SuggestionRefused(type(self.row), self.row.pk, into and into.pk)


class TopicElsewhere(forms.ModelChoiceField):
    """A topic of another negotiation, which is named with it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.negotiation.short_title}: {obj.name}"


class MoveProposalForm(VocabularyForm):
    """Choose the topic of another negotiation under which a proposal goes on."""

    title = "Move “{}” to another negotiation"
    act = "Move"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.exclude(negotiation=self.row.negotiation_id).exclude(negotiation__in=self.closed)
        topics = topics.select_related("negotiation")
        self.fields["topic"] = TopicElsewhere(
            queryset=topics.order_by("negotiation__order", "negotiation__title", "order", "name"),
            label="The topic to which it goes",
            help_text="Its claims, wordings, outcomes, searches and remarks go along. Its old address leads to the new "
            "one.",
            error_messages={"required": "Choose a topic: make one there first, if there is none."},
        )

    def make_change(self) -> ProposalMove:
        return ProposalMove(self.row.pk, self.cleaned_data["topic"].pk)


class MoveClaimsForm(VocabularyForm):
    """Say on which proposal the chosen claims belong."""

    title = "Move claims to another proposal"
    act = "Move"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"] = make_chosen_field(Proposal, self.closed, "The proposal to which they go")
        if self.row is None:
            # bound to a QueryDict, as all forms of pages
            keys = self.data.getlist("listed") if self.is_bound else self.initial.get("claims", [])  # type: ignore[attr-defined]
            self.listed = [key for key in keys if is_key(key)][:MOST_LISTED]  # with which the page is sent back
            chosen = Claim.objects.filter(pk__in=self.listed).exclude(proposal__negotiation__in=self.closed)
        else:
            chosen = self.row.claims.all()
        self.fields["claims"] = make_ticks(chosen, "The claims that go")

    def make_change(self) -> ClaimsMove:
        keys = frozenset(claim.pk for claim in self.cleaned_data["claims"])
        return ClaimsMove(keys, self.cleaned_data["proposal"].pk)
