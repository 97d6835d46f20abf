"""What differs between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.word_diff import Fate, Run, compare_words

KEPT, REMOVED, ADDED = Fate.KEPT, Fate.REMOVED, Fate.ADDED


def told(older, newer):
    return [(run.fate, run.text) for run in compare_words(older, newer)]


@pytest.mark.parametrize(
    ("older", "newer", "runs"),
    [
        ("No missiles.", "No missiles.", [(KEPT, "No missiles.")]),
        ("No missiles", "No \n missiles", [(KEPT, "No \n missiles")]),  # white space is no difference
        ("No missiles in Europe.", "No missiles.", [(KEPT, "No missiles"), (REMOVED, "in Europe"), (KEPT, ".")]),
        ("", "New words", [(ADDED, "New words")]),
        ("Old words", "", [(REMOVED, "Old words")]),
        ("", "", []),
        ("3,000 troops", "5,000 troops", [(REMOVED, "3,000"), (ADDED, "5,000"), (KEPT, "troops")]),
        (
            "the US’s non-expansion",
            "the US’s expansion",
            [(KEPT, "the US’s"), (REMOVED, "non-expansion"), (ADDED, "expansion")],
        ),
        ("中国支持", "中国反对", [(KEPT, "中国"), (REMOVED, "支持"), (ADDED, "反对")]),
        ("A b", "a b", [(REMOVED, "A"), (ADDED, "a"), (KEPT, "b")]),  # the case of a letter may matter
    ],
)
def test_words_that_were_removed_and_added_are_told_where_they_stood(older, newer, runs):
    assert told(older, newer) == runs


def test_the_example_of_the_published_mockup():
    older = "prohibit the US and Russia from stationing missiles within striking distance"
    newer = "curtailing possible future deployments of offensive missiles in Ukraine"
    assert [fate for fate, _ in told(older, newer)] == [REMOVED, ADDED, KEPT, REMOVED, ADDED]
    assert compare_words(older, newer)[2] == Run(KEPT, " ", "missiles")


texts = st.lists(st.sampled_from(["no", "missiles", "in", "Europe", ".", ",", "\n", "3,000", "中国"]), max_size=12).map(
    " ".join
)


@given(texts, texts)
def test_what_is_kept_and_added_is_the_newer_text_and_what_is_kept_and_removed_has_the_words_of_the_older(older, newer):
    runs = compare_words(older, newer)
    kept_or_added = "".join(run.space + run.text for run in runs if run.fate != REMOVED)
    assert kept_or_added.split() == newer.split()
    kept_or_removed = "".join(run.text for run in runs if run.fate != ADDED)
    assert "".join(kept_or_removed.split()) == "".join(older.split())


def test_long_texts_of_few_words_are_compared_in_no_time():
    runs = compare_words("yes no " * 3000, "no yes " * 3000)
    assert {run.fate for run in runs} <= {KEPT, REMOVED, ADDED}
