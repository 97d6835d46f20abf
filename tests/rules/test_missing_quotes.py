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
# Letter by letter: of a whole text that is short enough, or of a few parts of five quotes each.
MOST_STEPS = MOST_COMPARED + 4 * 5 * LONGEST_QUOTE**2
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
        assert steps.widened <= MOST_WIDENINGS
        assert near is None or near.text == text[near.start : near.end]
        return len(quote) > LONGEST_QUOTE

    lengths = st.sampled_from([300, 30_000, 300_000])
    drawn = st.tuples(
        lengths, st.integers(0, 200), st.sampled_from([1, 40, 400, 30_000]), st.sampled_from(["x", "nix"])
    )
    hold(drawn, bounded, reaching=[True, False], examples=40)


def test_a_letter_that_stands_only_within_words_is_answered_at_once(monkeypatch):
    steps, text = Steps(monkeypatch), "Never there. " * 20_000
    assert locate("e", text).state == QuoteState.MISSING
    assert find_nearest("e", text).text == "Never"
    assert (steps.compared, steps.widened) == (0, 0)


def test_the_passage_of_a_long_text_is_offered_though_only_parts_of_it_are_compared():
    text = write_text(VOCABULARY, 300_000)
    passage = "Moscow does not rule out a freeze of patrols near the frontiers of any state on the Baltic Sea"
    held = f"{text} {passage}. {text}"
    quote = passage.replace("does not", "does") + ", said the ministry" * 5
    assert len(quote) * len(held) > MOST_COMPARED
    assert "Moscow does not rule out a freeze of patrols" in find_nearest(quote, held).text


def test_a_passage_of_a_script_without_blanks_is_offered_in_a_long_text():
    text = "我们今天在这里讨论了许多问题并且同意继续谈判。" * 20_000
    held = f"{text}部长表示他不同意这个计划也不会签署任何文件。{text}"
    near = find_nearest("部长表示他同意这个计划也不会签署任何文件", held)
    assert "部长表示他不同意这个计划" in near.text


def test_where_nothing_of_a_long_text_is_alike_nothing_is_offered():
    assert find_nearest("zzzz qqqq xxxx " * 20, write_text(VOCABULARY, 300_000)) is None


def test_a_run_without_end_is_no_word():
    near = find_nearest("b" * 50, "a" * 100_000 + "b" * 50 + "a" * 100_000)
    assert len(near.text) < 500


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
