"""Sources in the admin: the record, its text typed in or uploaded, and the claims that cite it."""

from io import BytesIO

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from .. import queries
from ..exporters import formats
from ..exporters.editorial import make_rereads_table
from ..models import Negotiation, OriginalFile, Proposal, Source, SourceCoding, SourceText
from ..models.cited import Cited
from ..models.source_texts import sha256
from ..models.suggestions import CONFIRMED
from ..queries.same_sources import list_of_one_file
from ..roles import read_closed
from ..rules.folding import isolate
from ..services.sources import check_text, explain_lost, save_source
from ..services.warnings import SAID_LATER, LaterClaims, list_later_claims
from ..wording.days import format_day
from ..wording.documents import LOOK_AGAIN, LOOK_FIRST
from .codebook import SOURCE_RULES, link_rules
from .confirming import ConfirmingForm
from .kept_file import KeptFileInput, TextFileField
from .proposing import ProposingAdmin, ProposingForm
from .source_codings import CodedFilter, CodingInline, RereadFilter, list_added_since, tell_added
from .source_records import TakesRecords
from .teams import narrow, sees
from .vocabulary_changes import ChangesVocabulary, VocabularyPage
from .vocabulary_forms import MergeForm

MOST_CLAIMS_LISTED = 100
KEPT_AS = "application/octet-stream"  # which nothing opens by itself
UNSEEN_QUOTES = "Quotes that you do not see depend on the text that is held: ask a superuser to replace it."


def make_lines_plain(text: str) -> str:
    """Return a text with plain line ends, which browsers change."""
    return text.replace("\r\n", "\n")


class SourceForm(ProposingForm, ConfirmingForm):
    """Takes the text from a file or from the form, and keeps every published quote in it."""

    text_file = TextFileField(
        required=False,
        label="Text from a file",
        help_text="PDF (.pdf), Word (.docx), a web page (.html) or plain text (.txt), up to 20 MB. You see its text "
        "before it replaces the one below. The file is kept beside it; its SHA-256 is worked out for you.",
        widget=KeptFileInput(attrs={"accept": ".pdf,.docx,.html,.htm,.txt,text/plain"}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField"}),
        help_text="The full text, where held: for checking quotes, never shown to visitors.",
    )

    held = ""  # the text that is held
    looked_at = None  # the file whose text is to be looked at first
    text_check = None  # what checking the quotes in a new text found
    confirmed = ()  # the warnings that were confirmed

    class Meta:
        model = Source
        fields = "__all__"  # the admin narrows it to its fieldsets

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "text_file" in self.fields:
            self.fields["text_file"].widget.user = self.user
        if "text" in self.fields:
            self.held = self.initial["text"] = self.instance.read_text()
        link_rules(self.fields, SOURCE_RULES)

    def clean_text(self):
        """Keep the stored text where only line ends differ: browsers change those."""
        typed = make_lines_plain(self.cleaned_data["text"])
        return self.held if typed == make_lines_plain(self.held) else typed

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("text_file")
        if chosen:
            cleaned["text"], cleaned["text_sha256"] = chosen.text, chosen.digest
        elif cleaned.get("text") and cleaned["text"] != self.held:
            cleaned["text_sha256"] = sha256(cleaned["text"])
        if "text" in cleaned and (chosen or cleaned["text"] != self.held):
            original = chosen.to_original() if chosen else None
            self.text_check = check_text(self.instance, cleaned["text"])._replace(original=original)
            lost = self.text_check.list_lost()
            if lost:
                seen = [row for row in lost if sees(self.user, row)]
                words = explain_lost_quotes(seen, cleaned["text"]) if seen else UNSEEN_QUOTES
                self.add_error("text_file" if chosen else "text", words)
            elif chosen and not chosen.ready:
                others = narrow(self.user, Source.objects.exclude(pk=self.instance.pk))
                held = list_of_one_file(others, [chosen.digest, sha256(chosen.text)])
                self.looked_at = chosen._replace(elsewhere=tuple(held))
                self.add_error("text_file", LOOK_AGAIN if "text_file-seen" in self.data else LOOK_FIRST)
        if "published_on" in self.changed_data and cleaned.get("published_on"):
            self._ask_about_day(cleaned["published_on"])
        return cleaned

    def _ask_about_day(self, day):
        """Ask where claims are said later than the new day of their source."""
        moved = Source(pk=self.instance.pk, published_on=day)
        later = list_later_claims(moved)
        seen = [claim for claim in later if sees(self.user, claim)]
        about = {"day": day, "claims": [claim.pk for claim in seen]}
        if not seen or self.ask("published_on", SAID_LATER, explain_later(LaterClaims(seen, moved)), about):
            self.confirmed = (SAID_LATER,) if later else ()

    def full_clean(self):
        """Keep the chosen file where anything else is wrong."""
        super().full_clean()
        if self.is_bound and self.errors and "text_file" in self.fields:
            self.fields["text_file"].keep(self.cleaned_data.get("text_file") or self.looked_at)


def explain_lost_quotes(rows: list[Cited], text: str) -> SafeString:
    """Return the message for a text in which the quotes of these rows are missing, with links to them."""
    links = (
        (reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk]), row.public_id, explain_lost(row, text))
        for row in rows
    )
    return format_html(
        "{} no place in this text, so it cannot replace the one that is held: <ul>{}</ul>",
        "A published quote has" if len(rows) == 1 else f"{len(rows)} published quotes have",
        format_html_join("", '<li><a href="{}">{}</a>: {}</li>', links),
    )


