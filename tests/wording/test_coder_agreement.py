"""How far coders agree, in words."""

import pytest

from claims.rules.coding_units import DIFFERENCES
from claims.rules.measures.coder_agreement import Share, compare_coders
from claims.rules.measures.reliability import Alpha, CodedCell
from claims.wording.coder_agreement import (
    DIFFERENCE_WORDS,
    explain_alpha,
    name_differences,
    write_agreement,
    write_alpha,
    write_alpha_base,
    write_share,
    write_units,
)


def code(*values):
    return [(CodedCell("a", "east", str(n), "position", 0), value) for n, value in enumerate(values)]


@pytest.mark.parametrize(
    "alpha, written, base, explained",
    [
        (Alpha(0.979, 107, 107), "0.979", "107 units, 107 pairs", "good agreement"),
        (Alpha(0.8, 1, 1), "0.800", "1 unit, 1 pair", "good agreement"),
        (Alpha(0.7, 2000, 2000), "0.700", "2,000 units, 2,000 pairs", "enough for tentative conclusions"),
        (Alpha(-0.1, 2, 2), "−0.100", "2 units, 2 pairs", "too little to build on"),
        (Alpha(None, 0, 0), "undefined", "0 units, 0 pairs", "no cell has values of two coders"),
        (
            Alpha(None, 3, 3),
            "undefined",
            "3 units, 3 pairs",
            "all values are equal, so nothing could have been disagreed on",
        ),
    ],
)
def test_alpha_is_told_with_its_base_and_what_it_is_good_for(alpha, written, base, explained):
    assert (write_alpha(alpha), write_alpha_base(alpha), explain_alpha(alpha)) == (written, base, explained)


@pytest.mark.parametrize(
    "share, written",
    [
        (Share(103, 107), "103 of 107 (96\u00a0%)"),
        (Share(999, 1000), "999 of 1,000 (99\u00a0%)"),
        (Share(3, 3), "3 of 3 (100\u00a0%)"),
        (Share(0, 0), "none to compare"),
    ],
)
def test_only_all_of_them_are_a_hundred_per_cent(share, written):
    assert write_share(share) == written


@pytest.mark.parametrize(
    "codings, sentence",
    [
        ({1: [], 2: []}, "No coder has coded a value, so there is nothing to compare."),
        (
            {1: code(1), 2: code(1)},
            "The coders agree on 1 of 1 value; alpha is undefined: all values are equal, so nothing could have been "
            "disagreed on.",
        ),
        ({1: code(1, 2), 2: code(1, 2)}, "The coders agree on 2 of 2 values; alpha is 1.000: good agreement."),
        (
            {1: code(1, 2), 2: code(1, 2), 3: code(1, 2)},
            "The coders agree on 6 of 6 pairs of values; alpha is 1.000: good agreement.",
        ),
        (
            {1: code(1), 2: []},
            "The coders found no cell in common; alpha is undefined: no cell has values of two coders.",
        ),
    ],
)
def test_the_page_begins_with_how_far_they_agree(codings, sentence):
    assert write_agreement(compare_coders(codings)) == sentence


@pytest.mark.parametrize(
    "differing, alike, sentence",
    [
        (0, 0, "Nothing is left to settle."),
        (19, 94, "19 to settle one by one, 94 coded alike."),
        (1, 0, "One to settle one by one."),
        (0, 2, "Two coded alike."),
    ],
)
def test_it_says_how_many_units_wait(differing, alike, sentence):
    assert write_units(differing, alike) == sentence


def test_differences_are_named_what_weighs_most_first():
    assert {*DIFFERENCE_WORDS} == {*DIFFERENCES}
    assert name_differences(("value", "conditions")) == "Other value; other condition"
    assert name_differences(("alone",), ["Ann", "Bob"]) == "Not found by Ann and Bob"
    assert name_differences(()) == ""
