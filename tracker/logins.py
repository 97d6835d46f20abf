"""Who has to wait before the next attempt to log in."""

from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.exceptions import AxesBackendPermissionDenied
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from .middleware.visitors import read_client_address


class LoginLimits(AxesStandaloneBackend):
    """Lets a pair of name and address wait after a few wrong passwords, as axes does, and an address after many for
    whatever names: else it could try a few passwords for each of a thousand names."""

    def authenticate(
        self, request: HttpRequest, username: str | None = None, password: str | None = None, **rest: Any
    ) -> None:
        if _count_wrong_passwords(read_client_address(request)) >= settings.WRONG_PASSWORDS_OF_AN_ADDRESS:
            request.axes_locked_out = True  # type: ignore[attr-defined]  # so that axes' middleware answers
            raise AxesBackendPermissionDenied("Too many wrong passwords from this address.")
        super().authenticate(request, username=username, password=password, **rest)


def is_locked_out(request: HttpRequest, username: str) -> bool:
    """Tell whether a name has to wait at this address before the next code, as before the next password; the request
    is then answered by axes' middleware."""
    try:
        LoginLimits().authenticate(request, username=username)
    except AxesBackendPermissionDenied:
        request.axes_locked_out = True  # type: ignore[attr-defined]  # as above
        return True
    return False


def _count_wrong_passwords(address: str | None) -> int:
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    recent = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    return recent.aggregate(wrong=Sum("failures_since_start"))["wrong"] or 0
