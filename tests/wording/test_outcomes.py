"""What became of proposals in words: how many are settled, hidden or not."""

import pytest

from claims.wording.outcomes import write_settled


@pytest.mark.parametrize(
    ("number", "hidden", "said"),
    [
        (0, False, ""),
        (0, True, ""),
        (1, False, "1 proposal is settled"),
        (2, False, "2 proposals are settled"),
        (1, True, "1 settled proposal is hidden"),
        (1200, True, "1,200 settled proposals are hidden"),
    ],
)
def test_how_many_proposals_are_settled(number, hidden, said):
    assert write_settled(number, hidden) == said
