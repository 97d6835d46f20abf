"""Faults of a row in words."""

import pytest

from claims.rules.conditions import parse
from claims.rules.exchange import read_claim
from claims.rules.faults import BrokenRule, FaultCode, RowFault
from claims.wording.exchange import SENTENCES, RowError, write_errors, write_fault


def test_every_code_has_a_sentence():
    assert list(SENTENCES) == list(FaultCode)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            {"value": ""},
            "value: is required: a whole number from −2 to +2, or none where the holder spoke and took no stance.",
        ),
        (
            {"value": "two"},
            "value: “two” is no whole number from −2 to +2, nor none (the holder spoke and took no stance).",
        ),
        (
            {"said_on": "17.1.2022"},
            "said_on: “17.1.2022” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.",
        ),
        ({"said_on": ""}, "said_on: is required where the source has no date."),
        ({"attribution": "x{y}"}, "attribution: “x{y}” is none of own, reported, attributed, predicted."),
        ({"holder": ""}, "holder: is required."),
        ({"note": 7}, "note: is text, not “7”."),
        ({"quote": "nul\x00"}, "quote: holds a null character."),
        ({"pending": "perhaps"}, "pending: “perhaps” is neither yes nor no."),
        ({"valeu": "1"}, "valeu: is no column of a claim."),
        ({"depends_on": "A"}, "depends_on: “A” is no link: write a proposal's slug, or !slug if it is refused."),
        ({"depends_on": "a !a"}, "depends_on: “a” cannot be both granted and refused in one condition."),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_what_stands_in_it(cells, line):
    row = {"holder": "russia", "proposal": "hub", "value": "1", "said_on": "2022-01-10", **cells}
    assert [str(error) for error in write_errors(read_claim(row)[1])] == [line]


def test_a_rule_that_is_broken_where_no_field_is_known_is_told_likewise():
    with pytest.raises(BrokenRule) as broken:
        parse("hub !hub")
    assert write_fault(broken.value) == "“hub” cannot be both granted and refused in one condition."
    assert broken.value.at("depends_on") == RowFault("depends_on", FaultCode.LINK_BOTH_WAYS, {"slug": "hub"})


def test_an_error_without_a_field_is_its_reason_alone():
    assert str(RowError("", "is empty.")) == "is empty."
