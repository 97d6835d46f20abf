"""Leaked sources and graded origins: what pages say of them, and numbers without them."""

import pytest

from tests.make import make_claim, make_proposal, make_source
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import labels, page, row, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def zones(sides):
    """The east for it by a graded source, the west against it by a leaked paper alone."""
    made = make_proposal(title="Zones", slug="zones")
    make_claim(value=2, holder=sides["east"], proposal=made, source=make_source(slug="open", grade="B"))
    make_claim(value=-2, holder=sides["west"], proposal=made, source=make_source(slug="paper", leaked=True))
    return made


def test_a_stance_that_only_leaked_sources_decide_is_marked_everywhere(client, zones):
    html = row(client, zones)
    assert labels(html)[-1] == "Westland on Zones: rejects (−2), leaked"
    assert 'class="c v-n2 weak"' in html
    assert '<span class="mark mark-leaked"> leaked</span>' in row(client, zones, "?marks=numbers")
    cells = {cell["holder"]: cell["marks"] for cell in as_dicts(client, "/talks/")}
    assert cells == {"east": "", "west": "leaked"}
    sheet = workbook(client, "/talks/")["matrix"]
    assert "▼\u2009−2 leaked" in [str(cell.value) for line in sheet.iter_rows() for cell in line]
    assert "decided by leaked sources only" in text_of(client, "/method/signs/")
    opened = text_of(client, "/talks/cells/zones/west/")
    assert "rejects (−2), leaked" in opened and "Leaked. Claim" in opened
    assert "Leaked. Claim" not in text_of(client, "/talks/cells/zones/east/")


@pytest.mark.parametrize(
    ("query", "verdict", "holders"),
    [
        ("", "contested", ["east", "west"]),
        ("leaked=no", "unanswered", ["east"]),
        ("leaked=yes", "unanswered", ["west"]),
        ("grade=B", "unanswered", ["east"]),
        ("grade=none", "unanswered", ["west"]),
        ("grade=B&grade=none", "contested", ["east", "west"]),
        ("leaked=no&grade=A", None, []),
    ],
)
def test_leaked_and_grade_choose_the_claims_that_count_in_every_number(client, zones, query, verdict, holders):
    assert [cell["holder"] for cell in as_dicts(client, f"/talks/?{query}")] == holders
    assert {cell["verdict"] for cell in as_dicts(client, f"/talks/?{query}")} == ({verdict} if verdict else set())
    assert sorted(claim["holder"] for claim in as_dicts(client, f"/talks/claims/?{query}")) == holders
    (proposal,) = as_dicts(client, f"/talks/proposals/?{query}")
    assert (proposal["verdict"], proposal["claims"]) == (verdict or "no-party-has-spoken", len(holders))
    assert len(as_dicts(client, f"/sources/?{query}")) == len(holders)
    assert len(as_dicts(client, f"/talks/proposals/zones/?{query}")) == len(holders)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("leaked=no", "only from sources that were not leaked"),
        ("leaked=yes", "only from leaked sources"),
        ("grade=B&grade=none", "only from origins of grade B (usually reliable) or no grade"),
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "/talks/",
        "/talks/claims/",
        "/talks/common-ground/",
        "/talks/agreement/",
        "/talks/coverage/",
        "/talks/proposals/zones/",
    ],
)
def test_each_page_says_what_is_left_out_and_its_links_keep_it(client, zones, address, query, words):
    assert words in text_of(client, f"{address}?{query}")
    assert query.replace("&", "&amp;") in page(client, f"{address}?{query}").split("<main")[1]


@pytest.mark.parametrize(("query", "fault"), [("leaked=perhaps", "perhaps"), ("grade=G", "G")])
def test_another_word_is_a_named_error(client, zones, query, fault):
    answer = client.get(f"/talks/?{query}")
    assert answer.status_code == 400 and fault in answer.content.decode()
    assert labels(row(client, zones, f"?{query}"))[-1].startswith("Westland on Zones: rejects")


def test_the_page_of_a_source_says_whether_it_was_leaked_and_what_its_grade_means(client, zones):
    leaked, graded = text_of(client, "/sources/paper/"), text_of(client, "/sources/open/")
    assert "Leaked yes" in leaked and "Grade of the origin" not in leaked
    assert "Grade of the origin B: usually reliable" in graded and "Leaked yes" not in graded
    listed = {line["source"]: (line["leaked"], line["grade"]) for line in as_dicts(client, "/sources/")}
    assert listed == {"paper": (True, ""), "open": (False, "B")}


def test_the_record_of_a_claim_says_that_its_source_was_leaked(client, sides):
    leaked, told = make_claim(source=make_source(leaked=True)), make_claim()
    assert "leaked" in text_of(client, leaked.get_absolute_url())
    assert "leaked" not in text_of(client, told.get_absolute_url())
