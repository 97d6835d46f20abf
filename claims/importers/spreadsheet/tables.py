"""What files of every kind are read into: tables of lines, each with its cells as texts."""

from collections.abc import Iterator
from typing import NamedTuple

LINES_ABOVE = 30  # within so many lines a heading is looked for: above it may stand a title


class FileLine(NamedTuple):
    """A line of a file as it stands: its number, its cells as texts, and which cells of it are merged sideways."""

    number: int
    cells: list[str]
    merged: str = ""


class Table(NamedTuple):
    """A table of a file: its name ("" where a file has one only), its lines, and whether long texts of it may be cut;
    `remarks` say what is hidden in it."""

    name: str
    lines: Iterator[FileLine]
    cuts_texts: bool = False
    remarks: tuple[str, ...] = ()


class Unreadable(ValueError):
    """A file that cannot be read, with a sentence that says why and what to do, and from which `line` and `column` on
    (0 and empty: at all)."""

    def __init__(self, sentence: str, line: int = 0, column: str = "") -> None:
        super().__init__(sentence)
        self.line, self.column = line, column
