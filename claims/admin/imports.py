"""Importing a spreadsheet in the admin: a file is uploaded, matched step by step, looked at, and goes in as drafts. And
the profiles by which files are read."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache

from ..importers.errors import ImportFailed
from ..importers.spreadsheet.plan import ImportPlan
from ..importers.spreadsheet.profiles import name_rows
from ..importers.spreadsheet.run import import_claims
from ..models import ImportProfile
from ..roles import is_analyst, read_closed
from ..rules.import_profiles import KINDS_OF_NAMES
from ..services.imports import keep_file, keep_profile, list_waiting, make_file, note, read_file
from ..services.write_gate import editing
from ..wording import imports as wording
from ..wording.imports import name_meaning, name_target, name_words
from .choosers import is_key
from .import_forms import ColumnsForm, RowsForm, UploadForm, WordsForm
from .import_names import NamesForm
from .import_rows import ShownPreview, cut_page, hand_back, list_tabs, open_preview
from .versioned_admin import VersionedAdmin
from .waiting_import import WaitingImport

STEP_WORDS = {"columns": "Columns", "words": "Words", "names": "Names", "rows": "Rows"}
PAGES = {
    "upload": "admin/claims/importprofile/upload.html",
    "columns": "admin/claims/importprofile/columns.html",
    "words": "admin/claims/importprofile/words.html",
    "names": "admin/claims/importprofile/names.html",
    "rows": "admin/claims/importprofile/rows.html",
    "refused": "admin/claims/importprofile/refused.html",
    "done": "admin/claims/importprofile/done.html",
}
FORMS = {"columns": ColumnsForm, "words": WordsForm, "names": NamesForm}
TITLES = {
    "columns": "Which column is what?",
    "words": "What do its words stand for?",
    "names": "Who and what is meant?",
}


class AnotherPlan(Exception):
    """What would be written is not what was looked at."""


@admin.register(ImportProfile)
class ImportProfileAdmin(VersionedAdmin):
    list_display = ["name", "negotiation", "headings"]
    list_select_related = ["negotiation"]
    search_fields = ["name"]
    search_hint = "words of its name"
    fieldsets = [
        ("The profile", {"fields": ["name", "negotiation"]}),
        ("What was matched", {"fields": ["columns_in_words", "always_in_words", "words_in_words", "names_in_words"]}),
    ]
    readonly_fields = ["negotiation", "columns_in_words", "always_in_words", "words_in_words", "names_in_words"]
    change_list_template = "admin/claims/importprofile/change_list.html"

    def has_add_permission(self, request: Any) -> bool:
        """Profiles come of files that are imported."""
        return False

    @admin.display(description="columns")
    def headings(self, profile: ImportProfile) -> str:
        return ", ".join(heading for heading, target in profile.read().columns.items() if target)

    @admin.display(description="columns")
    def columns_in_words(self, profile: ImportProfile) -> str:
        columns = profile.read().columns
        return "; ".join(f"“{heading}” is {name_target(target)}" for heading, target in columns.items() if target)

    @admin.display(description="said once for all rows")
    def always_in_words(self, profile: ImportProfile) -> str:
        return "; ".join(f"{name_target(name)}: {cell}" for name, cell in profile.read().always.items() if cell) or "–"

    @admin.display(description="words")
    def words_in_words(self, profile: ImportProfile) -> str:
        return _write_pairs(
            {
                name_words(key): {word: name_meaning(key, meant) for word, meant in words.items()}
                for key, words in profile.read().words.items()
            }
        )

    @admin.display(description="names")
    def names_in_words(self, profile: ImportProfile) -> str:
        return _write_pairs({f"{kind}s": name_rows(profile, kind) for kind in KINDS_OF_NAMES})

    def get_urls(self) -> list[Any]:
        def take(name: str, view: Any, address: str = "") -> Any:
            ours = self.admin_site.admin_view(never_cache(view))
            return path(f"import/<slug:key>/{address or name}/", ours, name=f"claims_import_{name}")

        upload = self.admin_site.admin_view(never_cache(self.upload_view))
        return [
            path("import/", upload, name="claims_import"),
            *(take(step, self._make_step_view(step)) for step in FORMS),
            take("rows", self.rows_view),
            take("done", self.done_view),
            take("wrong", self.wrong_view, "rows-to-mend"),
            take("drop", self.drop_view),
            *super().get_urls(),
        ]

    def upload_view(self, request: Any) -> HttpResponse:
        """Take a file, which waits for its owner from then on."""
        if not is_analyst(request.user):
            raise PermissionDenied
        posted = request.method == "POST"
        initial = {name: request.GET[name] for name in ("negotiation",) if is_key(request.GET.get(name, ""))}
        files = (request.POST, request.FILES) if posted else ()
        form = UploadForm(*files, user=request.user, initial=initial)
        if posted and form.is_valid():
            answer = self._take_file(request, form)
            if answer is not None:
                return answer
        context = {"form": form, "waiting": list_waiting(request.user), "title": "Import claims"}
        return self._show(request, "upload", context, status=400 if form.errors else 200)

    def _take_file(self, request: Any, form: UploadForm) -> HttpResponse | None:
        chosen = form.cleaned_data
        upload = chosen["file"]
        row = make_file(request.user, chosen["negotiation"], upload.name, upload.read(), chosen["encoding"])
        waiting = WaitingImport(row, request.user)
        try:
            table = waiting.table
        except ImportFailed as failed:
            for fault in failed.faults:
                form.add_error("file", _write_fault(fault))
            return None
        keep_file(row)
        waiting.begin(table, chosen.get("profile"))
        return redirect(waiting.url(waiting.find_next_step()))

    def _make_step_view(self, step: str) -> Any:
        def view(request: Any, key: str) -> HttpResponse:
            waiting = self._open(request, key)
            form: Any = FORMS[step](waiting, request.POST if request.method == "POST" else None)
            if form.is_bound and form.is_valid():
                choices = getattr(form, "choices", waiting.row.choices)
                note(waiting.row, matching=form.matched.to_json(), choices=choices)
                return redirect(waiting.url(waiting.find_next_step(after=step)))
            context = {"form": form, "title": f"{waiting.row.name}: {TITLES[step]}", **self._describe(waiting, step)}
            return self._show(request, step, context, status=400 if form.errors else 200)

        return view

    def rows_view(self, request: Any, key: str) -> HttpResponse:
        """Show what each row would do, and import the good ones where that is asked for."""
        waiting = self._open(request, key)
        if waiting.row.done:
            return redirect(waiting.url("done"))
        if not waiting.row.matching:
            return redirect(waiting.url("columns"))
        form = RowsForm(request.POST if request.method == "POST" else None, initial=self._begin_rows(waiting))
        status = 200
        try:
            if form.is_bound and form.is_valid():
                answer = self._take_rows(request, waiting, form)
                if answer is not None:
                    return answer
                status = 400 if form.errors else 200
            preview = open_preview(waiting)
        except ImportFailed as failed:
            faults = [_write_fault(fault) for fault in failed.faults]
            context: dict[str, Any] = {"title": f"{waiting.row.name} cannot be imported as it is", "faults": faults}
            return self._show(request, "refused", context | self._describe(waiting, "rows"), status=400)
        chosen = request.GET.get("state", "")
        page = cut_page(preview, chosen if preview.count(chosen) else "", request.GET.get("page"))
        context = {
            "title": f"{waiting.row.name}: nothing is written yet",
            "form": form,
            "headline": wording.write_headline(
                preview.good, len(preview.rows), len(preview.list_wrong()), waiting.row.negotiation.title
            ),
            "preview": preview,
            "tabs": list_tabs(preview, chosen if preview.count(chosen) else ""),
            "page": page,
            "state": chosen,
            "told": wording.tell_preview(
                preview.sources, waiting.row.choices.get("new", ()), preview.missing, preview.remarks
            ),
            "asks_near": preview.near or waiting.row.choices.get("near"),
        }
        return self._show(request, "rows", context | self._describe(waiting, "rows"), status=status)

    def _begin_rows(self, waiting: WaitingImport) -> dict[str, Any]:
        choices, profile = waiting.row.choices, waiting.row.profile
        name = profile.name if profile else waiting.row.name.rpartition(".")[0][:80]
        return {"accept": choices.get("accept"), "near": choices.get("near", ""), "profile_name": name}

    def _take_rows(self, request: Any, waiting: WaitingImport, form: RowsForm) -> HttpResponse | None:
        """Import the rows that stand, or only check them anew as was chosen."""
        wanted = {"accept": form.cleaned_data["accept"], "near": form.cleaned_data["near"]}
        before = {name: waiting.row.choices.get(name) or type(value)() for name, value in wanted.items()}
        if wanted != before:
            note(waiting.row, choices=waiting.row.choices | wanted)
        if "_import" not in request.POST:
            note(waiting.row, preview=None)
            return redirect(waiting.url("rows"))
        preview = open_preview(waiting)
        if request.POST.get("shown") != preview.digest:
            messages.warning(request, wording.ANOTHER_PLAN)
            return redirect(waiting.url("rows"))
        if not preview.good:
            form.add_error(None, wording.NOTHING_TO_DO)
            return None
        return self._import(request, waiting, preview, form)

    def _import(
        self, request: Any, waiting: WaitingImport, preview: ShownPreview, form: RowsForm
    ) -> HttpResponse | None:
        def check(plan: ImportPlan) -> None:
            if (plan.new, plan.changed) != (preview.count("new"), preview.count("changed")):
                raise AnotherPlan

        try:
            if name := form.cleaned_data["profile_name"]:
                kept = keep_profile(request.user, waiting.row.negotiation, name, waiting.profile)
                note(waiting.row, profile=kept)
            options = waiting.make_options(leave_out=preview.list_wrong())
            with waiting.as_path() as file:
                done = import_claims(file, say=lambda text: None, check=check, **options._asdict())
        except ValidationError as error:
            form.add_error("profile_name", error.messages)
            return None
        except (AnotherPlan, ImportFailed):
            note(waiting.row, preview=None)
            messages.warning(request, wording.ANOTHER_PLAN)
            return redirect(waiting.url("rows"))
        counts = {"created": done.created, "changed": done.changed, "left": len(preview.list_wrong())}
        note(waiting.row, done=counts)
        messages.success(request, wording.write_imported(**counts))
        return redirect(waiting.url("done"))

    def done_view(self, request: Any, key: str) -> HttpResponse:
        """Say what became of a file, and hand back what is to be mended."""
        waiting = self._open(request, key)
        if not waiting.row.done:
            return redirect(waiting.url(waiting.find_next_step()))
        drafts = f"{reverse('admin:claims_claim_changelist')}?status__exact=draft&coder=me"
        context = {"title": f"{waiting.row.name}: imported", "done": waiting.row.done, "drafts": drafts}
        return self._show(request, "done", context | self._describe(waiting, "done"))

    def wrong_view(self, request: Any, key: str) -> HttpResponseBase:
        """Download the rows that are wrong."""
        waiting = self._open(request, key)
        try:
            file = hand_back(
                waiting, open_preview(waiting), "xlsx" if waiting.row.name.lower().endswith(".xlsx") else "csv"
            )
        except ImportFailed:
            return redirect(waiting.url("rows"))
        return StreamingHttpResponse(file.chunks, headers=file.headers)

    def drop_view(self, request: Any, key: str) -> HttpResponse:
        """Let a file go that waits no more."""
        waiting = self._open(request, key)
        if request.method == "POST":
            with editing(request.user, ""):
                waiting.row.delete()
            messages.success(request, format_html("{} is gone; nothing of it was imported.", waiting.row.name))
        return redirect("admin:claims_import")

    def _open(self, request: Any, key: str) -> WaitingImport:
        """Return a file of the user's own; 404 for any other."""
        if not is_analyst(request.user):
            raise PermissionDenied
        row = read_file(request.user, int(key)) if is_key(key) else None
        if row is None or row.negotiation_id in read_closed(request.user):
            raise Http404("No such file waits for you: it may be of somebody else, or have waited for more than a day.")
        return WaitingImport(row, request.user)

    def _describe(self, waiting: WaitingImport, now: str) -> dict[str, Any]:
        """Return what every page of a file shows: it, and its steps."""
        names = list(STEP_WORDS)
        at = names.index(now) if now in names else len(names)
        steps = [(words, waiting.url(step), place - at) for place, (step, words) in enumerate(STEP_WORDS.items())]
        return {"waiting": waiting.row, "steps": steps, "own": self._list_addresses(waiting)}

    def _list_addresses(self, waiting: WaitingImport) -> dict[str, str]:
        return {name: waiting.url(name) for name in ("wrong", "drop", "rows")}

    def _show(self, request: Any, page: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        if "preview" in context:
            context["shown"] = context["preview"].digest
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, PAGES[page], context, status=status)


def _write_fault(fault: Any) -> str:
    """Say a fault of a file on its page, where its name stands above."""
    lines = f"Line {fault.line}: " if fault.line else ""
    field = f"{fault.field}: " if fault.field else ""
    reason = fault.reason if lines or field else f"The file {fault.reason}"
    return f"{lines}{field}{reason}"


def _write_pairs(groups: dict[str, Any]) -> str:
    return (
        "; ".join(
            f"{heading}: "
            + ", ".join(f"“{word}” = {'left out' if meant == '-' else meant}" for word, meant in pairs.items())
            for heading, pairs in groups.items()
            if pairs
        )
        or "–"
    )
