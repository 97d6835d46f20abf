"""The pages on which people set up their second factor, make recovery codes, and give it up."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_otp import login as note_device

from . import second_factor, sessions
from .forms import FirstCodeForm, PasswordForm

PARTS = ("begin", "codes", "remove")  # of the page, each behind the password
FILE_OF_CODES = "Recovery codes of {user}, each for one login without the app:\n\n{codes}\n"


@login_required
@never_cache
@require_safe
def show_second_factor(request: HttpRequest) -> HttpResponse:
    """Show whether the user has a second factor; while one is set up, its secret."""
    return _show(request)


def _show(request: HttpRequest, **forms_given: Any) -> HttpResponse:
    user = cast(User, request.user)
    begun = second_factor.find_begun(user)
    context: dict[str, Any] = {
        "app": second_factor.find_app(user),
        "begun": begun,
        "required": second_factor.must_have(user),
        "recovery_codes": second_factor.count_recovery_codes(user),
        "first_code": FirstCodeForm(user),
        "passwords": {part: PasswordForm(request, part) for part in PARTS},
    }
    if begun:
        context |= {"qr": second_factor.draw(begun), "secret": second_factor.write_secret(begun)}
    context["passwords"] |= forms_given.pop("passwords", {})
    return render(request, "people/second_factor.html", context | forms_given)


def after_password(part: str) -> Callable[[Callable[[HttpRequest, User], HttpResponse]], Callable[..., HttpResponse]]:
    """Return what makes a view of a part of the page: it acts for a user who has typed their password again, and shows
    everybody else what is wrong with it."""

    def make(act: Callable[[HttpRequest, User], HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @never_cache
        @require_POST
        @wraps(act)
        def ask(request: HttpRequest) -> HttpResponse:
            form = PasswordForm(request, part, request.POST)
            if not form.is_valid():
                return _show(request, passwords={part: form})
            return act(request, cast(User, request.user))

        return ask

    return make


@after_password("begin")
def begin(request: HttpRequest, user: User) -> HttpResponse:
    """Draw a new secret; an app that counts does so until a code has confirmed the new one."""
    second_factor.begin(user)
    return redirect("people:second-factor")


@login_required
@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Let the new secret count, end the other sessions, and show recovery codes."""
    user = cast(User, request.user)
    form = FirstCodeForm(user, request.POST)
    if not form.is_valid():
        return _show(request, first_code=form)
    note_device(request, form.device)
    sessions.end_others(user, request.session.session_key)
    messages.success(request, "Your second factor is set up. From now on, each login asks for a code of your app.")
    return _show_codes(request)


@after_password("codes")
def make_codes(request: HttpRequest, user: User) -> HttpResponse:
    """Make new recovery codes in place of those of before, for whoever has an app."""
    return _show_codes(request) if second_factor.find_app(user) else _show(request)


def _show_codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes, this once; the link to save them holds them itself."""
    user = cast(User, request.user)
    codes = second_factor.make_recovery_codes(user)
    text = FILE_OF_CODES.format(user=user.get_username(), codes="\n".join(codes))
    context = {"codes": codes, "file": f"data:text/plain;charset=utf-8,{quote(text)}"}
    return render(request, "people/recovery_codes.html", context)


@after_password("remove")
def remove(request: HttpRequest, user: User) -> HttpResponse:
    """Give the second factor up, which ends all sessions: the next login asks for the password alone."""
    second_factor.remove(user)
    return redirect("login")
