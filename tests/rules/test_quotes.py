"""A quote in its source's text: found word for word, found as printed differently, or honestly missing."""

import pytest

from claims.rules.quotes import QuoteCheck, QuoteState, find_nearest, locate, normalise

TEXT = (
    "“We are ready to talk,” Ryabkov said. The United States has yet to respond.\n"
    "Moscow does not rule out a freeze. NATO, he said, will not expand to the east — not now, not later."
)


def found(quote, text, **around):
    """Return the state and the passage that the offsets point at."""
    state, start, end = locate(quote, text, **around)
    return state.value, None if start is None else text[start:end]


@pytest.mark.parametrize("quote", ["The United States has yet to respond.", "“We are ready to talk,”", "Moscow", TEXT])
def test_a_quote_word_for_word_is_exact(quote):
    assert found(quote, TEXT) == ("exact", quote)


@pytest.mark.parametrize(
    ("quote", "text", "passage"),
    [
        ('"We are ready', "“We are ready", "“We are ready"),
        ("«We» are", "so „We‟ are they", "„We‟ are"),
        ("″ready″", '"ready"', '"ready"'),
        ("Russia's own", "of Russia’s own text", "Russia’s own"),
        ("‘twas ‚so‛ `and´ ′", "'twas 'so' 'and' '", "'twas 'so' 'and' '"),
        ("east - not now", "the east — not now", "east — not now"),
        ("2021-2022", "in 2021–2022,", "2021–2022"),
        ("a‐b‑c‒d―e−f", "a-b-c-d-e-f", "a-b-c-d-e-f"),
        ("yet to respond", "has yet\u00a0to\u202frespond", "yet\u00a0to\u202frespond"),
        ("yet to respond", "has yet\r\n\t to  respond.", "yet\r\n\t to  respond"),
        ("has yet  to", "has yet to respond", "has yet to"),
        ("  has yet to\n", "She has yet to respond", "has yet to"),
        ("negotiation", "the nego\u00adtia\u00adtion ended", "nego\u00adtia\u00adtion"),
        ("nego\u00adtiation", "the negotiation ended", "negotiation"),
        ("zero width", "a zero\u200b \ufeffwi\u2060dth", "zero\u200b \ufeffwi\u2060dth"),
        ("\u200cje\u200dan", "jean", "jean"),
        ("talks...", "the talks… ended", "talks…"),
        ("talks… ended", "the talks... ended", "talks... ended"),
        ("café talks", "the cafe\u0301 talks", "cafe\u0301 talks"),
        ("cafe\u0301 talks", "the café talks", "café talks"),
        ("Gärtner", "Heinz Ga\u0308rtner", "Ga\u0308rtner"),
        ("vấn đề", "va\u0302\u0301n đe\u0302\u0300", "va\u0302\u0301n đe\u0302\u0300"),
        ("café", "the cafe\u0301 talks", "cafe\u0301"),  # the last letter keeps its accent
        ("café", "at the cafe\u0301\u00ad\u200b\u00ad", "cafe\u0301"),  # and no unseen sign
        ("a b", "a  b\u00ad.", "a  b"),
        ("a b", "a  b\u00ad ", "a  b"),
    ],
)
def test_a_quote_printed_differently_is_normalised_and_its_offsets_show_the_text_as_it_stands(quote, text, passage):
    expected = "exact" if quote == passage else "normalised"
    assert found(quote, text) == (expected, passage)


def test_the_exact_passage_goes_before_one_that_is_printed_differently():
    text = 'He said “no deal”. Later: "no deal". And ‘no\' deal.'
    assert found('"no deal"', text) == ("exact", '"no deal"')
    assert found("“no deal”", text) == ("exact", "“no deal”")


@pytest.mark.parametrize(
    "quote",
    [
        "Moscow does rule out a freeze",  # its “not” dropped: 93 % alike
        "NATO will not expand to the east",  # “, he said,” left out
        "NATO […] will not expand",
        "moscow does not rule out a freeze",  # another case
        "Moscow does not rule out the freeze",
        "will not expand to the east - not now - not later",
        "a freeze.NATO",
        "\u00ad\u200b",  # nothing that could be seen
    ],
)
def test_a_quote_that_is_only_alike_is_missing(quote):
    assert locate(quote, TEXT) == QuoteCheck(QuoteState.MISSING, None, None)


@pytest.mark.parametrize("text", ["talks… ended", "the talks…"])
@pytest.mark.parametrize("quote", ["talks.", "talks.."])
def test_a_full_stop_is_no_part_of_an_ellipsis(quote, text):
    assert found(quote, text) == ("missing", None)


def test_a_quote_does_not_begin_within_an_ellipsis_either():
    assert found(".\u00a0ended", "talks… ended") == ("missing", None)


@pytest.mark.parametrize("quote", ["", "  ", "\n\u00a0"])
@pytest.mark.parametrize("text", ["", TEXT])
def test_without_a_quote_there_is_nothing_to_look_for(quote, text):
    assert locate(quote, text) == QuoteCheck(QuoteState.NO_QUOTE)


