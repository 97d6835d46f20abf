"""Where a passage ends, and how far it is widened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.word_boundaries import find_edges, is_in_plain_word, is_within_word, widen_to_words


@pytest.mark.parametrize(
    ("text", "passage", "edges"),
    [
        ("we agree", (0, 8), (0, 8)),
        ("we agree", (2, 8), (3, 8)),
        ("  we agree\u200b \n", (0, 13), (2, 10)),
        ("we \u00ad  agree  \u00ad", (2, 14), (6, 11)),
        ("we      agree", (3, 6), (6, 6)),  # nothing but white space is an empty passage at its end
        ("   ", (0, 3), (3, 3)),
        ("we", (1, 1), (1, 1)),
    ],
)
def test_a_passage_ends_where_something_can_be_seen(text, passage, edges):
    assert find_edges(text, *passage) == edges


@pytest.mark.parametrize(
    ("text", "passage", "is_cut"),
    [
        ("we agree", (0, 8), False),
        ("we agree", (0, 2), False),
        ("we agree", (3, 8), False),
        ("we agree", (1, 2), True),
        ("we agree", (0, 1), True),
        ("we agree", (4, 8), True),
        ("we agree", (3, 7), True),
        ("in 2022", (4, 7), True),
        ("naïve", (0, 2), False),  # which is not told at once
    ],
)
def test_a_cut_in_a_plain_word_is_told_by_two_letters(text, passage, is_cut):
    assert is_in_plain_word(text, *passage) == is_cut


@pytest.mark.parametrize("at", [0, 7])
def test_the_ends_of_a_text_are_within_no_word(at):
    assert not is_within_word("nothing", at)
    assert is_within_word("nothing", 3)


@pytest.mark.parametrize(
    ("text", "at", "within"),
    [
        ("किताब", 2, True),  # behind a vowel that is written as a mark
        ("कि ताब", 3, False),
        ("中-A", 1, False),  # a hyphen makes one word of letters only where both are of a script with blanks
        ("A-中", 2, False),
        ("A-B", 1, True),
    ],
)
def test_words_of_other_scripts_end_where_their_readers_see_it(text, at, within):
    assert is_within_word(text, at) == within


@pytest.mark.parametrize(
    ("text", "passage", "widened"),
    [
        ("They disagree with it.", (8, 13), "disagree"),
        ("They disagree with it.", (8, 15), "disagree with"),
        ("They disagree with it.", (4, 14), "disagree"),
        ("They don’t, they can’t.", (8, 18), "don’t, they can’t"),
        ("We agree", (1, 7), "We agree"),
        ("so " + "a" * 600 + " on", (300, 301), "a" * 401),  # no word is as long as that
    ],
)
def test_a_passage_is_widened_to_whole_words_and_no_farther(text, passage, widened):
    start, end = widen_to_words(text, *passage)
    assert text[start:end] == widened


@given(st.text(st.sampled_from("aZ5é中_-−’'. ,\n\u0301\u00a0\u00ad\u200b“)"), max_size=8))
def test_what_few_characters_tell_is_what_the_words_around_tell(text):
    for at in range(len(text) + 1):
        hidden = f"{text[:at]}\u200b{text[at:]}"  # nobody sees it, and it parts what would be told at once
        assert is_within_word(text, at) == is_within_word(hidden, at)
