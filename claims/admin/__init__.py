"""The admin, in which analysts code and reviewers publish."""

from django.contrib import admin

from . import claims, sources, vocabulary

admin.site.site_header = "Stance matrix"
admin.site.site_title = "Stance matrix"
admin.site.index_title = "What awaits you"

__all__ = ["claims", "sources", "vocabulary"]
