"""The login: a password, and of whoever has a second factor a code. Before both, nobody is anybody."""

import time
from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import load_backend, login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView, RedirectURLMixin
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from tracker.logins import is_locked_out

from . import second_factor
from .forms import PLAIN_LABELS, CodeForm

AWAITED = "second_factor_awaited"  # in the session of a visitor who has given the password
MINUTES = 10  # for which it is awaited


class SiteLogin(LoginView):
    """Log in whoever has no second factor; send others on to their code."""

    template_name = "login.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | PLAIN_LABELS

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        if second_factor.find_app(user) is None:
            return super().form_valid(form)
        self.request.session[AWAITED] = {
            "user": user.pk,
            "backend": user.backend,  # which let the password pass
            "password": user.get_session_auth_hash(),
            "at": time.time(),
        }
        address = urlencode({self.redirect_field_name: self.get_success_url()})
        return redirect(f"{reverse('login-code')}?{address}")


class DeskLogin(SiteLogin):
    """The login of the admin, in its look: it would let people in with a password alone."""

    template_name = "admin/login.html"
    authentication_form = AdminAuthenticationForm
    next_page = "admin:index"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if admin.site.has_permission(request):
            return redirect("admin:index")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of_admin = admin.site.each_context(self.request) | {
            "title": "Log in",
            "subtitle": None,
            "app_path": self.request.get_full_path(),
            "username": self.request.user.get_username(),
        }
        context: dict[str, Any] = super().get_context_data(**kwargs) | of_admin
        return context | {"next": context["next"] or reverse("admin:index")}


@method_decorator([login_not_required, never_cache], name="dispatch")
class LoginCode(RedirectURLMixin, FormView):
    """Ask for the code, and log in whoever gives it. Wrong ones count with wrong passwords."""

    template_name = "people/login_code.html"
    form_class = CodeForm
    next_page = "claims:negotiations"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = _read_awaited(request.session)
        if user is None:
            return HttpResponseRedirect(f"{resolve_url('login')}?{urlencode({'next': self.get_success_url()})}")
        self.user = user
        if request.method == "POST" and is_locked_out(request, user.get_username()):
            return HttpResponse()  # which the middleware of axes replaces
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=self.get_success_url(), **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        awaited = self.request.session.pop(AWAITED)
        self.user.otp_device = form.device  # type: ignore[attr-defined]  # which django-otp keeps in the session
        login(self.request, self.user, awaited["backend"])
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        if not form.waits and form.data.get("code"):
            given = {"username": self.user.get_username()}
            user_login_failed.send(sender=__name__, credentials=given, request=self.request)
        return super().form_invalid(form)


def _read_awaited(session: SessionBase) -> User | None:
    """Return whose code is awaited in a session: not for long, and not once the password is another."""
    awaited = session.get(AWAITED)
    if not awaited or not 0 <= time.time() - awaited["at"] < MINUTES * 60:
        return None
    user = load_backend(awaited["backend"]).get_user(awaited["user"])
    if user is None or not constant_time_compare(user.get_session_auth_hash(), awaited["password"]):
        return None
    return user
