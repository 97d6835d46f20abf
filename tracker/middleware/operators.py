"""What programs ask that run the site: whether it lives, whether it is ready, and its numbers.

They ask by whatever name or number they know the host, over plain http, on a closed site too, and every few seconds. So
they are answered before anybody looks at hosts, at https, at logins or at how often somebody asks, and nothing of it
is kept anywhere.
"""

from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_network
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase

from tracker.health import WATCH

from .page_cache import KEPT_NOWHERE
from .visitors import read_address

ADDRESSES = ("/health/live", "/health/ready", "/metrics")
METHODS = ("GET", "HEAD")


class ForOperators:
    """Middleware: answers the addresses above; `/metrics` is not there unless somebody may ask for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.answers: dict[str, Callable[[HttpRequest], HttpResponse]] = {
            "/health/live": answer_live,
            "/health/ready": answer_ready,
        }
        if settings.METRICS:
            self.answers["/metrics"] = answer_metrics

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.answers.get(request.path_info.removesuffix("/"))
        if answer is None:
            return self.get_response(request)
        response = answer(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        response["Cache-Control"] = KEPT_NOWHERE
        response["X-Content-Type-Options"] = "nosniff"
        return response


def answer_live(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; it asks nothing else, so that no fault elsewhere has it started anew."""
    return JsonResponse({"live": True})


def answer_ready(request: HttpRequest) -> HttpResponse:
    """Say whether this process can serve, and which of its checks hold: no reasons, names or versions."""
    health = WATCH.read()
    status = HTTPStatus.OK if health.is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    replica = {"replica": health.lag._asdict()} if health.lag else {}
    return JsonResponse({"ready": health.is_ready, **health.checks, **replica}, status=status)


def answer_metrics(request: HttpRequest) -> HttpResponse:
    """Give the numbers to whoever has the token, or asks from an address of METRICS_FROM."""
    from tracker import metrics  # half a second and fifteen megabytes that most sites do not need

    if not (_has_token(request) or _is_listed(request)):
        return HttpResponse("A token or an address that may ask is needed.\n", "text/plain", HTTPStatus.FORBIDDEN)
    return HttpResponse(metrics.write(), content_type=metrics.CONTENT_TYPE)


def _has_token(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    return bool(token) and compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_listed(request: HttpRequest) -> bool:
    address: Any = read_address(request)
    return address is not None and any(address in ip_network(listed) for listed in settings.METRICS_FROM)
