"""Outcomes in the admin: what became of a proposal, with its citation; once published, by proposals of changes only."""

from django import forms
from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.text import Truncator

from ..models import Outcome, Source
from ..rules.publishing import Status
from ..rules.quotes import QuoteState
from ..services import pending_changes
from ..services.outcomes import save_outcome
from ..wording.publishing import STATUSES
from .choosers import make_chosen_filter
from .proposing import ProposingAdmin, ProposingForm
from .quoting import AMBIGUOUS, TAKE_PASSAGE, QuotingForm, draw_quote_check, take_passage_over
from .reviewable import ReviewableAdmin, WhoseFilter, make_actions

COUNTED_NOWHERE = "seen by every reader above the verdict, counted nowhere"


class OutcomeForm(QuotingForm, ProposingForm):
    """Checks the quote of an outcome against the held text of its source."""

    class Meta:
        model = Outcome
        fields = "__all__"  # the admin narrows it to its fieldsets
        widgets = {
            "quote": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField", "dir": "auto"}),
            "note": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }


@admin.register(Outcome)
class OutcomeAdmin(ProposingAdmin, ReviewableAdmin):
    form = OutcomeForm
    typed = "quote"
    chosen = "proposal"
    actions = make_actions(Outcome.TRANSITIONS)
    autocomplete_fields = ["proposal", "source"]
    readonly_fields = ["quote_check"]
    list_display = ["outcome", "proposal", "kind", "day", "passage", "state", "coder"]
    list_display_links = ["outcome"]
    list_filter = ["status", WhoseFilter, "kind", *map(make_chosen_filter, ("source", "proposal")), "quote_state"]
    list_select_related = ["proposal", "source", "coder"]
    search_fields = ["searched_text", "proposal__searched_text", "source__searched_text"]
    search_hint = "words of the quote, a proposal, a source, or the short id of an outcome"
    date_hierarchy = "day"
    change_form_template = "admin/claims/outcome/change_form.html"
    fieldsets = [
        ("What became of it", {"fields": ["proposal", "kind", "day"]}),
        ("The passage that says so", {"fields": ["source", "quote", "quote_check", "locator"]}),
        (
            "Where the quote stands more than once",
            {
                "fields": ["prefix", "suffix"],
                "classes": ["collapse"],
                "description": "Needed only when the text has the same words twice.",
            },
        ),
        ("Doubts", {"fields": ["note"]}),
    ]

    @admin.display(description="outcome", ordering="public_id")
    def outcome(self, outcome):
        return outcome.public_id

    @admin.display(description="passage")
    def passage(self, outcome):
        words = Truncator(outcome.quote or outcome.locator).chars(60)
        where = Truncator(outcome.source.place_or_title).chars(30)
        return format_html('<span class="passage" dir="auto">{}</span> <span class="quiet">{}</span>', words, where)

    @admin.display(description="status", ordering="status")
    def state(self, outcome):
        return format_html('<span class="state state-{}">{}</span>', outcome.status, outcome.standing)

    @admin.display(description="Quote check")
    def quote_check(self, outcome):
        return draw_quote_check(QuoteState(outcome.quote_state))

    def view_on_site(self, outcome):
        """Only published outcomes stand on a page for readers."""
        return outcome.get_absolute_url() if outcome.status == Status.PUBLISHED else None

    def get_fieldsets(self, request, obj=None):
        """Show the quote's state only where there is a quote that was checked."""
        left_out = {"quote_check"} if obj is None else set()
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name not in left_out]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def has_change_permission(self, request, obj=None):
        """Of what readers see, the form takes a proposal."""
        if obj is None or obj.status != Status.PUBLISHED:
            return super().has_change_permission(request, obj)
        return super().has_change_permission(request) and pending_changes.may_propose(obj, request.user)

    def take_post(self, request, object_id, form_url, extra_context):
        if TAKE_PASSAGE in request.POST:
            request.POST = take_passage_over(request.POST)
        return super().take_post(request, object_id, form_url, extra_context)

    def explain_out_of_hands(self, outcome, words):
        return (
            f"Not saved: this outcome is {outcome.standing} by now, and not yours to edit in that state. "
            f"The quote that you typed: “{words}”"
        )

    def describe_state(self, user, row):
        """Add what the outcome's panel shows."""
        context = super().describe_state(user, row)
        if row is not None:
            status = Status(row.status)
            context["panel"]["meaning"] = COUNTED_NOWHERE if status == Status.PUBLISHED else STATUSES[status]
        return context

    def lock(self, gate, outcome, form):
        """Lock the source too, and first, as saving a source does: the quote was looked for in its text."""
        gate.lock(Source, outcome.source_id, outcome.source.version)
        super().lock(gate, outcome, form)

    def save_model(self, request, obj, form, change):
        """Save, and ask which passage is meant where the quote stands more than once."""
        super().save_model(request, obj, form, change)
        if form.quote_check and form.quote_check.state == QuoteState.AMBIGUOUS:
            messages.info(request, AMBIGUOUS)

    def write_at_once(self, gate, outcome, form):
        save_outcome(gate, outcome, form.quote_check)
