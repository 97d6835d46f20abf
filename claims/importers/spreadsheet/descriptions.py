"""What the rows of a file say of the actors and proposals that they name: held beside what is known of these.

A new actor or proposal is made of the first row that names it, and completed by those that say more. Where a row
contradicts one above it, or the database, that is a fault that names both places.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ...models.named import Named
from ...rules.faults import FaultCode, RowFault
from ...rules.folding import fold_name, write_name
from ...rules.titles import LONGEST_TITLE, shorten
from ...wording.exchange import RowError, write_errors
from .names import NameIndex, SharedNames, UnknownName
from .titles import FileTitles

SLUG = re.compile(r"[-\w]{1,60}", re.ASCII)
IN_LINES = ("definition", "aliases")  # texts that keep their lines
SHORTENED = {"title": LONGEST_TITLE, "short_name": 30}  # of longer texts, what a column has room for


class Said(NamedTuple):
    """What a cell says: its column, and its text."""

    column: str
    text: str


class Saying(NamedTuple):
    """What a row says of a field: in which column, which value, and how that reads."""

    column: str
    field: str
    value: Any
    text: str


class ChangedRow(NamedTuple):
    """A row of the database that a file changes, and on which line."""

    row: Any
    line: int


Cells = Mapping[str, Said]  # by what they say: "ref" (the name or slug itself), "key", "name", "side" …


class Misnamed(Exception):
    """Cells that name or describe wrongly; `errors` say how."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("; ".join(map(str, errors)))
        self.errors = errors


class Namesake(NamedTuple):
    """A new row that has a key of its own and the name of a row of the database."""

    line: int
    column: str
    names: NameIndex[Any]
    other: int
    key: str
    name: str


def is_slug(text: str) -> bool:
    return bool(SLUG.fullmatch(text))


