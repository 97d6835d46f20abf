"""How a profile puts the rows of a file into the words of the exchange."""

import json

import pytest

from claims.rules.import_profiles import ACTOR, LEFT_OUT, Profile, Translator, fits, read_own_day

pytestmark = pytest.mark.without_database
PROFILE = Profile(
    columns={"Who": "holder", "Issue": "proposal", "View": "value", "Of": "dimension", "When": "said_on", "Memo": ""},
    always={"source_title": "Minutes", "locator": "row {row}"},
    words={
        "value:position": {"against": "-2", "absent": LEFT_OUT},
        "value:salience": {"against": "0"},
        "dimension": {"weight": "salience"},
    },
    days={"said_on": "day/month/year"},
    names={"actor": {"The Kremlin": "russia", "Nobody": LEFT_OUT}},
)


def translate(profile=PROFILE, number=7, **cells):
    return [*Translator(profile).translate(cells, number)]


def one(**cells):
    (row,) = translate(**{"Who": "US", "Issue": "Ban", "View": "2", "Of": "", "When": "", **cells})
    return row


def test_words_names_and_days_are_put_into_those_of_the_exchange():
    row = one(Who="the kremlin", View="AGAINST", When="14/3/2024")
    assert row.cells == {
        "holder": "russia",
        "proposal": "Ban",
        "value": "-2",
        "dimension": "",
        "said_on": "2024-03-14",
        "source_title": "Minutes",
        "locator": "row 7",
    }
    assert not row.left_out and row.heading == ""


def test_words_of_values_are_of_one_dimension():
    assert one(View="against", Of="weight").cells["value"] == "0"
    assert one(View="against", Of="prospects").cells["value"] == "against"  # which the exchange refuses


def test_what_a_profile_does_not_know_goes_on_as_it_is():
    row = one(Who="Atlantis", View="perhaps", When="some day")
    assert (row.cells["holder"], row.cells["value"], row.cells["said_on"]) == ("Atlantis", "perhaps", "some day")


def test_rows_of_a_word_or_name_that_is_left_out_are_left_out():
    assert one(View="absent").left_out and one(Who="nobody").left_out and not one().left_out


def test_a_wide_row_is_a_row_of_each_actor_whose_cell_is_not_empty():
    wide = Profile(
        columns={"Item": "proposal", "The Kremlin": ACTOR, "US": ACTOR, "Notes": ""},
        always={"source_title": "Votes", "locator": "row {row}"},
        words={"value:position": {"nay": "-2"}},
        names={"actor": {"The Kremlin": "russia"}},
        wide=True,
    )
    cells = {"Item": "Ban", "The Kremlin": "nay", "US": "", "Notes": "late"}
    (row,) = Translator(wide).translate(cells, 12)
    assert row.heading == "The Kremlin"
    assert row.cells == {
        "holder": "russia",
        "proposal": "Ban",
        "value": "-2",
        "source_title": "Votes",
        "locator": "row 12",
    }
    assert wide.list_missing() == [] and wide._replace(always={"source_title": "Votes"}).list_missing() == ["locator"]


def test_what_is_missing_is_named():
    assert PROFILE.list_missing() == []
    assert Profile(columns={"Who": "holder", "S": "source"}).list_missing() == ["proposal", "value"]
    assert Profile(columns={"Who": "holder"}).list_missing() == ["proposal", "value", "source_title"]


@pytest.mark.parametrize(
    ("headings", "fit"),
    [
        (("Who", "Issue", "View", "Of", "When", "Memo"), True),
        (("WHEN", "who ", "issue", "view", "of", "memo", "what is wrong"), True),
        (("Who", "Issue", "View", "Of", "When"), False),
        (("Who", "Issue", "View", "Of", "When", "Memo", "More"), False),
    ],
)
def test_a_profile_fits_a_file_of_its_columns(headings, fit):
    assert fits(PROFILE, headings) is fit


def test_a_profile_without_columns_fits_nothing():
    assert not fits(Profile(), ()) and not fits(Profile(), ("Who",))


def test_a_profile_comes_back_from_json_and_what_is_strange_in_it_is_left_out():
    kept = json.loads(json.dumps(PROFILE.to_json()))
    assert Profile.from_json(kept) == PROFILE
    assert Profile.from_json({**kept, "of a later release": 1}) == PROFILE


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("2024-03-14", "day/month/year", "2024-03-14"),
        ("14 March 2024", "month/day/year", "14 March 2024"),
        ("03/04/2024", "month/day/year", "2024-03-04"),
        ("03/04/2024", "day/month/year", "2024-04-03"),
        ("3.4.24", "day/month/year", "2024-04-03"),
        ("31/02/2024", "day/month/year", "31/02/2024"),
        ("20240314", "year/month/day", "2024-03-14"),
        ("Sept. 1st, 2024", "month day, year", "2024-09-01"),
        ("1st Sep 2024", "day month year", "2024-09-01"),
        ("03/04/2024", "", "03/04/2024"),
        ("٣/٤/٢٠٢٤", "day/month/year", "٣/٤/٢٠٢٤"),
    ],
)
def test_a_day_is_read_in_the_form_that_was_said(text, form, day):
    assert read_own_day(text, form) == day
