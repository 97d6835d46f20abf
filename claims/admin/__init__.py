"""The admin, in which analysts code and reviewers publish."""

from django.contrib import admin

from . import (
    claims,
    editorial,
    events,
    imports,
    members,
    outcomes,
    participants,
    pending_changes,
    source_codings,
    sources,
    users,
    vocabulary,
    wordings,
)

admin.site.site_header = "Stance matrix"
admin.site.site_title = "Stance matrix"
admin.site.index_title = "What waits for you"
admin.site.enable_nav_sidebar = False  # the list of claims needs the room

__all__ = [
    "claims",
    "editorial",
    "events",
    "imports",
    "members",
    "outcomes",
    "participants",
    "pending_changes",
    "source_codings",
    "sources",
    "users",
    "vocabulary",
    "wordings",
]
