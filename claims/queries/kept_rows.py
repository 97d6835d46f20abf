"""Rows among the arguments of what is kept."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


class KeptRows(tuple[Row, ...]):
    """Saved rows in an order. What is made of them is found by their ids, hashed once: thousands of rows would else be
    hashed one by one each time that anything is looked for."""

    ids: tuple[int, ...]
    _hash: int

    def __new__(cls, rows: Iterable[Row]) -> "KeptRows[Row]":
        made = super().__new__(cls, rows)
        made.ids = tuple(row.pk for row in made)
        made._hash = hash(made.ids)
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptRows) and self.ids == other.ids

    def __hash__(self) -> int:
        return self._hash
