"""Users last: a user whom anything kept names as who did it is deactivated, never deleted.

What they wrote of tracked rows protects them by itself. The log of the admin would go with them, and so would their
place in a team: a team that is left empty lets all editors in. Both are guarded here.
"""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import ProtectedError

from .negotiations import Negotiation


def refuse_to_forget(sender: type[User], instance: User, **kwargs: Any) -> None:
    """Called before a user is deleted; raise ProtectedError where the log of the admin or a team names them."""
    entries = LogEntry.objects.filter(user=instance)
    if entries.exists():
        raise ProtectedError(
            f"{instance} is named in the log of the admin: deactivate this user instead.",
            set(entries),
        )
    teams = Negotiation.objects.filter(team=instance)
    if teams.exists():
        raise ProtectedError(
            f"{instance} is in the team of a negotiation: deactivate this user instead.",
            set(teams),
        )
