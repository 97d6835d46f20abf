"""What a row says beside its value: of prospects by when and how probably, of a quote its language and translation."""

from datetime import date, datetime

import pytest

from claims.rules.exchange import check_claim, read_claim
from claims.rules.faults import FaultCode, RowFault
from claims.rules.quotes import LONGEST_QUOTE

DAY = date(2022, 1, 17)
PROSPECTS = {"dimension": "prospects"}
ROW = {"holder": "russia", "proposal": "hub", "value": "1", "said_on": "2022-01-10"}


def read(**cells):
    """Return the fields of a row without faults."""
    fields, faults = read_claim(ROW | cells)
    assert faults == []
    return fields


def list_faulty(**cells):
    """Return the names of the fields at fault."""
    return [fault.field for fault in read_claim(ROW | cells)[1]]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("", None),
        (None, None),
        ("0", 0),
        ("30", 30),
        (30, 30),
        ("30.0", 30),
        (30.0, 30),
        ("30 %", 30),
        ("30\u00a0%", 30),
        ("100%", 100),
    ],
)
def test_a_probability_is_a_number_of_per_cent_and_none_where_nothing_is_written(cell, number):
    assert read(probability=cell, **PROSPECTS)["probability"] == number


@pytest.mark.parametrize("cell", ["0.3", "a third", "30 percent", "%", "1e2", True, [30], "٣٠"])
def test_what_is_no_whole_number_is_no_probability(cell):
    fields, faults = read_claim(ROW | PROSPECTS | {"probability": cell})
    assert faults == [RowFault("probability", FaultCode.NOT_A_PROBABILITY, {"value": cell})]
    assert "probability" not in fields


@pytest.mark.parametrize("cell", ["2942-03-14", date(2942, 3, 14), "14 Mar 2942", "2942-03-14T19:35"])
def test_the_day_by_which_something_is_expected_may_be_to_come(cell):
    assert read(by_when=cell, **PROSPECTS)["by_when"] == date(2942, 3, 14)
    assert read(by_when="", **PROSPECTS)["by_when"] is read(by_when=None, **PROSPECTS)["by_when"] is None


@pytest.mark.parametrize("cell", ["soon", "2022-02-30", 5, datetime(2022, 1, 1)])
def test_what_is_no_day_is_none_by_which_something_is_expected(cell):
    assert list_faulty(by_when=cell, **PROSPECTS) == ["by_when"]


def test_the_language_of_a_quote_is_a_code_or_that_of_the_source():
    assert read(quote_language=" zh-Hant ")["quote_language"] == "zh-Hant"
    assert read(quote_language="")["quote_language"] == ""
    assert list_faulty(quote_language="Chinese") == ["quote_language"]


@pytest.mark.parametrize("dimension", ["position", "salience"])
def test_only_prospects_have_a_day_and_a_probability(dimension):
    fields = {"dimension": dimension, "by_when": DAY, "probability": 0}
    assert check_claim(fields) == [
        RowFault("by_when", FaultCode.BY_WHEN_OF_OTHER),
        RowFault("probability", FaultCode.PROBABILITY_OF_OTHER),
    ]
    assert check_claim(fields | PROSPECTS) == []
    assert check_claim({"dimension": dimension, "by_when": None, "probability": None}) == []


def test_a_day_and_a_probability_are_not_judged_where_the_dimension_could_not_be_read():
    assert check_claim({"by_when": DAY, "probability": 30}) == []


@pytest.mark.parametrize(("probability", "faults"), [(-1, 1), (0, 0), (100, 0), (101, 1)])
def test_a_probability_lies_between_none_and_all(probability, faults):
    off_scale = [RowFault("probability", FaultCode.PROBABILITY_OFF_SCALE)]
    assert check_claim({"probability": probability, **PROSPECTS}) == off_scale * faults


@pytest.mark.parametrize(("length", "faults"), [(LONGEST_QUOTE, 0), (LONGEST_QUOTE + 1, 1)])
def test_a_quote_is_a_passage_and_no_chapter(length, faults):
    assert check_claim({"quote": "x" * length}) == [RowFault("quote", FaultCode.QUOTE_TOO_LONG)] * faults


def test_a_translation_has_a_quote_to_translate():
    lonely = [RowFault("translation", FaultCode.TRANSLATION_WITHOUT_QUOTE)]
    assert check_claim({"translation": "Never.", "quote": ""}) == lonely
    assert check_claim({"translation": "Never.", "quote": "Nie."}) == check_claim({"translation": "Never."}) == []
