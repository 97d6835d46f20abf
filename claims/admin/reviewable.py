"""What the admins of claims, outcomes, recorded searches and remarks have in common: rows that analysts write and
reviewers publish. They pass from state to state by `services.review`, each at the version that its page showed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from ..roles import is_reviewer, read_closed
from ..rules.publishing import PUBLISH, REVIEWER, Transition
from ..rules.threads import LONGEST_COMMENT
from ..services import review
from ..services.write_gate import Refused, Stale
from ..wording.publishing import TRANSITIONS
from .choosers import Chooser, is_key
from .teams import narrow
from .versioned_admin import VersionedAdmin
from .words import count_rows

CONFIRMED = "_published_unread"  # that several rows are to be published from the list
KEPT_POSTED = ("action", "index", "remark", "_selected_action", "select_across")
LONGEST_REMARK = LONGEST_COMMENT
LONGEST_KEPT = 1000  # letters of what was typed and could not be saved


class Button(NamedTuple):
    """A transition on a row's page: it can be made, or `blockers` say why not."""

    name: str
    label: str
    blockers: list[str]
    needs_reason: bool


class ReasonForm(ActionForm):
    """The list's action menu with room for the remark or reason that some actions need."""

    remark = forms.CharField(
        required=False,
        max_length=LONGEST_REMARK,
        label="Remark on this step:",
        widget=forms.TextInput(attrs={"size": 30}),
    )


# What nobody here codes: it was imported in nobody's name, or its coder cannot log in any more.
OF_NOBODY = Q(coder=None) | Q(coder__is_active=False)


class WhoseFilter(admin.SimpleListFilter):
    """Narrows the list to the user's own rows, or to those that nobody codes."""

    title = "coder"
    parameter_name = "coder"

    def lookups(self, request, model_admin):
        return [("me", "Coded by me"), ("nobody", "Coded by nobody yet")]

    def queryset(self, request, queryset):
        if self.value() == "me":
            return queryset.filter(coder=request.user)
        return queryset.filter(OF_NOBODY) if self.value() == "nobody" else queryset


def make_actions(transitions: Mapping[str, Transition]) -> list[Any]:
    """Return the actions of a list that take the chosen rows through each of the transitions."""
    return [_make_action(transition) for transition in transitions.values()]


def _make_action(transition: Transition) -> Any:
    permission = "review" if transition.role == REVIEWER and not transition.open_to_coder else "change"

    @admin.action(description=TRANSITIONS[transition.name].action, permissions=[permission])
    def act(model_admin, request, queryset):
        return model_admin.transition_selected(request, queryset, transition.name)

    act.__name__ = f"{transition.name.replace(' ', '_')}_selected"
    return act


