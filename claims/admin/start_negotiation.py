"""The page on which a negotiation is started from a file: chosen or typed, looked at, and made."""

from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import ProhibitNullCharactersValidator
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from ..importers.errors import FileError
from ..importers.letters import find_undecodable
from ..importers.seeds.new_negotiation import StartRefused, start_negotiation
from ..importers.seeds.toml_files import NOT_UTF_8
from ..models import Negotiation
from ..models.source_texts import sha256
from .versioned_admin import VersionedAdmin

LARGEST_FILE = 1_000_000  # bytes: a hundred times what the seeds have
EXAMPLE = "negotiation-example.toml"
TYPED = "negotiation.toml"  # what a file is called that was typed


class ShownFault(NamedTuple):
    """A fault, and what stands on its line."""

    line: int
    field: str
    reason: str
    words: str


class StartForm(forms.Form):
    """The words of a file; one that is chosen takes the place of what is typed."""

    file = forms.FileField(required=False, label="A file", help_text="Its text appears below, where you can change it.")
    text = forms.CharField(
        required=False,
        strip=False,
        max_length=LARGEST_FILE,
        label="Its text",
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "wrap": "off", "class": "words-of-a-file"}),
        help_text="Sides, participants, topics, proposals and events, as the example has them.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        text = self.fields["text"]  # whose null characters are told by their lines
        text.validators = [each for each in text.validators if not isinstance(each, ProhibitNullCharactersValidator)]

    def clean_file(self):
        """Return the words of the file."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(f"A file has at most {LARGEST_FILE:,} bytes: this one has {file.size:,}.")
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line, letter = find_undecodable(error)
            raise forms.ValidationError(f"Line {line}: it {NOT_UTF_8.format(letter=letter)}") from None

    def clean(self):
        cleaned = super().clean()
        cleaned["words"] = (cleaned.get("file") or cleaned.get("text", "")).replace("\r\n", "\n")
        if not self.errors and not cleaned["words"].strip():
            self.add_error(None, "Choose a file, or type its text.")
        return cleaned


class StartsNegotiations(VersionedAdmin):
    """An admin whose list links to the page that starts a negotiation from a file."""

    change_list_template = "admin/claims/negotiation/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.start_view)
        return [path("from-a-file/", view, name="claims_negotiation_start"), *super().get_urls()]

    def start_view(self, request):
        """Show what a file would make, or each of its faults; make it where that is asked for and was shown."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        posted = request.method == "POST"
        form = StartForm(request.POST, request.FILES) if posted else StartForm(initial={"text": _begin(request)})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Start a negotiation from a file",
        }
        if posted and form.is_valid():
            words = form.cleaned_data["words"]
            looked_at = sha256(words)
            make = "_do" in request.POST and request.POST.get("looked_at") == looked_at
            try:
                started = start_negotiation(words.encode(), TYPED, user=request.user, look=not make)
            except StartRefused as refused:
                context["faults"] = [_show_fault(fault, words) for fault in refused.faults]
            else:
                if make:
                    return self._answer_made(request, started.negotiation)
                context |= {"started": started, "looked_at": looked_at}
            form = StartForm(initial={"text": words})
        return TemplateResponse(request, "admin/claims/negotiation/start.html", {**context, "form": form})

    def _answer_made(self, request, negotiation: Negotiation):
        words = 'Started: <a href="{}">{}</a>. Its sides, topics and proposals are there, and no claim yet.'
        messages.success(request, format_html(words, negotiation.get_absolute_url(), negotiation))
        return redirect(reverse("admin:claims_negotiation_change", args=[negotiation.pk]))


def _show_fault(fault: FileError, words: str) -> ShownFault:
    lines = words.split("\n")
    return ShownFault(
        fault.line, fault.field, fault.reason, lines[fault.line - 1] if 0 < fault.line <= len(lines) else ""
    )


def _begin(request) -> str:
    """Return what stands in the form at first: the example, where it is asked for."""
    if "example" not in request.GET:
        return ""
    return (settings.BASE_DIR / "docs" / EXAMPLE).read_text(encoding="utf-8")
