"""Pages on which reviewers merge, split and move: what is asked, what would happen, why, and done.

The page shows what `services.vocabulary.preview` did and undid. What is sent back names that: where anything of it was
changed since, nothing is done, and the page shows what would happen now.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html

from .. import queries
from ..rendering.cells import draw_face
from ..roles import is_reviewer, read_closed
from ..rules.scales import DIMENSIONS, VERDICTS, Dimension, VerdictKind
from ..rules.stances import BLANK, Stance
from ..services import vocabulary
from ..services.vocabulary import Report
from ..services.write_gate import Refused, Stale
from .reviewable import explain
from .versioned_admin import VersionedAdmin
from .vocabulary_forms import LONGEST_REASON, VocabularyForm
from .words import count_rows

MOST_NAMED = 20  # rows of each kind
MOST_STANCES = 200
NOT_THERE = "—"


class NamedRow(NamedTuple):
    """A row that moves, and its page in the admin, if it has one."""

    name: str
    address: str


class NamedRows(NamedTuple):
    """How many rows of a kind move, the first of them, and how many more there are."""

    words: str
    rows: list[NamedRow]
    more: int


class EffectRow(NamedTuple):
    """What a verdict or a stance is of, and what it is before and after."""

    of: str
    before: str
    after: str


class VocabularyPage(NamedTuple):
    """A page of an admin on which its vocabulary is changed: its name in the address, the link to it, its form."""

    name: str
    label: str
    form: type[VocabularyForm]
    of_suggestions: bool = False  # whether only suggestions have it


class ChangesVocabulary(VersionedAdmin):
    """An admin with pages that change a row with all that names it; each row's own page links to them."""

    vocabulary_pages: Sequence[VocabularyPage] = ()
    change_form_template = "admin/claims/vocabulary/change_form.html"

    def get_urls(self):
        ours = [
            path(
                f"<int:pk>/{page.name}/",
                self.admin_site.admin_view(self._make_view(page)),
                name=f"claims_{self.opts.model_name}_{page.name}",
            )
            for page in self.vocabulary_pages
        ]
        return [*ours, *super().get_urls()]

    def _make_view(self, page):
        def view(request, pk):
            row = self.get_queryset(request).filter(pk=pk).first()
            if row is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
            return show_change(self, request, page.form, row, {})

        return view

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and is_reviewer(request.user):
            context["vocabulary_pages"] = [
                (reverse(f"admin:claims_{self.opts.model_name}_{page.name}", args=[obj.pk]), page.label)
                for page in self.vocabulary_pages
                if getattr(obj, "suggestion", "") or not page.of_suggestions
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)


def show_change(model_admin, request, form_class, row, initial):
    """Ask what is to be changed, show what would happen, and do it where that was sent back with a reason."""
    if not is_reviewer(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    closed = read_closed(request.user)
    form = form_class(request.POST if posted else None, row=row, closed=closed, initial=initial)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": form.title.format(row),
        "opts": model_admin.opts,
        "row": row,
        "form": form,
        "media": model_admin.media + form.media,
        "longest": LONGEST_REASON,
        "act": form.act,
        "reason": request.POST.get("reason", "").replace("\x00", "").strip()[:LONGEST_REASON],
    }
    if posted and form.is_valid():
        change = form.make_change()
        if "_do" in request.POST:
            try:
                digest = request.POST.get("digest", "")
                report = vocabulary.carry_out(change, user=request.user, reason=context["reason"], digest=digest)
                return _answer_done(request, form, report)
            except (Refused, Stale) as refusal:
                context["refusal"] = explain(refusal)
        context |= _look_ahead(request, change)
    return TemplateResponse(request, "admin/claims/vocabulary/change.html", context)


def _look_ahead(request, change):
    """Return what the page shows of what a change would do, or why it cannot be done."""
    try:
        watched = change.watch()
        watched = watched._replace(negotiations=watched.negotiations - read_closed(request.user))
        looked = vocabulary.preview(change, user=request.user, read=lambda: queries.read_standing(*watched))
    except (Refused, Stale) as refusal:
        return {"hindered": refusal.reasons if isinstance(refusal, Refused) else [explain(refusal)]}
    effects = queries.compare_standings(looked.before, looked.after)
    return {
        "report": looked.report,
        "moved": [_name_rows(moved.model, moved.rows) for moved in looked.report.moved],
        "verdicts": [
            EffectRow(str(one.proposal), _write_verdict(one.before), _write_verdict(one.after))
            for one in effects.verdicts
        ],
        "stances": [_write_stance_change(one) for one in effects.stances[:MOST_STANCES]],
        "more_stances": max(0, len(effects.stances) - MOST_STANCES),
        "claims_before": effects.claims_before,
        "claims_after": effects.claims_after,
    }


def _answer_done(request, form, report: Report):
    address = link_row(report.row)
    numbers = ", ".join(count_rows(moved.model, len(moved.rows)) for moved in report.moved)
    messages.success(
        request,
        format_html('Done: see <a href="{}">{}</a>. Rows moved or written: {}.', address, report.row, numbers),
    )
    return redirect(address)


def _name_rows(model: type[Any], rows: Sequence[Any]) -> NamedRows:
    named = [NamedRow(str(row), link_row(row)) for row in rows[:MOST_NAMED]]
    return NamedRows(count_rows(model, len(rows)), named, len(rows) - len(named))


def link_row(row: Any) -> str:
    """Return the address of a row's page in the admin, or nothing where it has none."""
    if not admin.site.is_registered(type(row)):
        return ""
    try:
        return reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""


def _write_verdict(kind: VerdictKind | None) -> str:
    return NOT_THERE if kind is None else VERDICTS[kind].word


def _write_stance_change(one: queries.StanceChange) -> EffectRow:
    before, after = (_write_stance(stance, one.dimension) for stance in (one.before, one.after))
    of = f"{one.holder} on {one.proposal} ({DIMENSIONS[one.dimension].word.lower()})"
    return EffectRow(of, before, f"{after}; its conditions depend on other proposals" if after == before else after)


def _write_stance(stance: Stance | None, dimension: Dimension) -> str:
    if stance is None or stance == BLANK:
        return NOT_THERE
    return draw_face(stance, dimension).words
