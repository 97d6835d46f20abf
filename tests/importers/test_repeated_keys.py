"""Which keys of a long file occur more than once: found on disk, so that an import's memory doesn't grow with its
rows."""

from collections import Counter
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.importers.spreadsheet.spool import RepeatedKeys


@given(st.lists(st.text(max_size=2)))
def test_keys_that_were_added_more_than_once_are_found_and_no_others(keys):
    with pytest.MonkeyPatch.context() as patch, closing(RepeatedKeys()) as repeats:
        patch.setattr(RepeatedKeys, "AT_A_TIME", 3)  # of a long file
        for key in keys:
            repeats.add(key)
        repeats.settle()
        assert {key for key in keys if key in repeats} == {key for key, times in Counter(keys).items() if times > 1}


def test_few_of_many_keys_stay_in_memory():
    with closing(RepeatedKeys()) as repeats:
        for number in range(200_000):
            repeats.add(str(number))
        assert len(repeats.numbers) < RepeatedKeys.AT_A_TIME
        assert repeats.file.tell() == 8 * (200_000 - len(repeats.numbers))
