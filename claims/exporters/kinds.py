"""What the cells of a column are, said once where it is declared: `whole(…)`, `number(…)`, `day(…)`, `flag(…)` around
what reads them; all others are texts. Files write cells as they come; the read API makes its models of the kinds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Any, TypeVar

from .formats import Cell

Row = TypeVar("Row")
Kind = type | UnionType


@dataclass(frozen=True)
class TypedReader:
    """What reads a cell from a row, and what the cell is where there is any."""

    kind: Kind
    read: Callable[[Any], Cell]

    def __call__(self, row: Any) -> Cell:
        return self.read(row)


def whole(read: Callable[[Row], Cell]) -> Callable[[Row], Cell]:
    """Return the reader of a column of whole numbers."""
    return TypedReader(int, read)


def number(read: Callable[[Row], Cell]) -> Callable[[Row], Cell]:
    """Return the reader of a column of numbers."""
    return TypedReader(float, read)


def day(read: Callable[[Row], Cell]) -> Callable[[Row], Cell]:
    """Return the reader of a column of days."""
    return TypedReader(date, read)


def flag(read: Callable[[Row], Cell]) -> Callable[[Row], Cell]:
    """Return the reader of a column of what is so or not."""
    return TypedReader(bool, read)


def as_kind(kind: Kind, read: Callable[[Row], Cell]) -> Callable[[Row], Cell]:
    """Return the reader of a column of another declaration, which says what its cells are."""
    return TypedReader(kind, read)


def list_kinds(columns: Mapping[str, Callable[[Any], Cell]]) -> dict[str, Kind]:
    """Return name → what its cells are, of columns in their order."""
    return {name: read.kind if isinstance(read, TypedReader) else str for name, read in columns.items()}
