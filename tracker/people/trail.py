"""The trail of logins and of changes of rights: who, whose, from where, when."""

from collections.abc import Mapping
from contextvars import ContextVar
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice

from tracker.middleware.visitors import read_client_address

from .kinds import TrailKind
from .models import AccountEvent

COMMAND_LINE = "the command line"
at_hand: ContextVar[HttpRequest | None] = ContextVar("request_at_hand", default=None)
_tables_seen: set[str] = set()


def record(
    kind: TrailKind, name: str, detail: str = "", request: HttpRequest | None = None, by: str | None = None
) -> None:
    """Write an event. Who did it and from where is read from the request at hand; without one it was a command."""
    request = request or at_hand.get()
    if request is None and not _has_table():
        return  # commands on a database that is not yet migrated so far
    AccountEvent.objects.create(
        kind=kind,
        name=name[:150],
        by=(by if by is not None else _tell_who(request, name))[:150],
        address=read_client_address(request) if request else None,
        detail=detail,
    )


def _tell_who(request: HttpRequest | None, name: str) -> str:
    if request is None:
        return COMMAND_LINE
    user = getattr(request, "user", None)
    who = user.get_username() if user is not None and user.is_authenticated else ""
    return "" if who == name else who


def _has_table() -> bool:
    if connection.alias not in _tables_seen:
        if AccountEvent._meta.db_table not in connection.introspection.table_names():
            return False
        _tables_seen.add(connection.alias)
    return True


def note_login(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    device = getattr(user, "otp_device", None)
    with_code = "with a recovery code" if isinstance(device, StaticDevice) else "with a code" if device else ""
    record(TrailKind.LOGIN, user.get_username(), with_code, request, by="")
    AccountEvent.objects.forget_old()


def note_logout(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(TrailKind.LOGOUT, user.get_username(), request=request)


def note_failure(
    sender: Any, credentials: Mapping[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Note a wrong password or code, but none that came while its sender had to wait: there is no end of these."""
    if request is None or getattr(request, "axes_locked_out", False):
        return
    match = request.resolver_match
    of_code = match is not None and match.url_name == "login-code"
    record(
        TrailKind.FAILURE,
        _keep_name(credentials.get("username")),
        "a code" if of_code else "a password",
        request,
        by="",
    )


def note_lockout(
    sender: Any, request: HttpRequest, username: str | None, ip_address: str | None, **kwargs: Any
) -> None:
    """Note once in a quarter of an hour that somebody has to wait."""
    name = _keep_name(username)
    key = sha256(f"{username} {ip_address}".encode()).hexdigest()
    if cache.add(f"lockout-{key}", True, settings.AXES_COOLOFF_TIME.total_seconds()):
        record(TrailKind.LOCKOUT, name, request=request, by="")


def _keep_name(typed: str | None) -> str:
    """Return a name that somebody goes by; what else was typed may be a password, and is kept nowhere."""
    typed = (typed or "").replace("\0", "")[:150]
    return typed if User.objects.filter(username=typed).exists() else ""
