"""What is answered while an import keeps all others from writing: on SQLite there is one writer at a time."""

from django.db import OperationalError
from django.shortcuts import render

from claims.services.write_gate import is_busy

WAIT = 60  # seconds after which to try again


class BusyDatabase:
    """Say so, instead of failing, where something could not be written; forms of the admin say it themselves."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OperationalError) and is_busy(exception):
            answer = render(request, "503.html", status=503)
            answer["Retry-After"] = WAIT
            return answer
        return None
