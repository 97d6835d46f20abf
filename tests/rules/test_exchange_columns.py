"""What one column reads from a cell and writes into one."""

import pytest

from claims.rules.exchange_columns import CLAIM_COLUMNS, EXCHANGE_COLUMNS, ROW_COLUMNS, SOURCE_COLUMNS, read_word_of
from claims.rules.faults import BrokenRule, FaultCode, RowFault


@pytest.mark.parametrize("name", ["source_title", "source_publisher", "source_origin", "source_authors"])
def test_names_of_a_source_are_read_as_they_are_stored(name):
    assert SOURCE_COLUMNS[name].read(" Zu\u0308rich\n  \u202eWire ") == "\u2068Zürich \u202eWire\u2069"


@pytest.mark.parametrize(("cell", "number"), [("", 0), ("0", 0), ("7", 7), ("999999999", 999_999_999)])
def test_a_version_is_a_number_and_none_where_nothing_is_written(cell, number):
    assert ROW_COLUMNS["version"].read(cell) == number


@pytest.mark.parametrize("cell", ["x", "-1", "1.0", " ", "١", "²", "1000000000"])
def test_what_is_no_number_is_no_version(cell):
    with pytest.raises(BrokenRule) as broken:
        ROW_COLUMNS["version"].read(cell)
    assert broken.value.at("version") == RowFault("version", FaultCode.NOT_A_NUMBER, {"value": cell})


@pytest.fixture
def read_weight():
    return read_word_of({"light": 1, "heavy": 2}, 0)


@pytest.mark.parametrize(("cell", "meaning"), [("light", 1), ("heavy", 2), ("", 0)])
def test_a_word_is_read_as_what_it_stands_for(cell, meaning, read_weight):
    assert read_weight(cell) == meaning


@pytest.mark.parametrize("cell", ["Light", " ", None, 1, ["light"]])
def test_any_other_word_is_refused_with_those_that_there_are(cell, read_weight):
    with pytest.raises(BrokenRule) as broken:
        read_weight(cell)
    assert broken.value.at("weight") == RowFault(
        "weight", FaultCode.NOT_LISTED, {"value": cell, "words": ("light", "heavy")}
    )


def test_the_fault_of_a_flag_repeats_what_was_written():
    with pytest.raises(BrokenRule) as broken:
        CLAIM_COLUMNS["pending"].read("ja")
    assert broken.value.at("pending") == RowFault("pending", FaultCode.NOT_YES_OR_NO, {"value": "ja"})


@pytest.mark.parametrize(("value", "cell"), [(None, "none"), (0, 0), (-2, -2)])
def test_a_value_is_written_as_its_number_or_as_the_word_for_none(value, cell):
    assert CLAIM_COLUMNS["value"].write(value) == cell


@pytest.mark.parametrize(("text", "cell"), [("nato", "nato"), ("", ""), (None, "")])
def test_a_claim_that_names_no_speaker_has_an_empty_cell(text, cell):
    assert EXCHANGE_COLUMNS["speaker"].write(text) == cell
