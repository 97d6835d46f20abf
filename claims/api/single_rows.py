"""One row by its slug: a proposal, an actor or a source, as the list has it, under the filters of claims."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .. import queries
from ..exporters import lists
from ..exporters.formats import Cell
from ..models import Actor, Proposal, Source
from ..reader.shared.old_slugs import find_renamed


class SingleRow(NamedTuple):
    """What is there row by row: the name of the row in addresses, of the resource that lists it, its model, its
    columns, and what lists the rows of a snapshot. One that is not `of_one` negotiation is of all."""

    name: str
    resource: str
    model: type[Actor | Proposal | Source]
    columns: Mapping[str, Callable[[Any], Cell]]
    list_rows: Callable[[queries.Snapshot], Iterable[Any]]
    of_one: bool = True

    def find(self, snapshot: queries.Snapshot, slug: str) -> list[Cell] | None:
        read_slug = self.columns[self.name]
        row = next((row for row in self.list_rows(snapshot) if read_slug(row) == slug), None)
        return None if row is None else [read(row) for read in self.columns.values()]

    def lead_on(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Lead to the row that was called so before; raise Http404 where there is none."""
        negotiation = getattr(request, "negotiation", None)
        row = find_renamed(request, self.model, slug, negotiation)
        if row is None or row.slug == slug:
            raise Http404(f"There is no {self.name} “{slug[:80]}”.")
        of = row.negotiation if isinstance(row, Proposal) else negotiation
        address = reverse(f"api:get_{self.name}", args=[*([of.slug] if of else []), row.slug])
        query = request.META.get("QUERY_STRING")
        return cast(HttpResponse, redirect(f"{address}{'?' if query else ''}{query}", permanent=True))


SINGLE_ROWS = (
    SingleRow("proposal", "proposals", Proposal, lists.PROPOSAL_COLUMNS, queries.list_proposals),
    SingleRow("actor", "actors", Actor, lists.ACTOR_COLUMNS, queries.list_actors),
    SingleRow(
        "source",
        "sources",
        Source,
        lists.SOURCE_COLUMNS,
        lambda snapshot: snapshot.get(queries.list_sources),
        of_one=False,
    ),
)
