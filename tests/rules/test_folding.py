"""Names: what their spellings have in common, and what tells them apart."""

import unicodedata

import pytest
from hypothesis import strategies as st

from claims.rules.folding import fold_for_search, fold_name, isolate, part_ligatures, write_name
from claims.rules.names import Called, collect_near, drop_articles, find_meant, find_near
from tests.rules.cases import hold

ONE_NAME = {
    "composed and decomposed": ("Zürich", "Zu\u0308rich"),
    "case": ("Österreich", "ÖSTERREICH"),
    "case of Cyrillic": ("Россия", "РОССИЯ"),
    "case of Greek, with its last s": ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    "sharp s": ("Straße", "STRASSE"),
    "Turkish i with a dot": ("İstanbul", "istanbul"),
    "Turkish i as programs write it small": ("İstanbul", "i\u0307stanbul"),
    "Turkish i without one": ("Diyarbakır", "DIYARBAKIR"),
    "blanks": ("United States", " United\u00a0\n States "),
    "unseen characters": ("guarantees", "guaran\u00adtees\u200b"),
    "marks of direction": ("ישראל", "\u200fישראל\u202c"),
    "apostrophes": ("Côte d'Ivoire", "Côte d’Ivoire"),
    "a letter for an apostrophe": ("Знам'янка", "Знамʼянка"),
    "dashes": ("Bosnia-Herzegovina", "Bosnia–Herzegovina"),
    "ligatures": ("Affiliates", "Aﬃliates"),
    "width": ("NATO", "ＮＡＴＯ"),
}


@pytest.mark.parametrize("one, other", ONE_NAME.values(), ids=ONE_NAME)
def test_spellings_of_one_name_are_folded_alike(one, other):
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize("one, other", [("Zürich", "Zurich"), ("Йемен", "Иемен"), ("Niger", "Nigeria"), ("A B", "AB")])
def test_other_names_stay_apart(one, other):
    assert fold_name(one) != fold_name(other)


@pytest.mark.parametrize(
    "typed, text", [("zurich", "Zürich"), ("Osterreich", "österreich"), ("jose", "José"), ("йемен", "Йемен")]
)
def test_a_part_of_a_name_is_looked_for_without_the_marks_of_latin_letters(typed, text):
    assert fold_for_search(typed) == fold_for_search(text)


def test_the_mark_of_another_letter_is_looked_for():
    assert fold_for_search("Иемен") != fold_for_search("Йемен")


# Letters, marks, signs and blanks of several scripts, and what nobody sees; no marks that change places when composed.
LETTERS = st.characters(exclude_characters="\u0345", exclude_categories=("Cs", "Cn"))


def check_folding(name):
    folded = fold_name(name)
    assert fold_name(folded) == folded
    assert {fold_name(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")} == {folded}
    assert fold_name(write_name(name)) == folded
    assert fold_for_search(folded) == fold_for_search(name)
    return folded == name


def test_folding_a_folded_name_changes_nothing_whatever_its_form():
    hold(st.text(LETTERS | st.sampled_from("aZüÉ \u0301\u00adß’")), check_folding, reaching=[False])


def test_a_ligature_is_written_as_its_letters_and_nothing_else_changes():
    assert part_ligatures("the ﬁrst oﬃcial Zürich … “ﬂag”") == "the first official Zürich … “flag”"


CALLED = [
    Called("north", "macedonia", ["North Macedonia", "FYROM"]),
    Called("region", "mk", ["Macedonia", "Greek province"]),
    Called("us", "us", ["United States", "US", "Washington"]),
]


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("Macedonia", ["north", "region"]),
        ("MACEDONIA", ["north", "region"]),
        ("macedonia", ["north"]),
        ("mk", ["region"]),
        ("MK", ["region"]),
        ("washington", ["us"]),
        ("US", ["us"]),
        ("fyrom", ["north"]),
        ("Washington, D.C.", []),
        ("\u200b", []),
        ("", []),
    ],
)
def test_a_text_means_the_row_of_the_slug_that_it_is_or_all_rows_of_the_name(typed, meant):
    assert [one.row for one in find_meant(typed, CALLED)] == meant


def test_a_slug_that_is_the_very_name_of_another_means_both():
    called = [Called("one", "accord", ["The accord of 1994"]), Called("other", "other", ["accord"])]
    assert [one.row for one in find_meant("accord", called)] == ["one", "other"]


@pytest.mark.parametrize(
    "text, near",
    [
        ("Moskow", "Moscow"),
        ("the Moscow", "Moscow"),
        ("Osterreich", "Österreich"),
        ("Untied States", "United States"),
        ("the Kremlin", None),
        ("Kremlin", None),
        ("Iran", None),
        ("UK", None),
        ("Talks about something else", None),
        ("", None),
    ],
)
def test_what_is_offered_for_an_unknown_name_is_near(text, near):
    names = ["UN", "EU", "Iraq", "Moscow", "Österreich", "United States", "Talks"]
    assert find_near(text, collect_near(names)) == near


@pytest.mark.parametrize(
    "name, compared",
    [("The Hague", "hague"), ("Knights of  the Zürich lake", "knights of zurich lake"), ("Theatre", "theatre")],
)
def test_names_are_compared_without_articles(name, compared):
    assert drop_articles(name) == compared


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("Zu\u0308rich\n am  See", "Zürich am See"),
        ("ישראל", "ישראל"),
        ("\u202eEvil", "\u2068\u202eEvil\u2069"),
        ("ישראל\u200f", "\u2068ישראל\u200f\u2069"),
        ("\u2068a\u2069\u202eb\u2068c\u2069", "\u2068a\u202ebc\u2069"),
        ("\u2067ישראל", "ישראל"),
    ],
)
def test_a_name_is_stored_composed_and_its_marks_of_direction_end_with_it(typed, stored):
    assert write_name(typed) == write_name(stored) == stored
    assert fold_name(typed) == fold_name(stored)


@pytest.mark.parametrize(
    ("typed", "isolated"),
    [
        ("ישראל (1)", "\u2068ישראל (1)\u2069"),
        ("حزب الوسط", "\u2068حزب الوسط\u2069"),
        ("Party ישראל", "\u2068Party ישראל\u2069"),
        ("\u2068ישראל\u200f\u2069", "\u2068ישראל\u200f\u2069"),
        ("\u2068אב\u2069, \u2068גד\u2069", "\u2068\u2068אב\u2069, \u2068גד\u2069\u2069"),
        ("Zürich", "Zürich"),
        ("Москва, 中国", "Москва, 中国"),
        ("", ""),
    ],
)
def test_what_runs_from_right_to_left_is_isolated_once(typed, isolated):
    assert isolate(typed) == isolated
