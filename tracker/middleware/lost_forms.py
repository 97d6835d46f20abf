"""What is answered to a form that comes too late: its sender is logged out by now, or its token has changed."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from .typed import list_typed, say_not_saved

OPEN_TO_ALL = ("login", "logout")


class LostForms:
    """Show what was typed into a form of the admin or the workbench whose sender is logged out; Django would send them
    to the login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        late = (
            request.method == "POST"
            and match is not None
            and match.namespace in ("admin", "workbench")
            and match.url_name not in OPEN_TO_ALL
            and not request.user.is_authenticated
        )
        if not late or not list_typed(request):
            return None
        return say_not_saved(
            request,
            heading="You are no longer logged in",
            sentence="Nothing was saved. Copy what you typed, log in, and send it again.",
            status=403,
            login=redirect_to_login(request.path, reverse("admin:login")).url,
        )


def answer_wrong_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not that of the session (CSRF_FAILURE_VIEW)."""
    return say_not_saved(
        request,
        heading="The form was open for too long",
        sentence="You may have logged in or out since, or your browser keeps no cookies. Nothing was saved. "
        "Copy what you typed, load the form again, and send it again.",
        status=403,
    )
