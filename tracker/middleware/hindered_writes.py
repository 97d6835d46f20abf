"""What is answered where nothing could be written, or read: an import keeps the database, its disk is full, it is
read-only, damaged or of another version, or does not answer."""

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.defaults import server_error

from claims.api.problems import Problem, answer_problem
from claims.services.missing_tables import lacks_tables
from claims.services.write_gate import find_hindrance
from claims.wording.hindrances import HINDRANCES, RETRY_AFTER, Hindrance

from .typed import say_not_saved

logger = logging.getLogger(__name__)


class HinderedWrites:
    """Say so, instead of failing, where something could not be written; forms of the admin say it themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _explain(request, exception)


def answer_failure(request: HttpRequest) -> HttpResponse:
    """Answer whatever failed; a session is written after all views, where no middleware sees the error."""
    error = sys.exc_info()[1]
    return (isinstance(error, Exception) and _explain(request, error)) or server_error(request)


def _explain(request: HttpRequest, error: Exception) -> HttpResponse | None:
    hindrance = find_hindrance(error) or (Hindrance.ANOTHER_VERSION if lacks_tables(error) else None)
    if hindrance is None:
        return None
    logger.error("Not saved, or not read (%s): %s", hindrance, error)
    words = HINDRANCES[hindrance]
    if request.path_info.startswith("/api/"):
        answer = answer_problem(Problem(HTTPStatus(words.status), words.sentence))
    else:
        answer = say_not_saved(request, **words._asdict())
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer
