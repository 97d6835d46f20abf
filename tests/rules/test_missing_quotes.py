"""The nearest passage is looked for in bounded steps, however long quote and text are."""

import pytest
from hypothesis import strategies as st

from claims.rules import missing_quotes
from claims.rules.missing_quotes import (
    LONGEST_QUOTE,
    MOST_COMPARED,
    MissingQuote,
    Passage,
    explain_missing,
    find_nearest,
)
from claims.rules.quotes import QuoteState, locate
from tests.rules.cases import hold

VOCABULARY = [
    f"{start}{end}" for start in ("ver", "sal", "mond", "tur", "gek") for end in ("a", "ion", "ers", "ly", "um")
]
# Letter by letter: of a whole text that is short enough, or of four parts of four quotes each.
MOST_STEPS = max(MOST_COMPARED, 4 * 4 * LONGEST_QUOTE**2)
MOST_WIDENINGS = LONGEST_QUOTE * 2


def write_text(words, length):
    """Return a text of about so many letters in which no sentence comes back soon."""
    text, step = [], 0
    while length > 0:
        step = (step * 31 + 7) % 1009
        text.append(words[step % len(words)] + ("." if step % 11 == 0 else ""))
        length -= len(text[-1]) + 1
    return " ".join(text)


class Steps:
    """Counts the letters that are compared, and how often a passage is measured anew."""

    def __init__(self, monkeypatch):
        self.compared = self.widened = 0
        align, similarity = missing_quotes.fuzz.partial_ratio_alignment, missing_quotes.LCSseq.similarity

        def counting_alignment(needle, text, **options):
            self.compared += len(needle) * len(text)
            return align(needle, text, **options)

        def counting_similarity(*words):
            self.widened += 1
            assert self.widened <= MOST_WIDENINGS
            return similarity(*words)

        monkeypatch.setattr(missing_quotes.fuzz, "partial_ratio_alignment", counting_alignment)
        monkeypatch.setattr(missing_quotes.LCSseq, "similarity", counting_similarity)


def test_steps_are_bounded_whatever_the_length_of_quote_and_text(monkeypatch):
    steps = Steps(monkeypatch)

    def bounded(drawn):
        length, start, size, wrong = drawn
        text = write_text(VOCABULARY, length)
        words = text[start : start + size].split()
        quote = " ".join(words[: len(words) // 2] + [wrong] + words[len(words) // 2 :])
        steps.compared = steps.widened = 0
        near = find_nearest(quote, text)
        assert steps.compared <= MOST_STEPS
        assert near is None or near.text == text[near.start : near.end]
        return len(quote) > LONGEST_QUOTE

    lengths = st.sampled_from([300, 30_000, 300_000])
    drawn = st.tuples(
        lengths, st.integers(0, 200), st.sampled_from([1, 40, 400, 30_000]), st.sampled_from(["x", "nix"])
    )
    hold(drawn, bounded, reaching=[True, False], examples=40)


@pytest.mark.parametrize("letter", ["N", "e"])
def test_a_letter_that_stands_only_within_words_is_answered_at_once(letter, monkeypatch):
    steps, text = Steps(monkeypatch), "Never there. " * 20_000
    assert locate(letter, text).state == QuoteState.MISSING
    assert find_nearest(letter, text) == Passage("Never", 0, 5, 100.0)
    assert (steps.compared, steps.widened) == (0, 0)


def test_the_passage_of_a_long_text_is_offered_though_only_parts_of_it_are_compared():
    text = write_text(VOCABULARY, 300_000)
    passage = "Moscow does not rule out a freeze of patrols near the frontiers of any state on the Baltic Sea"
    held = f"{text} {passage}. {text}"
    quote = passage.replace("does not", "does") + ", said the ministry" * 5
    assert len(quote) * len(held) > MOST_COMPARED
    assert "Moscow does not rule out a freeze of patrols" in find_nearest(quote, held).text


FREEZE = "they refuse any freeze of patrols"
OTHERS = "zz " * 50  # words and letters that no quote has


@pytest.mark.parametrize(
    ("quote", "passage", "offered"),
    [
        ("they rifuse", "they refuse", True),  # it shares a word
        ("thay rifuse", "they refuse", False),  # no word, though most letters
        ("egreement", "agreement", False),  # only the end of one
        ("disagreement", "disagreemint", False),  # a word of twelve letters is looked for whole
        ("counterproductive", "counterprodoctive", True),  # a longer one in pieces of six: “counte”
        ("counterproductive", "countirproductyve", True),  # or “rprodu”
        ("internationalising", "intxrnationxlisxng", False),  # none of “intern”, “ationa” and “lising”
        ("部长表示他也同意这个计划", "部长表示他不同意这个计划", False),
        ("部长表示他也同意这个计划了", "部长表示他不同意这个计划了", True),  # a run without blanks too
        ("no to " * 32 + "verification", "nu tu " * 32 + "verification", True),  # of many words, the longest
    ],
)
def test_of_a_long_text_a_passage_is_offered_that_shares_a_piece_with_the_quote(quote, passage, offered, monkeypatch):
    monkeypatch.setattr(missing_quotes, "MOST_COMPARED", 0)
    near = find_nearest(quote, f"{OTHERS}{passage} {OTHERS}")
    assert (near.text if near else None) == (passage if offered else None)


@pytest.mark.parametrize("more", [0, -1])
def test_a_text_is_compared_whole_as_long_as_that_takes_no_more_steps_than_are_allowed(more, monkeypatch):
    quote, text = "thay rifuse ony", "they refuse any"
    monkeypatch.setattr(missing_quotes, "MOST_COMPARED", len(quote) * len(text) + more)
    assert (find_nearest(quote, text) is None) == (more < 0)


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("thoy refose eny freize uf patrols", FREEZE),
        ("they refose eny freize uf petrols", FREEZE),
        (
            "部长x示他同x这个计x也不会签署任何",
            "部长表示他同意这个计划也不会签署任何",
        ),  # it shares only the end of a run
    ],
)
def test_a_passage_is_found_whole_wherever_in_a_long_text_it_stands(quote, passage, monkeypatch):
    monkeypatch.setattr(missing_quotes, "MOST_COMPARED", 0)
    for before in range(100, 100 + len(quote)):
        assert find_nearest(quote, f"{'.' * before} {passage} {OTHERS}").text == passage


