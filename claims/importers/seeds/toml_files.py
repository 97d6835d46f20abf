"""TOML files as people write them: their tables, each with the line of every field, so that a fault names its place."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import FileError
from ..letters import find_undecodable, has_half_letters, replace_half_letters

_HEADER = re.compile(r"""\s*\[\[?\s*["']?([\w-]+)["']?\s*(?:\.\s*["']?([\w-]+)[^\]]*)?\]\]?\s*(?:#.*)?$""")
NOT_UTF_8 = "is not UTF-8 at letter {letter} of this line: save it as UTF-8."
ODD_NAME = "has a name that is not UTF-8: rename it."
TOO_DEEP = "nests brackets deeper than any file here does."
TOO_LONG = "holds a number of more digits than can be read."


class TomlTable(NamedTuple):
    """A table of a file: its name ("source", "claim", …), and the line of each field ("" for its header)."""

    name: str
    lines: dict[str, int]


class TomlRow(NamedTuple):
    """A table with what it says."""

    fields: dict[str, Any]
    lines: dict[str, int]


class TomlFile(NamedTuple):
    """A file that was read: what faults call it, what it says, its tables in their order, and the lines of the fields
    that stand above them."""

    name: str
    data: dict[str, Any]
    tables: list[TomlTable]
    above: Mapping[str, int]

    def list_lines(self, kind: str) -> list[dict[str, int]]:
        return [table.lines for table in self.tables if table.name == kind]

    def find_line(self, name: str) -> int:
        """Return the line on which a table or a field at the top first stands."""
        return next(iter([lines[""] for lines in self.list_lines(name)]), self.above.get(name, 1))


def read_toml(path: Path, name: str) -> tuple[TomlFile | None, list[FileError]]:
    """Return (file, faults); None for a file that cannot be read."""
    if has_half_letters(name):
        return None, [FileError(replace_half_letters(name), 0, "", ODD_NAME)]
    try:
        return parse_toml(path.read_bytes(), name)
    except OSError as error:
        return None, [FileError(name, 0, "", f"cannot be read: {error.strerror}.")]


def parse_toml(content: bytes, name: str) -> tuple[TomlFile | None, list[FileError]]:
    """Return (file, faults) of what a file holds."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        return TomlFile(name, tomllib.loads(text), *_find_tables(text)), []
    except UnicodeDecodeError as error:
        line, letter = find_undecodable(error)
        return None, [FileError(name, line, "", NOT_UTF_8.format(letter=letter))]
    except tomllib.TOMLDecodeError as error:
        told = re.search(r"at line (\d+)", str(error))
        at = int(told.group(1)) if told else text.count("\n") + 1
        return None, [FileError(name, at, "", str(error))]
    except (RecursionError, ValueError) as error:  # brackets a thousand deep; an int of ten thousand digits
        reason = TOO_DEEP if isinstance(error, RecursionError) else TOO_LONG
        return None, [FileError(name, _find_exhausting_line(text), "", reason)]


def _find_exhausting_line(text: str) -> int:
    """Return the line on which the parser gave up: the first behind which the file cannot be cut without that."""
    lines = text.split("\n")

    def gives_up(number: int) -> bool:
        try:
            tomllib.loads("\n".join(lines[:number]))
        except tomllib.TOMLDecodeError:
            return False
        except (RecursionError, ValueError):
            return True
        return False

    return 1 + bisect_left(range(1, len(lines) + 1), True, key=gives_up)


def refuse_others(file: TomlFile, kinds: Collection[str], holds: str) -> Iterator[FileError]:
    """Yield a fault for each table or field at the top that a file does not hold; `holds` says what it does."""
    for name in file.data:
        if name not in kinds:
            yield FileError(file.name, file.find_line(name), name, f"is unknown here: {holds}.")


def list_rows(file: TomlFile, kind: str) -> tuple[list[TomlRow] | None, list[FileError]]:
    """Return (rows, faults) of the tables [[kind]]; None where they do not stand on lines of their own."""
    given, lines = file.data.get(kind, []), file.list_lines(kind)
    if not isinstance(given, list) or len(given) != len(lines):
        return None, [
            FileError(file.name, file.find_line(kind), kind, f"stands under a line of its own that says [[{kind}]].")
        ]
    return [TomlRow(*row) for row in zip(given, lines, strict=True)], []


def _find_tables(text: str) -> tuple[list[TomlTable], dict[str, int]]:
    """Return the tables of a file in order of appearance, and the lines of the fields above them.

    tomllib keeps no line numbers; these files have their tables and keys at the beginning of a line. A table within
    another ([source.csl]) is a field of that.
    """
    tables: list[TomlTable] = []
    above: dict[str, int] = {}
    fields = above
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header = _HEADER.match(line)
        if header:
            name, inner = header.groups()
            if inner is None:
                tables.append(TomlTable(name, {"": number}))
                fields = tables[-1].lines
            else:
                owner = next((table.lines for table in reversed(tables) if table.name == name), above)
                owner.setdefault(inner, number)
                fields = {}
            continue
        key, _, value = line.partition("=")
        if value:
            fields.setdefault(key.partition(".")[0].strip().strip("\"'"), number)
        for mark in ('"""', "'''"):
            if value.strip().startswith(mark) and value.count(mark) == 1:
                closing = mark
    return tables, above
