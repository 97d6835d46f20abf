import re
import unicodedata

import pytest
from hypothesis import strategies as st

from claims.rules.slugs import LONGEST_SLUG, START, make_slug
from tests.rules.cases import hold


@pytest.mark.parametrize(
    "name, slug",
    [
        ("Россия", "rossiya"),
        ("中国", "zhongguo"),
        ("Österreich", "osterreich"),
        ("Ελλάδα", "ellada"),
        ("საქართველო", "sakartvelo"),
        ("ישראל", "ysrl"),
        ("Straße", "strasse"),
        ("Côte d’Ivoire", "cote-divoire"),
        ("U.S.", "us"),
        ("No NATO expansion!", "no-nato-expansion"),
        ("Guaran\u00adtees", "guarantees"),
        ("– NATO –", "nato"),
        ("_Draft_", "draft"),
        ("!!!", ""),
        ("\u200b", ""),
    ],
)
def test_a_slug_says_the_name_in_ascii(name, slug):
    assert make_slug(name) == slug


def test_long_names_that_begin_alike_have_slugs_that_say_more_than_their_beginning():
    start = "Resolution on the situation of the displaced in the north of the country"
    slugs = [make_slug(f"{start}, {ending}") for ending in ("first vote", "second vote")]
    assert len(set(slugs)) == 2 and all(len(slug) <= LONGEST_SLUG for slug in slugs)
    assert slugs == [make_slug(f"{start}, {ending}") for ending in ("first vote", "second vote")]


def test_a_name_of_just_the_length_is_its_own_slug():
    assert make_slug("a" * LONGEST_SLUG) == "a" * LONGEST_SLUG


def test_a_long_name_is_not_cut_behind_a_dash():
    first = "a" * (START - 1)
    assert re.fullmatch(f"{first}-[0-9a-f]{{7}}", make_slug(f"{first} and much more"))


def check_slug(name):
    slug = make_slug(name)
    assert re.fullmatch(r"[a-z0-9_-]*", slug) and len(slug) <= LONGEST_SLUG
    assert make_slug(unicodedata.normalize("NFD", name)) == slug
    return bool(slug)


def test_a_slug_is_one_for_addresses_whatever_the_name():
    hold(st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=90), check_slug, reaching=[True])