def test_without_a_text_a_quote_is_not_checked():
    assert locate("yet to respond", "") == QuoteCheck(QuoteState.NO_TEXT)


REPEATED = "First: no deal. Second, no deal! Third — no  deal?"


@pytest.mark.parametrize(
    ("prefix", "suffix", "expected"),
    [
        ("", "", ("ambiguous", None)),
        ("First:", "", ("exact", 7)),
        ("Second,", "", ("exact", 24)),
        ("Second, ", "", ("exact", 24)),
        ("Third -", "", ("normalised", 41)),
        ("", "!", ("exact", 24)),
        ("", "? ", ("normalised", 41)),
        ("", " .\nSecond", ("exact", 7)),
        ("", ".Second", ("ambiguous", None)),  # white space is folded and not dropped
        (":", ".", ("exact", 7)),
        ("First:", "!", ("ambiguous", None)),  # they contradict each other: neither decides
        ("nowhere", "", ("ambiguous", None)),
        ("", "nowhere", ("ambiguous", None)),
    ],
)
def test_a_quote_found_more_than_once_is_ambiguous_until_prefix_or_suffix_decides(prefix, suffix, expected):
    state, start, end = locate("no deal", REPEATED, prefix, suffix)
    assert (state.value, start) == expected
    assert start is None or normalise(REPEATED[start:end])[0] == "no deal"


def test_a_prefix_that_fits_two_passages_does_not_decide():
    text = "They say yes. They say yes. We say yes."
    assert locate("yes", text, prefix="They say").state == QuoteState.AMBIGUOUS
    assert found("yes", text, prefix="We say") == ("exact", "yes")


def test_a_prefix_is_not_asked_where_the_quote_stands_once():
    assert found("yet to respond", TEXT, prefix="nowhere", suffix="nowhere") == ("exact", "yet to respond")
    assert found("east - not now", TEXT, prefix="nowhere") == ("normalised", "east — not now")


def test_passages_that_overlap_are_two():
    assert locate("no no", "no no no").state == QuoteState.AMBIGUOUS
    assert locate("no no", "no no no", suffix="no").start == 0
    assert locate("no no", "no no no", prefix="no").start == 3


def test_signs_of_patterns_are_plain_signs():
    assert found("(1+1)? [a.b]*", "what (1+1)? [a.b]* means") == ("exact", "(1+1)? [a.b]*")
    assert locate("a.b", "axb").state == QuoteState.MISSING


@pytest.mark.parametrize(
    ("text", "folded", "index"),
    [
        ("", "", []),
        ("a  b", "a b", [0, 1, 3]),
        ("\u00a0\n a", " a", [0, 3]),
        ("a\u00adb", "ab", [0, 2]),
        ("a \u00ad b", "a b", [0, 1, 4]),
        ("a…b", "a...b", [0, 1, 1, 1, 2]),
        ("e\u0301x", "éx", [0, 2]),
        ("\u0301x", "\u0301x", [0, 1]),
        ("x\u0302\u0301y", "x\u0302\u0301y", [0, 1, 2, 3]),
        ("\u212b", "Å", [0]),
    ],
)
def test_normalise_keeps_the_place_of_each_character(text, folded, index):
    assert normalise(text) == (folded, index)


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("Moscow does rule out a freeze", "Moscow does not rule out a freeze"),
        ("oscow does rule out a free", "Moscow does not rule out a freeze"),
        ("The United States has yet to answer.", "The United States has yet to respond"),
        ("will not expand to the east - not now - not later", "will not expand to the east — not now, not later"),
    ],
)
def test_the_nearest_passage_is_offered_in_whole_words(quote, passage):
    near = find_nearest(quote, TEXT)
    assert passage in near.text
    assert near.text == TEXT[near.start : near.end] == near.text.strip()
    assert 50 <= near.score <= 100
    assert len(near.text) < len(passage) + 12
    assert locate(quote, TEXT).state == QuoteState.MISSING


def test_the_nearest_passage_of_a_short_text_and_a_long_quote_is_within_the_text():
    near = find_nearest("There is no doubt at all that there will be no deal", "there will be no deal")
    assert near.text == "there will be no deal"


def test_the_nearest_passage_ends_within_no_ellipsis():
    assert find_nearest("hard talks.", "the hard talks… ended").text == "hard talks…"
    assert find_nearest("hard talks.", "the hard talks…").text == "hard talks…"


def test_a_passage_half_alike_is_offered_and_none_that_is_less():
    assert find_nearest("abcd", "xxcdxx").score == 50
    assert find_nearest("abcde", "xxcdxxx") is None


def test_the_nearest_passage_keeps_the_accent_of_its_last_letter():
    assert find_nearest("at a cafe\u0301", "met at the cafe\u0301, again").text.endswith("the cafe\u0301")


@pytest.mark.parametrize(
    ("quote", "text"),
    [("zzzz qqqq", TEXT), ("", TEXT), ("\u00ad", TEXT), ("deal", ""), ("deal", " \n")]
    + [("a b", " zzz"), ("a b", "zzz ")],  # alike in their white space alone
)
def test_where_nothing_is_alike_nothing_is_offered(quote, text):
    assert find_nearest(quote, text) is None
