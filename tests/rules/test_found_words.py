import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.found_words import find_words

TEXT = "Zürich won’t accept the non-expansion of the OLD harbour; a_b, old expansion."


def found(text, *terms):
    return [text[start:end] for start, end in find_words(text, terms)]


@pytest.mark.parametrize(
    ("terms", "passages"),
    [
        (["zurich"], ["Zürich"]),
        (["OLD"], ["OLD", "old"]),
        (["old harbour"], ["OLD harbour"]),
        (["expansion"], ["expansion", "expansion"]),
        (["non-expansion"], ["non-expansion"]),
        (["old", "harbour"], ["OLD", "harbour", "old"]),
        (["the non", "non expansion"], ["the non-expansion"]),
        (["a"], ["a"]),
        (["harb"], []),
        (["***", ""], []),
        ([], []),
    ],
)
def test_whole_words_are_found_whatever_case_and_accents(terms, passages):
    assert found(TEXT, *terms) == passages


@pytest.mark.parametrize("printed", ["gua\u00adrantees", "gua\u200brantees", "GUARANTEES", "guara\u0301ntees"])
def test_a_word_is_found_as_a_text_prints_it(printed):
    assert found(f"no {printed}, now", "guarantees") == [printed]


@given(text=st.text(), terms=st.lists(st.text(max_size=8), max_size=4))
def test_passages_stand_in_the_text_in_order_and_apart(text, terms):
    spans = find_words(text, terms)
    places = [place for span in spans for place in span]
    assert places == sorted(set(places)) and all(0 <= place <= len(text) for place in places)


@given(word=st.from_regex(r"[a-zA-Zäöü]{1,9}", fullmatch=True), before=st.text(" .,", max_size=3))
def test_a_word_finds_itself(word, before):
    assert found(f"{before}{word}.", word) == [word]
