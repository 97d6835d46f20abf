"""What is in packages, at any depth: ways down, ways round, and what is left of packages where rows are hidden."""

from hypothesis import strategies as st

from claims.rules.packages import (
    find_circles,
    find_way,
    list_bottom_up,
    list_nearest,
    list_packages,
    list_within,
    narrow,
)
from tests.rules.cases import hold
from tests.rules.drawn_packages import find_within, packages_of

PARTS = {"all": ["a", "b"], "b": ["c", "d"], "other": ["d"], "d": ["e"]}
RING = {"a": ["b"], "b": ["c"], "c": ["a"]}


def test_what_is_in_a_package_is_listed_once_at_whatever_depth_in_the_order_of_parts():
    assert list_within(PARTS, "all") == ["a", "b", "c", "d", "e"]
    assert list_within({**PARTS, "all": ["a", "b", "d"]}, "all") == ["a", "b", "c", "d", "e"]
    assert list_within(PARTS, "e") == []


def test_the_way_down_names_each_package_and_a_way_round_comes_back():
    assert find_way(PARTS, "all", "e") == ["all", "b", "d", "e"]
    assert find_way(PARTS, "other", "c") == []
    assert find_way(RING, "a", "a") == ["a", "b", "c", "a"]
    assert find_way(PARTS, "all", "all") == []
    assert find_way({"a": ["a"]}, "a", "a") == ["a", "a"]


def test_packages_of_a_part_are_all_that_it_is_part_of():
    assert list_packages(PARTS)["d"] == ["b", "other"]


def test_what_is_hidden_between_a_package_and_a_part_is_stepped_over():
    assert narrow(PARTS, ["all", "c", "e", "x"]) == {"all": ["c", "e"]}
    assert narrow(PARTS, ["all", "e", "c"]) == {"all": ["e", "c"]}  # in the order in which they are shown
    assert narrow(PARTS, ["all", "b", "e"]) == {"all": ["b"], "b": ["e"]}


def test_a_part_that_is_in_a_part_too_is_named_there_only():
    assert narrow({"all": ["b", "d"], "b": ["d"]}, ["all", "b", "d", "all"]) == {"all": ["b"], "b": ["d"]}


def test_a_ring_that_got_into_a_database_ends_nothing_in_a_loop():
    assert sorted(list_bottom_up(RING)) == ["a", "b", "c"]
    assert list_within(RING, "a") == ["b", "c"]
    assert list_nearest({"all": ["a"], **RING, "c": ["a", "d"]}, "all", {"d"}) == ["d"]
    left = narrow(RING, ["a", "b", "c"])
    assert not any(find_way(left, at, at) for at in "abc") and left


def test_among_all_or_some_proposals_what_is_within_what_stays_so():
    def same(drawn):
        parts, kept = drawn
        left = narrow(parts, kept)
        for place in kept:
            assert find_within(left, place) == find_within(parts, place) & set(kept)
            assert set(list_within(parts, place)) == find_within(parts, place)
        order = list_bottom_up(parts)
        assert all(order.index(part) < order.index(at) for at, its_parts in parts.items() for part in its_parts)
        return "hidden" if len(kept) < 8 else "all"

    hold(st.tuples(packages_of(8), st.sets(st.integers(0, 7)).map(sorted)), same, reaching=["hidden"])


def test_the_nearest_kept_parts_stand_for_those_that_are_not():
    assert list_nearest(PARTS, "all", {"a", "c", "e"}) == ["a", "c", "e"]
    assert list_nearest(PARTS, "all", set("abcde")) == ["a", "b"]
    assert list_nearest(RING, "a", {"a"}) == ["a"]
    assert list_nearest(PARTS, "e", set("abcde")) == []
    assert list_nearest(PARTS, "all", {"d"}) == ["d"]


def test_each_of_the_asked_that_is_within_itself_is_told_with_the_way():
    assert find_circles(RING, "ab") == {"a": ["a", "b", "c", "a"], "b": ["b", "c", "a", "b"]}
    assert find_circles({**PARTS, **RING}, ["all", "other"]) == {}
