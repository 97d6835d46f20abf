"""What holds of every quote and text, drawn from what typesetters do to them."""

import unicodedata

from hypothesis import strategies as st

from claims.rules.folding import normalise
from claims.rules.missing_quotes import find_nearest
from claims.rules.quotes import QuoteState, locate
from tests.rules.cases import hold

FOUND = (QuoteState.EXACT, QuoteState.NORMALISED, QuoteState.AMBIGUOUS)
MARKS = "\u0301\u0308\u0323"
WHITE = " \n\u00a0"
UNSEEN = "\u00ad\u200b\ufeff"
# Each row: one sign, written in several ways.
WAYS = ["'‘’´", '"“”«', "-–—−", ["...", "…"], [" ", "\n", "\u00a0", "  "], ["é", "e\u0301"], ["ậ", "a\u0323\u0302"]]
ALPHABET = [*"abeo .,", *MARKS, *UNSEEN, *(way for ways in WAYS for way in ways)]
TEXTS = st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=25).map("".join)
WORDS = st.lists(st.sampled_from(["no", "deal", "talks", "café", "NATO’s", "east—west"]), min_size=1, max_size=12)
REPEATED = st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=8).map(" ".join)


def seen(text):
    return normalise(text)[0].strip()


def ends_at_white_space(text, at):
    """Whether a word ends or begins here, and none that a hyphen parts at the end of a line."""
    parted = text[:at].rstrip(WHITE + UNSEEN).endswith("-")
    return (text[at - 1] in WHITE or text[at] in WHITE) and text[at] not in MARKS + UNSEEN and not parted


@st.composite
def slices(draw):
    """Draw a text and a passage of it that ends at white space and splits no letter from its marks."""
    text = draw(st.one_of(TEXTS, WORDS.map(" ".join), REPEATED, REPEATED))
    cuts = [at for at in range(len(text) + 1) if at in (0, len(text)) or ends_at_white_space(text, at)]
    start, end = sorted([draw(st.sampled_from(cuts)), draw(st.sampled_from(cuts))])
    return text, start, end


@st.composite
def rewritten(draw):
    """Draw a text and a passage of it, its signs written in other ways."""
    text, start, end = draw(slices())
    quote = text[start:end]
    for ways in WAYS:
        new = draw(st.sampled_from(list(ways)))
        for old in ways:
            quote = quote.replace(old, new)
    return text, draw(st.sampled_from([str, compose, decompose]))(quote)


def compose(text):
    return unicodedata.normalize("NFC", text)


def decompose(text):
    return unicodedata.normalize("NFD", text)


def test_a_passage_of_a_text_is_always_found_in_it():
    def is_found(drawn):
        text, start, end = drawn
        quote = text[start:end]
        found = locate(quote, text)
        if seen(quote):
            assert found.state in FOUND
        if quote.strip() and text.find(quote) == text.rfind(quote):
            assert found == (QuoteState.EXACT, start, end)
        return found.state

    hold(slices(), is_found, reaching=[QuoteState.EXACT, QuoteState.AMBIGUOUS, QuoteState.NO_QUOTE], examples=400)


def test_offsets_point_at_a_passage_that_reads_as_the_quote():
    def reads_alike(drawn):
        text, quote = drawn
        state, start, end = locate(quote, text)
        assert (start is not None) == (end is not None) == (state in (QuoteState.EXACT, QuoteState.NORMALISED))
        if start is not None:
            assert 0 <= start < end <= len(text)
            assert seen(text[start:end]) == seen(quote)
        if state == QuoteState.EXACT:
            assert text[start:end].strip() == quote.strip()
        return state

    hold(rewritten(), reads_alike, reaching=[*FOUND, QuoteState.NO_QUOTE], examples=400)


