import re
from datetime import date
from html import unescape

import pytest
from django.utils.html import strip_tags

from claims.reader.filters.fields import find_sortable_columns
from claims.reader.tables import ClaimTable
from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_proposal, make_side, make_source, make_user
from tests.reader.read_pages import listed_claims, page, text_of

pytestmark = pytest.mark.django_db


def test_the_list_shows_published_claims_newest_first(client):
    old, new = make_claim(said_on=date(2022, 1, 1)), make_claim(said_on=date(2022, 1, 2))
    for status in ("draft", "in-review", "returned", "withdrawn"):
        make_claim(status=status)
    assert listed_claims(client) == [new.public_id, old.public_id]


def test_each_filter_keeps_what_it_names(client):
    holder, proposal = make_actor(slug="west"), make_proposal(slug="zones", title="Zones")
    mine = make_claim(
        value=1,
        quote="Ships of the old harbour.",
        source=make_source(origin="Bureau", leaked=True, grade="B"),
        holder=holder,
        proposal=proposal,
        dimension="prospects",
        attribution=Attribution.REPORTED,
        said_on=date(2021, 12, 1),
    )
    make_claim()
    for query in (
        "holder=west",
        "holder=WEST",
        "proposal=zones",
        "dimension=prospects",
        "attribution=reported",
        "as_of=2021-12-31",
        "value=1",
        f"side={holder.side.slug}",
        f"topic={proposal.topic.slug}",
        f"source={mine.source.slug}",
        "origin=Bureau",
        "leaked=yes",
        "grade=B",
        "grade=A&grade=B",
        "q=harbour",
        'q="old harbour" zones',
    ):
        assert listed_claims(client, f"?{query}") == [mine.public_id], query


@pytest.mark.parametrize("sort", ["said_on", "holder", "proposal", "value", "attribution", "speaker", "source"])
def test_the_list_sorts_both_ways(client, sort):
    first = make_claim(
        value=-2, said_on=date(2022, 1, 1), holder=make_actor(name="A", short_name="A"),
        proposal=make_proposal(title="A"), source=make_source(publisher="A"), attribution=Attribution.OWN,
    )  # fmt: skip
    last = make_claim(
        value=2, said_on=date(2022, 1, 2), holder=make_actor(name="Z", short_name="Z"),
        proposal=make_proposal(title="Z"), source=make_source(publisher="Z"), attribution=Attribution.ATTRIBUTED,
        speaker=make_actor(short_name="Zz"),
    )  # fmt: skip
    assert listed_claims(client, f"?sort={sort}") == [first.public_id, last.public_id]
    assert listed_claims(client, f"?sort=-{sort}") == [last.public_id, first.public_id]
    assert 'aria-sort="descending"' in client.get(f"/talks/claims/?sort=-{sort}").content.decode()


@pytest.mark.parametrize("sort", [sort for sort in find_sortable_columns(ClaimTable) if sort != "said_on"])
def test_claims_alike_in_what_the_list_sorts_by_come_newest_first(client, sort):
    """Without an order of their own they could stand on two pages, and others on none."""
    alike = {"holder": make_actor(), "proposal": make_proposal(), "source": make_source()}
    old, new, newer = (make_claim(said_on=date(2022, 1, day), **alike) for day in (1, 2, 2))
    assert listed_claims(client, f"?sort={sort}") == [newer.public_id, new.public_id, old.public_id]
    assert listed_claims(client, f"?sort=-{sort}") == [newer.public_id, new.public_id, old.public_id]


def test_pages_of_the_list_hold_as_many_rows_as_asked_for(client):
    holder, proposal, source = make_actor(), make_proposal(), make_source()
    for _ in range(26):
        make_claim(holder=holder, proposal=proposal, source=source)
    assert len(listed_claims(client)) == 26
    assert len(listed_claims(client, "?per_page=25")) == 25
    assert len(listed_claims(client, "?per_page=25&page=2")) == 1


@pytest.mark.parametrize("per_page", ["-1", "0", "7", "100000", "many"])
def test_other_numbers_of_rows_are_a_named_error(client, per_page):
    page = client.get(f"/talks/claims/?per_page={per_page}")
    assert page.status_code == 400 and "<strong>Rows</strong>" in page.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "99", "two", ""])
def test_odd_page_numbers_show_a_page(client, page):
    claim = make_claim()
    assert listed_claims(client, f"?page={page}") == [claim.public_id]


@pytest.mark.parametrize(
    ("parameter", "kind", "label"), [("holder", "actor", "Holder"), ("proposal", "proposal", "Proposal")]
)
def test_a_slug_that_names_nothing_is_a_named_error(client, parameter, kind, label):
    make_claim()
    page = client.get(f"/talks/claims/?{parameter}=nobody")
    assert page.status_code == 400
    assert f"<strong>{label}</strong>: There is no {kind} “nobody”." in page.content.decode()


def test_an_empty_list_says_so(client):
    assert "No claim fits this filter." in client.get("/talks/claims/").content.decode()


