"""Pages of the versions of a row: all of them, and any two side by side, each pair with an address that lasts."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from ..models import PendingChange
from ..roles import read_closed
from ..services import restoring
from ..services.write_gate import Refused, Stale
from .choosers import is_key
from .history import compare, find_beside, read_version, read_versions
from .safe_admin import SafeAdmin
from .teams import sees

LONGEST_REASON = 300
CHANGED_SINCE = "It was changed since your page was loaded. Look at it again, then decide."


def read_reason(request):
    """Return the reason that was posted."""
    return request.POST.get("reason", "").replace("\x00", "").strip()[:LONGEST_REASON]


def tell_refusal(refusal):
    """Return the sentences that say why a row was not written."""
    return " ".join(refusal.reasons) if isinstance(refusal, Refused) else CHANGED_SINCE


def tell_restored(restored, number):
    """Say what came of restoring a version."""
    if not restored.waits:
        return f"Version {number} is restored: it is version {restored.row.version} now."
    if isinstance(restored.row, PendingChange):
        return f"Version {number} is kept as a change that waits for a reviewer; until then readers see no change."
    return (
        f"This draft corrects {restored.row.corrects.public_id}: it has the content of version {number}. Submit it; "
        "readers see the published claim unchanged until a reviewer publishes the correction."
    )


class HasVersions(SafeAdmin):
    """An admin of a tracked model: its history, and its versions."""

    object_history_template = "admin/claims/history.html"
    version_template = "admin/claims/version.html"

    def get_urls(self):
        ours = self.admin_site.admin_view(self.version_view)
        name = f"claims_{self.opts.model_name}_version"
        return [path("<int:object_id>/history/<int:number>/", ours, name=name), *super().get_urls()]

    def version_url(self, row, number):
        return reverse(f"admin:claims_{self.opts.model_name}_version", args=[row.pk, number])

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        """Show the versions, newest first; where two were chosen (`version`, `with`), go to their own page."""
        row = self._find_row_with_history(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        chosen, beside = request.GET.get("version", ""), request.GET.get("with", "")
        if is_key(chosen) and is_key(beside):
            return redirect(f"{self.version_url(row, int(chosen))}?with={int(beside)}")
        context = {
            **self._describe_row(request, row, f"History: {row}"),
            "page": read_versions(row, request.GET.get(PAGE_VAR), read_closed(request.user)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def version_view(self, request, object_id, number):
        """Show a version of a row beside another (`with`), beside the newest where none is asked for; posted, restore
        it."""
        row = self._find_row_with_history(request, str(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        closed = read_closed(request.user)
        if request.method == "POST":
            return self._restore(request, row, read_version(row, number, closed))
        beside = request.GET.get("with") or find_beside(row, number, closed)
        records = [read_version(row, int(one), closed) if is_key(one) else None for one in (number, beside)]
        if None in records:
            raise Http404(f"This {self.opts.verbose_name} has no such version.")
        older, newer = sorted(records, key=lambda record: record.version)
        compared = compare(self.model, older, newer)
        pair = f"version {compared.older.number} and version {compared.newer.number}"
        context = {
            **self._describe_row(request, row, f"{row}: {pair}"),
            "compared": compared,
            "effects": self.show_effects(row, older, newer),
            "number": number,
            "chosen": {compared.older.number, compared.newer.number},
            "page": read_versions(row, request.GET.get(PAGE_VAR), closed),
            "restorable": self._choose_restorable(request, row, number, compared),
            "waits": restoring.waits_for_a_reviewer(row),
            "longest": LONGEST_REASON,
        }
        return TemplateResponse(request, self.version_template, context)

    def show_effects(self, row, older, newer):
        """Return what two versions of a row come to for readers, of a model where that can be said."""
        return None

    def _choose_restorable(self, request, row, number, compared):
        """Return the version that the page offers to restore: the one that was asked for, or beside the newest the
        other; None where there is none, or it is not for the user."""
        wanted = number if number != row.version else compared.older.number
        return wanted if wanted != row.version and restoring.may_restore(row, request.user) else None

    def _restore(self, request, row, record):
        """Give the row the content of a version, and say what came of it; where nothing did, why."""
        if record is None:
            raise Http404(f"This {self.opts.verbose_name} has no such version.")
        reason, posted = read_reason(request), request.POST.get("version", "")
        try:
            restored = restoring.restore(
                record,
                user=request.user,
                version=int(posted) if is_key(posted) else -1,
                reason=reason,
                may_name=lambda other: sees(request.user, other),
            )
        except (Stale, Refused, IntegrityError) as refusal:
            messages.error(request, f"Not restored. {tell_refusal(refusal)} Your reason was: “{reason}”")
            return redirect(self.version_url(row, record.version))
        messages.success(request, tell_restored(restored, record.version))
        model = restored.row._meta.model_name
        return redirect(f"admin:claims_{model}_change", restored.row.pk)

    def _find_row_with_history(self, request, object_id):
        row = self.get_object(request, object_id)
        if row is not None and not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def _describe_row(self, request, row, title):
        """Return what each page of versions says of the row."""
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "object": row,
            "opts": self.opts,
            "module_name": self.opts.verbose_name_plural.capitalize(),
            "page_var": PAGE_VAR,
            "version_url_name": f"admin:claims_{self.opts.model_name}_version",
        }
