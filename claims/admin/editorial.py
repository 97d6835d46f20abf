"""Recorded searches and remarks in the admin: analysts write them, reviewers publish them."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from ..models import EditorialNote, SearchRecord
from ..rules import publishing
from ..rules.publishing import PUBLISH, REVIEWER, TAKE_BACK
from ..services.write_gate import Refused, Stale, editing
from .choosers import Chooser, chosen, is_key, named
from .claims import WhoseFilter
from .review import LONGEST_REMARK, ReasonForm, as_version, reasons_of, roles
from .versioned_admin import VersionedAdmin, VersionedForm

DONE = {PUBLISH: "published", TAKE_BACK: "taken back"}


def asked_by(request, row):
    """Return what the rules ask of who asks and of the row's state."""
    mine = row.coder_id in (None, request.user.pk)
    return {"published": row.published, "roles": roles(request), "mine": mine, "signed": isinstance(row, EditorialNote)}


class EditorialForm(VersionedForm):
    """Asks for a reason where readers see the row already."""

    def clean(self):
        cleaned = super().clean()
        if self.instance.published and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", "Say why: readers see this, and its history keeps the reason.")
        return cleaned


class EditorialAdmin(VersionedAdmin):
    """What the admins of searches and remarks have in common. `typed` names the field that holds most of the words."""

    form = EditorialForm
    action_form = ReasonForm
    actions = ["publish_selected", "take_back_selected"]
    autocomplete_fields = ["proposal", "holder"]
    list_select_related = ["proposal", "holder", "coder"]
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/claims/editorial/change_form.html"
    typed = ""

    def get_urls(self):
        move = self.admin_site.admin_view(require_POST(self.move_view))
        return [path("<int:pk>/move/", move, name=f"claims_{self.opts.model_name}_move"), *super().get_urls()]

    # The list

    @admin.display(description="state", ordering="published")
    def state(self, row):
        css, word = ("published", "published") if row.published else ("in-review", "for review")
        return format_html('<span class="state state-{}">{}</span>', css, word)

    def action_checkbox(self, obj):
        """Carry with each row the version that it showed, for the actions."""
        hidden = format_html('<input type="hidden" name="version-{}" value="{}">', obj.pk, obj.version)
        return super().action_checkbox(obj) + hidden

    @property
    def media(self):
        return super().media + Chooser(self.model._meta.get_field("holder"), self.admin_site).media

    def has_review_permission(self, request):
        return REVIEWER in roles(request)

    @admin.action(description="Publish", permissions=["review"])
    def publish_selected(self, request, queryset):
        self._move_selected(request, queryset, PUBLISH)

    @admin.action(description="Take back with a reason", permissions=["review"])
    def take_back_selected(self, request, queryset):
        self._move_selected(request, queryset, TAKE_BACK)

    def _move_selected(self, request, queryset, move):
        if request.POST.get("select_across") == "1":
            messages.error(request, "Choose page by page: what you have not seen is not moved.")
            return
        keys = sorted(queryset.values_list("pk", flat=True))
        self._move(request, move, [(pk, request.POST.get(f"version-{pk}", "")) for pk in keys])

    # The page of one

    def move_view(self, request, pk):
        """Publish a row or take it back at the posted version, and say how it went."""
        move = request.POST.get("move")
        if not self.has_view_permission(request) or move not in DONE:
            raise PermissionDenied
        self._move(request, move, [(pk, request.POST.get("version", ""))])
        return redirect(f"admin:claims_{self.opts.model_name}_change", pk)

    def _move(self, request, move, shown):
        """Move the rows that are at the version that was shown, in one transaction; say what became of each."""
        reason = request.POST.get("remark", "").replace("\x00", "").strip()[:LONGEST_REMARK]
        with editing(request.user) as gate:
            for pk, version in shown:
                row = None
                try:
                    row = gate.lock(self.model, pk, as_version(version))
                    gate.move_record(row, move, reason)
                    messages.success(request, f"{row}: {DONE[move]}.")
                except (Stale, Refused) as refusal:
                    what = f"not {DONE[move]}. {' '.join(reasons_of(refusal))}"
                    messages.error(request, f"{row or refusal.row}: {what}")
                except self.model.DoesNotExist:
                    messages.error(request, "It does not exist any more.")

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or publishing.may_edit_record(**asked_by(request, obj)))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = Chooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Actors and proposals are looked up here; to add, change or delete them is no part of it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in self.autocomplete_fields and field:
            widget = field.widget
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
        return field

    def get_changeform_initial_data(self, request):
        """Return the fields that an address presets: `?proposal=4&holder=russia`, by key or by slug."""
        return preset(self.model, request.GET)

    def take_post(self, request, object_id, form_url, extra_context):
        moved_on = self._moved_on(request, object_id) if object_id else None
        return moved_on or super().take_post(request, object_id, form_url, extra_context)

    def _moved_on(self, request, object_id):
        """Return an answer in words where the row was published while the user had its form open."""
        row = self.get_queryset(request).filter(pk=unquote(object_id)).first() if is_key(object_id) else None
        if row is None or self.has_change_permission(request, row) or not super().has_change_permission(request):
            return None
        words = Truncator(request.POST.get(self.typed, "")).chars(1000)
        messages.error(request, f"Not saved: it is not yours to edit any more. What you typed: “{words}”")
        return redirect(self.change_url(row))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Add what can be done with the row as it is stored."""
        stored = self.model.objects.select_related("coder", "written_by").get(pk=obj.pk) if obj else None
        context["stored"] = stored
        if stored and REVIEWER in roles(request):
            move = TAKE_BACK if stored.published else PUBLISH
            context["move"], context["needs_reason"] = move, move == TAKE_BACK
            context["hindrances"] = publishing.find_record_blockers(
                move,
                published=stored.published,
                roles=roles(request),
                reason="given",
                wrote_last=settings.FOUR_EYES and stored.written_by_id == request.user.pk,
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def write(self, gate, row, form):
        gate.save(row)


@admin.register(SearchRecord)
class SearchRecordAdmin(EditorialAdmin):
    list_display = ["proposal", "holder", "dimension", "outcome", "searched_on", "searched_in", "state", "coder"]
    list_filter = ["published", WhoseFilter, "outcome", "dimension", *map(chosen, ("proposal", "holder"))]
    search_fields = ["searched_in", "why", "holder__name", "holder__short_name", "proposal__title"]
    search_hint = "words of what was searched or why, a holder, or a proposal"
    typed = "searched_in"
    fieldsets = [
        ("Of which cell", {"fields": ["proposal", "holder", "dimension"]}),
        (
            "What came of it",
            {
                "fields": ["outcome", "searched_on", "searched_in", "why"],
                "description": "Nothing found: say on which day and in what you searched. Not applicable: say why.",
            },
        ),
    ]


@admin.register(EditorialNote)
class EditorialNoteAdmin(EditorialAdmin):
    list_display = ["proposal", "holder", "words", "signed_by", "written_on", "state", "coder"]
    list_filter = ["published", WhoseFilter, *map(chosen, ("proposal", "holder"))]
    search_fields = ["text", "signed_by", "holder__name", "holder__short_name", "proposal__title"]
    search_hint = "words of the remark, its author, a holder, or a proposal"
    readonly_fields = ["signed_by", "written_on"]
    typed = "text"
    fieldsets = [
        ("On what", {"fields": ["proposal", "holder"]}),
        (
            "How you read it",
            {"fields": ["text"], "description": "A remark is no claim: no number counts it, and it needs no quote."},
        ),
        ("Signed", {"fields": ["signed_by", "written_on"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        """A new remark is not signed yet."""
        return [one for one in super().get_fieldsets(request, obj) if obj or one[0] != "Signed"]

    @admin.display(description="remark")
    def words(self, remark):
        return Truncator(remark.text).chars(80)


def preset(model, query):
    """Return the values of a query string that can be preset in the form of a new row (a query for each slug)."""
    initial = {}
    for field in model._meta.concrete_fields:
        value = query.get(field.name, "")
        if not field.editable or not value or "\x00" in value:
            continue
        if isinstance(field, models.ForeignKey) and not is_key(value):
            row = named(field.related_model, value)
            value = row.pk if row else ""
        initial[field.name] = value
    return initial
