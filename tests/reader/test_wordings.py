"""Wordings on the pages: newest first, two of them compared word by word, found by search, and in files."""

import re
from datetime import date

import pytest

from tests.make import make_claim, make_part, make_proposal, make_source, make_wording
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import page, row_order, text_of, words

pytestmark = pytest.mark.django_db

DRAFTS = (
    ("December draft", date(2021, 12, 17), "No missiles in Europe, <b>ever</b>."),
    ("Geneva paper", date(2022, 1, 10), "Fewer missiles in Europe."),
    ("Final text", date(2022, 2, 3), "Fewer missiles."),
)


@pytest.fixture
def zones(sides):
    """Zones with three wordings, the first by the east, from a draft treaty."""
    proposal = make_proposal(title="Zones", slug="zones")
    source = make_source(slug="treaty", title="Draft treaty", language="ru")
    for label, day, text in DRAFTS:
        authors = [sides["east"]] if label == "December draft" else []
        slug = label.lower().replace(" ", "-")
        make_wording(proposal, authors, label=label, slug=slug, day=day, text=text, source=source, locator="Article 4")
    return proposal


def section(client, query=""):
    found = re.search(r'<section id="wordings">.*?</section>', page(client, f"/talks/proposals/zones/{query}"), re.S)
    return found.group() if found else ""


def test_they_stand_newest_first_with_by_whom_they_are_and_from_which_document(client, zones):
    text = words(section(client))
    places = [text.index(label) for label in ("Final text, 3 Feb", "Geneva paper, 10 Jan", "December draft, 17 Dec")]
    assert places == sorted(places)
    assert "December draft, 17 Dec 2021, by Eastland. Draft treaty, Article 4" in text
    assert "&lt;b&gt;ever&lt;/b&gt;" in section(client) and 'lang="ru"' in section(client)
    assert not section(client, "?as_of=2021-12-01")


def test_the_newest_is_compared_with_the_one_before_it_in_words_for_who_sees_no_marks(client, zones):
    html = section(client)
    assert "From Geneva paper, 10 Jan 2022 to Final text, 3 Feb 2022" in words(html)
    drawn = re.search(r'<p class="wording".*?</p>', html, re.S).group()
    assert drawn.endswith('>Fewer missiles <del><span class="unseen"> removed: </span>in Europe</del>.</p>')


def test_any_two_are_compared_and_the_address_carries_the_choice(client, zones):
    html = section(client, "?wording=geneva-paper&against=december-draft&as_of=2022-01-31&known=published")
    assert "From December draft, 17 Dec 2021 to Geneva paper, 10 Jan 2022" in words(html)
    removed, added = '<del><span class="unseen"> removed: </span>No</del>', '<span class="unseen"> added: </span>Fewer'
    assert f"{removed} <ins>{added}</ins>" in html
    assert '<option value="geneva-paper" selected>' in html and '<option value="december-draft" selected>' in html
    assert '<input type="hidden" name="as_of" value="2022-01-31">' in html
    assert "1 more came after the day that was chosen." in words(html)
    assert "Not a word differs." in words(section(client, "?wording=final-text&against=final-text"))
    assert "There is no earlier wording" in words(section(client, "?wording=december-draft"))


@pytest.mark.parametrize("query", ["wording=nothing", "against=<b>", "wording=final-text%00"])
def test_a_wording_that_there_is_not_is_a_named_fault_and_keeps_the_rest(client, zones, query):
    answer = client.get(f"/talks/proposals/zones/?{query}")
    assert answer.status_code == 400 and 'id="wordings"' in answer.content.decode()


def test_one_wording_alone_is_compared_with_nothing(client, sides):
    make_wording(make_proposal(slug="zones"))
    assert "Wordings 1" in words(section(client)) and "Compare" not in section(client)


def test_the_matrix_s_search_finds_a_proposal_by_its_wordings_of_the_day_and_its_place_in_a_package(client, zones):
    other = make_proposal(title="Other", slug="other")
    assert row_order(client, "?q=missiles") == ["zones"]
    assert row_order(client, "?q=%22geneva%20paper%22") == ["zones"]
    assert row_order(client, "?q=fewer&as_of=2021-12-31") == []
    make_part(make_proposal(title="Treaty"), other, where="Annex B")
    assert row_order(client, "?q=%22annex%20b%22") == ["other"]


def test_they_are_listed_and_downloaded_with_the_others_recorded_beside_claims(client, zones):
    text = text_of(client, "/talks/coverage/?table=wordings")
    assert "Zones Final text 3 Feb 2022 Fewer missiles. Article 4" in text
    rows = as_dicts(client, "/talks/coverage/?table=wordings")
    assert [row["wording"] for row in rows] == ["final-text", "geneva-paper", "december-draft"]
    told = {name: rows[-1][name] for name in ("proposal", "label", "day", "text", "authors", "source", "locator")}
    assert list(told.values()) == [
        "zones", "December draft", "2021-12-17", "No missiles in Europe, <b>ever</b>.", "east", "treaty", "Article 4",
    ]  # fmt: skip
    assert (rows[-1]["source_title"], rows[-1]["source_language"], rows[-1]["version"]) == ("Draft treaty", "ru", 1)
    assert len(as_dicts(client, "/talks/coverage/?table=wordings&as_of=2022-01-10")) == 2
    make_wording()
    assert len(as_dicts(client, "/talks/coverage/?table=wordings&proposal=zones")) == 3


def test_a_source_that_wordings_alone_are_from_is_listed_and_lists_them(client, zones):
    assert [row["source"] for row in as_dicts(client, "/sources/")] == ["treaty"]
    make_claim(source=make_source(slug="other"))
    assert [row["source"] for row in as_dicts(client, "/sources/?leaked=no")] == ["other"]
    text = text_of(client, "/sources/treaty/")
    assert "Wordings of proposals, from this source 3 Final text of Zones, 3 Feb 2022, Article 4" in text
