"""Where people are logged in: noted as they log in, seen as they go on, ended by themselves or by a new password.

A session is ended by deleting Django's: whoever comes with its cookie is a visitor from then on.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from tracker.middleware.visitors import read_client_address

from .models import LONGEST_BROWSER, LoginSession

SEEN_AGAIN = timedelta(minutes=5)  # a page that only reads writes no oftener that somebody was here


def begin(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note that somebody has logged in; forget the sessions of all that have ended since."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    LoginSession.objects.exclude(key__in=Session.objects.values("session_key")).delete()
    if request.session.session_key is None:  # somebody else was logged in: Django has not yet saved what is new
        request.session.create()
    _note(request, user)
    _is_due(request.session.session_key)


def _note(request: HttpRequest, user: User) -> None:
    LoginSession.objects.update_or_create(
        key=request.session.session_key,
        defaults={
            "user": user,
            "address": read_client_address(request),
            "browser": request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:LONGEST_BROWSER],
        },
    )


def see(request: HttpRequest, key_before: str | None) -> None:
    """Note that the user of a session is here, under the key that it has now; `key_before` is that of the request."""
    key = request.session.session_key
    if key is None or not request.user.is_authenticated:
        return
    if key_before not in (None, key) and not LoginSession.objects.filter(key=key).exists():
        LoginSession.objects.filter(key=key_before).update(key=key)
    if _is_due(key) and not LoginSession.objects.filter(key=key).update(last_seen=timezone.now()):
        _note(request, request.user)


def _is_due(key: str | None) -> bool:
    """Tell whether it was not noted lately, by this process, that the user of the session was here."""
    return cache.add(f"seen-{key}", True, SEEN_AGAIN.total_seconds())


def list_sessions(user: User) -> QuerySet[LoginSession]:
    """Return where a user is logged in, the last seen first (one query)."""
    going_on = Session.objects.filter(expire_date__gte=timezone.now())
    return LoginSession.objects.filter(user=user, key__in=going_on.values("session_key"))


def end(sessions: Iterable[LoginSession]) -> int:
    """End sessions; return how many."""
    keys = [session.key for session in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    LoginSession.objects.filter(key__in=keys).delete()
    return len(keys)


def end_others(user: User, own_key: str | None) -> int:
    """End all sessions of a user but that of the key; return how many."""
    return end(user.login_sessions.exclude(key=own_key or ""))


def end_own(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Forget a session whose user logs out; Django ends it."""
    LoginSession.objects.filter(key=request.session.session_key or "").delete()


def end_after_new_password(sender: Any, instance: User, created: bool, **kwargs: Any) -> None:
    """End the sessions of a user who has a new password. That in which it was typed goes on: Django gives it another
    key at once. A hash that is made anew at a login is no new password."""
    if not created and instance._password is not None:  # type: ignore[attr-defined]  # until it is saved
        end(instance.login_sessions.all())
