"""Users in the admin: they are deactivated, never deleted, for the history names them."""

from axes import admin as attempts
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.shortcuts import redirect

from .safe_admin import SafeAdmin

NEVER_DELETED = (
    "Users are never deleted: what they wrote and published would lose its author. Untick “Active” instead: they "
    "cannot log in any more, and the history keeps their name."
)

admin.site.unregister([User, Group])


@admin.register(User)
class LastingUserAdmin(SafeAdmin, UserAdmin):
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


@admin.register(Group)
class SafeGroupAdmin(SafeAdmin, GroupAdmin):  # type: ignore[misc]  # Django's own admins differ likewise
    """Django's own."""


# Who tried to log in: the lists of django-axes, which no address breaks either.
for model, theirs in (
    (AccessAttempt, attempts.AccessAttemptAdmin),
    (AccessFailureLog, attempts.AccessFailureLogAdmin),
    (AccessLog, attempts.AccessLogAdmin),
):
    admin.site.unregister(model)
    admin.site.register(model, type(f"Safe{theirs.__name__}", (SafeAdmin, theirs), {}))
