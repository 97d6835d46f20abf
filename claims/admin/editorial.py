"""Recorded searches and remarks in the admin: analysts write them, reviewers publish them."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import Truncator

from ..models import Claim, EditorialNote, SearchRecord
from ..models.editorial import EditorialRecord
from ..queries import read_said
from ..rules.measures.contradictions import do_contradict
from ..services import pending_changes
from ..wording.contradictions import NO_CONTRADICTION
from .choosers import make_chosen_filter
from .claim_ids import ClaimIdField
from .proposing import ProposingAdmin, ProposingForm
from .reviewable import ReviewableAdmin, WhoseFilter, make_actions
from .teams import narrow

ANSWERED = ("earlier_claim", "later_claim")  # the two claims of a contradiction


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


class AnswersFilter(admin.SimpleListFilter):
    """Narrows the list to the remarks that answer a contradiction."""

    title = "what it answers"
    parameter_name = "answers"

    def lookups(self, request, model_admin):
        return [("yes", "A contradiction"), ("no", "None")]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(earlier_claim__isnull=self.value() == "no")
        return queryset


class EditorialNoteForm(ProposingForm):
    """Takes two claims that a remark answers only where they contradict each other."""

    def clean(self) -> Any:
        cleaned = super().clean()
        claims = [claim for name in ANSWERED if (claim := cleaned.get(name))]
        if len(claims) == len(ANSWERED):
            one, other = map(read_said, claims)
            if one is None or other is None or not do_contradict(one, other):
                self.add_error(ANSWERED[-1], NO_CONTRADICTION)
        return cleaned


@admin.register(EditorialNote)
class EditorialNoteAdmin(EditorialAdmin):
    form = EditorialNoteForm
    list_display = ["proposal", "holder", "words", "signed_by", "written_on", "state", "coder"]
    list_filter = ["published", WhoseFilter, AnswersFilter, *map(make_chosen_filter, ("proposal", "holder"))]
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
        (
            "Which contradiction it answers",
            {
                "fields": [ANSWERED],
                "description": "Leave both empty unless it answers a contradiction inside the holder. The list of "
                "contradictions fills them in.",
            },
        ),
        ("Signed", {"fields": ["signed_by", "written_on"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A claim is named by its short id."""
        if db_field.name in ANSWERED:
            claims = narrow(request.user, Claim.objects.published())
            return ClaimIdField(claims, label=db_field.verbose_name.capitalize(), help_text=db_field.help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """A new remark is not signed yet."""
        return [one for one in super().get_fieldsets(request, obj) if obj or one[0] != "Signed"]

    @admin.display(description="remark")
    def words(self, remark):
        return Truncator(remark.text).chars(80)
