"""Which negotiation a page is of, and which there are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject

from ... import queries
from ...models import DataVersion, Negotiation

View = Callable[..., Any]


def in_negotiation(view: View) -> View:
    """Wrap the view of a page of one negotiation, which stands first in its address, as `request.negotiation`."""

    @wraps(view)
    def show_in_negotiation(request: Any, negotiation: str, **named: str) -> Any:
        request.negotiation = queries.read_negotiations(request.data_version).get(negotiation)
        if request.negotiation is None:
            raise Http404(f"There is no negotiation “{negotiation}”.")
        return view(request, **named)

    return show_in_negotiation


def name_negotiation(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: `negotiation`, whose page it is, or the only one that there is, else None; `negotiations`
    are all."""
    return {
        "negotiation": SimpleLazyObject(lambda: find_negotiation(request)),
        "negotiations": SimpleLazyObject(lambda: list_negotiations(request)),
    }


def find_negotiation(request: Any) -> Negotiation | None:
    """Return the negotiation whose page is asked for, or the only one that there is, or None."""
    negotiation: Negotiation | None = getattr(request, "negotiation", None)
    if negotiation:
        return negotiation
    negotiations = list_negotiations(request)
    return negotiations[0] if len(negotiations) == 1 else None


def list_negotiations(request: Any) -> list[Negotiation]:
    """Return the negotiations in their order; none to those who must log in first."""
    if settings.REQUIRE_LOGIN and not request.user.is_authenticated:
        return []
    version = getattr(request, "data_version", None) or DataVersion.read_all().of_all()
    return list(queries.read_negotiations(version).values())
