"""Users in the admin: they are deactivated, never deleted, for the history names them."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.shortcuts import redirect

NEVER_DELETED = (
    "Users are never deleted: what they wrote and published would lose its author. Untick “Active” instead: they "
    "cannot log in any more, and the history keeps their name."
)

admin.site.unregister(User)


@admin.register(User)
class LastingUserAdmin(UserAdmin):
    """Django's own, without a way to delete."""

    def get_fieldsets(self, request, obj=None):
        """Say beside “Active” why there is no button to delete."""
        return [
            (title, {**options, "description": NEVER_DELETED} if "is_active" in options["fields"] else options)
            for title, options in super().get_fieldsets(request, obj)
        ]

    def has_delete_permission(self, request, obj=None):
        return False

    def delete_view(self, request, object_id, extra_context=None):
        """Whoever comes by an old address reads what to do instead."""
        if not self.has_view_permission(request):
            return super().delete_view(request, object_id, extra_context)
        messages.error(request, NEVER_DELETED)
        return redirect("admin:auth_user_changelist")
