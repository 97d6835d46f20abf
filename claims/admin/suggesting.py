"""Pages on which analysts suggest an actor or a proposal while they code."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html

from ..models import Actor, Proposal, Topic
from ..queries.batches import is_blind, leave_out_blind
from ..roles import is_analyst, read_closed
from ..services.suggestions import suggest
from .choosers import Chooser, ChosenField
from .teams import is_open, match_closed
from .vocabulary_changes import ChangesVocabulary, VocabularyPage
from .vocabulary_forms import ConfirmForm, RefuseForm

LONGEST_REASON = 300
SUGGESTION_PAGES = (
    VocabularyPage("confirm", "Confirm…", ConfirmForm, of_suggestions=True),
    VocabularyPage("refuse", "Refuse…", RefuseForm, of_suggestions=True),
)


class SuggestionForm(forms.ModelForm):
    """What is asked of a suggestion, and why it is needed."""

    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        label="Why it is needed",
        help_text="For the reviewer: where it is spoken of, and what else it may be.",
    )

    def __init__(self, *args: Any, user: User, closed: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.may_name = lambda other: is_open(other, closed) and not is_blind(user, other)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Left empty, it is made from the name."

    def save_suggestion(self, user: User) -> bool:
        """Save what was suggested; where something is wrong, the form says what, and nothing is saved."""
        if not self.is_valid():
            return False
        try:
            suggest(self.instance, user=user, reason=self.cleaned_data["reason"].replace("\x00", ""))
        except IntegrityError:
            self.add_error(None, "Somebody has entered it meanwhile: look for it in the list.")
            return False
        return True


class SuggestedActorForm(SuggestionForm):
    class Meta:
        model = Actor
        fields = ("name", "short_name", "article", "plural", "slug", "aliases", "kind", "speaks_for")
        field_classes = {"speaks_for": ChosenField}

    def __init__(self, *args: Any, user: User, closed: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, user=user, closed=closed, **kwargs)
        seen = Actor.objects.exclude(match_closed(Actor, closed)) if closed else Actor.objects.all()
        speaks_for: Any = self.fields["speaks_for"]  # the stubs know no field with rows
        speaks_for.queryset = leave_out_blind(user, seen)
        chosen = Chooser(Actor._meta.get_field("speaks_for"), admin.site)
        chosen.choices = speaks_for.choices
        speaks_for.widget = chosen


class TopicWithTalks(forms.ModelChoiceField):
    """A topic, named with its negotiation."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.negotiation.short_title}: {obj.name}"


class SuggestedProposalForm(SuggestionForm):
    topic = TopicWithTalks(queryset=Topic.objects.none())

    class Meta:
        model = Proposal
        fields = ("title", "full_title", "slug", "definition", "topic")

    def __init__(self, *args: Any, user: User, closed: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, user=user, closed=closed, **kwargs)
        topics = Topic.objects.exclude(negotiation__in=closed).select_related("negotiation")
        topic: Any = self.fields["topic"]
        topic.queryset = topics.order_by("negotiation__order", "negotiation__title", "order", "name")


class TakesSuggestions(ChangesVocabulary):
    """An admin of rows that analysts may suggest: `suggestion_form` asks for one."""

    suggestion_form: type[SuggestionForm]

    def get_urls(self):
        ours = self.admin_site.admin_view(self.suggest_view)
        return [path("suggest/", ours, name=f"claims_{self.opts.model_name}_suggest"), *super().get_urls()]

    def suggest_view(self, request):
        """Take a suggestion; what is wrong is told at its field, and the rest is kept."""
        if not is_analyst(request.user):
            raise PermissionDenied
        form = self.suggestion_form(request.POST or None, user=request.user, closed=read_closed(request.user))
        if request.method == "POST" and form.save_suggestion(request.user):
            return self._answer_suggested(request, form.instance)
        noun = self.opts.verbose_name
        context = {
            **self.admin_site.each_context(request),
            "title": f"Suggest {'an' if noun[0] in 'aeiou' else 'a'} {noun}",
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "act": "Suggest",
        }
        return TemplateResponse(request, "admin/claims/vocabulary/suggest.html", context)

    def _answer_suggested(self, request, row):
        address = self.change_url(row)
        messages.success(
            request,
            format_html(
                '<a href="{}">{}</a> is suggested. Drafts may name it at once; readers see it, and what names it is '
                "published, once a reviewer confirms it.",
                address,
                row,
            ),
        )
        return redirect(address)
