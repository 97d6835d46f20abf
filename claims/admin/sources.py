"""Sources in the admin: the record, its text typed in or uploaded, and the claims that cite it."""

from django import forms
from django.contrib import admin
from django.db.models import Count, F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from ..models import Source
from ..models.sources import sha256
from .versioned_admin import VersionedAdmin, VersionedForm

CLAIMS_SHOWN = 100
LARGEST_TEXT = 5_000_000  # bytes; a long report has a tenth of it


def same_lines(text):
    """Return a text with the line ends that a browser changes made plain."""
    return text.replace("\r\n", "\n")


class SourceForm(VersionedForm):
    """Takes the text from a file or from the form, and keeps every published quote in it."""

    text_file = forms.FileField(
        required=False,
        label="Text from a file",
        help_text="A plain text file (.txt, UTF-8). It replaces the text below; its SHA-256 is worked out for you.",
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,text/plain"}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField"}),
        help_text="The full text, where held: for checking quotes, never shown to visitors.",
    )

    class Meta:
        model = Source
        fields = "__all__"  # the admin narrows it to its fieldsets

    def clean_text_file(self):
        """Return (text, digest) of the upload, or None."""
        upload = self.cleaned_data["text_file"]
        if not upload:
            return None
        if upload.size > LARGEST_TEXT:
            raise forms.ValidationError(f"The file is larger than {LARGEST_TEXT // 1_000_000} MB: is it a text?")
        upload.seek(0)  # it was read before where somebody else was faster to save
        data = upload.read()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                f"The file is not UTF-8 (byte {error.start + 1}). Save it anew as “UTF-8” or “Unicode” text."
            ) from None
        if "\x00" in text:
            raise forms.ValidationError("The file holds null characters: it is no plain text.")
        return text, sha256(data)

    def clean_text(self):
        """Keep the stored text where only line ends differ: browsers change those."""
        typed, stored = same_lines(self.cleaned_data["text"]), self.instance.text
        return stored if typed == same_lines(stored) else typed

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("text_file"):
            cleaned["text"], cleaned["text_sha256"] = cleaned["text_file"]
        elif cleaned.get("text") and cleaned["text"] != self.instance.text:
            cleaned["text_sha256"] = sha256(cleaned["text"])
        self.text_changed = "text" in cleaned and cleaned["text"] != self.instance.text
        if self.text_changed and cleaned["text"] and self.instance.pk:
            self._keep_quotes(cleaned["text"], "text_file" if cleaned.get("text_file") else "text")
        return cleaned

    def _keep_quotes(self, text, field):
        """Refuse a text in which published quotes would go missing, and list them."""
        lost = self.instance.quotes_lost_in(text)
        if lost:
            links = (
                (reverse("admin:claims_claim_change", args=[claim.pk]), claim.public_id, claim.quote) for claim in lost
            )
            self.add_error(
                field,
                format_html(
                    "{} not in this text, so it cannot replace the one that is held: <ul>{}</ul>",
                    "A published quote is" if len(lost) == 1 else f"{len(lost)} published quotes are",
                    format_html_join("", '<li><a href="{}">{}</a>: “{}”</li>', links),
                ),
            )

    def _update_errors(self, errors):
        """The model says the same of lost quotes as the form has said with links: once is enough."""
        told = self.errors.keys() & {"text", "text_file"}
        if told and hasattr(errors, "error_dict"):
            errors.error_dict.pop("text", None)
        super()._update_errors(errors)


@admin.register(Source)
class SourceAdmin(VersionedAdmin):
    form = SourceForm
    list_display = ["title", "publisher", "origin", "published_on", "claim_count", "fully_coded_on"]
    list_filter = ["type", "origin", "fully_coded_on"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["title", "publisher", "origin", "authors", "slug"]
    search_hint = "words of the title, a publisher, an origin, an author, or the short name"
    date_hierarchy = "published_on"
    readonly_fields = ["its_claims"]
    prepopulated_fields = {"slug": ["publisher", "title"]}
    fieldsets = [
        (
            "The document",
            {"fields": ["title", "slug", "type", "publisher", "origin", "authors", "published_on", "accessed_on"]},
        ),
        ("Where it is found", {"fields": ["url", "language"]}),
        (
            "Its text",
            {
                "fields": ["text_file", "text", "text_sha256"],
                "classes": ["collapse"],
                "description": "With the text held here, every quote is checked against it.",
            },
        ),
        ("Coding", {"fields": ["fully_coded_by", "fully_coded_on"]}),
        ("Its claims", {"fields": ["its_claims"]}),
    ]

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        match = request.resolver_match
        if match and match.url_name.endswith("_changelist"):
            return queryset.defer("text").annotate(number_of_claims=Count("claims"))
        return queryset.defer("text") if match and match.url_name == "autocomplete" else queryset

    def get_fieldsets(self, request, obj=None):
        """A new source has no claims; somebody who only looks uploads nothing."""
        left_out = set() if obj else {"its_claims"}
        if not self.has_change_permission(request, obj):
            left_out.add("text_file")
        fieldsets = [
            (title, {**options, "fields": [name for name in options["fields"] if name not in left_out]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        return [(title, options) for title, options in fieldsets if options["fields"]]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    @admin.display(description="claims", ordering="number_of_claims")
    def claim_count(self, source):
        return source.number_of_claims

    @admin.display(description="Claims")
    def its_claims(self, source):
        """List the claims in the order of the text, up to a number, with a link to all (two queries)."""
        claims = source.claims.select_related("holder", "proposal").order_by(
            F("quote_start").asc(nulls_last=True), "pk"
        )
        context = {"source": source, "claims": list(claims[:CLAIMS_SHOWN]), "count": source.claims.count()}
        return render_to_string("admin/claims/source/claims.html", context)

    def save_model(self, request, obj, form, change):
        """Look for all quotes in a new text before the gate opens: in a long one that takes its time."""
        if form.text_changed and change:
            for claim in obj.claims.all():
                claim.locate_quote(obj.text)
        super().save_model(request, obj, form, change)

    def write(self, gate, source, form):
        super().write(gate, source, form)
        if form.text_changed:
            gate.recheck_quotes(source)
