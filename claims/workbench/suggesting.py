"""An actor or a proposal that a coder misses is suggested from beside the text, in a window over it."""

import json
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ..admin.choosers import find_by_name
from ..admin.suggesting import SuggestedActorForm, SuggestedProposalForm
from ..models import Actor, BatchCoder, Proposal, Topic
from ..models.blind_suggestions import match_hidden_suggestions
from ..queries.batches import call_as_suggested
from ..roles import read_closed
from ..rules.slugs import make_slug
from ..services.blind_suggestions import share_blind, suggest_blind
from ..services.vocabulary_proposals import make_free_slug
from ..services.write_gate import Refused
from .access import for_coders
from .blind import find_coder
from .names import TypedRow, name_row


class MissedActorForm(SuggestedActorForm):
    """What must be known of an actor before drafts can name it; a reviewer completes the rest."""

    class Meta:
        model = Actor
        fields = ("name", "short_name", "article", "plural", "slug", "kind", "speaks_for")
        widgets = {"slug": forms.HiddenInput}
        field_classes = SuggestedActorForm.Meta.field_classes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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


@for_coders
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_blind_missed(request: Any, batch: str, kind: str) -> HttpResponse:
    """Show the form of a suggestion in a batch, and save what is sent: its coder alone sees it until all are done."""
    coder = find_coder(request, batch)
    if request.method != "POST":
        return render(request, "workbench/suggest.html", {"form": _make_form(request, kind, None), "kind": kind})
    name = "name" if kind == "actor" else "title"
    hidden = _find_hidden(request, Actor if kind == "actor" else Proposal)
    form = _make_form(request, kind, _free_slug(request.POST, hidden, name))
    try:
        row = _suggest(form, coder, hidden, name, request.user)
    except (Refused, IntegrityError) as refusal:
        form.add_error(None, f"Not saved: {refusal}")
        row = None
    if row is None:
        return render(request, "workbench/suggest.html", {"form": form, "kind": kind}, status=400)
    call_as_suggested(request.user, [row])
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"suggested": {"kind": kind, **name_row(row)}})})


def _find_hidden(request: Any, model: type[Any]) -> QuerySet[Any]:
    """Return what others suggested blind, which the user must not see."""
    rows = model.objects.filter(match_hidden_suggestions(model, request.user, to_name=True))
    hidden: QuerySet[Any] = rows.filter(negotiation=request.negotiation) if model is Proposal else rows
    return hidden


def _free_slug(data: Any, hidden: QuerySet[Any], name: str) -> Any:
    """Return what was sent with a slug of its own, where what follows from the name is one of the hidden rows'."""
    slug = make_slug(data.get(name, ""))
    taken = set(hidden.values_list("slug", flat=True))
    if slug not in taken:
        return data
    data = data.copy()
    data["slug"] = make_free_slug(slug, taken)
    return data


def _suggest(form: Any, coder: BatchCoder, hidden: QuerySet[Any], name: str, user: User) -> Any:
    """Save what a coder suggests and return it, or what is hidden from them and has the same name; None where the form
    says what is wrong."""
    valid, typed = form.is_valid(), form.data.get(name, "").strip()
    same: Any = find_by_name(hidden, typed) if typed else None
    if same is not None and not {*form.errors} - {name, "slug", "__all__"}:
        share_blind(same, form.instance, coder, user=user)
        return same
    if valid:
        suggest_blind(form.instance, coder, user=user, reason=form.cleaned_data["reason"].replace("\x00", ""))
        return form.instance
    return None


def _make_form(request: Any, kind: str, data: Any) -> Any:
    closed, typed = read_closed(request.user), request.GET.get("name", "").strip()[:120]
    if kind == "actor":
        return MissedActorForm(
            data, closed=closed, user=request.user, initial={"name": typed, "short_name": typed[:30]}
        )
    form = MissedProposalForm(data, closed=closed, user=request.user, initial={"title": typed})
    topic: Any = form.fields["topic"]
    topic.queryset = Topic.objects.filter(negotiation=request.negotiation).select_related("negotiation")
    return form