def test_any_two_texts_whatever_give_a_state_and_sound_offsets():
    def sound(drawn):
        quote, text = drawn
        state, start, end = locate(quote, text)
        if start is not None:
            assert seen(text[start:end]) == seen(quote)
        else:
            assert state not in (QuoteState.EXACT, QuoteState.NORMALISED)
        return state

    short = st.lists(st.sampled_from(["a", "é", "e\u0301", " ", "…", ".", "-", "—"]), max_size=4).map("".join)
    drawn = st.tuples(short, st.just("") | short | TEXTS)
    hold(drawn, sound, reaching=[QuoteState.EXACT, QuoteState.MISSING, QuoteState.NO_QUOTE, QuoteState.NO_TEXT])


def test_what_stands_around_a_passage_decides_which_one_is_meant():
    def decided(drawn):
        text, start, end = drawn
        quote = text[start:end]
        before = locate(quote, text)
        after = locate(quote, text, prefix=text[:start], suffix=text[end:])
        if before.state != QuoteState.AMBIGUOUS:
            assert after == before  # nothing to decide
        elif after.start is not None:
            assert after.state == QuoteState.EXACT or quote[0] in WHITE + UNSEEN
            assert seen(text[after.start : after.end]) == seen(quote)
        return before.state

    hold(slices(), decided, reaching=[QuoteState.EXACT, QuoteState.AMBIGUOUS])


def test_in_plain_words_the_whole_of_what_stands_around_always_decides():
    def decided(drawn):
        words, place = drawn
        text = " ".join(words)
        start = len(" ".join(words[:place])) + (place > 0)
        end = start + len(words[place])
        found = locate(words[place], text, prefix=text[:start], suffix=text[end:])
        assert found == (QuoteState.EXACT, start, end)
        return words.count(words[place]) > 1

    places = WORDS.flatmap(lambda words: st.tuples(st.just(words), st.integers(0, len(words) - 1)))
    hold(places, decided, reaching=[True, False])


def test_a_quote_with_a_word_dropped_is_missing_and_its_passage_is_offered():
    vocabulary = ["Russia", "does", "not", "rule", "out", "a", "freeze", "of", "patrols", "near", "frontiers"]

    def is_missing(drawn):
        words, place = drawn
        quote = " ".join(words[:place] + words[place + 1 :])
        text = f"It is said: {' '.join(words)}. They met."
        assert locate(quote, text).state == QuoteState.MISSING
        near = find_nearest(quote, text)
        assert text[near.start : near.end] == near.text
        assert {word.strip(".:") for word in near.text.split()} <= {word.strip(".:") for word in text.split()} | {""}
        return words[place] == "not"

    places = st.permutations(vocabulary).flatmap(
        lambda words: st.tuples(st.just(words), st.one_of(st.integers(1, 9), st.just(words.index("not") % 9 or 1)))
    )
    hold(places, is_missing, reaching=[True, False])


def test_normalise_points_each_character_to_its_place_and_changes_nothing_the_second_time():
    def sound(text):
        folded, index = normalise(text)
        assert len(folded) == len(index)
        assert [*index] == sorted(index)
        assert normalise(folded)[0] == folded
        assert "  " not in folded
        return compose(text) == text

    hold(TEXTS, sound, reaching=[True, False])


def test_the_nearest_passage_is_one_of_the_text_and_ends_within_no_word():
    def snapshot(drawn):
        text, quote = drawn
        near = find_nearest(quote, text)
        if near is None:
            return None
        assert near.text == text[near.start : near.end] == near.text.strip() != ""
        around = normalise(text[: near.start])[0][-1:], normalise(text[near.end :])[0][:1]
        ends = normalise(near.text)[0][0], normalise(near.text)[0][-1]
        assert not (around[0].isalnum() and ends[0].isalnum())
        assert not (around[1].isalnum() and ends[1].isalnum())
        return "offered"

    drawn = st.tuples(WORDS.map("  ".join), st.text("nodealtksNé —", min_size=1, max_size=20))
    hold(drawn, snapshot, reaching=["offered", None])
