"""What one address may cost all others: so many seconds of work a minute, and so many files at once.

What a page costs is not read from its address: rows, columns, days and words that are searched for cost much or little
by what the database holds, and by what is kept in memory already. So the time is counted that answers took. Who asks
for one page after the other never comes to a minute of work in a minute; who asks for many at once does, and is told
when to come again. What took next to no time is not counted, and costs no look into the cache that all processes share.

Who is logged in is known, may have hours of work in a form, and is not counted.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from claims.api.problems import Problem, answer_problem

from .visitors import read_client_address

COUNTED_FROM = 0.05  # seconds that an answer took; what is kept, redirected or not found takes less
WINDOW = 60  # seconds in which costs are counted together
PLACE_ENDS = 300  # seconds after which a place for a file is free again, whatever became of the process that gave it
HEADING = "Too much at once"
SENTENCE = "Your address has had this server work for it all the time of late. Try again in {wait} seconds."
OF_FILES = "As many files as one address may have at once are being written for yours. Try again in {wait} seconds."


def clock() -> float:
    """Return seconds that only ever go on."""
    return time.perf_counter()


def tell_time() -> float:
    """Return the seconds of the day's clock, which all hosts share."""
    return time.time()


class Costs:
    """Middleware: counts what answers to visitors took, and answers 429 to an address that had its minute of work."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.charged: dict[str, float] = {}  # address → when this process last charged it: others cannot owe anything

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = clock()
        response = self.get_response(request)
        seconds = clock() - begun
        if isinstance(response, StreamingHttpResponse) and request.resolver_match:
            parts: Any = response.streaming_content
            response.streaming_content = TimedParts(parts, lambda more: self._charge(request, seconds + more))
        else:
            self._charge(request, seconds)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponseBase | None:
        name = name_address(request)
        if not settings.ADDRESS_SECONDS_A_MINUTE or tell_time() - self.charged.get(name, 0) > WINDOW:
            return None
        now = tell_time()
        spent = caches["rates"].get(_name_window(name, now), 0) / 1000
        if spent < settings.ADDRESS_SECONDS_A_MINUTE or _is_known(request):
            return None
        return answer_too_much(request, int(WINDOW - now % WINDOW) + 1, SENTENCE)

    def _charge(self, request: HttpRequest, seconds: float) -> None:
        if seconds < COUNTED_FROM or not settings.ADDRESS_SECONDS_A_MINUTE or _is_known(request):
            return
        name, now = name_address(request), tell_time()
        seconds = min(
            seconds, now % WINDOW
        )  # what it took in this minute: one answer after the other is never too much
        self.charged = {other: at for other, at in self.charged.items() if now - at <= WINDOW} | {name: now}
        key = _name_window(name, now)
        caches["rates"].add(key, 0, 2 * WINDOW)
        try:
            caches["rates"].incr(key, int(seconds * 1000))
        except ValueError:  # it was dropped for room between the two: the count begins anew
            caches["rates"].set(key, int(seconds * 1000), 2 * WINDOW)


class TimedParts:
    """The parts of a file as they are sent. What its writing took is told at the end, not how slowly somebody reads."""

    def __init__(self, parts: Iterable[bytes], tell: Callable[[float], None]) -> None:
        self.parts, self.tell, self.seconds = iter(parts), tell, 0.0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        begun = clock()
        try:
            return next(self.parts)
        finally:
            self.seconds += clock() - begun

    def close(self) -> None:
        getattr(self.parts, "close", lambda: None)()
        seconds, self.seconds = self.seconds, 0.0
        self.tell(seconds)


def take_file_place(request: HttpRequest) -> str | None:
    """Return the name of a place for one file of an address, to be given back; None where it has its files already."""
    if not settings.ADDRESS_FILES_AT_ONCE:
        return ""
    names = (f"file-{name_address(request)}-{number}" for number in range(settings.ADDRESS_FILES_AT_ONCE))
    return next((name for name in names if caches["rates"].add(name, True, PLACE_ENDS)), None)


def give_file_place_back(name: str) -> None:
    if name:
        caches["rates"].delete(name)


def answer_too_much(request: HttpRequest, wait: int, sentence: str) -> HttpResponse:
    """Return the answer that tells when to come again; it asks no database."""
    told = sentence.format(wait=wait)
    if request.path_info.startswith("/api/"):
        return answer_problem(Problem(HTTPStatus.TOO_MANY_REQUESTS, told), {"Retry-After": str(wait)})
    page = render_to_string("too_much.html", {"heading": HEADING, "sentence": told})
    return HttpResponse(page, status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)})


def name_address(request: HttpRequest) -> str:
    """Return what tells an address from others, and from which nobody reads it."""
    return sha256(f"{settings.SECRET_KEY}{read_client_address(request)}".encode()).hexdigest()[:32]


def _name_window(name: str, now: float) -> str:
    return f"cost-{name}-{int(now // WINDOW)}"


def _is_known(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
