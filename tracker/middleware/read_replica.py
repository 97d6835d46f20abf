"""Visitors' pages are read from the replica where it holds all that the primary does, and else from the primary.

There is no mark of those who wrote lately: whoever writes has a session, and with a session one reads the primary. Nor
does a page ever fail for the replica: what goes wrong there is made again from the primary.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from claims.models.replica import reading_replica
from claims.releasing.connecting import stream_within
from tracker import replica

from .page_cache import ReaderRequest, may_read_replica, tag_request

logger = logging.getLogger(__name__)


class ReadReplica:
    """Middleware: makes visitors' pages that PageCache has tagged; without a replica it is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not replica.is_there():
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: ReaderRequest, view: Callable, args: Any, named: Any) -> HttpResponseBase | None:
        """Answer with the page as the replica has it; without an answer Django makes it from the primary."""
        if not hasattr(request, "tag") or not may_read_replica(request):
            return None
        try:
            return _make_from_replica(request, lambda: view(request, *args, **named))
        except replica.ERRORS as error:
            if not replica.REPLICA.note(error):
                logger.warning("A page is made again from the primary: %s", error)
            return None


def _make_from_replica(request: ReaderRequest, make: Callable[[], HttpResponseBase]) -> HttpResponseBase | None:
    come_to = replica.read_come_to(None if request.unsure else request.versions)
    if come_to is None:
        return None
    connection = connections[replica.ALIAS]
    tag_request(request, come_to)  # the page bears the version of the server that it is read from
    with reading_replica(connection, come_to):
        answer = make()
    if isinstance(answer, StreamingHttpResponse):
        answer.streaming_content = stream_within(answer.streaming_content, lambda: reading_replica(connection, come_to))
    return answer
