"""What is answered while an import keeps all others from writing: on SQLite there is one writer at a time."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from claims.services.write_gate import is_busy

WAIT = 60  # seconds after which to try again


class BusyDatabase:
    """Say so, instead of failing, where something could not be written; forms of the admin say it themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and is_busy(exception):
            answer = render(request, "503.html", status=503)
            answer["Retry-After"] = str(WAIT)
            return answer
        return None
