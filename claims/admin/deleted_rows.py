"""Rows that were deleted: a list of them for reviewers, and a page of each, on which it is brought back."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from ..models import Negotiation, PendingChange, Source
from ..models.history import Versioned
from ..queries.deleted_rows import name_deleted, read_last, select_deleted
from ..roles import is_reviewer, read_closed
from ..rules.folding import isolate
from ..services.restoring import bring_back
from ..services.write_gate import Refused
from .choosers import is_key
from .teams import find_path, sees
from .version_pages import LONGEST_REASON, HasVersions, read_reason, tell_refusal

DELETED_A_PAGE = 50
WITHOUT_TEXT = "Its text is not here any more: upload it again. Its record keeps the SHA-256 of the file."


class DeletedRow(NamedTuple):
    """A deleted row, as its list shows it."""

    key: int
    name: str
    when: datetime
    who: str
    why: str


def narrow_deleted(user: User, model: type[Versioned]) -> QuerySet[Any]:
    """Return the deleted rows of a model that a user may see, as `select_deleted` has them: of whoever some
    negotiations are closed to those of another one; of what all share, where nothing tells any more of which it was,
    those that they have written of themselves."""
    records = select_deleted(model)
    closed = read_closed(user)
    if not closed:
        return records
    link = "" if model is Negotiation else find_path(model)
    if link:
        return records.filter(**{f"{link}__isnull": False}).exclude(**{f"{link}__in": closed})
    theirs = model.history.filter(id=OuterRef("id"), history_user=user)
    return records.filter(Q(Exists(theirs)))


class BringsBack(HasVersions):
    """An admin whose deleted rows are listed, and come back."""

    def get_urls(self):
        name = f"claims_{self.opts.model_name}_deleted"
        return [
            path("deleted/", self.admin_site.admin_view(self.deleted_view), name=name),
            path("deleted/<int:key>/", self.admin_site.admin_view(self.deleted_row_view), name=f"{name}_row"),
            *super().get_urls(),
        ]

    def may_bring_back(self, request):
        return self.model is not PendingChange and is_reviewer(request.user)

    def changelist_view(self, request, extra_context=None):
        """Lead reviewers to what was deleted."""
        name = f"admin:claims_{self.opts.model_name}_deleted"
        address = reverse(name) if self.may_bring_back(request) else ""
        return super().changelist_view(request, {"deleted_url": address, **(extra_context or {})})

    @method_decorator(require_safe)
    def deleted_view(self, request):
        """List the rows that were deleted, the last one first."""
        if not self.may_bring_back(request) or not self.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(narrow_deleted(request.user, self.model), DELETED_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        names = name_deleted(self.model, page.object_list)
        page.object_list = [describe_deleted(record, names[record.id]) for record in page.object_list]
        context = {
            **self._describe_list(f"Deleted {self.opts.verbose_name_plural}", request),
            "page": page,
            "row_url_name": f"admin:claims_{self.opts.model_name}_deleted_row",
        }
        return TemplateResponse(request, "admin/claims/deleted.html", context)

    def deleted_row_view(self, request, key):
        """Show what a deleted row was; posted, bring it back."""
        if not self.may_bring_back(request) or not self.has_view_permission(request):
            raise PermissionDenied
        records = narrow_deleted(request.user, self.model)
        record = records.filter(id=key).first() if is_key(key) else None
        if record is None:
            raise Http404(f"No {self.opts.verbose_name} of this key was deleted.")
        if request.method == "POST":
            return self._bring_back(request, record)
        row = describe_deleted(record, name_deleted(self.model, [record])[record.id])
        context = {
            **self._describe_list(f"Deleted {self.opts.verbose_name}: {isolate(row.name)}", request),
            "row": row,
            "fields": read_last(record),
            "longest": LONGEST_REASON,
        }
        return TemplateResponse(request, "admin/claims/deleted_row.html", context)

    def _bring_back(self, request, record):
        """Make the row again, and say so; where it cannot be, why."""
        reason = read_reason(request)
        try:
            row = bring_back(record, user=request.user, reason=reason, may_name=lambda other: sees(request.user, other))
        except (Refused, IntegrityError) as refusal:
            messages.error(request, f"Not brought back. {tell_refusal(refusal)} Your reason was: “{reason}”")
            return redirect(f"admin:claims_{self.opts.model_name}_deleted_row", record.id)
        lost = " " + WITHOUT_TEXT if isinstance(row, Source) and row.text_sha256 and not row.read_text() else ""
        messages.success(request, f"“{isolate(str(row))}” is back.{lost}")
        return redirect(f"admin:claims_{self.opts.model_name}_change", row.pk)

    def _describe_list(self, title, request):
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "module_name": self.opts.verbose_name_plural.capitalize(),
            "deleted_url_name": f"admin:claims_{self.opts.model_name}_deleted",
        }


def describe_deleted(record: Any, name: str) -> DeletedRow:
    who = record.history_user.get_username() if record.history_user else "nobody named"
    return DeletedRow(record.id, name, record.history_date, who, record.history_change_reason or "")
