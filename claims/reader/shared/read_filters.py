"""The filters of a page, with all that they have to know of it."""

from collections.abc import Callable
from typing import Any, TypeVar

from ... import queries
from ...models import Claim
from .negotiation import choose_visible

FilterSet = TypeVar("FilterSet")


def read_filters(request: Any, filter_set: Callable[..., FilterSet], **more: Any) -> FilterSet:
    """Return the filters of a page as its query string gives them: in its negotiation, or in all that they may read,
    of which no verdicts can be told together."""
    negotiation, version = getattr(request, "negotiation", None), request.data_version
    visible = None if negotiation else choose_visible(request)
    among = (negotiation.pk,) if negotiation else visible
    return filter_set(
        request.GET,
        negotiation,
        visible=visible,
        has_verdicts=queries.have_verdicts(version, negotiation.pk) if negotiation else lambda day: False,
        days=queries.offer_days(version, among),
        **{"queryset": Claim.objects.published(), **more},
    )
