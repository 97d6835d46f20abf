"""The filters of a page, with all that they have to know of it."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django.http import QueryDict

from ... import queries
from ...models import Claim
from .negotiation import choose_visible


class PageFilters(Protocol):
    """What is asked of the filters of any page here."""

    is_tidy: bool
    tidy_query: str

    def is_valid(self) -> bool: ...


FilterSet = TypeVar("FilterSet", bound=PageFilters)


def read_filters(request: Any, filter_set: Callable[..., FilterSet], **more: Any) -> FilterSet:
    """Return the filters of a page as its query string gives them: in its negotiation, or in all that they may read,
    of which no verdicts can be told together. What chooses nothing goes from the request, so that no link of the page
    repeats it."""
    negotiation, version = getattr(request, "negotiation", None), request.data_version
    visible = None if negotiation else choose_visible(request)
    among = (negotiation.pk,) if negotiation else visible
    filters = filter_set(
        request.GET,
        negotiation,
        visible=visible,
        has_verdicts=queries.have_verdicts(version, negotiation.pk) if negotiation else lambda day: False,
        days=queries.offer_days(version, among),
        keep_names=queries.keep_names(version, among),
        **{"queryset": Claim.objects.published(), **more},
    )
    if filters.is_valid() and not filters.is_tidy:
        request.GET = QueryDict(filters.tidy_query.removeprefix("?"))
    return filters
