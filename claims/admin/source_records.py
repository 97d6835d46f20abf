"""The page on which sources are made of the records of a reference manager: a file is chosen, what would be made of
each record is looked at, and the chosen ones are taken."""

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from ..importers.documents.encodings import ENCODINGS
from ..importers.references.apart import read_records_apart
from ..importers.references.plan import Plan, RecordState, plan_records
from ..importers.references.records import FileRecords, RecordsRefused
from ..importers.references.run import ChangedSince, take_records
from ..models import Source
from ..wording import references as wording
from .choosers import is_key
from .kept_file import ChosenFile, KeptFileInput
from .teams import narrow
from .versioned_admin import VersionedAdmin

MOST_ON_A_PAGE = 500  # records; the command takes more
MOST_NAMED = 10  # of the sources that were made
TOO_MANY_HERE = (
    f"The file has more than {MOST_ON_A_PAGE} records: here as many are looked at. Export them in parts, or take them "
    "by the command import_sources (docs/exchange.md)."
)


class RecordsFile(NamedTuple):
    """A file that was chosen, and the records that were read of it."""

    name: str
    data: bytes
    read: FileRecords


class RecordsFileInput(KeptFileInput):
    """Carries the chosen file, and offers other encodings where its own is a guess."""

    template_name = "admin/claims/widgets/records_file.html"

    def show(self, kept):
        encodings = kept.read.encodings if not kept.read.sure else ()
        return {"encodings": [(name, ENCODINGS[name], name == kept.read.encoding) for name in encodings]}


class RecordsFileField(forms.FileField):
    """Takes a file of records, chosen now or kept, as a RecordsFile."""

    widget = RecordsFileInput

    def clean(self, data, initial=None):
        if not isinstance(data, ChosenFile):
            upload = super().clean(data, initial)
            if upload.size > wording.LARGEST_FILE:
                raise forms.ValidationError(wording.TOO_LARGE)
            data = ChosenFile(upload.name, upload.read(), "", None, "")
        try:
            read = read_records_apart(data.data, data.encoding)
        except RecordsRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if len(read.records) > MOST_ON_A_PAGE:
            raise forms.ValidationError(TOO_MANY_HERE)
        return RecordsFile(data.name, data.data, read)


class RecordsForm(forms.Form):
    """The file, and which of its records are taken."""

    file = RecordsFileField(
        label="A file of records",
        error_messages={"required": "Choose a file.", "empty": wording.EMPTY},
        widget=RecordsFileInput(attrs={"accept": ".ris,.bib,.json,.txt"}),
        help_text="RIS (.ris), BibTeX (.bib) or CSL-JSON (.json), as Zotero and other reference managers export them, "
        f"with up to {MOST_ON_A_PAGE} records.",
    )

    def __init__(self, user, *args):
        super().__init__(*args)
        self.fields["file"].widget.user = user


class TakesRecords(VersionedAdmin):
    """An admin of sources whose list leads to the page that takes records."""

    change_list_template = "admin/claims/source/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.records_view)
        return [path("records/", view, name="claims_source_records"), *super().get_urls()]

    def records_view(self, request):
        """Show what would be made of the records of a file; take those that were chosen and looked at."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = RecordsForm(request.user, *([request.POST, request.FILES] if request.method == "POST" else []))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Take records from a file",
            "form": form,
        }
        if form.is_bound and form.is_valid():
            file = form.cleaned_data["file"]
            chosen, complaint, plan = _read_choice(request.POST), "", None
            if "_take" in request.POST and "file" not in request.FILES:
                if not chosen:
                    complaint = wording.NOTHING_CHOSEN
                else:
                    try:
                        return self._take(request, file, chosen)
                    except ChangedSince as changed:
                        complaint, plan = wording.LOOK_AGAIN, changed.plan
                    except IntegrityError:  # another source has just got the slug
                        complaint = wording.LOOK_AGAIN
            plan = plan or plan_records(file.read.records, narrow(request.user, Source.objects.all()))
            form.fields["file"].widget.kept = file
            context |= _describe(file, plan, chosen if complaint else None, complaint)
        return TemplateResponse(request, "admin/claims/source/records.html", context)

    def _take(self, request, file, chosen):
        seen = narrow(request.user, Source.objects.all())
        looked_at = request.POST.get("looked_at", "")
        made = take_records(file.read, file.name, seen, user=request.user, looked_at=looked_at, chosen=chosen)
        links = ((reverse("admin:claims_source_change", args=[row.pk]), row) for row in made[:MOST_NAMED])
        more = f" and {len(made) - MOST_NAMED} more" if len(made) > MOST_NAMED else ""
        words = format_html_join("; ", '<a href="{}">{}</a>', links)
        messages.success(request, format_html("Taken {}: {}{}.", wording.count_records(len(made)), words, more))
        return redirect("admin:claims_source_changelist")


def _read_choice(posted) -> set[int]:
    return {int(number) for number in posted.getlist("take") if is_key(number)}


def _describe(file: RecordsFile, plan: Plan, chosen: set[int] | None, complaint: str) -> dict[str, object]:
    """Return what the page shows of a plan: with nothing chosen yet (None) all that is new is."""
    rows = [
        (record, record.state == RecordState.NEW if chosen is None else record.number in chosen)
        for record in plan.records
    ]
    counts = [(plan.count(state), wording.STATES[state]) for state in RecordState]
    return {
        "rows": rows,
        "counts": [f"{number:,} {words}" for number, words in counts if number],
        "told": f"{file.read.format}: {wording.count_records(len(plan.records))}.",
        "complaint": complaint,
        "looked_at": plan.identify(),
        "takeable": any(record.takeable for record in plan.records),
        "guessed": not file.read.sure,
    }
