"""The cells of files of actors and of proposals."""

from datetime import date
from types import SimpleNamespace

import pytest

from claims.rules.vocabulary_columns import (
    ACTOR_COLUMNS,
    MemberOf,
    PartOf,
    list_part_of_readings,
    read_aliases,
    read_cell,
    read_member_of,
    read_part_of_slug,
    split_several,
    write_aliases,
    write_member_of,
    write_part_of,
)


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
        ("always_shown", False),
        ("since", date(2022, 1, 10)),
        ("until", None),
    ],
)
def test_a_cell_holds_what_its_column_says_of_an_actor_and_nothing_where_it_refers_to_nothing(name, cell):
    part = SimpleNamespace(
        named_side=SimpleNamespace(slug="west", name="The West"),
        principal=True,
        always_shown=False,
        since=date(2022, 1, 10),
        until=None,
    )
    actor = SimpleNamespace(slug="us", aliases="USA\nWashington", part=part, speaks_for=None)
    column = {column.name: column for column in ACTOR_COLUMNS}[name]
    assert read_cell(column, actor) == cell


@pytest.mark.parametrize(
    ("packages", "cell"),
    [
        ([], ""),
        ([PartOf("treaty")], "treaty"),
        ([PartOf("treaty", "Article 4")], "treaty: Article 4"),
        ([PartOf("treaty", "", 2)], "treaty #2"),
        ([PartOf("treaty", "a: b #3", 12), PartOf("peace")], "treaty #12: a: b #3 | peace"),
    ],
)
def test_the_packages_of_a_proposal_stand_in_one_cell_and_come_back(packages, cell):
    assert write_part_of(packages) == cell
    assert [read_part_of_slug(text) for text in split_several(cell)] == packages


@pytest.mark.parametrize("text", ["the treaty", "Россия", "the treaty: Article 4", "#2", ": Article 4"])
def test_what_does_not_begin_with_a_slug_is_no_slug_of_a_package(text):
    assert read_part_of_slug(text) is None


def test_a_title_with_colons_and_a_number_is_read_every_way_the_longest_first():
    assert list_part_of_readings("Bill 12: peace #2: annex: B") == [
        PartOf("Bill 12: peace #2: annex: B"),
        PartOf("Bill 12: peace #2: annex", "B"),
        PartOf("Bill 12: peace #2", "annex: B"),
        PartOf("Bill 12: peace", "annex: B", 2),
        PartOf("Bill 12", "peace #2: annex: B"),
    ]


def test_a_title_of_one_letter_and_colons_without_blanks_are_read_too():
    assert list_part_of_readings("B:annex:") == [PartOf("B:annex:"), PartOf("B:annex"), PartOf("B", "annex:")]


@pytest.mark.parametrize(
    ("text", "member_of"),
    [
        ("", MemberOf("")),
        ("aosis", MemberOf("aosis")),
        ("aosis from 2020-01-01", MemberOf("aosis", date(2020, 1, 1))),
        ("aosis until 2022-03-31", MemberOf("aosis", None, date(2022, 3, 31))),
        (
            "Friends from Asia from 1 Jan 2020 until 31.03.2022",
            MemberOf("Friends from Asia", date(2020, 1, 1), date(2022, 3, 31)),
        ),
    ],
)
def test_memberships_are_read_as_they_are_written_and_as_people_write_days(text, member_of):
    assert read_member_of(text) == member_of
    assert read_member_of(write_member_of([member_of])) == member_of


def test_several_memberships_stand_in_one_cell():
    cell = "aosis from 2020-01-01 until 2022-03-31 | g77"
    assert write_member_of(map(read_member_of, split_several(cell))) == cell
