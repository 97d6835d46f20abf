"""An actor or a proposal that a coder misses is suggested from beside the text, in a window over it."""

import json
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ..admin.suggesting import SuggestedActorForm, SuggestedProposalForm
from ..models import Actor, Proposal, Topic
from ..roles import read_closed
from .access import for_coders
from .names import TypedRow, name_row


class MissedActorForm(SuggestedActorForm):
    """What must be known of an actor before drafts can name it; a reviewer completes the rest."""

    class Meta:
        model = Actor
        fields = ("name", "short_name", "article", "plural", "slug", "kind", "speaks_for")
        widgets = {"slug": forms.HiddenInput}
        field_classes = SuggestedActorForm.Meta.field_classes

    def __init__(self, *args: Any, closed: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, closed=closed, **kwargs)
        speaks_for: Any = self.fields["speaks_for"]
        speaks_for.widget = TypedRow()
        speaks_for.widget.choices = speaks_for.choices


class MissedProposalForm(SuggestedProposalForm):
    """What must be known of a proposal, of a topic of the negotiation that is coded."""

    class Meta:
        model = Proposal
        fields = ("title", "slug", "definition", "topic")
        widgets = {"slug": forms.HiddenInput}


@for_coders
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_missed(request: Any, kind: str) -> HttpResponse:
    """Show the form of a suggestion, and save what is sent: then the answer names the row for the field."""
    form = _make_form(request, kind, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.save_suggestion(request.user):
            event = {"suggested": {"kind": kind, **name_row(form.instance)}}
            return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(event)})
        return render(request, "workbench/suggest.html", {"form": form, "kind": kind}, status=400)
    return render(request, "workbench/suggest.html", {"form": form, "kind": kind})


def _make_form(request: Any, kind: str, data: Any) -> Any:
    closed, typed = read_closed(request.user), request.GET.get("name", "").strip()[:120]
    if kind == "actor":
        return MissedActorForm(data, closed=closed, initial={"name": typed, "short_name": typed[:30]})
    form = MissedProposalForm(data, closed=closed, initial={"title": typed})
    topic: Any = form.fields["topic"]
    topic.queryset = Topic.objects.filter(negotiation=request.negotiation).select_related("negotiation")
    return form