@pytest.mark.parametrize("query", ["?verdict=contested", "?verdict=contested&_export=csv"])
def test_a_verdict_that_no_proposal_has_keeps_no_claim(client, query):
    make_claim(quote="No expansion, ever.")
    answer = client.get(f"/talks/claims/{query}")
    assert answer.status_code == 200
    assert b"No expansion" not in (b"".join(answer.streaming_content) if answer.streaming else answer.content)


def test_a_claim_has_a_permanent_page_with_its_proof(client):
    source = make_source(title="The article", publisher="Daily", origin="Agency", text="He said: we refuse it.")
    claim = make_claim(quote="we refuse it", source=source, conditions="if asked", covers="a part", locator="p. 4")
    text = unescape(strip_tags(client.get(f"/claims/{claim.public_id}/").content.decode()))
    for words in (
        "“we refuse it”", "rejects", "if asked", "a part", "first-hand", "17 Jan 2022", "The article", "p. 4",
        "text of Agency", "found word for word in the source's text", claim.public_id,
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("status", ["draft", "in-review", "returned", "withdrawn"])
def test_an_unpublished_claim_has_no_page(client, status):
    claim = make_claim(status=status, quote="A secret passage.")
    page = client.get(f"/claims/{claim.public_id}/")
    assert page.status_code == 404 and "A secret passage" not in page.content.decode()


def test_notes_stay_among_editors(client):
    claim = make_claim(note="My own doubt.")
    for address in (
        "/talks/claims/",
        f"/claims/{claim.public_id}/",
        f"/talks/cells/{claim.proposal.slug}/{claim.holder.slug}/",
    ):
        assert "My own doubt" not in client.get(address).content.decode()


def test_since_keeps_the_later_claims_and_speaker_those_that_somebody_said(client):
    speaker = make_actor(name="The Minister")
    make_claim(said_on=date(2022, 1, 1))
    late = make_claim(said_on=date(2022, 1, 9), attribution=Attribution.ATTRIBUTED, speaker=speaker)
    assert listed_claims(client, "?since=2022-01-09") == [late.public_id]
    assert listed_claims(client, "?speaker=the+minister") == [late.public_id]


def test_several_names_of_one_filter_widen_it(client):
    first, second, _ = (make_claim(holder=make_actor(slug=slug)) for slug in ("a", "b", "c"))
    assert set(listed_claims(client, "?holder=a&holder=b")) == {first.public_id, second.public_id}


def test_a_source_that_is_not_public_is_unknown_to_filters_and_suggestions(client):
    make_claim(source=make_source(slug="hidden", title="Hidden title"), status="draft")
    page = client.get("/talks/claims/?source=hidden")
    assert page.status_code == 400 and "Hidden title" not in page.content.decode()
    assert client.get("/talks/suggest/source/?source=hid").content.decode().strip() == ""


def test_names_are_suggested_as_they_are_typed(client):
    make_actor(name="Eastland", slug="east")
    make_actor(name="Westland")
    suggested = client.get("/talks/suggest/holder/?holder=astl").content.decode()
    assert suggested.strip() == '<option value="east">Eastland</option>'
    assert client.get("/talks/suggest/colour/?colour=red").status_code == 404


def test_the_matrix_s_filters_choose_the_same_claims_here(client):
    east, west = (make_actor(slug=slug, side=make_side()) for slug in ("east", "west"))
    contested, other = make_proposal(), make_proposal()
    pro = make_claim(value=2, holder=east, proposal=contested)
    con = make_claim(value=-2, holder=west, proposal=contested)
    make_claim(value=2, holder=east, proposal=other)
    assert set(listed_claims(client, "?verdict=contested")) == {pro.public_id, con.public_id}
    assert listed_claims(client, "?verdict=contested&actor=west") == [con.public_id]


@pytest.mark.parametrize(
    ("role", "offered"), [(None, ""), ("analyst", "Propose a correction"), ("reviewer", "Propose a correction")]
)
def test_editors_are_offered_what_they_may_do_with_a_published_claim(client, role, offered):
    claim = make_claim()
    client.force_login(make_user(role))
    page = client.get(f"/claims/{claim.public_id}/").content.decode()
    assert re.findall(r'<a class="edit" [^>]+>([^<]+)</a>', page) == [offered] * bool(offered)


def test_the_page_of_a_claim_begins_with_what_it_says(client, sides):
    zones = make_proposal()
    claim = make_claim(value=1, holder=sides["east"], proposal=zones, conditions="the West pulls back")
    text, html = text_of(client, f"/claims/{claim.public_id}/"), page(client, f"/claims/{claim.public_id}/")
    assert "East would discuss it if the West pulls back." in text
    assert '<i class="c v-p1 if" title="open if (+1), only on a condition">open if</i>' in html
    asked = make_claim(value=0, holder=sides["west"], proposal=zones, pending=True)
    assert "awaited West was asked and has not answered yet." in text_of(client, f"/claims/{asked.public_id}/")
