"""Addresses of rows that were merged into others or moved to another negotiation: they lead to where these are now."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.urls import reverse

from ...models import Actor, Proposal, Source
from .answers import redirect_with_query
from .old_slugs import find_renamed

View = Callable[..., Any]
# By the name of a page: the parts of its address that name rows, and of which model.
NAMING: Mapping[str, Mapping[str, type[Actor | Proposal | Source]]] = {
    "actor-everywhere": {"slug": Actor},
    "source": {"slug": Source},
    "proposal": {"slug": Proposal},
    "actor": {"slug": Actor},
    "cell": {"proposal_slug": Proposal, "holder_slug": Actor},
    "pair": {"one": Actor, "other": Actor},
}


def follow_old_addresses(view: View, name: str) -> View:
    """Wrap the view of a page whose address names rows: where there is no such page, lead to the one that it is now.

    A page that is there costs nothing (else a query for each part of the address that names a row, and one to see).
    """
    naming = NAMING.get(name)
    if naming is None:
        return view

    @wraps(view)
    def show_or_lead_on(request: Any, **named: str) -> Any:
        try:
            answer = view(request, **named)
            missing = None
        except Http404 as error:
            answer, missing = None, error
        if answer is not None and answer.status_code != HTTPStatus.NOT_FOUND:
            return answer
        address = _find_address(request, name, naming, named)
        if address is not None:
            return redirect_with_query(request, address, permanent=True)
        if missing is not None:
            raise missing
        return answer

    return show_or_lead_on


def _find_address(request: Any, name: str, naming: Mapping[str, type[Any]], named: Mapping[str, str]) -> str | None:
    """Return the address that a page has now, where any of what its address names was called so before."""
    negotiation = getattr(request, "negotiation", None)
    slugs = dict(named)
    for part, model in naming.items():
        row = find_renamed(request, model, named[part], negotiation)
        if row is not None:
            slugs[part] = row.slug
            if isinstance(row, Proposal):
                negotiation = row.negotiation
    if slugs == named and negotiation == getattr(request, "negotiation", None):
        return None
    if name == "source" or negotiation is None:
        return reverse(f"claims:{name}", args=[*slugs.values()])
    return negotiation.get_address(name, *slugs.values())
