"""Which quotes are likely one passage, typed twice."""

import pytest

from claims.rules.likeness import is_near

QUOTE = "There will be no expansion of the alliance to the east."


@pytest.mark.parametrize(
    "other",
    [
        "There will be no expanson of the alliance to the east.",
        "There will be no expansion of the Alliance to the East",
        "There  will be no expansion of the alliance, to the east!",
    ],
)
def test_a_typo_a_comma_or_a_capital_is_near(other):
    assert is_near(QUOTE, other) and is_near(other, QUOTE)


@pytest.mark.parametrize(
    "quote, other",
    [
        (QUOTE, QUOTE),
        (QUOTE, "There will be no expansion."),
        (QUOTE, ""),
        ("", ""),
        ("", "\u00ad"),  # of which nobody sees anything
        ("We agree with Article 4 of the draft treaty.", "We agree with Article 5 of the draft treaty."),
        ("Yes.", "No."),
    ],
)
def test_the_same_another_sentence_or_another_number_is_not(quote, other):
    assert not is_near(quote, other)
