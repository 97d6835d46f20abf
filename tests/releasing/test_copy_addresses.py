"""Which addresses are in a static copy, and in which file, told without asking for any page."""

import pytest

from claims.releasing.static_copy.addresses import CopyMap, Members

MAP = CopyMap("talks", Members(frozenset({"con"}), frozenset({"tass"}), frozenset({"k3f9abcd"})))
RELEASED = CopyMap("talks", MAP.members, "/talks/release-3")
(HERE, _) = MAP.list_starts()


def find(address, here=HERE, copy_map=MAP):
    target = copy_map.find(address, here)
    return target and (target.address, target.file)


@pytest.mark.parametrize(
    ("address", "asked", "file"),
    [
        ("/", "/talks/", "index.html"),
        ("/talks/", "/talks/", "index.html"),
        ("/talks/?page=2&columns=1", "/talks/?page=2", "page-2.html"),
        ("/talks/?cell=freeze/con", "/talks/cells/freeze/con/", "cells/freeze/con-1143da2b/index.html"),
        ("/talks/claims/?proposal=freeze", "/talks/proposals/freeze/", "proposals/freeze/index.html"),
        ("/claims/", "/talks/claims/", "claims/index.html"),
        ("/claims/?page=1", "/talks/claims/", "claims/index.html"),
        ("/claims/k3f9abcd/", "/claims/k3f9abcd/", "claims/k3f9abcd/index.html"),
        ("/talks/claims/?_export=csv", "/talks/claims/?_export=csv", "claims/claims.csv"),
        ("/sources/?record=bibtex", "/sources/?record=bibtex", "sources/sources.bib"),
        ("/talks/changes/feed/", "/talks/changes/feed/", "changes/feed/changes-feed.xml"),
        ("/talks/changes/moves/feed/", "/talks/changes/moves/feed/", "changes/moves/feed/changes-moves-feed.xml"),
    ],
)
def test_what_is_in_the_copy_has_one_address_and_one_file(address, asked, file):
    assert find(address) == (asked, file)


@pytest.mark.parametrize(
    "address",
    [
        "/search/", "/admin/", "/api/v1/", "/nowhere/else/", "/other-talks/", "/claims/zzzzzzzz/", "/sources/other/",
        "/actors/elsewhere/", "/talks/suggest/actor/", "/talks/claims/?sort=said_on", "/talks/?verdict=contested",
        "/talks/claims/?holder=con&_export=csv", "/talks/claims/?proposal=a&holder=b&holder=c", "/method/codebook/?q=a",
    ],
)  # fmt: skip
def test_what_chooses_searches_or_is_elsewhere_is_not(address):
    assert find(address) is None


def test_of_several_tables_of_a_page_one_at_a_time_is_turned_over():
    second = MAP.find("/talks/proposals/freeze/?page=2", HERE)
    assert find("/talks/proposals/freeze/?page=2&standing=3", second) == (
        "/talks/proposals/freeze/?standing=3",
        "proposals/freeze/standing-3.html",
    )


def test_pages_of_a_release_begin_with_its_address():
    assert find("/talks/release-3/claims/k3f9abcd/", copy_map=RELEASED) == (
        "/talks/release-3/claims/k3f9abcd/",
        "claims/k3f9abcd/index.html",
    )
    assert find("/talks/release-3/talks/", copy_map=RELEASED) == ("/talks/release-3/talks/", "index.html")
    assert find("/claims/k3f9abcd/", copy_map=RELEASED) is None
