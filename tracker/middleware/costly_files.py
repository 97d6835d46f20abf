"""Files that pages offer take long to write: so many at once in each process, each written once for all who ask, and no
longer than somebody waits for it.

A workbook is whole before its first byte leaves: eight visitors who asked for one had all threads of a server, and
whoever wanted a page waited for minutes.
"""

import errno
import select
import socket
from collections.abc import Callable, Iterable
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from claims.exporters.stopping import Stopped, stop_where

from . import costs
from .kept_answers import KeptAnswer, KeptAnswers
from .page_cache import ReaderRequest, is_by_visitor

ASKED_BY = ("_export=", "picture=png", "picture=card")  # in the query string of a page that is asked for as a file
AGAIN_IN = 5  # seconds
LARGEST_KEPT = 5_000_000  # bytes of a file that is kept in memory for those who ask next
KEPT_IN_ALL = 50_000_000
HEADERS_KEPT = ("Content-Type", "Content-Disposition")


KEPT = KeptAnswers(KEPT_IN_ALL)


class CostlyFiles:
    """Middleware: lets so many files be written at once, and answers 503 to whoever asks for another meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.places = BoundedSemaphore(settings.FILES_AT_ONCE)

    def __call__(self, request: Any) -> HttpResponseBase:
        request.has_place, request.costly_file = False, None  # the latter: what became of a file that was asked for
        try:
            answer = self.get_response(request)
        except BaseException:
            self._leave(request)
            raise
        if not request.has_place:
            return answer
        if not isinstance(answer, StreamingHttpResponse):
            self._leave(request)
            return answer
        parts = cast(Iterable[bytes], answer.streaming_content)  # nothing here is asynchronous
        sent = SentFile(parts, _tell_gone(request), lambda: self._leave(request))
        if is_by_visitor(request) and answer.status_code == HTTPStatus.OK:
            headers = {name: answer[name] for name in HEADERS_KEPT if name in answer}
            sent.keep = lambda content: KEPT.put(request.tag, KeptAnswer(content, headers))
        answer.streaming_content = sent
        return answer

    def process_view(self, request: ReaderRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Answer with the file as it is kept; else take a place, where one is free."""
        if request.method != "GET" or not _asks_for_file(request) or not hasattr(request, "tag"):
            return None
        kept = KEPT.get(request.tag) if is_by_visitor(request) else None
        if kept:
            request.costly_file = "kept"  # type: ignore[attr-defined]
            length = {"Content-Length": str(len(kept.content))}
            return StreamingHttpResponse([kept.content], headers=kept.headers | length)
        refusal = self._find_place(request)
        request.costly_file = "later" if refusal else "written"  # type: ignore[attr-defined]
        return refusal

    def _find_place(self, request: Any) -> HttpResponse | None:
        """Take a place of those of the address and one of those of this process; else say when to come again."""
        request.address_place = costs.take_file_place(request)
        if request.address_place is None:
            return costs.answer_too_much(request, AGAIN_IN, costs.OF_FILES)
        request.has_place = self.places.acquire(blocking=False)
        if request.has_place:
            return None
        costs.give_file_place_back(request.address_place)
        return _answer_later()

    def _leave(self, request: Any) -> None:
        if request.has_place:
            request.has_place = False
            self.places.release()
            costs.give_file_place_back(request.address_place)


class SentFile:
    """The parts of a file as they are sent, which are kept as well; it is closed once, however much was sent."""

    def __init__(self, parts: Iterable[bytes], is_gone: Callable[[], bool], close: Callable[[], None]) -> None:
        self.parts, self.is_gone, self._close = iter(parts), is_gone, close
        self.keep: Callable[[bytes], None] | None = None
        self.copy: list[bytes] = []

    def __iter__(self) -> "SentFile":
        return self

    def __next__(self) -> bytes:
        try:
            with stop_where(self.is_gone):
                part = next(self.parts)
        except StopIteration:
            if self.keep:
                self.keep(b"".join(self.copy))
            raise
        except (
            Stopped
        ):  # to end well would make half a file look whole to who still reads; the server logs no such error
            raise ConnectionResetError(errno.ECONNRESET, "The visitor hung up.") from None
        self._copy(part)
        return part

    def close(self) -> None:
        getattr(self.parts, "close", lambda: None)()
        self._close()

    __del__ = close  # of an answer that nobody closed

    def _copy(self, part: bytes) -> None:
        if self.keep is None:
            return
        self.copy.append(part)
        if sum(map(len, self.copy)) > LARGEST_KEPT:
            self.keep, self.copy = None, []


def _asks_for_file(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return any(asked in query for asked in ASKED_BY)


def _tell_gone(request: HttpRequest) -> Callable[[], bool]:
    """Return what tells whether the visitor hung up. Behind a proxy, that hangs up too."""
    connection = request.META.get("gunicorn.socket")

    def is_gone() -> bool:
        if connection is None:
            return False
        watch = select.poll()
        watch.register(connection, select.POLLIN)
        try:
            return bool(watch.poll(0)) and not connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True

    return is_gone


def _answer_later() -> HttpResponse:
    """Return the page that asks to come again in a moment; it asks no database."""
    page = render_to_string("busy.html")
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(AGAIN_IN)})
