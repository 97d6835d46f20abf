"""Lists that a reader sorts: by several columns, with what has no value last."""

from typing import NamedTuple

import django_tables2 as tables
import pytest

from claims.reader.shared.list_view import RowsWithNoneLast


class Row(NamedTuple):
    name: str
    gap: int | None


class RowTable(tables.Table):
    name = tables.Column()
    gap = tables.Column()


ROWS = [Row("b", 1), Row("d", None), Row("a", 2), Row("c", 1), Row("e", None)]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (("gap",), "bcade"),
        (("-gap",), "abcde"),
        (("gap", "-name"), "cbaed"),
        (("-gap", "-name"), "acbed"),
        (("-name",), "edcba"),
        ((), "bdace"),
    ],
)
def test_rows_without_a_value_come_last_whichever_way_and_equals_by_the_next_column(sort, names):
    table = RowTable(RowsWithNoneLast(list(ROWS)))
    table.order_by = sort
    assert "".join(row.name for row in table.data) == names