def test_a_passage_is_found_at_the_very_start_of_a_long_text(monkeypatch):
    monkeypatch.setattr(missing_quotes, "MOST_COMPARED", 0)
    assert find_nearest("(they refuse eny freeze)", f"(they refuse any freeze) {OTHERS}").start == 0


@pytest.mark.parametrize(
    "passages", [[FREEZE, "they refose eny freize uf patrols"], ["they refose eny freize uf patrols", FREEZE]]
)
def test_of_several_passages_the_most_alike_is_offered(passages, monkeypatch):
    monkeypatch.setattr(missing_quotes, "MOST_COMPARED", 0)
    assert find_nearest("they refuse any freize of patrols", f" {OTHERS}".join(["", *passages, ""])).text == FREEZE


def test_the_four_places_of_a_long_text_are_compared_that_share_most_pieces_with_the_quote(monkeypatch):
    steps, quote = Steps(monkeypatch), "agreements of other states on patrols"
    monkeypatch.setattr(missing_quotes, "MOST_COMPARED", 0)
    passage = quote.replace("agreements", "agreemonts")
    near = find_nearest(quote, OTHERS + f"agreements {OTHERS}" * 5 + f"{passage} {OTHERS}")
    assert near.text == passage
    assert steps.compared == 4 * 4 * len(quote) ** 2


def test_a_word_that_stands_everywhere_tells_little_of_where_the_passage_is(monkeypatch):
    monkeypatch.setattr(missing_quotes, "MOST_COMPARED", 0)
    everywhere = f"a {OTHERS}" * 64 + "a " * 200
    assert (
        find_nearest("a freeze of patrols", f"{everywhere} {OTHERS} a freeze if patrols").text == "a freeze if patrols"
    )


def test_where_nothing_of_a_long_text_is_alike_nothing_is_offered():
    assert find_nearest("zzzz qqqq xxxx " * 20, write_text(VOCABULARY, 300_000)) is None


def test_a_run_without_end_is_no_word():
    near = find_nearest("b" * 50, "a" * 100_000 + "b" * 50 + "a" * 100_000)
    assert len(near.text) < 500


