"""Sources with empty fields: lists name and link them, references have no stray signs, voices are counted alike."""

import re

import pytest

from tests.make import make_actor, make_claim, make_proposal, make_source
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import page, text_of, words
from tests.stray_signs import combinations_of, find_stray_signs

pytestmark = pytest.mark.django_db

NOTHING = {"publisher": "", "origin": "", "published_on": None}


def source_cells(html):
    """Return the cells of the column Source."""
    return re.findall(r'<td class="source">(.*?)</td>', html, re.S)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"publisher": "Daily"}, "Daily"),
        ({"publisher": "", "origin": "Bureau"}, "Bureau"),
        ({"publisher": "", "origin": "", "title": "The votes"}, "The votes"),
    ],
)
def test_every_list_of_claims_names_and_links_each_source(client, fields, name):
    source = make_source(slug="votes", **fields)
    holder = make_actor()
    claim = make_claim(source=source, holder=holder, speaker=holder)
    for address in ("/talks/claims/", f"/talks/proposals/{claim.proposal.slug}/", f"/talks/actors/{holder.slug}/"):
        assert source_cells(page(client, address)) == [f'<a href="/sources/votes/">{name}</a>'], address


def test_claims_are_sorted_by_source_also_where_it_names_no_publisher(client):
    late = make_claim(source=make_source(**NOTHING, title="Zones"))
    early = make_claim(source=make_source(**NOTHING, title="Acts"))
    html = page(client, "/talks/claims/?sort=source")
    assert html.index(early.public_id) < html.index(late.public_id)


@pytest.mark.parametrize(("quote", "shown"), [("", "roll call 7"), ("We refuse it.", "“We refuse it.” roll call 7")])
def test_every_list_of_claims_shows_the_place_that_a_claim_cites(client, quote, shown):
    holder = make_actor()
    claim = make_claim(holder=holder, quote=quote, locator="roll call 7")
    for address in (
        "/talks/claims/",
        f"/talks/proposals/{claim.proposal.slug}/",
        f"/talks/actors/{holder.slug}/",
        f"/sources/{claim.source.slug}/",
    ):
        (cell,) = re.findall(r'<td class="quote">(.*?)</td>', page(client, address), re.S)
        assert words(cell) == shown and f'href="/claims/{claim.public_id}/"' in cell, address
    assert "roll call 7" in text_of(client, f"/talks/cells/{claim.proposal.slug}/{holder.slug}/")
    assert "roll call 7" in text_of(client, f"/claims/{claim.public_id}/")


def test_references_on_pages_have_no_stray_signs_whatever_is_empty(client):
    holder, proposal = make_actor(), make_proposal()
    for gaps in combinations_of(publisher=["", "Daily"], origin=["", "Bureau"], published_on=[None, "2022-01-17"]):
        for place in ({"quote": "", "locator": "p. 4"}, {}):
            make_claim(holder=holder, proposal=proposal, source=make_source(**gaps, title="The talks"), **place)
    cell = page(client, f"/talks/cells/{proposal.slug}/{holder.slug}/")
    said = re.findall(r'<(p|span) class="by">(.*?)</\1>', cell, re.S)
    captions = [words(caption) for _, caption in said if "The talks" in caption]
    assert len(captions) == 16 and all("“The talks”" in caption for caption in captions)
    assert [sign for caption in captions for sign in find_stray_signs(caption)] == []
    for address in re.findall(r'href="(/claims/\w{8}/)"', cell):
        record = re.search(r"<dt>Source</dt>\s*<dd>(.*?)</dd>", page(client, address), re.S).group(1)
        assert find_stray_signs(words(record)) == [] and "“The talks”." in words(record)


def test_the_comment_of_a_cell_names_a_source_without_a_publisher(client, sides):
    source = make_source(**NOTHING, title="The votes")
    make_claim(holder=sides["east"], source=source, quote="", locator="roll call 7")
    sheet = workbook(client, "/talks/")["matrix"]
    notes = [cell.comment.text for row in sheet.iter_rows(min_row=3) for cell in row if cell.comment]
    assert any("roll call 7 (first-hand, East, 17 Jan 2022, The votes; claim" in note for note in notes)


# Whose text it is where no origin is given: the publisher's; without one the source is a voice by itself


@pytest.fixture
def gaps(sides):
    """A stance that rests on five claims: two sources without origin or publisher, three of the Daily's own text, of
    which one says so, beside a reprint in the Daily that decides nothing there."""
    zones = make_proposal(title="Zones", slug="zones")
    for fields in (
        {"publisher": "", "origin": "", "slug": "votes", "title": "The votes"},
        {"publisher": "", "origin": "", "slug": "minutes", "title": "The minutes"},
        {"publisher": "Daily", "origin": "", "slug": "daily-1"},
        {"publisher": "Daily", "origin": "", "slug": "daily-2"},
        {"publisher": "", "origin": "Daily", "slug": "daily-3"},
    ):
        make_claim(value=2, holder=sides["east"], proposal=zones, source=make_source(**fields))
    reprint = make_source(publisher="Daily", origin="Agency", slug="reprint")
    make_claim(value=-2, holder=sides["west"], proposal=zones, source=reprint)
    return zones


