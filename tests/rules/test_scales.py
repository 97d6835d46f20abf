"""The scales of the code are those of the codebook, and every name has its word."""

from itertools import combinations

import pytest

from claims.rules import scales
from claims.rules.scales import Attribution, Dimension

# As the codebook prints it (../shared/codebook.md, “Scales”).
CODEBOOK = """
| value | position | prospects | salience |
| --- | --- | --- | --- |
| +2 | supports or demands it | likely | essential, a red line |
| +1 | open: would accept or discuss it, perhaps on conditions | possible | important |
| 0 | neutral or non-committal by its own account | uncertain | middling |
| -1 | sceptical, reserved, reluctant | unlikely | secondary |
| -2 | rejects it | ruled out | negligible |
"""


def codebook():
    """Return dimension → value → meaning, in the order of the print."""
    head, _, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in CODEBOOK.strip().splitlines()]
    return {name: {int(row[0]): row[place] for row in rows} for place, name in enumerate(head) if place}


def test_the_scales_are_the_codebooks():
    ours = {d.value: {v: word.meaning for v, word in scale.items()} for d, scale in scales.SCALES.items()}
    assert ours == codebook()
    assert [list(scale) for scale in ours.values()] == [list(scales.VALUES)] * 3
    assert (min(scales.VALUES), max(scales.VALUES)) == (scales.LOWEST, scales.HIGHEST) == (-2, 2)


@pytest.mark.parametrize("dimension", list(Dimension))
def test_each_word_is_the_first_of_its_meaning_or_stands_in_it(dimension):
    assert all(word.word in word.meaning for word in scales.SCALES[dimension].values())


def test_no_two_scales_share_a_word():
    words = [{word.word for word in scale.values()} for scale in scales.SCALES.values()]
    assert [len(scale) for scale in words] == [5, 5, 5]
    assert all(not one & other for one, other in combinations(words, 2))


def test_signs_of_one_scale_are_told_apart_without_colour():
    for scale in scales.SCALES.values():
        assert len({word.sign for word in scale.values()}) == 5
    assert len({word.sign for word in scales.MARKS.values()}) == len(scales.Mark)
    assert len({word.sign for word in scales.BLANKS.values()} - {""}) == len(scales.Blank)


def test_attributions_stand_in_order_of_strength_with_the_codebooks_words():
    strength = [Attribution.OWN, Attribution.REPORTED, Attribution.ATTRIBUTED, Attribution.PREDICTED]
    assert sorted(Attribution) == strength
    assert list(map(int, strength)) == [0, 1, 2, 3]  # the database holds these numbers
    assert list(scales.ATTRIBUTION_WORDS) == ["own", "reported", "attributed", "predicted"]
    assert [scales.ATTRIBUTIONS[a].word for a in strength] == ["first-hand", "relayed", "second-hand", "forecast"]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (scales.Dimension, scales.DIMENSIONS),
        (scales.Attribution, scales.ATTRIBUTIONS),
        (scales.SaidOnIs, scales.SAID_ON_IS),
        (scales.State, scales.STATES),
        (scales.SearchOutcome, scales.SEARCH_OUTCOMES),
        (scales.OutcomeKind, scales.OUTCOMES),
        (scales.Blank, scales.BLANKS),
        (scales.Mark, scales.MARKS),
        (scales.VerdictKind, scales.VERDICTS),
    ],
)
def test_every_name_has_its_word_and_a_sentence_in_one_order(names, words):
    assert list(words) == list(names)
    assert all(word.word and word.meaning for word in words.values())


def test_verdicts_are_listed_as_the_first_screen_groups_them():
    assert [word.word for word in scales.VERDICTS.values()] == [
        "contested",
        "blocked",
        "within reach",
        "common ground",
        "open",
        "rejected",
        "unanswered",
        "not taken up",
    ]


@pytest.mark.parametrize("dimension", list(Dimension))
def test_no_word_is_said_twice_where_its_meaning_goes_on_after_it(dimension):
    for word in scales.SCALES[dimension].values():
        assert not word.after_word.startswith((f": {word.word}", word.word))
        assert f"{word.word} {word.after_word}".replace(" :", ":").replace(" ,", ",").strip() == word.meaning
