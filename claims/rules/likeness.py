"""Whether two quotes are likely one passage, typed twice: a typo mended, a comma more."""

import re

from rapidfuzz import fuzz

from .folding import normalise

LEAST_LIKENESS = 90  # of 100: one letter wrong in twenty
_NUMBERS = re.compile(r"\d+")


def is_near(quote: str, other: str) -> bool:
    """Whether two quotes differ, but so little that they are likely meant to be one.

    Numbers must be the same in both: “Article 4” is not “Article 5” mistyped.
    """
    if quote == other or not quote or not other:
        return False
    one, two = (normalise(text)[0].strip().casefold() for text in (quote, other))
    if _NUMBERS.findall(one) != _NUMBERS.findall(two):
        return False
    return fuzz.ratio(one, two, score_cutoff=LEAST_LIKENESS) > 0
