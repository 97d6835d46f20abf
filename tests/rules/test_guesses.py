"""What a spreadsheet in somebody's own words probably means."""

import pytest

from claims.rules.guesses import guess_columns, guess_day_form, guess_wide, guess_word
from claims.rules.import_profiles import LEFT_OUT

pytestmark = pytest.mark.without_database
ACTORS, PROPOSALS = {"Russia", "United States", "NATO"}, {"Missile ban", "Pull-back"}


def guess(columns, **taken):
    return guess_columns(columns, ACTORS.__contains__, PROPOSALS.__contains__, taken)


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("holder", "holder"),
        ("HOLDER", "holder"),
        ("Source title", "source_title"),
        ("said_on", "said_on"),
        ("Who", "holder"),
        ("Delegation", "holder"),
        ("Issue", "proposal"),
        ("Bill", "proposal"),
        ("Vote", "value"),
        ("Date of statement", "said_on"),
        ("URL", "source_url"),
        ("Newspaper", "source_publisher"),
        ("Verbatim", "quote"),
        ("page", "locator"),
        ("Remarks", "note"),
        ("Shoe size", ""),
    ],
)
def test_a_column_is_guessed_by_its_name(heading, target):
    assert guess({heading: ["x"]}) == {heading: target}


@pytest.mark.parametrize(
    ("cells", "target"),
    [
        (["https://a.example/1", "http://b.example"], "source_url"),
        (["Russia", "NATO"], "holder"),
        (["Missile ban", "Pull-back", "Missile ban"], "proposal"),
        (["2022-01-10", "11 Jan 2022"], "said_on"),
        (["14/03/2024", "03/14/2024"], "said_on"),
        (["strongly oppose", "support", "support"], "value"),
        (["-2", "1", "0"], "value"),
        (["They will never, under no circumstances whatever, give up that demand of theirs."], "quote"),
        (["blue", "green"], ""),
        ([], ""),
    ],
)
def test_a_column_is_guessed_by_what_it_holds(cells, target):
    assert guess({"Column 7": cells}) == {"Column 7": target}


def test_no_two_columns_become_one_and_what_is_decided_stays():
    columns = {"Actor": ["Russia"], "Who": ["NATO"], "holder": ["NATO"]}
    assert guess(columns) == {"Actor": "", "Who": "", "holder": "holder"}
    assert guess(columns, Who="holder", holder="") == {"Actor": "", "Who": "holder", "holder": ""}


def test_a_wide_sheet_is_told_by_its_actors():
    columns = {"Item": ["Missile ban"], "Russia": ["no"], "United States": [""], "Norland": ["yes"], "Notes": ["late"]}
    assert guess_wide(columns, ACTORS.__contains__) == ("Item", ("Russia", "United States", "Norland"))
    assert guess_wide({"Who": ["Russia"], "Issue": ["Missile ban"], "Stance": ["no"]}, ACTORS.__contains__) is None


OPINIONS = ["strongly oppose", "oppose", "neutral", "support", "strongly support"]


@pytest.mark.parametrize(
    ("word", "others", "value"),
    [
        *zip(OPINIONS, [OPINIONS] * 5, ["-2", "-1", "0", "1", "2"], strict=True),
        ("support", ["support", "oppose"], "2"),
        ("oppose", ["support", "oppose"], "-2"),
        ("YES", ["YES", "NO"], "2"),
        ("Abstention", ["Yes", "Abstention"], "0"),
        ("absent", ["Yes", "absent"], LEFT_OUT),
        ("sceptical", ["sceptical"], "-1"),
        ("no stance", ["no stance"], "none"),
        ("maybe", ["maybe"], ""),
        ("−1", ["−1", "2"], "-1"),
        ("1", ["1", "5"], "-2"),
        ("5", ["1", "5"], "2"),
        ("0", ["0", "4"], "-2"),
        ("7", ["1", "7"], ""),
    ],
)
def test_a_word_of_opinion_is_guessed_beside_the_others(word, others, value):
    assert guess_word("value", word, others) == value


@pytest.mark.parametrize(
    ("column", "dimension", "word", "meant"),
    [
        ("value", "prospects", "ruled out", "-2"),
        ("value", "prospects", "very likely", "2"),
        ("value", "prospects", "support", ""),
        ("value", "salience", "red line", "2"),
        ("value", "salience", "medium", "0"),
        ("attribution", "", "First-hand", "own"),
        ("attribution", "", "forecast", "predicted"),
        ("attribution", "", "reported", "reported"),
        ("dimension", "", "importance", "salience"),
        ("pending", "", "x", "yes"),
        ("doubtful", "", "nein", "no"),
        ("said_on_is", "", "loose", "loose"),
        ("said_on_is", "", "roughly", ""),
    ],
)
def test_a_word_of_another_column_is_guessed(column, dimension, word, meant):
    assert guess_word(column, word, [word], dimension or "position") == meant


@pytest.mark.parametrize(
    ("days", "form"),
    [
        (["2022-01-10", "10 January 2022"], ""),
        (["14/03/2024"], "day/month/year"),
        (["03/14/2024"], "month/day/year"),
        (["03/04/2024"], ""),  # the third of April, or the fourth of March
        (["03/04/2024", "25/04/2024"], "day/month/year"),
        (["14/03/24"], "day/month/year"),
        (["2024/03/14"], "year/month/day"),
        (["20240314"], "year/month/day"),
        (["March 14, 2024", "Apr 1 2024"], "month day, year"),
        (["14-Mar-2024"], "day month year"),
        (["14th of March"], ""),
        ([*(f"{day}/03/2024" for day in range(13, 23)), "31/02/2024"], "day/month/year"),
        ([], ""),
    ],
)
def test_the_form_of_days_is_guessed_where_it_is_clear(days, form):
    assert guess_day_form(days) == form
