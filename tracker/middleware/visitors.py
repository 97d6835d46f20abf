"""Who is asking: from which address, by which name, and whether visitors are let in at all."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from claims.api.problems import Problem, answer_problem

PREFIX_OF_ONE = 64  # bits of an IPv6 address that a provider gives to one customer at the least


def read_client_address(request: HttpRequest) -> str | None:
    """Return what tells one visitor's connection from another's: the address of the browser, of IPv6 the first half,
    since whoever has one such address has all that begin so."""
    address = read_address(request)
    return None if address is None else _cut_to_connection(address)


def read_address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """Return the address of the browser, or of the program, that asks.

    Behind our proxy it is the one that this added last to `X-Forwarded-For`, since whoever asks can write what stands
    before; else the connection's own."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
    for address in [forwarded] * settings.PROXY + [request.META.get("REMOTE_ADDR", "")]:
        try:
            return ip_address(address)
        except ValueError:  # nothing, or nonsense that a database would refuse
            continue
    return None


def _cut_to_connection(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), PREFIX_OF_ONE), strict=False).network_address)


def read_tried_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the user name of an attempt to log in, as long as its record can hold; the login form takes any."""
    return ((credentials or request.POST).get("username") or "")[:255]


class ClosedSite(LoginRequiredMiddleware):
    """With REQUIRE_LOGIN, every page but the login asks visitors to log in; without, it is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.REQUIRE_LOGIN:
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def process_view(self, request: HttpRequest, view_func: Callable, args: Any, kwargs: Any) -> Any:
        """Ask nobody twice: as of a release nobody has a session, and whoever came so far was asked before."""
        if hasattr(request, "as_of_release"):
            return None
        return super().process_view(request, view_func, args, kwargs)

    def handle_no_permission(  # type: ignore[override]  # Django's always redirects
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        """Send the browser to the login; htmx would put that page into a corner of the one that is shown,
        and a program is told in its own way."""
        if request.path_info.startswith("/api/"):
            told = Problem(HTTPStatus.UNAUTHORIZED, "Log in with a browser, or ask for the address of a public site.")
            return answer_problem(told)
        answer = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": answer.url})
        return answer
