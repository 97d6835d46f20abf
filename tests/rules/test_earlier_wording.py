"""The mark of a stance whose deciding claims all answer a wording that is no longer the newest."""

import pytest

from claims.rules.scales import Mark
from claims.rules.stances import summarise
from tests.rules.cases import make_claim


@pytest.mark.parametrize(
    ("claims", "marked"),
    [
        ([make_claim(1, earlier_wording=True)], True),
        ([make_claim(1, earlier_wording=True), make_claim(2, earlier_wording=True)], True),
        ([make_claim(1)], False),  # names none, or the newest
        ([make_claim(1, earlier_wording=True), make_claim(1)], False),
        ([make_claim(1), make_claim(1, day=1, earlier_wording=True)], True),  # the latter decides
        ([make_claim(1, earlier_wording=True), make_claim(1, day=1)], False),
        ([make_claim(1), make_claim(1, "reported", day=1, earlier_wording=True)], False),
        ([make_claim(1, earlier_wording=True), make_claim(1, terms="if asked")], True),  # a branch decides nothing
        ([make_claim(1, earlier_wording=True), make_claim(-1, earlier_wording=True)], True),  # mixed
        ([make_claim(1, "predicted", earlier_wording=True)], False),
        ([make_claim(1, part=True, earlier_wording=True)], True),
    ],
)
def test_earlier_wording_is_marked_where_every_deciding_claim_answers_one(claims, marked):
    assert (Mark.EARLIER_WORDING in summarise(claims).marks) == marked


def test_the_mark_changes_no_value_and_no_state():
    marked, plain = summarise([make_claim(1, earlier_wording=True)]), summarise([make_claim(1)])
    assert (marked.value, marked.state, marked.said_on) == (plain.value, plain.state, plain.said_on)