def explain_later(refusal: LaterClaims) -> SafeString:
    """Return the warning on a day before that of claims, with links to the first of them."""
    links = (
        (reverse("admin:claims_claim_change", args=[claim.pk]), claim.public_id, claim.said_on)
        for claim in refusal.claims[:MOST_CLAIMS_LISTED]
    )
    return format_html(
        "{} <ul>{}</ul>",
        " ".join(refusal.reasons),
        format_html_join("", '<li><a href="{}">{}</a>, said on {}</li>', links),
    )


@admin.register(Source)
class SourceAdmin(TakesRecords, ChangesVocabulary, ProposingAdmin):
    vocabulary_pages = [VocabularyPage("merge", "Merge into…", MergeForm)]
    form = SourceForm
    inlines = [CodingInline]
    list_display = ["title", "publisher", "origin", "published_on", "claim_count", "fully_coded"]
    list_filter = [RereadFilter, CodedFilter, "type", "origin", "leaked", "grade"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["searched_text"]
    search_hint = "words of the title, a publisher, an origin, an author, or the short name"
    date_hierarchy = "published_on"
    readonly_fields = ["its_texts", "its_claims", "its_outcomes", "not_yet"]
    in_every_form = (*ProposingAdmin.in_every_form, "confirm")
    prepopulated_fields = {"slug": ["publisher", "title"]}
    fieldsets = [
        (
            "The document",
            {"fields": ["title", "slug", "type", "publisher", "origin", "authors", "published_on", "accessed_on"]},
        ),
        ("How far to trust it", {"fields": ["grade", "leaked"]}),
        ("Where it is found", {"fields": ["url", "language"]}),
        ("The rest of its record", {"fields": ["csl"], "classes": ["collapse"]}),
        (
            "Its text",
            {
                "fields": ["text_file", "text", "text_sha256", "its_texts"],
                "classes": ["collapse"],
                "description": "With the text held here, every quote is checked against it.",
            },
        ),
        ("To read again", {"fields": ["not_yet"]}),
        ("Its claims", {"fields": ["its_claims"]}),
        ("Its outcomes", {"fields": ["its_outcomes"]}),
    ]

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        match = request.resolver_match
        in_list = match and match.url_name.endswith("_changelist")
        closed = read_closed(request.user)
        seen = ~Q(claims__proposal__negotiation__in=closed) if closed else None
        if not in_list:
            return queryset
        done = narrow(request.user, SourceCoding.objects.done())
        newest = done.filter(source=OuterRef("pk")).order_by("-fully_coded_on").values("fully_coded_on")[:1]
        listed = Prefetch("codings", done.select_related("negotiation"), to_attr="codings_listed")
        counted = queryset.annotate(number_of_claims=Count("claims", filter=seen), coded_last=Subquery(newest))
        return counted.prefetch_related(listed)

    def get_fieldsets(self, request, obj=None):
        """A new source has no claims and no texts yet; somebody who only looks uploads nothing."""
        left_out = set() if obj else {"its_claims", "its_outcomes", "its_texts"}
        if not (obj and self.list_added_since(obj, request.user).exists()):
            left_out.add("not_yet")
        if not self.has_change_permission(request, obj):
            left_out.add("text_file")
        fieldsets = [
            (title, {**options, "fields": [name for name in options["fields"] if name not in left_out]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        return [(title, options) for title, options in fieldsets if options["fields"]]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        """A slug never changes: what names it on this page would else name what was typed for it."""
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]

    def text(self, source):
        """The text for whoever only looks (one query)."""
        return source.read_text() or "(empty)"

    @admin.display(description="claims", ordering="number_of_claims")
    def claim_count(self, source):
        return source.number_of_claims

    @admin.display(description="Texts kept")
    def its_texts(self, source):
        """List the texts that were ever held, by their digests, each with links to read it and to the files that it was
        taken from (two queries)."""
        originals = Prefetch("originals", OriginalFile.objects.defer("data", "pages"))
        texts = source.texts.select_related("added_by").defer("text").prefetch_related(originals)
        texts = texts.order_by("-current", "-pk")
        return render_to_string("admin/claims/source/texts.html", {"source": source, "texts": texts})

    def get_urls(self):
        read = self.admin_site.admin_view(require_safe(self.text_view))
        original_view = self.admin_site.admin_view(require_safe(self.original_view))
        rereads = self.admin_site.admin_view(require_safe(self.rereads_view))
        return [
            path("<int:pk>/file/<int:original>/", original_view, name="claims_source_original"),
            path("<int:pk>/text/<slug:sha256>/", read, name="claims_source_text"),
            path("re-read.csv", rereads, name="claims_source_rereads"),
            *super().get_urls(),
        ]

    def rereads_view(self, request):
        """Send all sources to read again, those of drafts only among them, each with the proposals (two queries)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        confirmed = narrow(request.user, Proposal.objects.filter(**CONFIRMED))
        proposals = confirmed.order_by("topic__order", "topic__name", "order", "title")
        codings = narrow(request.user, SourceCoding.objects.all())
        table = make_rereads_table(queries.list_rereads(proposals, codings))
        file = formats.make_download(table, "csv", f"{table.name}-{localdate().isoformat()}")
        return StreamingHttpResponse(file.chunks, headers=file.headers)

    def text_view(self, request, pk, sha256):
        """Show one text as it was held, to whoever may look at sources here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        seen = narrow(request.user, Source.objects.filter(pk=pk))
        text = get_object_or_404(SourceText, source__in=seen, sha256=sha256)
        return HttpResponse(text.text, content_type="text/plain; charset=utf-8")

    def original_view(self, request, pk, original):
        """Send a file as it was uploaded, to whoever may look at its source here; no browser opens it in this site, as
        which type ever it was uploaded."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        seen = narrow(request.user, Source.objects.filter(pk=pk))
        row = get_object_or_404(OriginalFile, pk=original, text__source__in=seen)
        return FileResponse(BytesIO(row.data), as_attachment=True, filename=row.name, content_type=KEPT_AS)

    def list_added_since(self, source, user):
        """Return the proposals that were added since a source was coded for their negotiation, of those that a user may
        see (one query for its codings)."""
        return list_added_since(narrow(user, source.codings.all()), user)

    @admin.display(description="To read again for")
    def not_yet(self, source):
        return tell_added(self.list_added_since(source, source.seen_by))

    @admin.display(description="fully coded", ordering="coded_last")
    def fully_coded(self, source):
        codings = source.codings_listed
        return "; ".join(f"{isolate(one.negotiation.short_title)}: {format_day(one.fully_coded_on)}" for one in codings)

    @admin.display(description="Claims")
    def its_claims(self, source):
        """List the claims in the order of the text, up to a number, with links to all, and to where it is coded (three
        queries)."""
        seen = narrow(source.seen_by, source.claims.all())
        claims = seen.select_related("holder", "proposal").order_by(F("quote_start").asc(nulls_last=True), "pk")
        negotiations = narrow(source.seen_by, Negotiation.objects.all())
        desks = [(one, reverse("workbench:code", args=[one.slug, source.slug])) for one in negotiations]
        listed = list(claims[:MOST_CLAIMS_LISTED])
        context = {"source": source, "claims": listed, "count": seen.count(), "desks": desks}
        return render_to_string("admin/claims/source/claims.html", context)

    @admin.display(description="Outcomes")
    def its_outcomes(self, source):
        """List what became of proposals by this source, up to a number (one query)."""
        outcomes = narrow(source.seen_by, source.outcomes.select_related("proposal"))[:MOST_CLAIMS_LISTED]
        return render_to_string("admin/claims/source/outcomes.html", {"source": source, "outcomes": outcomes})

    def render_change_form(self, request, context, *args, **kwargs):
        """Say which file is kept: the part of the form that holds it is folded."""
        field = context["adminform"].form.fields.get("text_file")
        if field and field.widget.kept:
            messages.info(request, f"The file {field.widget.kept.name} is kept: you need not choose it again.")
        return super().render_change_form(request, context, *args, **kwargs)

    def check_new_text(self, form):
        return form.text_check

    def write_at_once(self, gate, source, form):
        save_source(gate, source, form.text_check, form.confirmed)

    def list_confirmed(self, form):
        return form.confirmed

    def list_proposed(self, form, source):
        of_lines = [change for lines in source.formsets for change in lines.proposed]
        return [*super().list_proposed(form, source), *of_lines]

    def list_written(self, source):
        return [coding for lines in source.formsets for coding in lines.written]
