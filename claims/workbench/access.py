"""Who may code: analysts who work in the negotiation whose document it is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from ..reader.shared.negotiation import in_negotiation
from ..roles import is_analyst, read_closed


def for_coders(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap the view of a page for analysts who work in its negotiation; others log in first, or are refused."""

    @never_cache
    @wraps(view)
    def show(request: Any, **named: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not is_analyst(request.user) or request.negotiation.pk in read_closed(request.user):
            raise PermissionDenied
        return view(request, **named)

    wrapped: Callable[..., HttpResponse] = in_negotiation(show)
    return wrapped
