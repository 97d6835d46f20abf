"""Coding in the admin: the form of a claim, the list of claims, their export."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localdate

from .. import search
from ..exporters import claims as exporter
from ..exporters import formats
from ..models import Claim, Source
from ..models.claims import ID_ALPHABET, ID_LENGTH
from ..rules.publishing import EDITABLE_BY_ANALYSTS, Status
from ..rules.quotes import QUOTE_STATES, QuoteState
from ..rules.scales import ATTRIBUTION_WORDS, ATTRIBUTIONS, Attribution
from ..services.write_gate import Refused
from .choosers import Chooser, chosen, is_key
from .claim_form import TAKE_PASSAGE, ClaimForm, passage_taken_over, preset, scale_help, told
from .review import ReviewAdmin, may_edit, panel
from .versioned_admin import VersionedAdmin

MOST_ROWS_SORTED_BY_NAME = 50_000
OWN_COLUMNS = ["claim", "stance", "said_on", "state"]


class WhoseFilter(admin.SimpleListFilter):
    """Narrows the list to the user's own claims, or to those that nobody codes."""

    title = "coder"
    parameter_name = "coder"

    def lookups(self, request, model_admin):
        return [("me", "Coded by me"), ("nobody", "Coded by nobody yet")]

    def queryset(self, request, queryset):
        if self.value() == "me":
            return queryset.filter(coder=request.user)
        return queryset.filter(coder=None) if self.value() == "nobody" else queryset


class AttributionFilter(admin.SimpleListFilter):
    """The attributions by their words; the form's choices explain them at length."""

    title = parameter_name = "attribution"

    def lookups(self, request, model_admin):
        return [(attribution.word, word.word) for attribution, word in ATTRIBUTIONS.items()]

    def queryset(self, request, queryset):
        chosen_one = ATTRIBUTION_WORDS.get(self.value())
        return queryset if chosen_one is None else queryset.filter(attribution=chosen_one)


