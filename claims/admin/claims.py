"""Coding in the admin: the form of a claim, the list of claims, their export."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from .. import search
from ..exporters import claims as exporter
from ..exporters import formats
from ..models import Claim
from ..models.public_ids import ID_ALPHABET, ID_LENGTH
from ..roles import is_analyst
from ..rules.publishing import EDITABLE_BY_ANALYSTS
from ..rules.scales import ATTRIBUTION_WORDS, ATTRIBUTIONS, Attribution
from ..services import corrections, review
from ..services.claims import save_claim
from ..services.write_gate import Refused, Stale
from ..wording.warnings import write_confirmed
from .choosers import make_chosen_filter
from .claim_form import ClaimForm, explain_saved, explain_scales
from .claim_panel import read_panel
from .quoting import AROUND_THE_QUOTE, QuotingAdmin
from .reviewable import WhoseFilter, explain, make_actions, read_version
from .threads import CommentedFilter, TakesComments, describe_thread
from .version_effects import show_effects
from .vocabulary_changes import show_change
from .vocabulary_forms import MoveClaimsForm

MOST_ROWS_SORTED_BY_NAME = 50_000
OWN_COLUMNS = ["claim", "stance", "said_on", "state"]


class AttributionFilter(admin.SimpleListFilter):
    """The attributions by their words; the form's choices explain them at length."""

    title = parameter_name = "attribution"

    def lookups(self, request, model_admin):
        return [(attribution.word, word.word) for attribution, word in ATTRIBUTIONS.items()]

    def queryset(self, request, queryset):
        chosen_one = ATTRIBUTION_WORDS.get(self.value())
        return queryset if chosen_one is None else queryset.filter(attribution=chosen_one)


