"""From an opened cell to the next that holds anything: left and right in its row, up and down in its column."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from ... import queries
from ...models import Actor, Proposal
from ...rendering.columns import MatrixColumn
from ...rules.scales import Dimension
from .matrix_cells import CellLinks

T = TypeVar("T")


class Neighbour(NamedTuple):
    """A cell to go on to: what it is called, where it opens, and the proposal in whose row it stands."""

    name: str
    address: str
    proposal: Proposal


class Neighbours(NamedTuple):
    """The nearest cells that hold anything, None where there is none."""

    left: Neighbour | None
    right: Neighbour | None
    up: Neighbour | None
    down: Neighbour | None


def find_neighbours(
    snapshot: queries.Snapshot,
    proposals: Sequence[Proposal],
    columns: Sequence[MatrixColumn],
    cell: tuple[Proposal, Actor],
    links: CellLinks,
) -> Neighbours:
    """Return the Neighbours of a cell among the rows and columns that stand on the page; of one that does not stand
    there, as far as its row or its column does. The parties that are folded together have no cells."""
    proposal, holder = cell
    seats = {actor: column for column in columns if not column.folded for actor in column.actors}
    filled = _find_filled(snapshot, proposals, seats, cell)
    actors = [actor for actor in seats if actor == holder or (proposal.pk, actor.pk) in filled]
    rows = [one for one in proposals if one == proposal or (one.pk, holder.pk) in filled]
    left, right = _find_beside(actors, holder)
    up, down = _find_beside(rows, proposal)

    def go_along(actor: Actor | None) -> Neighbour | None:
        return Neighbour(actor.short_name, links.write(proposal.slug, actor.slug), proposal) if actor else None

    def go_across(one: Proposal | None) -> Neighbour | None:
        return Neighbour(one.title, links.write(one.slug, holder.slug), one) if one else None

    return Neighbours(go_along(left), go_along(right), go_across(up), go_across(down))


def _find_filled(
    snapshot: queries.Snapshot,
    proposals: Sequence[Proposal],
    seats: Mapping[Actor, MatrixColumn],
    cell: tuple[Proposal, Actor],
) -> set[queries.Cell]:
    """Return which cells of the row and of the column of a cell hold anything that their column shows."""
    proposal, holder = cell
    in_column = [(one.pk, holder.pk) for one in proposals]
    filled: set[queries.Cell] = set()
    for dimension in Dimension:
        showing = [actor for actor, column in seats.items() if dimension in column.dimensions]
        asked = [(proposal.pk, actor.pk) for actor in showing] + (in_column if holder in showing else [])
        filled |= queries.select_filled_cells(snapshot, dimension, asked)
    return filled


def _find_beside(listed: Sequence[T], one: T) -> tuple[T | None, T | None]:
    """Return what stands before one of a list and what after it; nothing where it does not stand there."""
    if one not in listed:
        return None, None
    place = listed.index(one)
    return listed[place - 1] if place else None, listed[place + 1] if place + 1 < len(listed) else None
