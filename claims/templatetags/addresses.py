"""`{% address 'proposal' slug %}`: the address of a page of the negotiation that the page at hand is of; `{% canonical
%}`: the one under which that page is known; `{% method 'gap' %}`: that of a section of the method."""

from typing import Any

from django import template
from django.template import Context

from ..models.addresses import write_address, write_method_address

register = template.Library()

# What stands for a page where there is no negotiation at hand, or several.
_EVERYWHERE = {
    "matrix": "negotiations",
    "claims": "claims-everywhere",
    "actor": "actor-everywhere",
    "suggest": "suggest-everywhere",
}
_OF_NONE = frozenset({"sources", "source", "method", "method-page", "search"})


@register.simple_tag(takes_context=True, name="address")
def write_address_here(context: Context, page: str, *slugs: str) -> str:
    """Return the address of a page, by its name in `reader/urls.py`."""
    negotiation: Any = context.get("negotiation")
    if page in _OF_NONE or not negotiation:
        return write_address(_EVERYWHERE.get(page, page), *slugs)
    return str(negotiation.get_address(page, *slugs))


register.simple_tag(write_method_address, name="method")


@register.simple_tag(takes_context=True, name="canonical")
def write_canonical(context: Context) -> str:
    """Return the one address, with its host, of all those under which the page at hand says the same of its subject; as
    of a release that of the page as it is today.

    What chooses the claims that count belongs in it, and what chooses the stances that are compared: a day, an
    attribution, an origin, a dimension change numbers and verdicts, so that such a page is one of its own. It stands in
    the order of its declaration, without what chooses nothing. What only chooses how it is shown does not: rows,
    columns, order, pages of a list, the cell that is opened (which has a page of its own), a download; nor does what
    the page does not know.
    """
    request: Any = context["request"]
    as_of = getattr(request, "as_of_release", None)
    return write_with_numbers(context, as_of.path_today if as_of else request.path)


def write_with_numbers(context: Context, path: str) -> str:
    """Return the address, with its host, of a path with what the page at hand chooses that changes numbers."""
    filters: Any = context.get("filters")
    query = filters.numbers_query if filters else ""
    return str(context["request"].build_absolute_uri(f"{path}{query}"))
