"""The mark of a stance that leaked sources alone decide."""

import pytest

from claims.rules.scales import Mark
from claims.rules.stances import summarise
from tests.rules.cases import make_claim


@pytest.mark.parametrize(
    ("claims", "marked"),
    [
        ([make_claim(1, leaked=True)], True),
        ([make_claim(1, leaked=True), make_claim(1, leaked=True)], True),
        ([make_claim(1, leaked=True), make_claim(1)], False),
        ([make_claim(1), make_claim(1, day=1, leaked=True)], True),  # the latter decides
        ([make_claim(1), make_claim(1, "reported", leaked=True)], False),
        ([make_claim(1, leaked=True), make_claim(1, terms="if asked")], True),  # a branch decides nothing
        ([make_claim(1, leaked=True), make_claim(-1, leaked=True)], True),
        ([make_claim(1, "predicted", leaked=True)], False),
    ],
)
def test_leaked_is_marked_where_every_deciding_claim_comes_from_a_leaked_source(claims, marked):
    assert (Mark.LEAKED in summarise(claims).marks) == marked
