"""The cells of files of actors and of proposals."""

from types import SimpleNamespace

import pytest

from claims.rules.vocabulary_columns import ACTOR_COLUMNS, read_aliases, read_cell, write_aliases


@pytest.mark.parametrize(
    ("aliases", "cell"), [("", ""), ("USA", "USA"), ("USA\nWashington\nUncle Sam", "USA | Washington | Uncle Sam")]
)
def test_aliases_stand_in_one_cell_and_come_back_one_a_line(aliases, cell):
    assert write_aliases(aliases) == cell
    assert read_aliases(cell) == aliases


@pytest.mark.parametrize("cell", ["USA|Washington", " USA \n\n Washington ", "| USA | | Washington |"])
def test_aliases_are_read_however_they_are_parted(cell):
    assert read_aliases(cell) == "USA\nWashington"


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("actor", "us"),
        ("aliases", "USA | Washington"),
        ("side", "west"),
        ("side_name", "The West"),
        ("speaks_for", ""),
        ("principal", True),
        ("always_show", False),
    ],
)
def test_a_cell_holds_what_its_column_says_of_an_actor_and_nothing_where_it_refers_to_nothing(name, cell):
    actor = SimpleNamespace(
        slug="us",
        aliases="USA\nWashington",
        side=SimpleNamespace(slug="west", name="The West"),
        speaks_for=None,
        principal=True,
        always_show=False,
    )
    column = {column.name: column for column in ACTOR_COLUMNS}[name]
    assert read_cell(column, actor) == cell
