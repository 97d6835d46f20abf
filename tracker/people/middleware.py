from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from claims.api.problems import Problem, answer_problem
from claims.services.write_gate import find_hindrance
from tracker.middleware.typed import list_typed, say_not_saved

from . import second_factor, sessions, trail

# What whoever must have a second factor, and has none, may ask for.
OPEN_BEFORE = {
    *("login", "desk-login", "login-code", "logout", "admin:logout", "favicon"),
    *("people:second-factor", "people:begin-second-factor", "people:confirm-second-factor"),
}
SET_UP_FIRST = "Editors of this site log in with a second factor: set up yours first."


class SeenSessions:
    """Notes now and then that the user of a session was here, which costs visitors nothing; and has the trail know of
    each request who changes rights."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.session.session_key
        token = trail.at_hand.set(request)
        try:
            response = self.get_response(request)
        finally:
            trail.at_hand.reset(token)
        if key is not None:
            try:
                sessions.see(request, key)
            except Exception as error:  # a page is no worse for a note that the database could not take
                if find_hindrance(error) is None:
                    raise
        return response


class SecondFactorFirst:
    """Leads whoever must have a second factor, and has none, to set it up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        if settings.REQUIRE_SECOND_FACTOR == "none" or hasattr(request, "as_of_release"):
            return None
        match = request.resolver_match
        if match is None or match.view_name in OPEN_BEFORE or not request.user.is_authenticated:
            return None
        if request.user.is_verified() or not second_factor.must_have(request.user):  # type: ignore[attr-defined]  # django-otp adds it
            return None
        return _lead_to_it(request)


def _lead_to_it(request: HttpRequest) -> HttpResponse:
    address = reverse("people:second-factor")
    if request.path_info.startswith("/api/"):
        return answer_problem(Problem(HTTPStatus.UNAUTHORIZED, SET_UP_FIRST))
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    if request.method == "POST" and list_typed(request):
        sentence = f"{SET_UP_FIRST} Nothing was saved: copy what you typed."
        return say_not_saved(request, heading="Set up your second factor", sentence=sentence, status=403)
    return redirect(address)
