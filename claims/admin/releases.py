"""The page of a negotiation on which reviewers release what is published of it, and see its releases."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from ..importers.progress import hide_progress
from ..models import Release
from ..models.releases import STATIC_COPY
from ..queries.releases import select_releases
from ..releasing.databases import begin_to_prepare
from ..releasing.lookup import find_release
from ..releasing.make import NotReleased, begin_copies, make_release
from .versioned_admin import VersionedAdmin

PAGE = "admin:claims_negotiation_releases"
MADE = "Made: <b>release {}, “{}”</b>. Its static copy is being made, and stands below in some minutes."


class ReleaseForm(forms.ModelForm):
    """What a reviewer says of a release; all else follows from what is published."""

    class Meta:
        model = Release
        fields = ["title", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}


class ReleasesNegotiations(VersionedAdmin):
    """An admin of negotiations, each of which has a page of its releases."""

    change_form_template = "admin/claims/negotiation/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.releases_view)
        return [path("<int:object_id>/releases/", view, name="claims_negotiation_releases"), *super().get_urls()]

    def releases_view(self, request, object_id):
        """List the releases, and make one where that is asked for."""
        negotiation = self.get_object(request, str(object_id))
        if negotiation is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        if not self.has_change_permission(request, negotiation):
            raise PermissionDenied
        form = ReleaseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = make_release(negotiation, **form.cleaned_data, user=request.user, progress=hide_progress)
            except NotReleased as refused:
                form.add_error(None, str(refused))
            else:
                begin_to_prepare(find_release(negotiation, made.number))
                begin_copies()
                messages.success(request, format_html(MADE, made.number, made.title))
                return redirect(reverse(PAGE, args=[negotiation.pk]))
        releases = list(select_releases(negotiation).select_related("made_by"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Releases of {negotiation}",
            "negotiation": negotiation,
            "form": form,
            "number": releases[0].number + 1 if releases else 1,
            "releases": [(release, _waits_for_copy(release)) for release in releases],
        }
        return TemplateResponse(request, "admin/claims/negotiation/releases.html", context)


def _waits_for_copy(release: Release) -> bool:
    return release.negotiation.public and not any(file.kind == STATIC_COPY for file in release.files.all())
