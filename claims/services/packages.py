"""Let proposals be part of packages: several at once, so that what moves between two packages is never in a circle on
the way."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..models import Part, Proposal
from ..rules import packages
from ..wording.packages import write_circle
from .write_gate import Gate, Refused


class Place(NamedTuple):
    """Where in a package a part stands, and its place among the parts."""

    where: str = ""
    order: int = 0


Places = Mapping[int, Place]  # by package


def read_places() -> dict[int, dict[int, Place]]:
    """Return part → its Places (one query)."""
    places: dict[int, dict[int, Place]] = {}
    for part, package, where, order in Part.objects.values_list("part_id", "package_id", "where", "order"):
        places.setdefault(part, {})[package] = Place(where, order)
    return places


def find_circles(places: Mapping[int, Places], changed: Mapping[int, Places]) -> Iterator[tuple[int, list[int]]]:
    """Yield (part, way) of each changed proposal that would be within itself; the way leads from it down to itself."""
    parts = packages.list_packages({**places, **changed})
    anew = [part for part, its in changed.items() if its.keys() != places.get(part, {}).keys()]
    yield from packages.find_circles(parts, anew).items()


def set_packages(gate: Gate, wanted: Mapping[int, Places]) -> None:
    """Let each of these proposals be part of these packages and of no others; raise Refused where one would be within
    itself, ValidationError where a place cannot be written so (one query, and those of what changes).

    Who calls it saves the proposals too: then a form that shows them is not saved unawares over what changes here.
    """
    rows = {(row.part_id, row.package_id): row for row in Part.objects.select_for_update().order_by("pk")}
    before: dict[int, dict[int, Place]] = {}
    for (part, package), row in rows.items():
        before.setdefault(part, {})[package] = Place(row.where, row.order)
    for _, way in find_circles(before, wanted):
        titles = dict(Proposal.objects.filter(pk__in=way).values_list("pk", "title"))
        raise Refused([write_circle([titles[key] for key in way])])
    for (part, package), row in rows.items():
        if part in wanted and package not in wanted[part]:
            row.delete()
    new = []
    for part, places in wanted.items():
        for package, place in places.items():
            row = rows.get((part, package)) or Part(part_id=part, package_id=package)
            if row.pk and place == before[part][package]:
                continue
            row.where, row.order = place
            row.clean_fields(exclude=("part", "package"))
            if row.pk:
                gate.save(row)
            else:
                new.append(row)
    gate.create_many(new)
