"""A visitor who is not logged in, in this process: asks the product for its pages as a browser would."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections

from ...rules.cited_pages import Citing

HTML = "text/html"


class Answer(NamedTuple):
    """What the product answered: its status, kind and bytes, where it leads to instead, and how the page is cited."""

    status: int
    content_type: str
    body: bytes
    location: str
    citing: Citing | None

    @property
    def is_page(self) -> bool:
        return self.content_type.startswith(HTML)


class _Request(WSGIRequest):
    """A request whose host is the site's, whichever this process answers."""

    def get_host(self) -> str:
        return str(self.META["HTTP_HOST"])


@contextmanager
def _keep_connection() -> Iterator[None]:
    """Let no end of a request close the connection by which all are read as of one moment."""
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)


class Visitor:
    """Asks for pages; `origin` is the address of the site that they name as theirs."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def ask(self, address: str) -> Answer:
        """Return what the product answers at an address without a host."""
        request: Any = _Request(self._describe(address))
        response: Any = self._handler.get_response(request)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answer = Answer(
            response.status_code,
            response.headers.get("Content-Type", ""),
            body,
            response.headers.get("Location", ""),
            getattr(request, "citing", None),
        )
        with _keep_connection():
            response.close()
        return answer

    def _describe(self, address: str) -> dict[str, Any]:
        """Return the request for an address, as a server hands it over."""
        site, asked = urlsplit(self.origin), urlsplit(address)
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(asked.path).decode("latin-1"),
            "QUERY_STRING": asked.query,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or 443),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": site.netloc,
            "wsgi.input": BytesIO(),
            "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else site.scheme,
        }
