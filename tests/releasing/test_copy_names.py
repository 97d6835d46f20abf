"""Files of a static copy have names that any file system takes, one for each address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.releasing.static_copy.names import LONGEST_PART, lead, name_download, name_page, name_part

SAFE = set("abcdefghijklmnopqrstuvwxyz0123456789_.-")


@pytest.mark.parametrize(
    ("parts", "query", "file"),
    [
        ([], (), "index.html"),
        (["claims"], (), "claims/index.html"),
        (["claims"], (("page", "2"),), "claims/page-2.html"),
        (["claims"], (("after", "2019-05-02.k3f9abcd"),), "claims/after-2019-05-02.k3f9abcd.html"),
        ([], (("columns", "2"), ("page", "3")), "columns-2-page-3.html"),
    ],
)
def test_a_page_is_called_after_its_address(parts, query, file):
    assert name_page(parts, query) == file


def test_a_download_is_called_after_its_page():
    assert name_download(["actors", "russia"], (("table", "stances"),), "csv") == (
        "actors/russia/actors-russia-stances.csv"
    )
    assert name_download([], (), "xlsx") == "matrix.xlsx"


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "aux.html", "Russia", "..", "", "a" * 61, "x/y", "ق"])
def test_a_part_that_a_file_system_would_not_take_is_told_by_a_digest(name):
    part = name_part(name)
    assert part.rpartition("-")[2] != name
    assert len(part.rpartition("-")[2]) == 8


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_two_parts_meet_whatever_they_hold(one, other):
    first, second = name_part(one), name_part(other)
    assert set(first) <= SAFE
    assert 0 < len(first) <= LONGEST_PART
    assert not first.startswith(".")
    assert not first.endswith(".")
    assert (first == second) == (one == other)


def test_links_lead_from_file_to_file():
    assert lead("claims/abc/index.html", "index.html") == "../../index.html"
    assert lead("index.html", "claims/index.html") == "claims/index.html"
    assert lead("claims/index.html", "claims/page-2.html") == "page-2.html"
