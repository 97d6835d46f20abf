"""What is wrong with a request, as problem details (RFC 9457)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import HttpResponse, JsonResponse

PROBLEM_JSON = "application/problem+json"
TITLES = {
    HTTPStatus.BAD_REQUEST: "Some parameters cannot be read.",
    HTTPStatus.UNAUTHORIZED: "This site is for those who log in.",
    HTTPStatus.NOT_FOUND: "There is no such address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This API is for reading.",
    HTTPStatus.NOT_ACCEPTABLE: "This API answers in JSON.",
    HTTPStatus.GONE: "This claim was withdrawn.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The database cannot be used just now.",
    HTTPStatus.INSUFFICIENT_STORAGE: "The disk of the database is full.",
}


class ParameterFault(NamedTuple):
    """A parameter that cannot be read: its name, what the pages call it, and what is wrong with its value."""

    parameter: str
    label: str
    detail: str


class Problem(Exception):
    """Raised where a request cannot be answered: with which status, and in a sentence why."""

    def __init__(self, status: HTTPStatus, detail: str, errors: Sequence[ParameterFault] = ()) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors


def answer_problem(problem: Problem, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return the answer that tells of a problem."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[problem.status],
        "status": int(problem.status),
        "detail": problem.detail,
    }
    if problem.errors:
        content["errors"] = [fault._asdict() for fault in problem.errors]
    return JsonResponse(content, status=problem.status, content_type=PROBLEM_JSON, headers=headers)