def test_head_cell_filter_and_file_count_voices_alike(client, gaps):
    assert "from 6 sources of 4 origins" in text_of(client, "/talks/")
    assert "5 claims in 5 sources of 3 origins" in text_of(client, "/talks/cells/zones/east/")
    voices = {row["source"]: row["voice"] for row in as_dicts(client, "/sources/")}
    assert voices == {
        "votes": "votes", "minutes": "minutes", "daily-1": "Daily", "daily-2": "Daily", "daily-3": "Daily",
        "reprint": "Agency",
    }  # fmt: skip
    assert "from 3 sources of 1 origin" in text_of(client, "/talks/?origin=daily")
    assert "3 claims, only texts of Daily" in text_of(client, "/talks/claims/?origin=daily")


def test_a_voice_leads_to_what_was_left_out_and_to_no_more(client, sides, gaps):
    other = make_proposal(title="Ships")
    make_claim(value=2, holder=sides["east"], proposal=other, source=make_source(publisher="Daily", origin=""))
    make_claim(value=2, holder=sides["west"], proposal=other, source=make_source(title="Daily", origin="Herald"))
    html = page(client, "/talks/common-ground/robustness/")
    voices = re.search(r'<section id="voice">.*?</section>', html, re.S).group()
    links = dict(re.findall(r'<a href="(/talks/claims/[^"]*|/sources/[^"]*)">([^<]*)</a>', voices))
    assert links["/talks/claims/?origin=Daily"] == "Daily" and links["/talks/claims/?origin=Agency"] == "Agency"
    listed = page(client, "/talks/claims/?origin=Daily")
    assert listed.count('id="claim-') == 4 and "Herald" not in listed


def test_a_source_that_is_a_voice_by_itself_is_named_by_its_title(client, sides):
    zones = make_proposal(title="Zones")
    make_claim(
        value=2, holder=sides["east"], proposal=zones, source=make_source(**NOTHING, title="Votes", slug="votes")
    )
    make_claim(value=-2, holder=sides["west"], proposal=zones)
    html = page(client, "/talks/common-ground/robustness/")
    voices = re.search(r'<section id="voice">.*?</section>', html, re.S).group()
    assert '<a href="/sources/votes/">Votes</a>' in voices


def test_origins_are_suggested_by_the_voices_that_there_are(client, gaps):
    offered = page(client, "/talks/suggest/origin/?origin=d")
    assert offered.strip() == '<option value="Daily">Daily</option>'


# One voice is written in many ways


@pytest.fixture
def spellings(sides):
    """Four texts of one agency, spelled as an origin or a publisher in three ways, and one of another."""
    zones = make_proposal(title="Zones", slug="zones")
    agency = ({"origin": "Agência"}, {"origin": "AGE\u0302NCIA"}, {"origin": "", "publisher": "agência"})
    for number, fields in enumerate((*agency, {"origin": "  Agência "})):
        source = make_source(**{"publisher": "Daily", **fields, "slug": f"text-{number}"})
        make_claim(value=2, holder=sides["east"], proposal=zones, source=source)
    make_claim(value=-2, holder=sides["west"], proposal=zones, source=make_source(origin="Press"))
    return zones


def test_the_spellings_of_a_voice_are_one_voice_wherever_voices_are_counted(client, spellings):
    assert "from 5 sources of 2 origins" in text_of(client, "/talks/")
    for address in ("/talks/cells/zones/east/", "/talks/?cell=zones/east"):
        assert "4 claims in 4 sources of 1 origin" in text_of(client, address)
    assert "5 claims in 5 sources of 2 origins" in text_of(client, "/talks/common-ground/")
    assert "5 claims in 5 sources of 2 origins" in text_of(client, "/talks/proposals/zones/")
    assert {row["voice"] for row in as_dicts(client, "/sources/")} == {"Agência", "Press"}
    left_out = [
        row["left_out"] for row in as_dicts(client, "/talks/common-ground/robustness/") if row["trial"] == "voice"
    ]
    assert left_out == ["Agência", "Press"]
    assert "Agência Zones contested" in text_of(client, "/talks/common-ground/robustness/")


@pytest.mark.parametrize("typed", ["Agência", "AGÊNCIA", "ag\u0065\u0302ncia", " agência  ", "Ag\u00adência"])
def test_a_voice_is_chosen_and_named_once_by_any_spelling(client, spellings, typed):
    for address in ("/talks/", "/talks/claims/", "/talks/common-ground/", "/talks/agreement/"):
        html = client.get(address, {"origin": typed, "min_n": 1}).content.decode()
        assert "only texts of Agência" in words(html), address
        assert html.count('name="origin" value="Agência"') <= 2 and 'value="agência"' not in html, address
    assert "4 claims, only texts of Agência" in text_of(client, f"/talks/claims/?origin={typed}")
    assert "from 4 sources of 1 origin" in text_of(client, f"/talks/?origin={typed}&origin=agência")


def test_a_voice_is_suggested_once(client, spellings):
    assert page(client, "/talks/suggest/origin/?origin=age").strip() == '<option value="Agência">Agência</option>'


def test_a_publisher_is_not_said_to_reprint_itself(client):
    make_claim(source=make_source(slug="wire", publisher="TASS", origin="Tass"))
    assert "text of" not in text_of(client, "/sources/wire/")
