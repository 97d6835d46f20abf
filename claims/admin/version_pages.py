"""Pages of the versions of a row: all of them, and any two side by side, each pair with an address that lasts."""

from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from ..roles import read_closed
from .choosers import is_key
from .history import compare, find_beside, read_version, read_versions
from .safe_admin import SafeAdmin


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
        """Show a version of a row beside another (`with`), beside the newest where none is asked for."""
        row = self._find_row_with_history(request, str(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        closed = read_closed(request.user)
        beside = request.GET.get("with") or find_beside(row, number, closed)
        records = [read_version(row, int(one), closed) if is_key(one) else None for one in (number, beside)]
        if None in records:
            raise Http404(f"This {self.opts.verbose_name} has no such version.")
        compared = compare(self.model, *records)
        pair = f"version {compared.older.number} and version {compared.newer.number}"
        context = {
            **self._describe_row(request, row, f"{row}: {pair}"),
            "compared": compared,
            "number": number,
            "chosen": {compared.older.number, compared.newer.number},
            "page": read_versions(row, request.GET.get(PAGE_VAR), closed),
        }
        return TemplateResponse(request, self.version_template, context)

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
