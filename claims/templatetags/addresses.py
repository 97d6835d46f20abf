"""`{% address 'proposal' slug %}`: the address of a page of the negotiation that the page at hand is of."""

from typing import Any

from django import template
from django.template import Context

from ..models.addresses import write_address

register = template.Library()

# What stands for a page where there is no negotiation at hand, or several.
_EVERYWHERE = {
    "matrix": "negotiations",
    "claims": "claims-everywhere",
    "actor": "actor-everywhere",
    "suggest": "suggest-everywhere",
}
_OF_NONE = frozenset({"sources", "source", "method"})


@register.simple_tag(takes_context=True, name="address")
def write_address_here(context: Context, page: str, *slugs: str) -> str:
    """Return the address of a page, by its name in `reader/urls.py`."""
    negotiation: Any = context.get("negotiation")
    if page in _OF_NONE or not negotiation:
        return write_address(_EVERYWHERE.get(page, page), *slugs)
    return str(negotiation.get_address(page, *slugs))
