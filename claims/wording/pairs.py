"""How two stances on one proposal compare, and what the rule of packages makes of it."""

from ..rules.measures.pairs import Contrast, PackageRule
from ..rules.scales import Word

CONTRASTS = {
    Contrast.AGREE: Word("agree", "Both stand at the same value."),
    Contrast.DIFFER: Word("differ in degree", "Their values differ, but don't lie on both sides of zero."),
    Contrast.OPPOSED: Word("opposed", "One is for it, the other against it."),
    Contrast.ONE: Word("only one has spoken", "A blank is not neutral: there is nothing to compare."),
    Contrast.NO_VALUE: Word("no value to compare", "Both have spoken, but one of them has no single value."),
    Contrast.NEITHER: Word("neither has spoken", "Nothing, forecasts, or an awaited answer."),
}

PACKAGE_RULES = {
    PackageRule.FOR_PARTS: "stands for its parts",
    PackageRule.BY_PARTS: "its parts stand for it",
    PackageRule.FOR_PACKAGE: "stands for its package",
    PackageRule.BY_PACKAGE: "its package stands for it",
}


def write_package_rule(rule: PackageRule | None) -> str:
    """Say what the rule of packages makes of a proposal; empty where it is neither package nor part."""
    return PACKAGE_RULES[rule] if rule else ""
