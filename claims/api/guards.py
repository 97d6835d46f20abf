"""What is asked of every request before it is answered: a method that reads, an answer in JSON, and not too often."""

import time
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from .problems import Problem, answer_problem

METHODS = ("GET", "HEAD", "OPTIONS")
ALLOWED = {"Allow": ", ".join(METHODS)}
SECONDS = 60  # in which requests are counted together

View = Callable[..., Any]


def guard(view: View) -> View:
    """Wrap a view of the API."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> Any:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=ALLOWED)
        if request.method not in METHODS:
            told = Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"{request.method} changes nothing here: ask with GET.")
            return answer_problem(told, ALLOWED)
        if not request.accepts("application/json"):
            return answer_problem(Problem(HTTPStatus.NOT_ACCEPTABLE, "Ask with Accept: application/json."))
        wait = count_request(request)
        if wait:
            told = Problem(HTTPStatus.TOO_MANY_REQUESTS, _tell_limit(wait))
            return answer_problem(told, {"Retry-After": str(wait)})
        return _answer_as_get(request, lambda: view(request, *args, **named))

    return answer


def _answer_as_get(request: HttpRequest, answer: Callable[[], Any]) -> Any:
    """Answer HEAD as GET: the server leaves the body out."""
    method = request.method
    request.method = "GET"
    try:
        return answer()
    finally:
        request.method = method


def count_request(request: HttpRequest) -> int:
    """Count a request of an address; return after how many seconds it may ask again, 0 where it may now. What is
    kept of the address is not readable, and no more than its number of the last minute."""
    most = settings.API_REQUESTS_A_MINUTE
    if not most:
        return 0
    address = import_string(settings.AXES_CLIENT_IP_CALLABLE)(request) or ""
    key = f"api-{sha256(f'{settings.SECRET_KEY}{address}'.encode()).hexdigest()[:32]}"
    now = time.time()
    begun, number = caches["rates"].get(key) or (now, 0)
    if not now - SECONDS < begun <= now:
        begun, number = now, 0
    if number >= most:
        return max(1, int(begun + SECONDS - now) + 1)
    caches["rates"].set(key, (begun, number + 1), SECONDS)
    return 0


def _tell_limit(wait: int) -> str:
    return (
        f"An address may ask {settings.API_REQUESTS_A_MINUTE} times a minute: ask again in {wait} seconds. Requests "
        "with If-None-Match that find nothing new are not counted."
    )
