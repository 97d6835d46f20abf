"""What a file says of a wording: each cell read, each fault at its column."""

from datetime import date

import pytest

from claims.rules.faults import FaultCode, RowFault
from claims.rules.wording_columns import REQUIRED, WORDING_COLUMNS, read_slugs, read_wording

ROW = {"proposal": "zones", "label": "Draft 1", "day": "2022-03-03", "text": "Each party keeps out of the zones."}


def test_a_wording_is_read_from_its_row_and_what_the_row_leaves_out_is_empty():
    fields, faults = read_wording(ROW | {"label": " Draft  1\n", "authors": ["russia", " us "]})
    told = ROW | {"day": date(2022, 3, 3), "authors": "russia us"}
    assert (fields, faults) == (dict.fromkeys(WORDING_COLUMNS, "") | told, [])


@pytest.mark.parametrize(("cell", "slugs"), [("", ""), (" russia us ", "russia us"), (["russia"], "russia"), ([], "")])
def test_authors_are_slugs_with_blanks_between_them_or_a_list(cell, slugs):
    assert read_slugs(cell) == slugs


def test_a_column_that_no_wording_has_is_a_fault_by_its_name():
    assert read_wording(ROW | {"value": "2"})[1] == [RowFault("value", FaultCode.UNKNOWN_COLUMN)]


@pytest.mark.parametrize("name", ROW)
def test_a_wording_is_of_a_proposal_and_a_day_and_has_a_label_and_a_text(name):
    assert read_wording(ROW | {name: ""})[1] == [RowFault(name, FaultCode.REQUIRED)]
    assert set(ROW) == set(REQUIRED)


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("proposal", 7, FaultCode.NOT_TEXT),
        ("day", "3.3.2022", FaultCode.NOT_A_DAY),
        ("text", "nul\x00", FaultCode.NULL_CHARACTER),
        ("authors", [7], FaultCode.NOT_TEXT),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_once_and_left_out(name, cell, code):
    fields, faults = read_wording(ROW | {name: cell})
    assert [(fault.field, fault.code) for fault in faults] == [(name, code)]
    assert fields.keys() == WORDING_COLUMNS.keys() - {name}
