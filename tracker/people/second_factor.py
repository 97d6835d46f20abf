"""The second factor of a user: codes of an app (TOTP), and recovery codes for whoever has lost it.

django-otp holds both, counts wrong ones, makes wait after them, and takes none twice. Recovery codes are kept as
digests only: they are drawn from 80 bits, so that nobody finds them from these.
"""

import re
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from typing import NamedTuple

import segno
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.roles import is_analyst, is_reviewer

from . import sessions, trail
from .kinds import TrailKind

RECOVERY_CODES = 10
OF_APP = re.compile(r"\d{6}", re.ASCII)
QUIET = 4  # modules of white around a QR code, without which no camera sees it


class QrCode(NamedTuple):
    """A QR code as the path of an SVG: a square of `size` units, drawn dark where the path is."""

    size: int
    path: str


def must_have(user: User | AnonymousUser) -> bool:
    """Tell whether REQUIRE_SECOND_FACTOR asks one of a user (a query for the roles, kept with the user)."""
    match settings.REQUIRE_SECOND_FACTOR:
        case "editors":
            return user.is_staff or is_analyst(user)
        case "reviewers":
            return is_reviewer(user)
    return False


def find_app(user: User) -> TOTPDevice | None:
    """Return the app whose codes count, if the user has one."""
    return _apps_of(user).filter(confirmed=True).first()


def _apps_of(user: User) -> QuerySet[TOTPDevice]:
    return TOTPDevice.objects.filter(user=user)


def begin(user: User) -> TOTPDevice:
    """Draw a new secret, which counts once a code has confirmed it; one that was never confirmed is forgotten."""
    with transaction.atomic():
        _apps_of(user).filter(confirmed=False).delete()
        return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def find_begun(user: User) -> TOTPDevice | None:
    return _apps_of(user).filter(confirmed=False).first()


def write_secret(app: TOTPDevice) -> str:
    """Return the secret as people type it into an app: base32, in groups of four."""
    return _group(b32encode(app.bin_key).decode().rstrip("="))


def draw(app: TOTPDevice) -> QrCode:
    rows = [list(row) for row in segno.make(app.config_url, error="m", micro=False).matrix_iter(border=QUIET)]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return QrCode(len(rows), path)


def confirm(user: User, code: str) -> TOTPDevice | None:
    """Let the secret that was begun count from now on, in place of an earlier one, if the code is of it; return it,
    or None."""
    with transaction.atomic():
        app = _apps_of(user).filter(confirmed=False).select_for_update().first()
        if app is None or not OF_APP.fullmatch(_clean(code)) or not app.verify_token(_clean(code)):
            return None
        _apps_of(user).filter(confirmed=True).delete()
        app.confirmed = True
        app.save()
    trail.record(TrailKind.FACTOR, user.get_username(), "set up")
    return app


def make_recovery_codes(user: User) -> list[str]:
    """Return new recovery codes, which are kept nowhere readable; those of before count no longer."""
    codes = [b32encode(token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery codes")
        StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(code)) for code in codes)
    trail.record(TrailKind.FACTOR, user.get_username(), "new recovery codes")
    return [_group(code) for code in codes]


def count_recovery_codes(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def check_code(user: User, code: str) -> Device | None:
    """Return what a code at the login was of, and take the code; None where it is wrong, was taken, or has to wait."""
    code = _clean(code)
    of_app = OF_APP.fullmatch(code)
    model: type[TOTPDevice] | type[StaticDevice] = TOTPDevice if of_app else StaticDevice
    with transaction.atomic():
        device = model.objects.filter(user=user, confirmed=True).select_for_update().first()
        if device and device.verify_token(code if of_app else _digest(code)):
            return device
    return None


def read_wait(user: User, code: str) -> int:
    """Return for how many seconds no code of this kind is looked at, after wrong ones."""
    model: type[TOTPDevice] | type[StaticDevice] = TOTPDevice if OF_APP.fullmatch(_clean(code)) else StaticDevice
    return _read_wait(model.objects.filter(user=user, confirmed=True).first())


def read_wait_to_confirm(user: User) -> int:
    """Return for how many seconds no code of the secret that was begun is looked at, after wrong ones."""
    return _read_wait(find_begun(user))


def _read_wait(device: Device | None) -> int:
    allowed, why = device.verify_is_allowed() if device else (True, None)
    until: datetime | None = None if allowed else (why or {}).get("locked_until")
    return int((until - timezone.now()).total_seconds()) + 1 if until else 0


def remove(user: User, by: str | None = None) -> bool:
    """Take the second factor from a user, whose sessions end; `by` says who did it, where no request does. Return
    whether there was any."""
    with transaction.atomic():
        removed = [model.objects.filter(user=user).delete()[0] for model in (TOTPDevice, StaticDevice)]
    sessions.end(user.login_sessions.all())
    trail.record(TrailKind.FACTOR, user.get_username(), "removed", by=by)
    return any(removed)


def _clean(code: str) -> str:
    return re.sub(r"[\s-]", "", code).lower()


def _group(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _digest(code: str) -> str:
    return b32encode(sha256(code.encode()).digest()).decode().lower()[:16]
