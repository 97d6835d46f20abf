"""The pages that people with a login have of their own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import sessions
from .forms import PLAIN_LABELS
from .models import LoginSession


@login_required
@never_cache
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Show where the user is logged in."""
    rows = sessions.list_sessions(request.user)  # type: ignore[arg-type]  # who is logged in is a User
    own = request.session.session_key
    return render(request, "people/sessions.html", {"sessions": rows, "own": own})


@login_required
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """End one session of the user; that of somebody else is not there."""
    row = get_object_or_404(LoginSession, pk=session, user=request.user)
    sessions.end([row])
    messages.success(request, f"{row.named_browser} is logged out.")
    return redirect("people:sessions")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all sessions of the user but this one."""
    number = sessions.end_others(request.user, request.session.session_key)  # type: ignore[arg-type]
    messages.success(request, f"{number} other {'session is' if number == 1 else 'sessions are'} ended.")
    return redirect("people:sessions")


@method_decorator(never_cache, name="dispatch")
class NewPassword(PasswordChangeView):
    """A new password, which ends the other sessions of its user."""

    template_name = "people/password.html"
    success_url = reverse_lazy("people:sessions")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | PLAIN_LABELS

    def form_valid(self, form):  # type: ignore[no-untyped-def]  # as Django's
        answer = super().form_valid(form)
        messages.success(self.request, "Your password is changed, and your other sessions are ended.")
        return answer
