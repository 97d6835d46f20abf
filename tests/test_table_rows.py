"""The rows of lists are drawn by us: they must be those that django-tables2 would draw of the same declarations."""

import re
from datetime import date

import django_tables2 as tables
import pytest
from django.utils.html import conditional_escape

from claims.reader.coverage_tables import CoverageTable
from claims.reader.rendering.table_rows import DayColumn, ListTable
from tests.make import make_actor, make_claim, make_proposal, make_source
from tests.walk import make_world

PAGES = (
    "/talks/claims/",
    "/talks/claims/?sort=-dimension&sort=value",
    "/claims/",
    "/talks/proposals/",
    "/talks/proposals/{world.proposal.slug}/",
    "/talks/actors/",
    "/talks/actors/{world.holder.slug}/",
    "/sources/",
    "/sources/{world.source.slug}/",
    "/talks/coverage/",
    "/talks/coverage/?by=actor",
    *(f"/talks/coverage/?table={name}" for name in ("searches", "remarks", "outcomes", "wordings", "re-read")),
)


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(lambda: make_world(5)) as world:
        yield world


def draw_ours(table):
    """Return what a page shows of each row: its attributes and its cells."""
    return [(row.attributes, row.cells) for row in table.paginated_rows]


def draw_as_the_package(table):
    return [
        (
            row.attrs.as_html(),
            "".join(f"{open_cell(table, column)}{conditional_escape(cell)}</td>" for column, cell in row.items()),
        )
        for row in tables.Table.paginated_rows.fget(table)
    ]


def open_cell(table, column):
    heading = f' num" data-h="{conditional_escape(column.header)}' if column.name in table.numbers else ""
    return f'<td class="{column.name}{heading}">'


def list_tables(client, world):
    for page in PAGES:
        answer = client.get(page.format(world=world))
        assert answer.status_code == 200, page
        yield answer.context["table"]


@pytest.mark.django_db
def test_rows_of_every_table_are_those_that_the_package_draws(client, world):
    official = make_actor("official", short_name="The <envoy>")
    make_claim(
        speaker=official, holder=official.speaks_for, proposal=world.proposal, source=make_source(title="“A” & B")
    )
    make_proposal(topic=world.proposal.topic, added_on=date(2022, 3, 1))  # after all sources were coded
    seen = set()
    for table in list_tables(client, world):
        ours = draw_ours(table)
        assert ours, type(table)
        assert ours == draw_as_the_package(table)
        seen.add(type(table))
    assert {table for table in ListTable.__subclasses__() if table.__module__.startswith("claims.")} <= seen
    assert set(CoverageTable.__subclasses__()) <= seen


class RecordTable(ListTable):
    name = tables.Column(accessor="get_name", linkify=lambda record: record.address)
    day = DayColumn(accessor="made__day", default="–")
    count = tables.Column(empty_values=(0,), default="none")

    class Meta:
        row_attrs = {"id": lambda record: record.name, "class": "made", "lang": "en"}


class Made:
    day = date(2022, 1, 7)


class Record:
    def __init__(self, name, address=None, made=None, count=0):
        self.name, self.address, self.made, self.count = name, address, made, count

    def get_name(self):
        return self.name


ROWS = [Record("a<b", "/?a=1&b='2'", Made, 3), Record("b"), Record("", "/nowhere/"), Record(None, "/nowhere/")]


def test_rows_of_a_table_on_several_pages_are_those_that_the_package_draws():
    table = RecordTable(ROWS, order_by="count")
    table.paginate(page=2, per_page=3)
    assert draw_ours(table) == draw_as_the_package(table)
    table = RecordTable(ROWS)
    table.columns.hide("day")
    assert draw_ours(table) == draw_as_the_package(table)


def test_a_cell_is_escaped_linked_or_empty_as_its_record_says():
    cells = [re.findall("<td[^>]*>(.*?)</td>", row.cells) for row in RecordTable(ROWS).paginated_rows]
    assert cells == [
        ['<a href="/?a=1&amp;b=&#x27;2&#x27;">a&lt;b</a>', "7 Jan 2022", "3"],
        ["b", "–", "none"],
        ["—", "–", "none"],
        ["—", "–", "none"],
    ]


def test_a_value_that_there_is_not_is_a_mistake_and_no_blank():
    class Misspelt(ListTable):
        name = tables.Column(accessor="nmae")

    with pytest.raises(AttributeError):
        draw_ours(Misspelt(ROWS))


def test_what_asks_for_more_than_value_and_record_is_refused():
    class Asking(ListTable):
        name = tables.Column()

        def render_name(self, value, bound_row):
            return value

    with pytest.raises(KeyError):
        draw_ours(Asking(ROWS))
