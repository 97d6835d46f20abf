"""What the page on coverage begins with, and each table of what was recorded."""

from datetime import date

import pytest

from claims.rules.scales import Blank, State
from claims.wording.coverage_findings import (
    BLANK_WORDS,
    ListedCells,
    ListedRecords,
    tell_coverage,
    tell_records,
    tell_rereads,
)
from claims.wording.findings import ALL, Narrowing

DAY = date(2022, 1, 17)
SOME, ON_A_DAY = Narrowing(rows=1), Narrowing(as_of=date(2022, 1, 10))


def test_each_reason_for_a_blank_has_its_words():
    spoken = {State.STANCE, State.CONDITIONAL, State.MIXED, State.DEPENDS, State.BLANK}
    assert BLANK_WORDS.keys() == {*State, *Blank} - spoken


@pytest.mark.parametrize(
    ("listed", "narrowing", "headline", "lede"),
    [
        (ListedCells(0, {}), ALL, "There is no cell yet", "No source is fully coded."),
        (ListedCells(0, {}, coded=1), SOME, "No cell fits", "One source is fully coded."),
        (ListedCells(322, {State.STANCE: 60, State.AWAITING: 1, State.FORECAST: 3, Blank.NOTHING_CODED: 258}, 5),
         ALL, "60 of 322 cells have a stance",
         "Of the others, three have a forecast only, one awaits an answer, 258 have nothing in the coded sources; five "
         "sources are fully coded."),
        (ListedCells(8, {State.STANCE: 1, Blank.NOT_SEARCHED: 7}), ON_A_DAY,
         "As of 10 Jan 2022, 1 of 8 cells has a stance", "The others were not searched; no source is fully coded."),
        (ListedCells(2, {State.STANCE: 1, Blank.NOT_YET: 1}, 4, 2), ALL, "1 of 2 cells has a stance",
         "The other was not yet looked for; four sources are fully coded, but not all for two proposals added to the "
         "codebook since."),
        (ListedCells(2, {State.STANCE: 2}, 1), ALL, "2 of 2 cells have a stance", "One source is fully coded."),
        (ListedCells(2, {Blank.SEARCHED: 2}, 1), ALL, "None of 2 cells has a stance",
         "One source is fully coded."),
    ],
)  # fmt: skip
def test_coverage_says_how_much_is_filled_and_why_the_rest_is_blank(listed, narrowing, headline, lede):
    assert tell_coverage(listed, narrowing) == (headline, lede)


@pytest.mark.parametrize(
    ("listed", "narrowing", "headline", "lede"),
    [
        (ListedRecords("remark", 0), ALL, "No remark has been recorded yet", ""),
        (ListedRecords("remark", 0), SOME, "No remark fits", ""),
        (ListedRecords("remark", 1, newest=DAY), ALL, "One remark", "It is of 17 Jan 2022."),
        (ListedRecords("outcome", 1, [("agreed", 0), ("refused", 1)]), ALL, "One outcome: refused", ""),
        (ListedRecords("wording", 5, proposals=3, newest=DAY), ALL, "Five wordings of three proposals",
         "The newest is of 17 Jan 2022."),
        (ListedRecords("recorded search", 4, [("nothing found", 3), ("not applicable", 1)]), ON_A_DAY,
         "As of 10 Jan 2022, four recorded searches: three nothing found, one not applicable", ""),
    ],
)  # fmt: skip
def test_a_table_of_records_says_how_many_there_are(listed, narrowing, headline, lede):
    assert tell_records(listed, narrowing) == (headline, lede)


@pytest.mark.parametrize(
    ("sources", "proposals", "headline", "lede"),
    [
        (0, 0, "No source needs to be read again", ""),
        (1, 1, "One source needs to be read again", "One proposal was added to the codebook after it had been coded."),
        (4, 7, "Four sources need to be read again",
         "Seven proposals were added to the codebook after they had been coded."),
    ],
)  # fmt: skip
def test_what_is_to_be_read_again_is_told_with_its_reason(sources, proposals, headline, lede):
    assert tell_rereads(sources, proposals) == (headline, lede)
