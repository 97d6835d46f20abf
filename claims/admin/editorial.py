"""Recorded searches and remarks in the admin: analysts write them, reviewers publish them."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import Truncator

from ..models import EditorialNote, SearchRecord
from ..models.editorial import EditorialRecord
from ..services import pending_changes
from .choosers import make_chosen_filter
from .proposing import ProposingAdmin, ProposingForm
from .reviewable import ReviewableAdmin, WhoseFilter, make_actions


class EditorialAdmin(ProposingAdmin, ReviewableAdmin):
    """What the admins of searches and remarks have in common."""

    form = ProposingForm
    actions = make_actions(EditorialRecord.TRANSITIONS)
    autocomplete_fields = ["proposal", "holder"]
    list_select_related = ["proposal", "holder", "coder"]
    change_form_template = "admin/claims/editorial/change_form.html"

    def has_change_permission(self, request, obj=None):
        """Of what readers see, the form takes a proposal."""
        if obj is None or not obj.published:
            return super().has_change_permission(request, obj)
        return super().has_change_permission(request) and pending_changes.may_propose(obj, request.user)

    @admin.display(description="state", ordering="published")
    def state(self, row):
        css, word = ("published", "published") if row.published else ("in-review", "for review")
        return format_html('<span class="state state-{}">{}</span>', css, word)


@admin.register(SearchRecord)
class SearchRecordAdmin(EditorialAdmin):
    list_display = ["proposal", "holder", "dimension", "outcome", "searched_on", "searched_in", "state", "coder"]
    list_filter = ["published", WhoseFilter, "outcome", "dimension", *map(make_chosen_filter, ("proposal", "holder"))]
    search_fields = ["searched_text", "holder__searched_text", "proposal__searched_text"]
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
    list_filter = ["published", WhoseFilter, *map(make_chosen_filter, ("proposal", "holder"))]
    search_fields = ["searched_text", "holder__searched_text", "proposal__searched_text"]
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
