"""Wordings in the admin: on the page of their proposal, and each on its own. Reviewers edit them, analysts look."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.text import Truncator

from ..models import Wording
from .choosers import is_key, make_chosen_filter
from .inlines import VersionedInline
from .versioned_admin import VersionedAdmin


def choose_widget(field):
    """Return, as keywords, the widget of the text of a wording; none for its other fields."""
    if field.name != "text":
        return {}
    return {"widget": forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField", "dir": "auto"})}


class WordingInline(VersionedInline):
    """The wordings of a proposal, newest first."""

    model = Wording
    fields = ["label", "day", "text", "authors", "source", "locator"]
    autocomplete_fields = ["authors", "source"]
    template = "admin/edit_inline/stacked.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("authors")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return super().formfield_for_dbfield(db_field, request, **choose_widget(db_field), **kwargs)


@admin.register(Wording)
class WordingAdmin(VersionedAdmin):
    list_display = ["label", "proposal", "day", "beginning", "source"]
    list_filter = [*map(make_chosen_filter, ("proposal", "source"))]
    list_select_related = ["proposal", "source"]
    show_full_result_count = False
    search_fields = ["searched_text", "proposal__searched_text"]
    search_hint = "a label, or words of a proposal"
    date_hierarchy = "day"
    autocomplete_fields = ["proposal", "authors", "source"]
    fieldsets = [
        ("Of what it is the text", {"fields": ["proposal", "label", "slug", "day"]}),
        ("The text", {"fields": ["text", "authors"]}),
        ("The document that it is from", {"fields": ["source", "locator"]}),
    ]

    def get_urls(self):
        of_proposal = self.admin_site.admin_view(self.list_of_proposal)
        return [path("of-proposal/", of_proposal, name="claims_wording_of_proposal"), *super().get_urls()]

    def list_of_proposal(self, request):
        """Answer with the wordings of a proposal (`?proposal=KEY`), the newest first, for the forms that name one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = request.GET.get("proposal", "")
        rows = self.get_queryset(request).filter(proposal=key) if is_key(key) else []
        return JsonResponse({"wordings": [{"key": row.pk, "words": row.words} for row in rows]})

    def get_readonly_fields(self, request, obj=None):
        return ["proposal", "slug"] if obj else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return super().formfield_for_dbfield(db_field, request, **choose_widget(db_field), **kwargs)

    @admin.display(description="text")
    def beginning(self, wording):
        return Truncator(wording.text).chars(80)
