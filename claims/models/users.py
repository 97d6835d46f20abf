"""Users last: a user whom anything kept names as who did it is deactivated, never deleted.

What they wrote of tracked rows protects them by itself; the log of the admin would go with them, and is guarded here.
"""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import ProtectedError


def refuse_to_forget(sender: type[User], instance: User, **kwargs: Any) -> None:
    """Called before a user is deleted; raise ProtectedError where the log of the admin names them."""
    entries = LogEntry.objects.filter(user=instance)
    if entries.exists():
        raise ProtectedError(f"{instance} is named in the log of the admin: deactivate, never delete.", set(entries))
