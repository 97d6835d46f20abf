from django.contrib import admin

from ..models import Source
from ..models.tracked import open_gate
from .gated import GatedAdmin


@admin.register(Source)
class SourceAdmin(GatedAdmin):
    list_display = ["title", "publisher", "origin", "published_on", "fully_coded_on"]
    list_filter = ["type", "origin"]
    search_fields = ["title", "publisher", "origin", "slug"]
    date_hierarchy = "published_on"
    fieldsets = [
        (
            "The document",
            {
                "fields": [
                    "title",
                    "slug",
                    "type",
                    "publisher",
                    "origin",
                    "authors",
                    "published_on",
                    "accessed_on",
                ]
            },
        ),
        ("Where it is found", {"fields": ["url", "language"]}),
        ("Coding", {"fields": ["fully_coded_by", "fully_coded_on"]}),
        ("Its text", {"fields": ["text", "text_sha256"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        match = request.resolver_match
        return queryset.defer("text") if match and match.url_name.endswith("_changelist") else queryset

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "text" in form.changed_data and change:
            open_gate.get().recheck_quotes(obj)