@admin.register(Claim)
class ClaimAdmin(TakesComments, QuotingAdmin):
    change_list_template = "admin/claims/claim/change_list.html"
    form = ClaimForm
    related_can_be_added = True
    save_as = True
    autocomplete_fields = ["source", "holder", "speaker", "proposal"]
    readonly_fields = [*QuotingAdmin.readonly_fields, "its_confirmed"]
    in_every_form = (*QuotingAdmin.in_every_form, "confirm")
    fieldsets = [
        (
            "The passage",
            {"fields": ["source", "quote", "quote_check", "locator"]},
        ),
        AROUND_THE_QUOTE,
        (
            "In another language",
            {
                "fields": ["quote_language", "translation"],
                "classes": ["collapse"],
                "description": "The quote stays in the original, and is checked as it stands there.",
            },
        ),
        (
            "Who and what",
            {
                "fields": ["holder", "speaker", "attribution", "proposal", "wording", "dimension", "value", "label"],
                "description": explain_scales(),
            },
        ),
        ("On which condition, and why", {"fields": ["conditions", "depends_on", "covers", "argument"]}),
        (
            "Prospects: by when, and how probable",
            {
                "fields": ["by_when", "probability"],
                "classes": ["collapse"],
                "description": "Only if the speaker says so.",
            },
        ),
        ("When", {"fields": ["said_on", "said_on_is"]}),
        ("Doubts", {"fields": ["pending", "doubtful", "note", "its_confirmed"]}),
    ]

    list_display = ["claim", "holder", "proposal", "stance", "passage", "said_on", "state", "coder"]
    list_display_links = ["claim"]
    list_filter = [
        "status",
        WhoseFilter,
        CommentedFilter,
        "dimension",
        AttributionFilter,
        *map(make_chosen_filter, ("source", "proposal", "holder")),
        "quote_state",
    ]
    list_select_related = ["holder", "proposal", "source", "coder"]
    show_facets = admin.ShowFacets.ALLOW
    search_fields = ["public_id"]  # `get_search_results` searches
    search_hint = "words of the quote or condition, a holder, a proposal, a source, or the short id of a claim"
    date_hierarchy = "said_on"
    actions = [*make_actions(Claim.TRANSITIONS), "move_selected", "export_selected"]

    def show_effects(self, row, older, newer):
        return show_effects(row, older, newer)

    def get_urls(self):
        correct = self.admin_site.admin_view(require_POST(self.correct_view))
        move = self.admin_site.admin_view(self.move_view)
        return [
            path("<int:pk>/correct/", correct, name="claims_claim_correct"),
            path("move/", move, name="claims_claim_move"),
            *super().get_urls(),
        ]

    # The list

    @admin.display(description="claim", ordering="public_id")
    def claim(self, claim):
        return claim.public_id

    @admin.display(description="value", ordering="value")
    def stance(self, claim):
        label = f" “{claim.label}”" if claim.label else ""
        value = f"{claim.value_text} {claim.value_word.word}{label}{' if' if claim.conditions else ''}".strip()
        how = ATTRIBUTIONS[Attribution(claim.attribution)].word
        return format_html('{} <span class="quiet">{}, {}</span>', value, claim.get_dimension_display(), how)

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
            with_id = queryset.filter(public_id=typed)
            if with_id.exists():
                return with_id, False
        return search.find_claims(queryset, search_term), False

    def get_queryset(self, request):
        """Load what a row of the list shows; Django leaves `list_select_related` aside where this selects."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.action(description="Move to another proposal", permissions=["review"])
    def move_selected(self, request, queryset):
        """Go to the page on which the proposal is chosen to which they go."""
        keys = sorted(queryset.values_list("pk", flat=True))
        if len(keys) > self.list_per_page:
            messages.error(request, "Choose the claims page by page: what you have not seen is not moved.")
            return None
        return redirect(f"{reverse('admin:claims_claim_move')}?{urlencode({'claims': keys}, doseq=True)}")

    def move_view(self, request):
        return show_change(self, request, MoveClaimsForm, None, {"claims": request.GET.getlist("claims")})

    @admin.action(description="Export as CSV", permissions=["view"])
    def export_selected(self, request, queryset):
        """Stream the chosen claims; nothing is held in memory, however many they are."""
        table = exporter.make_claims_table(queryset, request.user.has_perm("claims.change_claim"))
        download = formats.make_download(table, "csv", f"claims-{localdate().isoformat()}")
        return StreamingHttpResponse(download.chunks, headers=download.headers)

    # The form

    def list_left_out(self, row):
        """Leave out what was confirmed where nothing was."""
        return super().list_left_out(row) | (set() if row and row.confirmed else {"its_confirmed"})

    @admin.display(description="Checked and confirmed")
    def its_confirmed(self, claim):
        return write_confirmed(claim.confirmed)

    def read_stored(self, row):
        return Claim.objects.select_related("coder", "written_by", "corrects", "source").get(pk=row.pk)

    def describe_state(self, user, row):
        """Add what the claim's panel shows, and which buttons stand below the form."""
        if row is None:
            return {"editable": True, "show_submit": True}
        context = super().describe_state(user, row)
        editable = review.may_edit(row, user)
        return context | {
            "panel": context["panel"] | read_panel(row, user) | describe_thread(row, user),
            "editable": editable,
            "show_submit": editable and row.status in EDITABLE_BY_ANALYSTS,
        }

    def correct_view(self, request, pk):
        """Start a correction of a published claim: a draft of the user's own."""
        if not is_analyst(request.user):
            raise PermissionDenied
        claim = self.get_queryset(request).filter(pk=pk).first()
        if claim is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        try:
            draft = corrections.propose(claim, user=request.user, version=read_version(request.POST.get("version", "")))
        except (Stale, Refused) as refusal:
            messages.error(request, explain(refusal))
            return redirect(self.change_url(claim))
        messages.success(
            request,
            f"This draft corrects {claim.public_id}. Change what is wrong and submit it; readers see the published "
            "claim unchanged until a reviewer publishes the correction.",
        )
        return redirect(self.change_url(draft))

    def write(self, gate, claim, form):
        """Write through the gate; submit at once where that button was pressed."""
        save_claim(gate, claim, form.quote_check)
        form.blockers = None
        if "_submit" in form.data:
            try:
                review.carry_out(gate, claim, "submit", quote_check=form.quote_check)
                form.blockers = []
            except Refused as refused:
                form.blockers = refused.reasons

    def save_model(self, request, obj, form, change):
        """Save, and tell what was filled in and what became of the submission."""
        super().save_model(request, obj, form, change)
        for sentence in explain_saved(obj, form):
            messages.info(request, sentence)
        if form.blockers:
            messages.warning(request, f"Saved as a draft, and not submitted. {' '.join(form.blockers)}")
        elif form.blockers is not None:
            messages.success(request, "Saved and submitted: it now waits for a reviewer.")

    def response_add(self, request, obj, post_url_continue=None):
        return self.go_on_with_source(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.go_on_with_source(request, obj) or super().response_change(request, obj)

    def go_on_with_source(self, request, claim):
        """*Save and add another* goes on with the same source: documents are coded from top to bottom."""
        if "_addanother" not in request.POST:
            return None
        messages.success(request, f"Saved: {claim}. The next claim of the same source:")
        return HttpResponseRedirect(f"{reverse('admin:claims_claim_add')}?{urlencode({'source': claim.source_id})}")
