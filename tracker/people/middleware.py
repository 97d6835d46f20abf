from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from claims.services.write_gate import find_hindrance

from . import sessions


class SeenSessions:
    """Notes now and then that the user of a session was here. Visitors without one cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.session.session_key
        response = self.get_response(request)
        if key is not None:
            try:
                sessions.see(request, key)
            except Exception as error:  # a page is no worse for a note that the database could not take
                if find_hindrance(error) is None:
                    raise
        return response
