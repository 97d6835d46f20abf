"""Places in packages, and circles of them, in words."""

from types import SimpleNamespace

from claims.wording.packages import write_circle, write_found_circle, write_places


def test_a_place_is_named_with_its_package_and_where_in_it_if_that_is_known():
    places = [SimpleNamespace(package="Treaty", where="Article 4"), SimpleNamespace(package="Peace", where="")]
    assert write_places(places) == "part of Treaty, Article 4; part of Peace"
    assert write_places([]) == ""
    assert write_places([SimpleNamespace(package="ברית", where="")]) == "part of \u2068ברית\u2069"


def test_a_circle_names_all_that_are_in_it_or_the_ends_of_a_long_one():
    assert write_circle(["A", "A"]) == "A proposal is no part of itself."
    assert write_circle(["A", "B", "A"]).endswith("each being part of the one before: “A”, “B”, “A”.")
    assert write_circle([*"ABCDEFGHIJKL", "A"]).endswith("“G”, “H”, …, “L”, “A”.")
    assert write_found_circle(["A", "B", "A"]).endswith("“A”, “B”, “A”. Take it out of one of them.")