@pytest.mark.parametrize(
    ("quote", "text", "offered"),
    [
        # Two words between are worth one that is found; three are not.
        (f"now {FREEZE}", f"Now, it seems, {FREEZE}", f"Now, it seems, {FREEZE}"),
        (f"now {FREEZE}", f"Now, as it seems, {FREEZE}", FREEZE),
        (f"{FREEZE} now", f"{FREEZE}, it seems, now or later", f"{FREEZE}, it seems, now"),
        (f"{FREEZE} now", f"{FREEZE}, as it seems, now or later", FREEZE),
        # What stands elsewhere in the text is no reason not to.
        (
            f"now {FREEZE}",
            f"Now, it seems, {FREEZE} -- men who now sail, they who refuse it, any who freeze out most of patrols",
            f"Now, it seems, {FREEZE}",
        ),
        (
            f"{FREEZE} now",
            f"They who refuse it, any who freeze out most of those patrols now -- {FREEZE}, it seems, now",
            f"{FREEZE}, it seems, now",
        ),
        # No farther than half the quote and twenty letters: 38.
        (f"now {FREEZE}", f"now {'x' * 29} yet {FREEZE}", f"now {'x' * 29} yet {FREEZE}"),
        (f"now {FREEZE}", f"now {'x' * 30} yet {FREEZE}", FREEZE),
        (f"{FREEZE} now", f"{FREEZE} yet {'x' * 29} now", f"{FREEZE} yet {'x' * 29} now"),
        (f"{FREEZE} now", f"{FREEZE} yet {'x' * 30} now", FREEZE),
    ],
)
def test_a_passage_is_widened_to_words_of_the_quote_that_stand_near(quote, text, offered):
    assert find_nearest(quote, text).text == offered


@pytest.mark.parametrize(
    ("quote", "text", "offered"),
    [
        ("we are ready to talk", 'He said: "we are redy to talk" today', "we are redy to talk"),
        ("ready to talk", "He said ((redy to talk)) today", "redy to talk"),
        ('"ready to talk"', 'He said: "redy to talk" today', '"redy to talk"'),
        ("(ready) to talk (now)", "so [(redy) to talk (now)] today", "(redy) to talk (now)"),
        ('they say "ready" to talk', 'They say "redy" to talk, so', 'They say "redy" to talk'),
        ('ready to "talk"', 'So (ready to "tolk") today', 'ready to "tolk"'),
        ("‘we are ready’ to talk", "So “we are ready” to talk now", "“we are ready” to talk"),
        ("?!?!?!", "so ;?!?!!; so", "?!?!!"),
        ("-?!?!?-", "so ;?!?!?; so", ";?!?!?"),  # without them nothing would be left
    ],
)
def test_a_passage_leaves_out_marks_at_its_ends_that_the_quote_lacks_and_parts_no_quote_marks(quote, text, offered):
    assert find_nearest(quote, text).text == offered


HELD = "A spokesman of Beta told us: we refuse the offer."


@pytest.mark.parametrize(
    ("around", "misplaced", "nearest"),
    [
        (("Alpha told us:", "the offer"), ["prefix"], "Beta told us: we refuse"),
        (("told us:", "an order"), ["suffix"], "we refuse the offer"),
        (("Alpha told us:", "an order"), ["prefix", "suffix"], "Beta told us: we refuse the offer"),
        (
            ("A word that is longer than all that stands before it", ""),
            ["prefix"],
            "A spokesman of Beta told us: we refuse",
        ),
        (("", "a word that is longer than all that stands after"), ["suffix"], "we refuse the offer."),
    ],
)
def test_a_quote_between_other_words_is_told_with_what_stands_there(around, misplaced, nearest):
    given = dict(zip(["prefix", "suffix"], around, strict=True))
    start = HELD.index(nearest)
    assert explain_missing("we refuse", HELD, **given) == MissingQuote(
        "we refuse", Passage(nearest, start, start + len(nearest), 100.0), {name: given[name] for name in misplaced}
    )


def test_words_around_that_fit_different_passages_are_both_at_fault():
    around = {"prefix": "Yes,", "suffix": "today"}
    assert explain_missing("we agree", "Yes, we agree. No, we agree today.", **around).misplaced == around


@pytest.mark.parametrize("around", [("", ""), ("us:", "the"), (" ", "")])
def test_of_a_quote_that_is_not_there_itself_nothing_around_is_at_fault_and_the_nearest_passage_is_told(around):
    quote = "we refused the offer"
    missing = explain_missing(quote, HELD, *around)
    assert missing == MissingQuote(quote, find_nearest(quote, HELD), {})
    assert missing.nearest.text == "we refuse the offer"
