"""Each request, once its answer has been sent: a line of the log, and the numbers of `/metrics`."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tracker.logs import REQUESTS

from .operators import ADDRESSES

logger = logging.getLogger(REQUESTS)


class EachRequest:
    """Middleware: tells of each request how it went. What programs ask every few seconds is not told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not (settings.METRICS or settings.LOG_REQUESTS):
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.count: Callable[[HttpRequest, HttpResponseBase, str, float], None] | None = None
        if settings.METRICS:
            from tracker import metrics  # not where nobody asks for them: see there

            self.count = metrics.count

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        if request.path_info.removesuffix("/") not in ADDRESSES:
            # A file is written while it is sent: its request is over when the server closes the answer.
            closers: list[Callable[[], Any]] = response._resource_closers  # type: ignore[attr-defined]
            closers.append(lambda: self._tell(request, response, time.perf_counter() - begun))
        return response

    def _tell(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        route = name_route(request, response)
        if self.count:
            self.count(request, response, route, seconds)
        if logger.isEnabledFor(logging.INFO):
            told = {
                "method": request.method,
                "address": request.path,  # without the query string: what somebody looked for is nobody's business
                "route": route,
                "status": response.status_code,
                "duration": round(seconds, 4),
            }
            logger.info("%(method)s %(address)s %(status)s in %(duration)s s", told, extra=told)


def name_route(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return the name of the page that was asked for: one of those that there are, whatever somebody asks for."""
    match = request.resolver_match
    if match is not None:
        return match.view_name
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    return "unchanged" if response.status_code == 304 else "none"
