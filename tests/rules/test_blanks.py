"""Why a cell is blank: the strongest reason that is recorded for its dimension, else what the coded sources lack."""

from datetime import date
from typing import NamedTuple

import pytest

from claims.rules import blanks
from claims.rules.blanks import find_last_searched, select_by_dimension
from claims.rules.scales import Blank, Dimension, SearchOutcome

EARLY, LATE = date(2022, 1, 10), date(2022, 2, 3)


class Search(NamedTuple):
    """What the rule reads of a recorded search."""

    outcome: SearchOutcome
    dimension: str = ""
    searched_on: date | None = None


FOUND_NOTHING = Search(SearchOutcome.NOTHING_FOUND, "", EARLY)
SALIENCE_ONLY = Search(SearchOutcome.NOTHING_FOUND, "salience", LATE)
HAS_NO_VOTE = Search(SearchOutcome.NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("searches", "fully_coded", "reason"),
    [
        ([], 0, Blank.NOT_SEARCHED),
        ([], 5, Blank.NOTHING_CODED),
        ([FOUND_NOTHING], 0, Blank.SEARCHED),
        ([FOUND_NOTHING], 5, Blank.SEARCHED),
        ([FOUND_NOTHING, HAS_NO_VOTE], 5, Blank.NOT_APPLICABLE),
        ([SALIENCE_ONLY], 5, Blank.NOTHING_CODED),
        ([SALIENCE_ONLY], 0, Blank.NOT_SEARCHED),
    ],
)
def test_the_strongest_reason_of_a_blank_position_is_given(searches, fully_coded, reason):
    assert blanks.classify_blank(Dimension.POSITION, searches, fully_coded) == reason


def test_a_search_of_one_dimension_tells_of_no_other():
    assert select_by_dimension("salience", [FOUND_NOTHING, SALIENCE_ONLY]) == [FOUND_NOTHING, SALIENCE_ONLY]
    assert select_by_dimension(Dimension.PROSPECTS, [FOUND_NOTHING, SALIENCE_ONLY]) == [FOUND_NOTHING]


def test_the_newest_search_dates_the_blank():
    assert find_last_searched(Dimension.SALIENCE, [FOUND_NOTHING, SALIENCE_ONLY, HAS_NO_VOTE]) == LATE
    assert find_last_searched(Dimension.POSITION, [FOUND_NOTHING, SALIENCE_ONLY]) == EARLY
    assert find_last_searched(Dimension.POSITION, [HAS_NO_VOTE]) is None
