"""Words that lines part, and ligatures: which are mended, how, and where everything behind them stands then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.documents import PageStart, find_page, move_pages
from claims.rules.mending import mend_text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("The nego-\ntiations go on.", "The negotiations go on."),
        ("The nego- \n  tiations go on.", "The negotiations go on."),
        ("The nego\u00ad\ntiations go on.", "The negotiations go on."),
        ("The nego‐\r\ntiations go on.", "The negotiations go on."),
        ("A long-\nterm plan. All long-term plans.", "A long-term plan. All long-term plans."),
        ("A long-\nterm plan.", "A longterm plan."),
        ("Re-\nsign it; to re-sign is not to resign.", "Resign it; to re-sign is not to resign."),
        ("An e-\nmail.", "An e-mail."),
        ("Land-\nund Seeweg", "Land-\nund Seeweg"),
        ("an or-\nange and or-\nange", "an orange and orange"),
        ("the foo-\nor-\nange", "the fooorange"),
        ("The Ukraine-\nKrieg", "The Ukraine-\nKrieg"),
        ("2022-\n2023", "2022-\n2023"),
        ("It said -\nnothing.", "It said -\nnothing."),
        ("One page ends-\n\nanother begins", "One page ends-\n\nanother begins"),
        ("соглаше-\nние", "соглашение"),
        ("an o\ufb00er in the \ufb01rst e\ufb00ort", "an offer in the first effort"),
        ("an of-\n\ufb01cial; of\ufb01cial", "an official; official"),
        ("", ""),
    ],
)
def test_what_is_mended(text, mended):
    assert mend_text(text).text == mended


def test_each_mended_place_is_told_as_it_was_and_is():
    mended = mend_text("The nego-\ntiations, long-\nterm, \ufb01rst, long-term.")
    assert [(place.before, place.after) for place in mended.words] == [
        ("nego-\ntiations", "negotiations"),
        ("long-\nterm", "long-term"),
    ]
    assert (mended.ligatures, mended.changed) == (1, 3)


TEXTS = st.text(st.sampled_from("abZ é7-‐\u00ad\n \ufb01\ufb03")) | st.text()


@given(TEXTS)
def test_nothing_but_hyphens_blanks_and_ligatures_is_changed(text):
    def keep(text):
        for sign, letters in (("\ufb01", "fi"), ("\ufb03", "ffi")):
            text = text.replace(sign, letters)
        return "".join(text.translate(dict.fromkeys(map(ord, "-‐\u00ad"))).split())

    if set(text) <= set("abZ é7-‐\u00ad\n \ufb01\ufb03"):
        assert keep(mend_text(text).text) == keep(text)


@given(TEXTS)
def test_a_mended_text_needs_no_mending(text):
    once = mend_text(text)
    assert mend_text(once.text).text == once.text


@given(TEXTS)
def test_what_is_outside_a_mended_place_is_where_it_is_said_to_be(text):
    mended = mend_text(text)
    moved = mended.move(range(len(text) + 1))
    assert moved[-1] == len(mended.text)
    for at, letter in enumerate(text):
        if letter.isalpha() and letter not in "Ĳĳﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗ":
            assert mended.text[moved[at]] == letter


PAGES = (PageStart(0, "i"), PageStart(10, "1"), PageStart(10, "2"), PageStart(30, "3"))


@pytest.mark.parametrize(
    ("place", "page"), [(0, "i"), (9, "i"), (10, "2"), (29, "2"), (30, "3"), (10_000, "3"), (-1, "i")]
)
def test_the_page_of_a_place_is_the_last_that_begins_before_it(place, page):
    assert find_page(PAGES, place) == page


def test_a_text_without_pages_has_none():
    assert find_page((), 5) == ""


def test_pages_move_with_the_text():
    text = "nego-\ntiations\n\nThe \ufb01rst."
    pages = (PageStart(0, "1"), PageStart(text.index("The"), "2"))
    mended = mend_text(text)
    first, second = move_pages(pages, mended.move([page.start for page in pages]))
    assert (first.start, mended.text[second.start :], second.label) == (0, "The first.", "2")
