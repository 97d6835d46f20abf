"""Which wording a claim answers and an outcome is of, on pages and in files; the mark of a stance on an old text."""

import pytest

from claims.services.corrections import propose
from claims.services.review import transition
from claims.services.write_gate import editing
from tests.make import make_claim, make_outcome, make_proposal, make_user, make_wording
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import page, text_of

pytestmark = pytest.mark.django_db

DECEMBER = (
    '<a href="/talks/proposals/zones/?wording=december#wordings"><time datetime="2021-12-17">17 Dec 2021</time></a>'
)


@pytest.fixture
def zones():
    return make_proposal(title="Zones", slug="zones")


@pytest.fixture
def december(zones):
    return make_wording(zones, slug="december", label="December draft", day="2021-12-17")


def marks(client, query=""):
    return {row["holder"]: row["marks"] for row in as_dicts(client, f"/talks/?{query}")}


def test_the_page_of_a_claim_says_which_wording_it_answers_and_links_to_it(client, zones, december):
    claim = make_claim(proposal=zones, wording=december)
    html = page(client, claim.get_absolute_url())
    assert DECEMBER in html.replace("\n", "")
    text = text_of(client, claim.get_absolute_url())
    assert "Wording answers the wording of 17 Dec 2021 (December draft)" in text
    assert page(client, "/talks/proposals/zones/?wording=december")
    assert "answers the wording" not in page(client, make_claim(proposal=zones).get_absolute_url())


def test_the_opened_cell_and_the_proposal_say_it_beside_the_quote(client, sides, zones, december):
    make_claim(2, sides["east"], proposal=zones, wording=december)
    make_claim(1, sides["west"], proposal=zones)
    assert "answers the wording of 17 Dec 2021" in text_of(client, "/talks/cells/zones/east/")
    assert "answers the wording" not in text_of(client, "/talks/cells/zones/west/")
    assert "answers the wording of 17 Dec 2021" in text_of(client, "/talks/proposals/zones/")


def test_the_file_of_claims_names_it_by_its_slug(client, zones, december):
    make_claim(proposal=zones, wording=december)
    make_claim(proposal=zones)
    assert {row["wording"] for row in as_dicts(client, "/talks/claims/")} == {"december", ""}


def test_readers_see_what_a_correction_changed_of_it_and_the_earlier_version(client, zones, december):
    claim = make_claim(proposal=zones, wording=december)
    analyst, reviewer = make_user("analyst"), make_user("reviewer")
    draft = propose(claim, user=analyst, version=claim.version)
    geneva = make_wording(zones, slug="geneva", label="Geneva paper", day="2022-01-10")
    with editing(analyst, "it was the later text") as gate:
        draft = gate.lock(type(claim), draft.pk)
        draft.wording = geneva
        gate.save(draft)
    draft = transition(draft, "submit", user=analyst, version=draft.version)
    transition(draft, "publish", user=reviewer, version=draft.version)
    text = text_of(client, claim.get_absolute_url())
    assert "answers the wording of 10 Jan 2022" in text and "December draft" in text
    assert "answers the wording of 17 Dec 2021" in text_of(client, f"{claim.get_absolute_url()}?version=1")


def test_an_outcome_says_in_which_wording_it_came_about(client, zones, december):
    make_outcome(proposal=zones, wording=december)
    make_outcome("refused", proposal=zones, day="2022-02-02")
    text = text_of(client, "/talks/proposals/zones/")
    assert "Agreed, 3 Mar 2022, in the wording of 17 Dec 2021." in text and "Refused, 2 Feb 2022." in text
    rows = as_dicts(client, "/talks/coverage/?table=outcomes")
    assert [row["wording"] for row in rows] == ["december", ""]


# The mark


def test_a_stance_on_an_old_text_is_marked_in_the_matrix_the_cell_the_files_and_the_legend(
    client, sides, zones, december
):
    make_claim(2, sides["east"], proposal=zones, wording=december)
    make_claim(1, sides["west"], proposal=zones)
    assert marks(client) == {"east": "", "west": ""}
    make_wording(zones, label="Geneva paper", day="2022-01-10")
    assert marks(client) == {"east": "earlier-wording", "west": ""}
    html = page(client, "/talks/")
    assert "Eastland on Zones: supports (+2), earlier wording" in html
    assert '<span class="mark mark-earlier-wording">' in page(client, "/talks/?marks=numbers")
    assert "all claims that decide answer a wording of which there is a newer one" in text_of(client, "/method/signs/")
    assert "supports (+2), earlier wording" in text_of(client, "/talks/cells/zones/east/")
    assert "earlier wording" in text_of(client, "/talks/proposals/zones/")


@pytest.mark.parametrize(
    ("day", "as_of", "marked"),
    [
        ("2022-01-19", "", True),
        ("2022-01-19", "2022-01-18", False),  # it came later
        ("2022-01-18", "2022-01-18", True),
        ("2021-12-17", "", False),  # of one day neither is the later
        ("2021-12-01", "", False),  # it is the older one
    ],
)
def test_the_newest_is_that_of_the_day_of_which_the_page_tells(client, sides, zones, december, day, as_of, marked):
    make_claim(2, sides["east"], proposal=zones, wording=december)
    make_wording(zones, day=day)
    query = f"as_of={as_of}" if as_of else ""
    assert (marks(client, query)["east"] == "earlier-wording") == marked
    assert ("earlier wording" in text_of(client, f"/talks/cells/zones/east/?{query}")) == marked


def test_a_newer_wording_of_another_proposal_marks_nothing(client, sides, zones, december):
    make_claim(2, sides["east"], proposal=zones, wording=december)
    make_wording(make_proposal(topic=zones.topic), day="2022-01-10")
    assert marks(client)["east"] == ""
