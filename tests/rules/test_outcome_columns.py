"""What a file says of an outcome: each cell read, each fault at its column."""

from datetime import date

import pytest

from claims.rules.faults import FaultCode, RowFault
from claims.rules.outcome_columns import OUTCOME_COLUMNS, read_outcome
from claims.rules.quotes import LONGEST_QUOTE

ROW = {"proposal": "zones", "kind": "agreed", "day": "2022-03-03"}


def test_an_outcome_is_read_from_its_row_and_what_the_row_leaves_out_is_empty():
    fields, faults = read_outcome(ROW | {"quote": " The zones are agreed. ", "note": "by post"})
    told = {"proposal": "zones", "kind": "agreed", "day": date(2022, 3, 3)}
    told |= {"quote": "The zones are agreed.", "note": "by post"}
    assert (fields, faults) == (dict.fromkeys(OUTCOME_COLUMNS, "") | told, [])


def test_a_column_that_no_outcome_has_is_a_fault_by_its_name():
    assert read_outcome(ROW | {"value": "2"})[1] == [RowFault("value", FaultCode.UNKNOWN_COLUMN)]


@pytest.mark.parametrize("name", ROW)
def test_an_outcome_is_of_a_proposal_of_a_kind_and_of_a_day(name):
    assert read_outcome(ROW | {name: ""})[1] == [RowFault(name, FaultCode.REQUIRED)]


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("proposal", 7, FaultCode.NOT_TEXT),
        ("kind", "settled", FaultCode.NOT_LISTED),
        ("day", "3.3.2022", FaultCode.NOT_A_DAY),
        ("quote", 7, FaultCode.NOT_TEXT),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_once_and_left_out(name, cell, code):
    fields, faults = read_outcome(ROW | {name: cell})
    assert [(fault.field, fault.code) for fault in faults] == [(name, code)]
    assert fields.keys() == OUTCOME_COLUMNS.keys() - {name}


@pytest.mark.parametrize(("length", "faults"), [(LONGEST_QUOTE, 0), (LONGEST_QUOTE + 1, 1)])
def test_a_quote_of_an_outcome_is_no_longer_than_that_of_a_claim(length, faults):
    assert read_outcome(ROW | {"quote": "x" * length})[1] == [RowFault("quote", FaultCode.QUOTE_TOO_LONG)] * faults
