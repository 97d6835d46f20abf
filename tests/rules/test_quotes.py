"""A quote in its source's text: found word for word, found as printed differently, or honestly missing."""

import pytest

from claims.rules.folding import normalise
from claims.rules.missing_quotes import find_nearest
from claims.rules.quotes import QuoteCheck, QuoteState, find_first, locate

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
    assert found("..\u00a0ended", "… ended") == ("missing", None)


def test_a_sign_that_is_the_whole_text_is_whole():
    assert found("...", "…") == ("normalised", "…")


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
        ("", ".Second", ("missing", None)),  # white space is folded and not dropped
        (":", ".", ("exact", 7)),
        ("First:", "!", ("missing", None)),  # they contradict each other
        ("nowhere", "", ("missing", None)),
        ("", "nowhere", ("missing", None)),
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


def test_a_prefix_and_a_suffix_are_asked_where_the_quote_stands_once_too():
    assert found("yet to respond", TEXT, prefix="States has", suffix=".") == ("exact", "yet to respond")
    assert found("yet to respond", TEXT, prefix="nowhere") == ("missing", None)
    assert found("yet to respond", TEXT, suffix="nowhere") == ("missing", None)
    assert found("east - not now", TEXT, prefix="the") == ("normalised", "east — not now")
    assert found("east - not now", TEXT, prefix="nowhere") == ("missing", None)


def test_a_quote_that_somebody_else_says_is_missing():
    quote, prefix = "we refuse the offer", "Team Alpha told us:"
    assert found(quote, f"{prefix} {quote}.", prefix=prefix) == ("exact", quote)
    assert found(quote, "Only Team Beta told us: we refuse the offer.", prefix=prefix) == ("missing", None)
    assert found(quote, "Only Team Beta told us: we refuse the offer.", prefix="Team Beta told us:") == ("exact", quote)


@pytest.mark.parametrize("prefix", ["He   said", "he\u00ad said", "“he said", "  said ", "id", "\u00a0"])
def test_a_prefix_is_folded_as_the_quote_is_and_may_begin_within_a_word(prefix):
    assert found("no deal", 'Then "he said' + " " * 500 + "no deal. He said no deal!", suffix=".", prefix=prefix)[
        0
    ] == ("missing" if "H" in prefix else "exact")


@pytest.mark.parametrize("letter", ["e\u0301", "e\u0302\u0301", "α\u0313\u0300\u0345"])
@pytest.mark.parametrize("word", ["{}", "b {}"])
def test_a_letter_with_marks_beside_the_quote_is_read_whole_however_many_blanks_are_between(letter, word):
    composed = normalise(letter)[0]
    before, after = word.format(composed)[::-1], word.format(composed)
    for between in (" " * blanks for blanks in [*range(1, 60), 500]):
        said = before.replace(composed, letter).replace(" ", between) + f"{between}no"
        assert found("no", said, prefix=before) == ("exact", "no")
        said = f"no{between}" + after.replace(composed, letter).replace(" ", between)
        assert found("no", said, suffix=after) == ("exact", "no")
        assert found("no", said, suffix=after.replace(composed, letter[0])) == ("missing", None)


def test_signs_of_a_word_and_the_quote_that_stands_in_it_are_told_apart():
    text = "The minister disagrees with the plan."
    assert found("agrees with the plan", text) == ("missing", None)
    assert find_nearest("agrees with the plan", text).text == "disagrees with the plan"
    assert found("disagrees with the plan", text) == ("exact", "disagrees with the plan")


def test_the_passage_in_whole_words_goes_before_one_that_is_cut():
    assert found("agrees", "She disagrees, he agrees.") == ("exact", "agrees")
    assert found("we  agree", "Elsewe agree; so we\u00a0agree.") == ("normalised", "we\u00a0agree")


# Quote, text: the quote begins or ends within a word of the text.
CUT = [
    ("agrees", "He dis\u00adagrees."),
    ("agrees", "He dis\u200bagrees."),
    ("agrees  with", "He disagrees with it."),
    ("agrees", "He dis-\nagrees."),
    ("agrees", "He dis-\r\n   agrees."),
    ("He dis", "He dis-\nagrees."),
    ("He dis-", "He dis-\nagrees."),
    ("He agree", "He agrees."),
    ("He agree", "He agree\u00ads."),
    ("expansion", "We want non-expansion."),
    ("expansion", "We want non\u2010expansion."),
    ("expansion", "We want non\u2011expansion."),
    ("binding", "It is non–binding."),
    ("-expansion", "We want non-expansion."),
    ("We want non", "We want non-expansion."),
    ("we can", "we can't agree"),
    ("we can", "we can’t agree"),
    ("We do", "We don't."),
    ("t accept", "We don't accept it."),
    ("I say we can", "I say we can't agree"),
    ("a b", "éa b"),
    ("accepte", "Il n’accepte pas."),
    ("the Kremlin", "We back the Kremlin's foes."),
    ("5 %", "It is 25 %."),
    ("5 %", "It is 2.5 %."),
    ("5 %", "It is 2,5 %."),
    ("5 %", "It is 3–5 %."),
    ("5 %", "It is -5 %."),
    ("5 %", "It is −5 %."),
    ("up by 5", "It is up by 5.5 %."),
    ("000 men", "It is 100,000 men."),
    ("500 men", "It is 2\u00a0500 men."),
    ("500 men", "It is 2\u202f500 men."),
    ("30 o'clock", "At 10:30 o'clock"),
    ("16 jets", "F-16 jets"),
    ("cafe", "the cafe\u0301 talks"),
    ("e", "e\u0301"),
    ("\u0301 talks", "the cafe\u0301 talks"),
    ("согласны", "Мы несогласны."),
    ("\u0915\u093f", "\u0915\u093f\u0902"),
    ("나라", "우리나라는"),
    ("law", "the ﬂaw"),
]


