"""For which negotiations sources are fully coded, in the admin: lines of the source's form, and a list of their own."""

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join

from .. import queries
from ..models import Negotiation, PendingChange, Proposal, SourceCoding
from ..models.suggestions import CONFIRMED
from ..rules.publishing import Status
from ..services.source_codings import save_coding
from ..wording.days import format_day
from .codebook import CODING_RULES, link_rules
from .inlines import VersionedFormSet, VersionedInline
from .proposing import ProposingAdmin, ProposingForm
from .teams import narrow
from .versioned_admin import VersionedForm


class CodingLineForm(VersionedForm):
    """One coding, as a line of the source's form."""

    reason = None  # type: ignore[assignment]  # so that Django leaves the field out

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "negotiation" in self.fields:
            self.fields["negotiation"].disabled = True
        link_rules(self.fields, CODING_RULES)


class CodingLines(VersionedFormSet):
    """The codings of one source; `proposed` are the changes that saving kept, `written` the lines that it wrote."""

    proposed: list[PendingChange]
    written: list[SourceCoding]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposed, self.written = [], []

    def add_fields(self, form, index):
        """Let all lines offer the same negotiations, which are read once."""
        super().add_fields(form, index)
        if "negotiation" in form.fields:
            form.fields["negotiation"].choices = self._choices

    @cached_property
    def _choices(self):
        return [*self.form.base_fields["negotiation"].choices]

    def write(self, gate):
        """Write what was typed, if no line was changed by somebody else since; what readers see waits."""
        for row in self.save(commit=False):
            if row.pk:
                gate.lock(SourceCoding, row.pk, row.version)
            is_public = row.is_public()
            change = save_coding(gate, row)
            self.proposed += [change] if change else []
            self.written += [] if is_public else [row]


class CodingInline(VersionedInline):
    """For which negotiations a source is fully coded, of those in which the user works."""

    model = SourceCoding
    template = "admin/edit_inline/stacked.html"  # with the rules of coding below each field
    form = CodingLineForm
    formset = CodingLines
    fields = ["negotiation", "fully_coded_by", "fully_coded_on", "waiting", "version_shown"]
    readonly_fields = ["waiting"]
    verbose_name_plural = "For which negotiations it is fully coded"
    can_delete = False
    show_change_link = True

    def get_queryset(self, request):
        waiting = PendingChange.objects.filter(status=Status.IN_REVIEW.value).select_related("coder")
        waits = Prefetch("changes", waiting, to_attr="waiting_changes")
        return super().get_queryset(request).prefetch_related(waits)

    def get_extra(self, request, obj=None, **kwargs):
        """Offer one line more while there is a negotiation without one (three queries)."""
        negotiations = narrow(request.user, Negotiation.objects.all())
        return int(negotiations.exclude(codings__source=obj).exists()) if obj else 1

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """No negotiation is added or changed from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "negotiation":
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    @admin.display(description="waits for a reviewer")
    def waiting(self, coding):
        links = [
            (reverse("admin:claims_pendingchange_change", args=[change.pk]), change.coder, change.reason)
            for change in getattr(coding, "waiting_changes", ())
        ]
        return format_html_join(", ", '<a href="{}">proposed by {}</a>: {}', links) or "–"


class CodedFilter(admin.SimpleListFilter):
    """Keeps the sources that are fully coded for some negotiation that the user sees, for none, or for one."""

    title = "fully coded"
    parameter_name = "coded"

    def lookups(self, request, model_admin):
        seen = narrow(request.user, Negotiation.objects.all())
        of_each = [(str(negotiation.pk), f"For {negotiation.short_title}") for negotiation in seen]
        return [("yes", "Yes"), ("no", "No"), *(of_each if len(of_each) > 1 else [])]

    def queryset(self, request, queryset):
        if self.value() not in dict(self.lookup_choices):
            return queryset
        done = narrow(request.user, SourceCoding.objects.done())
        if self.value() == "no":
            return queryset.exclude(pk__in=done.values("source"))
        done = done if self.value() == "yes" else done.filter(negotiation=self.value())
        return queryset.filter(pk__in=done.values("source"))


class RereadFilter(admin.SimpleListFilter):
    """Narrows a list of sources, or of their codings, to what was coded before some proposal was added to the codebook
    of the negotiation."""

    title = "to read again"
    parameter_name = "reread"

    def lookups(self, request, model_admin):
        return [("yes", "For proposals added since")]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        proposals = narrow(request.user, Proposal.objects.filter(**CONFIRMED))
        if queryset.model is SourceCoding:
            return queries.select_to_reread(queryset, proposals)
        codings = queries.select_to_reread(narrow(request.user, SourceCoding.objects.all()), proposals)
        return queryset.filter(pk__in=codings.order_by().values("source"))


class SourceCodingForm(ProposingForm):
    """Asks for a reason for a new coding too, where readers see the source cited in the negotiation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        link_rules(self.fields, CODING_RULES)

    def clean(self):
        chosen = {name: self.cleaned_data.get(name) for name in ("source", "negotiation")}
        if not self.instance.pk and all(chosen.values()):
            self.is_proposal = SourceCoding(**chosen).is_public()
        return super().clean()


@admin.register(SourceCoding)
class SourceCodingAdmin(ProposingAdmin):
    form = SourceCodingForm
    list_display = ["source", "negotiation", "fully_coded_by", "fully_coded_on"]
    list_filter = [RereadFilter, "negotiation", "fully_coded_on"]
    list_select_related = ["source", "negotiation"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["source__searched_text"]
    search_hint = "words of the title, a publisher, an origin, an author, or the short name of the source"
    autocomplete_fields = ["source"]
    fieldsets = [
        ("Which document, for which negotiation", {"fields": ["source", "negotiation"]}),
        ("Fully coded", {"fields": ["fully_coded_by", "fully_coded_on", "not_yet"]}),
    ]
    readonly_fields = ["not_yet"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["source", "negotiation"] if obj else [])]

    def get_fieldsets(self, request, obj=None):
        left_out = () if obj and list_added_since([obj], request.user).exists() else ("not_yet",)
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name not in left_out]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def write(self, gate, row, form):
        form.is_proposal = row.is_public()
        form.proposed = save_coding(gate, row)

    def response_add(self, request, obj, post_url_continue=None):
        if request.saved_form.is_proposal:
            return self.response_change(request, obj)
        return super().response_add(request, obj, post_url_continue)

    @admin.display(description="To read again for")
    def not_yet(self, coding):
        return tell_added(list_added_since([coding], coding.seen_by))


def list_added_since(codings, user):
    """Return the proposals that were added since a source was coded for their negotiation, of those that a user may
    see."""
    return queries.list_added_since(codings, narrow(user, Proposal.objects.filter(**CONFIRMED)))


def tell_added(proposals):
    """Name the proposals that were added since a source was coded, and say how it leaves the list (one query)."""
    added = [
        (reverse("admin:claims_proposal_change", args=[proposal.pk]), proposal, format_day(proposal.added_on))
        for proposal in proposals
    ]
    return format_html(
        "<ul>{}</ul>They were added to the codebook after it was coded. Once you have read it again for all of them, "
        "set “Fully coded on” to the day on which you did, and “Fully coded by” to your name.",
        format_html_join("", '<li><a href="{}">{}</a>, added {}</li>', added),
    )
