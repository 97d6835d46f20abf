"""Rows of lists. What a column asks of a record is found out once a table: django-tables2 inspects each cell anew,
which took longer than all the rest of a page.

A cell is what the package would draw, so that tables are declared as its documents say. Of what may be declared there,
these rows know what our tables use.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from html import escape
from inspect import signature
from typing import Any, NamedTuple

import django_tables2 as tables
from django.utils.safestring import SafeString
from django_tables2.columns.base import BoundColumn

from ...wording.days import format_day

_CALLS: dict[frozenset[str], Callable[[Any, Any, Any], Any]] = {
    frozenset({"value"}): lambda render, value, record: render(value=value),
    frozenset({"record"}): lambda render, value, record: render(record=record),
    frozenset({"value", "record"}): lambda render, value, record: render(value=value, record=record),
}


class ListRow(NamedTuple):
    """A row as the template of a table draws it: its attributes and its cells are ready HTML."""

    record: Any
    attributes: SafeString
    cells: SafeString


class NumberColumn(tables.Column):
    """A number, the highest first; a 0 is blank."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual = {"initial_sort_descending": True, "empty_values": (None, "", 0), "default": ""}
        super().__init__(*args, **{**usual, **kwargs})


class DayColumn(tables.Column):
    """A day, or the column's default where there is none."""

    def render(self, value: Any) -> str:
        return format_day(value)


class ListTable(tables.Table):
    """A table whose rows are drawn here. What renders a cell asks for its value, its record, or both, and what links it
    for the record alone; its value is read from attributes, never from keys or indexes.

    `numbers` are columns of these: they are set right, and on a phone each has its heading before it. `alike` tells of
    a record by what its cell in a column is known, such as the key of whom it names: cells that are alike are drawn
    once a page.
    """

    numbers: frozenset[str] = frozenset()
    alike: Mapping[str, Callable[[Any], Hashable]] = {}

    @property
    def paginated_rows(self) -> list[ListRow]:
        return list(_draw_rows(self, super().paginated_rows.data))


def _draw_rows(table: ListTable, records: Iterable[Any]) -> Iterator[ListRow]:
    drawers = [_make_cell_drawer(column, table) for column in table.columns]
    for place, record in enumerate(records):
        attrs = {name: value(record) if callable(value) else value for name, value in table.row_attrs.items()}
        attrs["class"] = " ".join(filter(None, (attrs.get("class"), "odd" if place % 2 else "even")))
        written = " ".join([f'{name}="{_escape(value)}"' for name, value in attrs.items() if value is not None])
        yield ListRow(record, SafeString(written), SafeString("".join([draw(record) for draw in drawers])))


def _make_cell_drawer(bound: BoundColumn, table: ListTable) -> Callable[[Any], str]:
    """Return what draws the whole cell of a record in a column."""
    opening, draw_content = _open_cell(bound, bound.name in table.numbers), _make_drawer(bound)

    def draw(record: Any) -> str:
        return f"{opening}{_escape(draw_content(record))}</td>"

    tell_apart, drawn = table.alike.get(bound.name), dict[Hashable, str]()
    if tell_apart is None:
        return draw

    def draw_once(record: Any) -> str:
        key = tell_apart(record)
        if key not in drawn:
            drawn[key] = draw(record)
        return drawn[key]

    return draw_once


def _open_cell(bound: BoundColumn, is_number: bool) -> str:
    if is_number:
        return f'<td class="{escape(bound.name)} num" data-h="{escape(bound.header)}">'
    return f'<td class="{escape(bound.name)}">'


def _make_drawer(bound: BoundColumn) -> Callable[[Any], Any]:
    """Return what draws the cell of a record in a column."""
    column, default = bound.column, bound.default
    read, empty = _make_reader(bound.accessor), column.empty_values
    render, call = bound.render, _CALLS[frozenset(signature(bound.render).parameters)]
    link = column.link.url if column.link else None

    def draw(record: Any) -> Any:
        value = read(record)
        if value in empty:
            return default
        content = call(render, value, record)
        address = link(record) if link else None
        return content if address is None else _link(address, content)

    return draw


def _make_reader(accessor: str) -> Callable[[Any], Any]:
    """Return what reads the value at the end of a path: `source__title`. A method on it is called, and where it breaks
    off there is None."""
    names = accessor.split("__")

    def read(row: Any) -> Any:
        for name in names:
            row = getattr(row, name)
            if callable(row):
                row = row()
            if row is None:
                return None
        return row

    return read


def _link(address: str, content: Any) -> SafeString:
    return SafeString(f'<a href="{escape(address)}">{_escape(content)}</a>')


def _escape(content: Any) -> str:
    """Return content as HTML, as Django's `conditional_escape` does of what our columns draw."""
    return content if isinstance(content, SafeString) else escape(str(content))
