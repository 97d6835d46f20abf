"""Which packages a file says that proposals are part of, held beside what is known of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from ...models import Part
from ...rules.vocabulary_columns import (
    PART_OF,
    PartOf,
    list_part_of_readings,
    read_part_of_slug,
    split_several,
    write_part_of,
)
from ...services.packages import Place, Places, find_circles, read_places
from ...wording.exchange import RowError
from ...wording.packages import write_circle
from .descriptions import Misnamed, Said
from .names import NameIndex, UnknownName

AddPackage = Callable[[Said, int], int]  # of its name in a cell, and the line


class FilePackages:
    """The packages of the database's proposals, and of those that a file names; all by the keys of the vocabulary."""

    def __init__(self, proposals: NameIndex[Any]) -> None:
        self.all = proposals
        self.stored = read_places()
        self.said: dict[int, Places] = {}
        self.lines: dict[int, int] = {}  # that said it first

    def take_up(
        self,
        index: NameIndex[Any],
        key: int,
        cell: Said,
        line: int,
        update: bool = False,
        add: AddPackage | None = None,
    ) -> None:
        """Take up what a cell says of a proposal, by the names of `index`; raise Misnamed where it names nothing, or
        says otherwise than is known. An empty one says nothing, and so does one that names a package without where in
        it of where.

        With `update` it may say otherwise than the database; `add` makes a package that is not known.
        """
        if not cell.text:
            return
        stored = self.stored.get(key, {})
        places = self._read(index, cell, stored, line, add)
        before, at = (self.said[key], f"on line {self.lines[key]}") if key in self.said else (stored, "here")
        if places != before and (key in self.said or (key > 0 and not update)):
            kept = "" if key in self.said else " An import changes no proposal."
            said = f"“{index.rows[key]}” has “{self.write(before)}” {at}, not “{cell.text}”."
            raise Misnamed([RowError(cell.column, f"{said}{kept}")])
        if key not in self.said:
            self.said[key], self.lines[key] = places, line

    def list_changed(self) -> dict[int, Places]:
        """Return the packages of the proposals that the file puts elsewhere than they are."""
        return {key: places for key, places in self.said.items() if places != self.stored.get(key, {})}

    def find_faults(self) -> Iterator[tuple[int, RowError]]:
        """Yield (line, fault) of each proposal that would be within itself."""
        for key, way in find_circles(self.stored, self.list_changed()):
            reason = write_circle([str(self.all.rows[at]) for at in way])
            yield self.lines[key], RowError(PART_OF, reason)

    def write(self, places: Places) -> str:
        """Return the packages of a proposal as a cell holds them."""
        called = self.all.called
        return write_part_of(sorted(PartOf(called[key].slug, *place) for key, place in places.items()))

    def _read(
        self, index: NameIndex[Any], cell: Said, stored: Places, line: int, add: AddPackage | None
    ) -> dict[int, Place]:
        places: dict[int, Place] = {}
        for text in split_several(cell.text):
            key, reading = _find(index, cell, text, line, add)
            if key in places:
                raise Misnamed([RowError(cell.column, f"names “{index.called[key].slug}” twice.")])
            before = stored.get(key, Place())
            row = Part(where=reading.where or before.where, order=reading.order or before.order)
            try:
                row.clean_fields(exclude=("package", "part"))
            except ValidationError as error:
                raise Misnamed([RowError(cell.column, message) for message in error.messages]) from None
            places[key] = Place(row.where, row.order)
        return places


def _find(index: NameIndex[Any], cell: Said, text: str, line: int, add: AddPackage | None) -> tuple[int, PartOf]:
    """Return the package that a text names, and how it is read; a slug of the vocabulary comes before titles."""
    by_slug, readings = read_part_of_slug(text), list_part_of_readings(text)
    try:
        if by_slug and by_slug.package in index.slugs:
            return index.slugs[by_slug.package], by_slug
        for reading in readings:
            key = index.find(reading.package)
            if key is not None:
                return key, reading
    except UnknownName as unknown:
        raise Misnamed([RowError(cell.column, str(unknown))]) from None
    likeliest = by_slug or readings[-1]
    if add and (by_slug or ":" not in text):
        return add(Said(cell.column, likeliest.package), line), likeliest
    raise Misnamed([RowError(cell.column, str(index.make_unknown(likeliest.package)))])


def refer_to_saved(changed: Mapping[int, Places], keys: Mapping[int, int]) -> dict[int, Places]:
    """Return what changes by the keys of saved proposals, in the place of the numbers that new ones went by."""
    return {
        keys.get(part, part): {keys.get(package, package): place for package, place in places.items()}
        for part, places in changed.items()
    }