class ReviewableAdmin(VersionedAdmin):
    """A list and a page of rows that are reviewed. `typed` names the field that holds most of the words."""

    action_form = ReasonForm
    list_per_page = 50
    show_full_result_count = False
    related_can_be_added = False  # beside the fields in which a row is chosen
    typed = ""
    chosen = "holder"  # a field in which a row is chosen, whose scripts the list needs for its filters

    def get_urls(self):
        ours = path(
            "<int:pk>/transition/",
            self.admin_site.admin_view(require_POST(self.transition_view)),
            name=f"claims_{self.opts.model_name}_transition",
        )
        return [ours, *super().get_urls()]

    # The list

    @property
    def media(self):
        return super().media + Chooser(self.model._meta.get_field(self.chosen), self.admin_site).media

    def action_checkbox(self, obj):
        """Carry with each row the version that it showed, for the actions."""
        hidden = format_html('<input type="hidden" name="version-{}" value="{}">', obj.pk, obj.version)
        return super().action_checkbox(obj) + hidden

    def has_review_permission(self, request):
        return is_reviewer(request.user)

    def transition_selected(self, request, queryset, name):
        """Take the chosen rows of the page through a transition, each at the version that its row showed. To publish
        several is asked twice: nobody need have opened them."""
        if request.POST.get("select_across") == "1":
            nouns = self.opts.verbose_name_plural
            messages.error(request, f"Choose the {nouns} page by page: what you have not seen is not moved.")
            return None
        keys = sorted(queryset.values_list("pk", flat=True))
        if name == PUBLISH and len(keys) > 1 and CONFIRMED not in request.POST:
            return self._ask_again(request, keys)
        outcomes = self._transition(request, name, {pk: request.POST.get(f"version-{pk}", "") for pk in keys})
        done = sum(outcome.refusal is None for outcome in outcomes)
        if done:
            messages.success(request, f"{count_rows(self.model, done)} {TRANSITIONS[name].done}.")
        for row, refusal in outcomes:
            if refusal:
                reasons = explain(refusal)
                messages.error(request, self.tell(row, f"not {TRANSITIONS[name].done}. {reasons}") if row else reasons)
        return None

    def _ask_again(self, request, keys):
        """Show the rows that are to be published together, with their words, and ask whether they were read."""
        rows = self.get_queryset(request).filter(pk__in=keys)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Publish {count_rows(self.model, len(keys))}?",
            "opts": self.opts,
            "rows": [(row, self.change_url(row), getattr(row, self.typed, "")) for row in rows],
            "posted": [
                (name, value) for name, values in request.POST.lists() for value in values if name in KEPT_POSTED
            ],
            "versions": [(f"version-{pk}", request.POST.get(f"version-{pk}", "")) for pk in keys],
            "confirmed": CONFIRMED,
        }
        return TemplateResponse(request, "admin/claims/publish_several.html", context)

    # The page of one

    def transition_view(self, request, pk):
        """Take the row through the posted transition at the posted version, and say how it went."""
        name = request.POST.get("transition")
        if not self.has_view_permission(request) or name not in self.model.TRANSITIONS:
            raise PermissionDenied
        ((row, refusal),) = self._transition(request, name, {pk: request.POST.get("version", "")})
        if refusal is None:
            messages.success(request, self.tell(row, f"{TRANSITIONS[name].done}."))
            return redirect(self.change_url(row))
        remark = request.POST.get("remark", "")
        your_remark = f" Your remark was: “{remark}”" if remark else ""
        messages.error(request, f"Not {TRANSITIONS[name].done}. {explain(refusal)}{your_remark}")
        return redirect(f"admin:claims_{self.opts.model_name}_change", pk)

    def _transition(self, request, name, versions):
        """Take rows through a transition, given as {key: version in the posted text}, with the posted reason."""
        reason = request.POST.get("remark", "").replace("\x00", "").strip()[:LONGEST_REMARK]
        versions = {pk: read_version(text) for pk, text in versions.items()}
        seen = narrow(request.user, self.model._base_manager.filter(pk__in=versions))
        unseen = versions.keys() - {*seen.values_list("pk", flat=True)} if read_closed(request.user) else ()
        passed = {pk: version for pk, version in versions.items() if pk not in unseen}
        outcomes = review.transition_many(self.model, passed, name, user=request.user, reason=reason)
        return [*outcomes, *(review.refuse_missing(self.model) for _ in unseen)]

    def tell(self, row, sentence):
        """Return a message about a row, with a link to its page."""
        return format_html('<a href="{}">{}</a>: {}', self.change_url(row), row, sentence)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or review.may_edit(obj, request.user))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Rows are chosen here, and some may be added beside the field; to delete them is no part of it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in self.autocomplete_fields and field:
            field.widget.can_delete_related = False
            if not self.related_can_be_added:
                field.widget.can_add_related = field.widget.can_change_related = False
        return field

    def take_post(self, request, object_id, form_url, extra_context):
        as_new = object_id is None or "_saveasnew" in request.POST
        answer = None if as_new else self._answer_out_of_hands(request, object_id)
        return answer or super().take_post(request, object_id, form_url, extra_context)

    def _answer_out_of_hands(self, request, object_id):
        """Answer in words where the row left the user's hands while they had its form open; else return None."""
        row = self.get_queryset(request).filter(pk=unquote(object_id)).first() if is_key(object_id) else None
        if row is None or self.has_change_permission(request, row):
            return None
        if not self.has_view_permission(request, row) or not super().has_change_permission(request):
            raise PermissionDenied
        words = Truncator(request.POST.get(self.typed, "")).chars(LONGEST_KEPT)
        messages.error(request, self.explain_out_of_hands(row, words))
        return redirect(self.change_url(row))

    def explain_out_of_hands(self, row, words):
        """Say that the row left the user's hands while they had its form open, with the words that they typed."""
        return f"Not saved: you can no longer edit it. What you typed: “{words}”"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Add the panel, which shows the row as it is stored, whatever was typed."""
        stored = self.read_stored(obj) if obj else None
        context |= self.describe_state(request.user, stored)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def read_stored(self, row):
        return self.model.objects.select_related("coder", "written_by").get(pk=row.pk)

    def describe_state(self, user, row):
        """Return what a row's page shows of its state; `row` is None for one that is not stored yet."""
        if row is None:
            return {}
        return {"panel": {"row": row, "buttons": list_buttons(row, user), "longest": LONGEST_REMARK}}


def list_buttons(row: review.Reviewed, user: User) -> list[Button]:
    """Return the transitions that the row's state leaves to the user, each as a button or with what blocks it."""
    offers = review.list_offers(row, user)
    return [Button(made.name, TRANSITIONS[made.name].button, blockers, made.needs_reason) for made, blockers in offers]


def read_version(text: str) -> int:
    """Return the version that a page showed; a page that showed none is never up to date."""
    return int(text) if is_key(text) else -1


def explain(refusal: Stale | Refused) -> str:
    """Return the sentences that say why a row did not pass."""
    if isinstance(refusal, Stale):
        return "It was changed since your page was loaded. Look at it again, then decide."
    return " ".join(refusal.reasons)