@pytest.mark.parametrize(("quote", "text"), CUT)
def test_a_quote_that_is_cut_within_a_word_is_missing_and_the_whole_word_is_offered(quote, text):
    assert found(quote, text) == ("missing", None)
    near = find_nearest(quote, text)
    assert near is None or found(near.text, text) == ("exact", near.text)


# Quote, text: the quote begins and ends where words do.
WHOLE = [
    ("agrees", "“agrees”"),
    ("agrees", "he—agrees—to"),
    ("agrees", "he...agrees...to"),
    ("agrees", "he…agrees…"),
    ("…agrees", "he …agrees"),
    ("... agrees", "he ... agrees"),
    ("agrees", "(agrees)"),
    ("We agree", "'We agree'"),
    ("We agree", "‘We agree’, he said"),
    (", he said", "We agree, he said"),
    ("We agree", "We agree.Next"),
    ("Next", "We agree.Next"),
    ("he", "he/she"),
    ("non-expansion", "We want non-expansion."),
    ("pre-", "in pre- and post-war"),
    ("Russia's own", "of Russia's own"),
    ("the allies", "the allies' plan"),
    ("25 %", "It is 25 %."),
    ("25", "It is 25%."),
    ("25", "It is $25."),
    ("25", "by 25, or 26"),
    ("in 2021", "in 2021."),
    ("We refuse", "We refuse¹ it"),
    ("We refuse.", "We refuse.2 It"),
    ("5 tanks", "- 5 tanks"),
    ("cafe\u0301", "the cafe\u0301 talks"),
    ("agrees", "He -\nagrees"),
    ("\U0001f600", "so\U0001f600so"),
    ("同意", "我们不同意这个计划。"),
    ("同意", "NATO同意."),
    ("賛成", "日本は賛成しない"),
    ("カ国", "五カ国が"),
    ("意見", "同-\n意見だ"),
    ("เห็นด้วย", "เราไม่เห็นด้วยกับแผน"),
    ("ເຫັນດີ", "ພວກເຮົາເຫັນດີກັບ"),
    ("យល់ព្រម", "យើងយល់ព្រមនឹង"),
    ("သဘောတူ", "ကျွန်ုပ်တို့သဘောတူသည်"),
]


@pytest.mark.parametrize(("quote", "text"), WHOLE)
def test_a_quote_in_whole_words_is_exact_and_in_scripts_without_blanks_any_is(quote, text):
    assert found(quote, text) == ("exact", quote)


def test_a_letter_of_a_script_without_blanks_keeps_its_marks():
    assert found("ที", "ที่") == ("missing", None)


@pytest.mark.parametrize(
    ("quote", "text", "passage"),
    [
        ("first official", "the ﬁrst oﬃcial talks", "ﬁrst oﬃcial"),
        ("the ﬁrst", "the first talks", "the first"),
        ("right to left", "right\u200f to \u202aleft\u202c.", "right\u200f to \u202aleft"),
    ],
)
def test_ligatures_and_marks_of_direction_are_folded(quote, text, passage):
    assert found(quote, text) == ("normalised", passage)


def test_passages_that_overlap_are_two():
    assert locate("no no", "no no no").state == QuoteState.AMBIGUOUS
    assert locate("no no", "no no no", suffix="no").start == 0
    assert locate("no no", "no no no", prefix="no").start == 3
    assert locate("好好", "好好好").state == QuoteState.AMBIGUOUS  # where words are not parted, by one sign


@pytest.mark.parametrize(
    ("quote", "text", "span"),
    [
        ("no deal", "no  deal, no deal, no deal", (10, 17)),  # the exact one, of these the first
        ("no deal", "snow no  deal, no\u00a0deal", (5, 13)),
        ("no deal", "no dealing", None),
        ("no deal", "", None),
    ],
)
def test_the_first_of_several_passages(quote, text, span):
    assert find_first(quote, text) == span


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
    assert (normalise(text)[0], [*normalise(text)[1]]) == (folded, index)


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