@admin.register(Claim)
class ClaimAdmin(ReviewAdmin, VersionedAdmin):
    form = ClaimForm
    save_as = True
    autocomplete_fields = ["source", "holder", "speaker", "proposal"]
    readonly_fields = ["quote_check"]
    fieldsets = [
        (
            "The passage",
            {"fields": ["source", "quote", "quote_check", "locator"]},
        ),
        (
            "Where the quote stands more than once",
            {
                "fields": ["prefix", "suffix"],
                "classes": ["collapse"],
                "description": "Needed only when the text has the same words twice.",
            },
        ),
        (
            "Who and what",
            {
                "fields": ["holder", "speaker", "attribution", "proposal", "dimension", "value"],
                "description": scale_help(),
            },
        ),
        ("On which condition", {"fields": ["conditions", "depends_on", "covers"]}),
        ("When", {"fields": ["said_on", "said_on_is"]}),
        ("Doubts", {"fields": ["pending", "doubtful", "note"]}),
    ]

    list_display = ["claim", "holder", "proposal", "stance", "passage", "said_on", "state", "coder"]
    list_display_links = ["claim"]
    list_filter = [
        "status",
        WhoseFilter,
        "dimension",
        AttributionFilter,
        *map(chosen, ("source", "proposal", "holder")),
        "quote_state",
    ]
    list_select_related = ["holder", "proposal", "source", "coder"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALLOW
    search_fields = ["public_id"]  # `get_search_results` searches
    search_hint = "words of the quote or condition, a holder, a proposal, a source, or the short id of a claim"
    date_hierarchy = "said_on"
    actions = [*ReviewAdmin.actions, "export_selected"]

    @property
    def media(self):
        return super().media + Chooser(Claim._meta.get_field("holder"), self.admin_site).media

    # The list

    @admin.display(description="claim", ordering="public_id")
    def claim(self, claim):
        return claim.public_id

    @admin.display(description="value", ordering="value")
    def stance(self, claim):
        value = f"{claim.value_text} {claim.value_word.word}{' if' if claim.conditions else ''}"
        how = ATTRIBUTIONS[Attribution(claim.attribution)].word
        return format_html('{} <span class="quiet">{}, {}</span>', value, claim.get_dimension_display(), how)

    @admin.display(description="passage")
    def passage(self, claim):
        words = Truncator(claim.quote or claim.locator).chars(60)
        where = claim.source.publisher or Truncator(claim.source.title).chars(30)
        return format_html('<span class="passage">{}</span> <span class="quiet">{}</span>', words, where)

    @admin.display(description="status", ordering="status")
    def state(self, claim):
        lost = claim.quote_state == QuoteState.MISSING
        alarm = format_html(' <span class="alarm">{}</span>', "quote missing") if lost else ""
        return format_html('<span class="state state-{}">{}</span>{}', claim.status, claim.get_status_display(), alarm)

    def action_checkbox(self, obj):
        """Carry with each row the version that it showed, for the actions."""
        hidden = format_html('<input type="hidden" name="version-{}" value="{}">', obj.pk, obj.version)
        return super().action_checkbox(obj) + hidden

    def get_sortable_by(self, request):
        """Sorting by a joined name reads and sorts every row: it is offered up to a size (one query)."""
        large = Claim.objects.order_by("pk").values("pk")[MOST_ROWS_SORTED_BY_NAME:].exists()
        return OWN_COLUMNS if large else self.get_list_display(request)

    def get_search_results(self, request, queryset, search_term):
        """Search for whole words, as readers do, or for a claim by its short id (one query more for what may be one).

        Django's own search for parts of words would read every quote four times for one list.
        """
        typed = search_term.strip().lower()
        if len(typed) == ID_LENGTH and set(typed) <= set(ID_ALPHABET):
            named = queryset.filter(public_id=typed)
            if named.exists():
                return named, False
        return search.find_claims(queryset, search_term), False

    def get_queryset(self, request):
        """Load what a row of the list shows; Django leaves `list_select_related` aside where this selects."""
        return super().get_queryset(request).select_related(*self.list_select_related).defer("source__text")

    @admin.action(description="Export as CSV", permissions=["view"])
    def export_selected(self, request, queryset):
        """Stream the chosen claims; nothing is held in memory, however many they are."""
        table = exporter.make_claims_table(queryset, request.user.has_perm("claims.change_claim"))
        found = formats.make_download(table, "csv", f"claims-{localdate().isoformat()}")
        return StreamingHttpResponse(found.chunks, headers=found.headers)

    # The form

    def view_on_site(self, claim):
        """Only published claims have a page for readers."""
        return claim.get_absolute_url() if claim.status == Status.PUBLISHED else None

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Relations can be looked up and added beside the field; to delete them is no part of coding."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in self.autocomplete_fields and field:
            field.widget.can_delete_related = False
        return field

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_edit(request, obj))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = Chooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        return preset(request.GET)

    def get_fieldsets(self, request, obj=None):
        """Show the quote's state only where there is a quote that was checked."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name != "quote_check"]})
            for title, options in fieldsets
        ]

    @admin.display(description="Quote check")
    def quote_check(self, claim):
        state = QuoteState(claim.quote_state)
        return format_html('<span class="check check-{}">{}</span>', state.value, QUOTE_STATES[state].capitalize())

    def take_post(self, request, object_id, form_url, extra_context):
        if TAKE_PASSAGE in request.POST:
            request.POST = passage_taken_over(request.POST)
        if object_id and "_saveasnew" not in request.POST:
            moved_on = self._moved_on(request, object_id)
            if moved_on:
                return moved_on
        return super().take_post(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Add the panel, which shows the claim as it is stored, whatever was typed."""
        stored = self._stored(obj)
        editable = stored is None or may_edit(request, stored)
        context["panel"] = panel(request, stored) if stored else None
        context["editable"] = editable
        context["show_submit"] = editable and (stored is None or stored.status in EDITABLE_BY_ANALYSTS)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def lock(self, gate, claim, form):
        """Lock the source too, and first, as saving a source does: the quote was looked for in its text."""
        gate.lock(Source, claim.source_id, claim.source.version)
        super().lock(gate, claim, form)

    def write(self, gate, claim, form):
        """Write through the gate; submit at once where that button was pressed."""
        gate.save(claim)
        form.hindrances = None
        if "_submit" in form.data:
            try:
                gate.move(claim, "submit")
                form.hindrances = []
            except Refused as refused:
                form.hindrances = refused.reasons

    def save_model(self, request, obj, form, change):
        """Save, and tell what was filled in and what became of the submission."""
        obj.locate_quote(obj.source.text)  # before the gate opens: in a long text that takes its time
        super().save_model(request, obj, form, change)
        for sentence in told(obj, form):
            messages.info(request, sentence)
        if form.hindrances:
            messages.warning(request, f"Saved as a draft, and not submitted. {' '.join(form.hindrances)}")
        elif form.hindrances is not None:
            messages.success(request, "Saved and submitted: it now waits for a reviewer.")

    def response_add(self, request, obj, post_url_continue=None):
        """*Save and add another* goes on with the same source: documents are coded from top to bottom."""
        if "_addanother" in request.POST:
            messages.success(request, f"Saved: {obj}. The next claim of the same source:")
            return HttpResponseRedirect(f"{request.path}?{urlencode({'source': obj.source_id})}")
        return super().response_add(request, obj, post_url_continue)

    @staticmethod
    def _stored(claim):
        people = ("coder", "written_by", "corrects")
        return Claim.objects.select_related(*people).get(pk=claim.pk) if claim else None

    def _moved_on(self, request, object_id):
        """Return an answer in words where the claim left the user's hands while they had its form open."""
        claim = self.get_queryset(request).filter(pk=unquote(object_id)).first() if is_key(object_id) else None
        if claim is None or self.has_change_permission(request, claim):
            return None
        if not self.has_view_permission(request, claim) or not super().has_change_permission(request):
            raise PermissionDenied
        messages.error(
            request,
            f"Not saved: this claim is {claim.get_status_display()} by now, and not yours to edit in that state. "
            f"The quote that you typed: “{Truncator(request.POST.get('quote', '')).chars(400)}”",
        )
        return redirect(reverse("admin:claims_claim_change", args=[claim.pk]))
