"""One pair of actors, proposal by proposal: how their stances compare, and what the rule of packages makes of each.

`contrast` sorts by values as if every condition were met: both at the same value, apart but not on both sides of
zero, on both sides of zero; then those where only one of the two has a stance, those where both have but at least one
is *mixed* or *depends*, and those on which neither has spoken. A stance without a value is one, so where it stands
alone only one has spoken. Forecasts and awaited answers are no stances.

`apply_package_rule` says which packages and parts are terms of the pair's sum, as `agreement.list_units` does.
"""

from enum import StrEnum

from ..scales import Word
from ..stances import SPOKEN
from .agreement import list_units


class Contrast(StrEnum):
    """How two stances on one proposal compare, in the order in which a page lists them."""

    AGREE = "agree"
    DIFFER = "differ"
    OPPOSED = "opposed"
    ONE = "one"
    NO_VALUE = "no-value"
    NEITHER = "neither"


CONTRASTS = {
    Contrast.AGREE: Word("agree", "Both stand at the same value."),
    Contrast.DIFFER: Word("differ in degree", "Their values differ, but don't lie on both sides of zero."),
    Contrast.OPPOSED: Word("opposed", "One is for it, the other against it."),
    Contrast.ONE: Word("only one has spoken", "A blank is not neutral: there is nothing to compare."),
    Contrast.NO_VALUE: Word("no value to compare", "Both have spoken, but what one of them says has no one value."),
    Contrast.NEITHER: Word("neither has spoken", "Nothing, forecasts, or an awaited answer."),
}

FOR_PARTS, BY_PARTS = "stands for its parts", "its parts stand for it"
FOR_PACKAGE, BY_PACKAGE = "stands for its package", "its package stands for it"


def contrast(a, b):
    """Return the Contrast of two stances; of each `state` and `value` are read."""
    if a.value is not None and b.value is not None:
        if a.value == b.value:
            return Contrast.AGREE
        return Contrast.OPPOSED if a.value * b.value < 0 else Contrast.DIFFER
    spoken = (a.state in SPOKEN) + (b.state in SPOKEN)
    return (Contrast.NEITHER, Contrast.ONE, Contrast.NO_VALUE)[spoken]


def apply_package_rule(a, b, packages):
    """Return place → words for each package and part; `a`, `b` and `packages` as for `agreement.list_terms`."""
    standing = set(list_units(a, b, packages))
    words = {package: FOR_PARTS if package in standing else BY_PARTS for package in packages.values()}
    return words | {part: FOR_PACKAGE if part in standing else BY_PACKAGE for part in packages}
