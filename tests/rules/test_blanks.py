"""Why a cell is blank: the strongest reason that is recorded for its dimension, else what the coded sources lack."""

from datetime import date
from typing import NamedTuple

import pytest

from claims.rules import blanks
from claims.rules.blanks import (
    CoalitionStance,
    CodedSources,
    CodingDays,
    find_last_searched,
    map_beside,
    select_by_dimension,
)
from claims.rules.scales import Blank, Dimension, SearchOutcome, State

EARLY, LATE = date(2022, 1, 10), date(2022, 2, 3)


class Search(NamedTuple):
    """What the rule reads of a recorded search."""

    outcome: SearchOutcome
    dimension: str = ""
    searched_on: date | None = None


FOUND_NOTHING = Search(SearchOutcome.NOTHING_FOUND, "", EARLY)
POSITION_ONLY = Search(SearchOutcome.NOTHING_FOUND, "position", EARLY)
SALIENCE_ONLY = Search(SearchOutcome.NOTHING_FOUND, "salience", LATE)
HAS_NO_VOTE = Search(SearchOutcome.NOT_APPLICABLE)


NONE, ALL, SOME, BEFORE = CodedSources(0), CodedSources(5), CodedSources(2, 3), CodedSources(0, 3)


@pytest.mark.parametrize(
    ("searches", "coded", "reason"),
    [
        ([], NONE, Blank.NOT_SEARCHED),
        ([], ALL, Blank.NOTHING_CODED),
        ([], SOME, Blank.NOTHING_CODED),
        ([], BEFORE, Blank.NOT_YET),
        ([FOUND_NOTHING], NONE, Blank.SEARCHED),
        ([FOUND_NOTHING], ALL, Blank.SEARCHED),
        ([FOUND_NOTHING], BEFORE, Blank.SEARCHED),
        ([FOUND_NOTHING, HAS_NO_VOTE], ALL, Blank.NOT_APPLICABLE),
        ([HAS_NO_VOTE], BEFORE, Blank.NOT_APPLICABLE),
        ([POSITION_ONLY], ALL, Blank.SEARCHED),
        ([SALIENCE_ONLY], ALL, Blank.NOTHING_CODED),
        ([SALIENCE_ONLY], BEFORE, Blank.NOT_YET),
        ([SALIENCE_ONLY], NONE, Blank.NOT_SEARCHED),
    ],
)
def test_the_strongest_reason_of_a_blank_position_is_given(searches, coded, reason):
    assert blanks.classify_blank(Dimension.POSITION, searches, coded) == reason


@pytest.mark.parametrize(
    ("added_on", "coded"),
    [
        (None, CodedSources(5)),  # there from the beginning
        (date(2022, 1, 9), CodedSources(5)),
        (EARLY, CodedSources(5)),  # a source that was finished on the day counts
        (date(2022, 1, 11), CodedSources(3, 2)),
        (LATE, CodedSources(3, 2)),
        (date(2022, 2, 4), CodedSources(0, 5)),
    ],
)
def test_only_sources_coded_since_a_proposal_was_added_are_looked_through_for_it(added_on, coded):
    days = CodingDays({LATE: 3, EARLY: 2})
    assert days.count_for(added_on) == coded
    assert days.total == 5


def test_where_nothing_is_fully_coded_nothing_is_to_be_read_again():
    assert CodingDays({}).count_for(LATE) == CodedSources(0, 0)


def test_a_search_of_one_dimension_tells_of_no_other():
    assert select_by_dimension("salience", [FOUND_NOTHING, SALIENCE_ONLY]) == [FOUND_NOTHING, SALIENCE_ONLY]
    assert select_by_dimension(Dimension.PROSPECTS, [FOUND_NOTHING, SALIENCE_ONLY]) == [FOUND_NOTHING]


def test_the_newest_search_dates_the_blank():
    assert find_last_searched(Dimension.SALIENCE, [FOUND_NOTHING, SALIENCE_ONLY, HAS_NO_VOTE]) == LATE
    assert find_last_searched(Dimension.POSITION, [FOUND_NOTHING, SALIENCE_ONLY]) == EARLY
    assert find_last_searched(Dimension.POSITION, [HAS_NO_VOTE]) is None


FOR, MIXED = CoalitionStance(1, State.STANCE, 2), CoalitionStance(2, State.MIXED, None)


@pytest.mark.parametrize(
    ("stances", "members", "beside"),
    [
        ({}, {1: [7]}, {}),
        ({5: [FOR]}, {}, {}),
        ({5: [FOR]}, {2: [7]}, {}),
        ({5: [FOR]}, {1: [7, 8]}, {(5, 7): [FOR], (5, 8): [FOR]}),
        ({5: [FOR, MIXED], 6: [MIXED]}, {1: [7], 2: [7]}, {(5, 7): [FOR, MIXED], (6, 7): [MIXED]}),
    ],
)
def test_what_coalitions_say_stands_beside_the_cells_of_their_members_alone(stances, members, beside):
    assert map_beside(stances, members) == beside
