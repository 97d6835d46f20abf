"""Packages: which proposals are part of which, and where in them."""

from collections.abc import Iterable
from typing import NamedTuple

from ..models import Part, Proposal
from ..rules import packages
from ..rules.vocabulary_columns import PartOf, write_part_of
from .snapshot import Snapshot, same_in_all_scopes, without_claims
from .vocabulary import read_vocabulary


class Packages(NamedTuple):
    """What is part of what, by the ids of proposals: `parts` maps a package to its parts, in their order, `places` a
    part to its packages and where in each it stands. It is kept in memory and shared: nothing in it is changed."""

    parts: dict[int, list[int]]
    places: dict[int, dict[int, PartOf]]

    def narrow(self, proposals: Iterable[int]) -> dict[int, list[int]]:
        """Return package → the nearest parts within it, both among the given proposals."""
        return packages.narrow(self.parts, proposals)


class PlaceInPackage(NamedTuple):
    """A package that a proposal is part of, where in it (empty if that is not said), and its place among the parts."""

    package: Proposal
    where: str
    order: int


@without_claims
@same_in_all_scopes
def read_packages(negotiations: tuple[int, ...] | None) -> Packages:
    """Read what is part of what (one query), packages in the order of their slugs."""
    read = Packages({}, {})
    rows = Part.objects.filter(package__in=Proposal.objects.of(negotiations)).order_by(*Part.ORDER)
    columns = rows.values_list("package_id", "package__slug", "part_id", "where", "order")
    for package, slug, part, where, order in sorted(columns, key=lambda row: row[1]):
        read.parts.setdefault(package, []).append(part)
        read.places.setdefault(part, {})[package] = PartOf(slug, where, order)
    return read


@without_claims
def map_places(snapshot: Snapshot) -> dict[int, list[PlaceInPackage]]:
    """Return proposal id → the packages that it is part of, if there are any."""
    proposals = snapshot.get(read_vocabulary).proposals
    return {
        part: [PlaceInPackage(proposals[key], place.where, place.order) for key, place in places.items()]
        for part, places in snapshot.get(read_packages).places.items()
    }


def map_packages_written(packages: Packages) -> dict[int, str]:
    """Return proposal (id) → its packages as a cell of a file holds them, of proposals that are part of any."""
    return {part: write_part_of(places.values()) for part, places in packages.places.items()}
