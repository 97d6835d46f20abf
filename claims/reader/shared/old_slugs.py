"""What rows were called before they were merged into others or moved: in addresses, and in the filters of a page."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.http import HttpRequest

from ...models import Actor, OldAddress, Proposal, Source
from ...models.mentions import match_mentioned
from .negotiation import choose_visible, find_shared, list_negotiations

HAVE_OLD_SLUGS = frozenset({Actor, Proposal, Source})
MOST_LOOKED_UP = 20  # values of one parameter; each takes a query or two


class NamingFilters(Protocol):
    """What is asked of the filters of a page: which parameters could not be read that name rows by their slugs, and of
    which models these are, in their order in a value (`proposal/holder`)."""

    @property
    def unread_names(self) -> list[tuple[str, Sequence[type[Any]]]]: ...


def find_renamed(request: HttpRequest, model: type[Any], slug: str, negotiation: Any) -> Any:
    """Return the row that was called so before, if whoever asks may see it and no row has the slug now; of a proposal
    in this negotiation (None: the only one that was, in any)."""
    within = {"negotiation": negotiation} if model is Proposal and negotiation else {}
    if model._base_manager.filter(slug=slug, **within).exists():
        return None
    kind = model._meta.model_name
    old = OldAddress.objects.filter(slug=slug, **{f"{kind}__isnull": False}, **within).select_related(kind)[:2]
    row = old[0].row if len(old) == 1 else None
    if isinstance(row, Proposal):
        return row if row.negotiation in list_negotiations(request) else None
    return row and find_shared(request, model, row.slug, match_mentioned(model, choose_visible(request)))


def write_renamed_query(request: HttpRequest, filters: NamingFilters) -> str | None:
    """Return the query string with the slugs that rows have now, or None where nothing in it was renamed."""
    query = request.GET.copy()
    for parameter, models in filters.unread_names:
        if not HAVE_OLD_SLUGS.issuperset(models):
            continue
        given = query.getlist(parameter)
        now = [_rename(request, models, text) for text in given[:MOST_LOOKED_UP]]
        if now != given[:MOST_LOOKED_UP]:
            query.setlist(parameter, list(dict.fromkeys([*now, *given[MOST_LOOKED_UP:]])))
    return query.urlencode() if query != request.GET else None


def _rename(request: HttpRequest, models: Sequence[type[Any]], text: str) -> str:
    """Return a value of a parameter with the slugs that its rows have now."""
    slugs = text.strip().split("/")
    negotiation = getattr(request, "negotiation", None)
    if len(slugs) != len(models) or "\x00" in text:
        return text
    rows = [find_renamed(request, model, slug, negotiation) for model, slug in zip(models, slugs, strict=True)]
    if any(isinstance(row, Proposal) and negotiation not in (None, row.negotiation) for row in rows):
        return text  # it is a proposal of other talks now
    return "/".join(row.slug if row else slug for row, slug in zip(rows, slugs, strict=True))
