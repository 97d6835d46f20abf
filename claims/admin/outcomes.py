"""Outcomes in the admin: what became of a proposal, with its citation; once published, by proposals of changes only."""

from django import forms
from django.contrib import admin, messages

from ..models import Outcome
from ..rules.publishing import Status
from ..rules.quotes import QuoteState
from ..services import pending_changes
from ..services.outcomes import save_outcome
from ..wording.publishing import STATUSES
from .answered_wordings import NamesWording, WordingField
from .choosers import make_chosen_filter
from .proposing import ProposingAdmin, ProposingForm
from .quoting import AMBIGUOUS, AROUND_THE_QUOTE, QuotingAdmin, QuotingForm
from .reviewable import WhoseFilter, make_actions

COUNTED_NOWHERE = "seen by every reader above the verdict, counted nowhere"


class OutcomeForm(NamesWording, QuotingForm, ProposingForm):
    """Checks the quote of an outcome against the held text of its source."""

    wording = WordingField(Outcome._meta.get_field("wording").help_text)

    class Meta:
        model = Outcome
        fields = "__all__"  # the admin narrows it to its fieldsets
        widgets = {
            "quote": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField", "dir": "auto"}),
            "note": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }


@admin.register(Outcome)
class OutcomeAdmin(ProposingAdmin, QuotingAdmin):
    form = OutcomeForm
    chosen = "proposal"
    actions = make_actions(Outcome.TRANSITIONS)
    autocomplete_fields = ["proposal", "source"]
    list_display = ["outcome", "proposal", "kind", "day", "passage", "state", "coder"]
    list_display_links = ["outcome"]
    list_filter = ["status", WhoseFilter, "kind", *map(make_chosen_filter, ("source", "proposal")), "quote_state"]
    list_select_related = ["proposal", "source", "coder"]
    search_fields = ["searched_text", "proposal__searched_text", "source__searched_text"]
    search_hint = "words of the quote, a proposal, a source, or the short id of an outcome"
    date_hierarchy = "day"
    change_form_template = "admin/claims/outcome/change_form.html"
    fieldsets = [
        ("What became of it", {"fields": ["proposal", "wording", "kind", "day"]}),
        ("The passage that says so", {"fields": ["source", "quote", "quote_check", "locator"]}),
        AROUND_THE_QUOTE,
        ("Doubts", {"fields": ["note"]}),
    ]

    @admin.display(description="outcome", ordering="public_id")
    def outcome(self, outcome):
        return outcome.public_id

    def has_change_permission(self, request, obj=None):
        """Of what readers see, the form takes a proposal."""
        if obj is None or obj.status != Status.PUBLISHED:
            return super().has_change_permission(request, obj)
        return super().has_change_permission(request) and pending_changes.may_propose(obj, request.user)

    def describe_state(self, user, row):
        """Add what the outcome's panel shows."""
        context = super().describe_state(user, row)
        if row is not None:
            status = Status(row.status)
            context["panel"]["meaning"] = COUNTED_NOWHERE if status == Status.PUBLISHED else STATUSES[status]
        return context

    def save_model(self, request, obj, form, change):
        """Save, and ask which passage is meant where the quote stands more than once."""
        super().save_model(request, obj, form, change)
        if form.quote_check and form.quote_check.state == QuoteState.AMBIGUOUS:
            messages.info(request, AMBIGUOUS)

    def write_at_once(self, gate, outcome, form):
        save_outcome(gate, outcome, form.quote_check)
