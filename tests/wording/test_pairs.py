"""How pairs are told."""

from claims.rules.measures.pairs import Contrast, PackageRule
from claims.wording.pairs import CONTRASTS, PACKAGE_RULES, write_package_rule


def test_every_contrast_and_every_package_rule_has_its_words_in_order():
    assert list(CONTRASTS) == list(Contrast)
    assert list(PACKAGE_RULES) == list(PackageRule)


def test_what_is_neither_package_nor_part_has_no_words():
    assert write_package_rule(None) == ""
    assert write_package_rule(PackageRule.BY_PARTS) == "its parts stand for it"