class Descriptions:
    """What was said so far, and where; with `update`, what a file says of rows of the database changes these."""

    def __init__(self, names: SharedNames, update: bool = False) -> None:
        self.update = update
        self.related: dict[str, NameIndex[Any]] = {
            "side_id": names.sides,
            "topic_id": names.topics,
            "speaks_for_id": names.actors,
            "variant_of_id": names.proposals,
        }
        self.titles = FileTitles()
        self.changed: dict[tuple[type[Named], int], ChangedRow] = {}  # of the database
        self._lines: dict[tuple[type[Named], int, str], int] = {}  # of each field, the line that said it first
        self._bare: dict[tuple[NameIndex[Any], str], Said] = {}  # names that stood without a key of one's own
        self._bare_lines: dict[tuple[NameIndex[Any], str], int] = {}
        self._keyed: set[tuple[type[Named], int]] = set()
        self._namesakes: list[Namesake] = []

    def find(self, index: NameIndex[Any], cells: Cells, line: int) -> int | None:
        """Return the key of the row that cells mean, None for a new one; raise Misnamed where they disagree."""
        ref, own, name = cells["ref"], cells.get("key"), cells.get("name")
        try:
            if own and own.text:
                return self._find_by_key(index, ref, own)
            key = index.find(ref.text)
            if ref.text:
                self._bare.setdefault((index, fold_name(ref.text)), ref)
                self._bare_lines.setdefault((index, fold_name(ref.text)), line)
            if key is None and name and name.text:
                self._refuse_other_slug(index, ref, name)
        except UnknownName as unknown:
            raise Misnamed([RowError(ref.column, str(unknown))]) from None
        return key

    def compare(
        self, index: NameIndex[Any], key: int, sayings: Iterable[Saying], line: int, key_column: str = ""
    ) -> None:
        """Take up what a line says of a known or new row; raise Misnamed where it contradicts what is known.

        `key_column` is where a file may tell two rows of one name apart, if anywhere.
        """
        errors = []
        for saying in sayings:
            place = index.model, key, saying.field
            new = place not in self._lines and (key < 0 or (self.update and not self._agrees(index, key, saying)))
            if new and (other := self._find_other(index, key, saying)):
                errors.append(RowError(saying.column, f"“{saying.text}” is the name of “{other}”."))
            elif new:
                self._fill(index, key, saying, line)
                self._lines[place] = line
            elif self._agrees(index, key, saying):
                self._lines.setdefault(place, line)
            else:
                errors.append(RowError(saying.column, self._write_contradiction(index, key, saying, key_column)))
        if errors:
            raise Misnamed(errors)

    def remember(self, index: NameIndex[Any], key: int, sayings: Iterable[Saying], line: int) -> None:
        """Note what the row said of which a new row was made."""
        for saying in sayings:
            self._lines[index.model, key, saying.field] = line

    def name_apart(self, index: NameIndex[Any], cells: Cells, line: int, name: str) -> str:
        """Return a name for a new row with a key of its own, unlike those of its namesakes."""
        own = cells["key"].text
        names = [key for key in index.find_all(name) if key != index.find_slug(own)]
        if not names:
            return name
        self._namesakes += [Namesake(line, cells["key"].column, index, key, own, name) for key in names]
        return f"{name} ({own})"

    def find_faults(self) -> Iterator[tuple[int, RowError]]:
        """Yield (line, fault) of what only the whole file shows: names that turn out to be of several."""
        for namesake in self._namesakes:
            model, other = namesake.names.model, namesake.other
            if other > 0 and (model, other) not in self._keyed:
                slug = namesake.names.called[other].slug
                yield (
                    namesake.line,
                    RowError(
                        namesake.column,
                        f"“{namesake.name}” is here already (“{slug}”), without the key “{namesake.key}”. If that one "
                        f"is meant, add the key to its aliases; if not, enter the other one by hand first.",
                    ),
                )
            bare = self._bare.get((namesake.names, fold_name(namesake.name)))
            if bare:
                line = self._bare_lines[namesake.names, fold_name(namesake.name)]
                reason = (
                    f"“{bare.text}” is the name of several in this file (line {namesake.line}): give each row of it "
                    f"its “{namesake.column}”."
                )
                yield line, RowError(bare.column, reason)

    def _find_by_key(self, index: NameIndex[Any], ref: Said, own: Said) -> int | None:
        key = index.find(own.text)
        if key is None:
            return None
        self._keyed.add((index.model, key))
        if ref.text and key not in index.find_all(ref.text) and index.find_slug(ref.text) != key:
            slug = index.called[key].slug
            raise UnknownName(f"“{own.text}” ({own.column}) is the key of “{slug}”, of which “{ref.text}” is no name.")
        return key

    def _refuse_other_slug(self, index: NameIndex[Any], ref: Said, name: Said) -> None:
        """Refuse a name that is here under another slug than the file says."""
        other = index.find(name.text)
        if other is not None:
            slug = index.called[other].slug
            raise Misnamed(
                [
                    RowError(
                        name.column,
                        f"“{name.text}” is “{slug}” here, not “{ref.text}”. If that one is meant, write its slug or "
                        f"add “{ref.text}” to its aliases.",
                    )
                ]
            )

    def _agrees(self, index: NameIndex[Any], key: int, saying: Saying) -> bool:
        stored, value = getattr(index.rows[key], saying.field), saying.value
        if saying.field in ("name", "title"):
            return fold_name(stored) == fold_name(value) or key in index.find_all(value)
        if isinstance(value, str) and isinstance(stored, str):
            return write_name(stored) == write_name(_fit(saying))
        return bool(stored == value)

    def _find_other(self, index: NameIndex[Any], key: int, saying: Saying) -> str:
        """Return the slug of another row of the name that a row is to get, or an empty text."""
        if saying.field not in ("name", "title"):
            return ""
        others = [other for other in index.find_all(saying.value) if other != key]
        wanted, in_full = fold_name(saying.value), [str(getattr(index.rows[o], "full_title", "")) for o in others]
        called = zip(others, map(str, (index.rows[o] for o in others)), in_full, strict=True)
        return next((index.called[o].slug for o, *names in called if wanted in map(fold_name, names)), "")

    def _fill(self, index: NameIndex[Any], key: int, saying: Saying, line: int) -> None:
        row = index.rows[key]
        value = _fit(saying)
        if saying.field == "name" and key < 0 and row.short_name == shorten(row.name, SHORTENED["short_name"]):
            row.short_name = shorten(value, SHORTENED["short_name"])
        setattr(row, saying.field, value)
        if saying.field == "title":
            self.titles.note(index, key, saying.value)
            if value != saying.value and (index.model, key, "full_title") not in self._lines:
                row.full_title = saying.value
        if saying.field in ("name", "title", "full_title"):
            index.learn(key, row.slug, saying.value)
        if key > 0:
            self.changed.setdefault((index.model, key), ChangedRow(row, line))

    def _write_contradiction(self, index: NameIndex[Any], key: int, saying: Saying, key_column: str) -> str:
        stored = getattr(index.rows[key], saying.field)
        first = self._lines.get((index.model, key, saying.field))
        if saying.field in self.related:
            stored = str(self.related[saying.field].rows.get(stored, ""))
        elif isinstance(stored, bool):
            stored = "yes" if stored else "no"
        where = "here" if key > 0 else f"on line {first}"
        also = f", as on line {first}" if first and key > 0 else ""
        said = f"“{index.name_row(key)}” has “{'' if stored is None else stored}” {where}{also}, not “{saying.text}”."
        kept = "" if key < 0 or self.update else f" An import changes no {index.word}."
        hint = f" Two of one name are told apart by “{key_column}”, an id of your own." if key_column else ""
        return f"{said}{kept}{hint}"


def _fit(saying: Saying) -> Any:
    """Return the value of a saying, cut to what its field has room for."""
    most = SHORTENED.get(saying.field)
    return shorten(saying.value, most) if most else saying.value


def choose_slug(ref: str, name: str) -> str:
    """Return the slug that a file gives a new row beside its name; empty where it gives none but the name itself."""
    is_name = fold_name(ref) == fold_name(name) and ref != ref.lower()
    return ref if is_slug(ref) and not is_name else ""


def make_sayings(cells: Cells, fields: Iterable[str]) -> list[Saying]:
    """Return what the cells of these fields say, leaving out empty ones."""
    said = ((field, cells[field]) for field in fields if field in cells and cells[field].text)
    return [
        Saying(cell.column, field, cell.text if field in IN_LINES else write_name(cell.text), cell.text)
        for field, cell in said
    ]


def refuse_too_long(model: type[Named], sayings: Iterable[Saying]) -> None:
    """Raise Misnamed where a text is longer than its field."""
    faults = []
    for saying in sayings:
        most = getattr(model._meta.get_field(saying.field), "max_length", None)
        if most and saying.field not in SHORTENED and isinstance(saying.value, str) and len(saying.value) > most:
            faults.append(RowFault(saying.column, FaultCode.TOO_LONG, {"most": most}))
    if faults:
        raise Misnamed(write_errors(faults))
