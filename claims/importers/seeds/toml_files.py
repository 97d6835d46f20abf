"""TOML files as people write them: their tables, each with the line of every field, so that a fault names its place."""

import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import FileError

_HEADER = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(?:#.*)?$")


class TomlTable(NamedTuple):
    """A table of a file: its name ("source", "claim", …), and the line of each field ("" for its header)."""

    name: str
    lines: dict[str, int]


class TomlRow(NamedTuple):
    """A table with what it says."""

    fields: dict[str, Any]
    lines: dict[str, int]


class TomlFile(NamedTuple):
    """A file that was read: what faults call it, what it says, and its tables in their order."""

    name: str
    data: dict[str, Any]
    tables: list[TomlTable]

    def list_lines(self, kind: str) -> list[dict[str, int]]:
        return [table.lines for table in self.tables if table.name == kind]


def read_toml(path: Path, name: str) -> tuple[TomlFile | None, list[FileError]]:
    """Return (file, faults); None for a file that cannot be read."""
    try:
        return parse_toml(path.read_bytes(), name)
    except OSError as error:
        return None, [FileError(name, 0, "", f"cannot be read: {error.strerror}.")]


def parse_toml(content: bytes, name: str) -> tuple[TomlFile | None, list[FileError]]:
    """Return (file, faults) of what a file holds."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        return TomlFile(name, tomllib.loads(text), _find_tables(text)), []
    except UnicodeDecodeError as error:
        return None, [FileError(name, 0, "", f"is not UTF-8: {error.reason}.")]
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = int(line.group(1)) if line else text.count("\n") + 1
        return None, [FileError(name, at, "", str(error))]
    except (RecursionError, ValueError) as error:  # brackets a thousand deep; an int of ten thousand digits
        return None, [FileError(name, 0, "", f"cannot be read: {error}.")]


def refuse_others(file: TomlFile, kinds: Collection[str], holds: str) -> Iterator[FileError]:
    """Yield a fault for each table or field at the top that a file does not hold; `holds` says what it does."""
    for name in file.data:
        if name not in kinds:
            at = next((table.lines[""] for table in file.tables if table.name == name), 1)
            yield FileError(file.name, at, name, f"is unknown here: {holds}.")


def list_rows(file: TomlFile, kind: str) -> tuple[list[TomlRow] | None, list[FileError]]:
    """Return (rows, faults) of the tables [[kind]]; None where they do not stand on lines of their own."""
    given, lines = file.data.get(kind, []), file.list_lines(kind)
    if not isinstance(given, list) or len(given) != len(lines):
        at = lines[0][""] if lines else 1
        return None, [FileError(file.name, at, kind, f"stands under a line of its own that says [[{kind}]].")]
    return [TomlRow(*row) for row in zip(given, lines, strict=True)], []


def _find_tables(text: str) -> list[TomlTable]:
    """Return the tables of a file in order of appearance.

    tomllib keeps no line numbers; these files have their tables and keys at the beginning of a line.
    """
    tables: list[TomlTable] = []
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header = _HEADER.match(line)
        if header:
            tables.append(TomlTable(header.group(1), {"": number}))
            continue
        key, _, value = line.partition("=")
        if tables and value:
            tables[-1].lines.setdefault(key.strip(), number)
        for mark in ('"""', "'''"):
            if value.strip().startswith(mark) and value.count(mark) == 1:
                closing = mark
    return tables
