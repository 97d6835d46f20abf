"""A few cells spliced into what is kept of all: equal, to the type of each column, to folding all claims anew."""

from datetime import timedelta

import numpy as np
from hypothesis import strategies as st

from claims.rules.scales import Attribution
from claims.rules.spliced_arrays import select_of_cells, select_said, splice_cells, splice_keys
from claims.rules.stance_arrays import FIRST_DAY, MOST_HOLDERS, MOST_PROPOSALS, fold, pack
from tests.rules.cases import cells, hold

PLACES = [(0, 0), (0, MOST_HOLDERS - 1), (1, 0), (2, 7), (MOST_PROPOSALS - 1, 7)]
ELSEWHERE = (3, 3)  # where nothing was said, before or after


def keys_of(table):
    return np.array(sorted(pack(*cell, claim) for cell, claims in table.items() for claim in claims), np.int64)


def histories():
    """Draw the claims of cells before, and of some of them after a write."""
    places = st.sampled_from(PLACES)
    return st.tuples(st.dictionaries(places, cells(), max_size=4), st.dictionaries(places, cells(), max_size=3))


def test_splicing_what_changed_is_folding_all_anew():
    def equal(history):
        before, after = history
        touched = np.array([*after, ELSEWHERE], np.int64)
        was, now = keys_of(before), keys_of(before | after)
        spliced = splice_keys(was, touched, keys_of(after))
        assert spliced.tolist() == now.tolist() and select_of_cells(now, touched).tolist() == keys_of(after).tolist()
        folded, anew = splice_cells(fold(was.copy()), touched, fold(keys_of(after))), fold(now)
        for column, of_all in zip(folded, anew, strict=True):
            assert (column.tolist(), column.dtype) == (of_all.tolist(), of_all.dtype)
        filled = [{cell for cell, claims in table.items() if claims} for table in (before, before | after)]
        return "same cells" if filled[0] == filled[1] else "others"

    hold(histories(), equal, reaching=["same cells", "others"], examples=300)


def test_what_is_left_of_the_keys_of_all_is_what_was_said_by_a_day_and_how():
    claims = st.dictionaries(st.sampled_from(PLACES), cells(), max_size=4)
    days = st.none() | st.integers(-3, 90_000).map(lambda day: FIRST_DAY + timedelta(day))
    chosen = st.sets(st.sampled_from(Attribution), max_size=3)

    def equal(drawn):
        table, day, attributions = drawn
        said = {
            place: [
                claim
                for claim in claims
                if (day is None or claim.said_on <= day) and (not attributions or claim.attribution in attributions)
            ]
            for place, claims in table.items()
        }
        left = select_said(keys_of(table), day, attributions)
        assert left.tolist() == keys_of(said).tolist()
        return "some" if len(left) < sum(map(len, table.values())) else "all"

    hold(st.tuples(claims, days, chosen), equal, reaching=["some", "all"], examples=200)
