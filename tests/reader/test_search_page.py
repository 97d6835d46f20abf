"""The search across negotiations: what it finds, under which heading, and what it finds for nobody."""

import re
from datetime import date

import pytest
from django.db import connection

from claims import queries
from claims.services.write_gate import editing
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_side, make_source, make_topic
from tests.query_counter import QueryCounter
from tests.reader.read_pages import page, text_of, words
from tests.secret_talks import MARKER, make_secret_talks, set_team
from tests.walk import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def zones(sides):
    return make_proposal(slug="zones", title="Quiet zones")


@pytest.fixture
def grain(sides):
    """A second negotiation with a proposal and a claim of its own."""
    grain = make_negotiation(slug="grain", title="Grain exports", order=5)
    port = make_actor(
        side=make_side(negotiation=grain, negotiates=True), slug="odesa", name="Odesa", short_name="Odesa"
    )
    corridor = make_proposal(slug="corridor", title="A quiet corridor", topic=make_topic(negotiation=grain))
    make_claim(value=-2, holder=port, proposal=corridor, quote="No missiles west of the river.")
    return grain


def sections(client, query):
    """Return heading → text of each section of what was found."""
    found = re.findall(r"<section>(.*?)</section>", page(client, f"/search/?q={query}"), re.S)
    return {words(re.search(r"<h2>.*?</h2>", html, re.S).group()): words(html) for html in found}


def test_claims_of_each_negotiation_stand_under_its_name(client, sides, zones, grain):
    make_claim(value=1, holder=sides["east"], proposal=zones, quote="We offer missiles.", said_on=date(2022, 1, 9))
    found = sections(client, "missiles")
    assert list(found) == ["Talks 1", "Grain exports 1"]
    assert (
        "open “We offer missiles.” East on Quiet zones, 9 Jan 2022".replace("“", "").replace("”", "")
        in found["Talks 1"]
    )
    assert "rejects No missiles west of the river. Odesa on A quiet corridor" in found["Grain exports 1"]
    assert "2 claims, 0 proposals, 0 actors, in 2 negotiations." in text_of(client, "/search/?q=missiles")


def test_words_are_marked_where_they_stand_and_what_was_typed_is_escaped(client, sides, zones):
    make_claim(holder=sides["east"], proposal=zones, quote="<b>Missiles</b> & more MISSILES.")
    html = page(client, "/search/?q=missiles")
    assert "&lt;b&gt;<mark>Missiles</mark>&lt;/b&gt; &amp; more <mark>MISSILES</mark>." in html
    assert "<script>" not in page(client, "/search/?q=<script>alert(1)</script>")


def test_proposals_and_actors_are_found_by_their_names(client, sides, zones, grain):
    make_claim(value=2, holder=sides["east"], proposal=zones, quote="Yes.")
    html = page(client, "/search/?q=quiet")
    assert '<a href="/talks/proposals/zones/"><mark>Quiet</mark> zones</a>' in html
    assert '<span class="tag verdict-unanswered">Unanswered</span>' in html
    assert '<a href="/grain/proposals/corridor/">A <mark>quiet</mark> corridor</a>' in html
    assert '<a href="/actors/odesa/">Odesa</a>' in page(client, "/search/?q=odesa")


def test_what_the_claim_itself_says_comes_before_what_is_only_called_so(client, sides, zones):
    make_claim(holder=sides["east"], proposal=zones, quote="A quiet life.", said_on=date(2022, 1, 1))
    for day in range(2, 9):
        make_claim(holder=sides["west"], proposal=zones, quote="No.", said_on=date(2022, 1, day))
    html = page(client, "/search/?q=quiet")
    assert html.count("<q ") == 4 and words(html).index("A quiet life.") < words(html).index("No.")
    assert '<a href="/talks/claims/?q=quiet">Show all 8</a>' in html


@pytest.mark.parametrize(
    ("fields", "chip"),
    [
        ({"value": 1}, ("c v-p1", "open")),
        ({"value": 1, "conditions": "they ask"}, ("c v-p1 if", "open if")),
        ({"value": -2, "doubtful": True}, ("c v-n2 weak", "rejects")),
        ({"value": 1, "attribution": 2, "conditions": "they ask"}, ("c v-p1 weak if", "open if")),
        ({"value": 1, "attribution": 3, "conditions": "they ask"}, ("c f", "(open if)")),
        ({"value": 2, "dimension": "salience"}, ("c w-p2", "essential")),
        ({"value": None, "label": "uncertain"}, ("c", "“uncertain”")),
    ],
)
def test_a_claim_has_a_chip_of_its_own(client, sides, zones, fields, chip):
    speaker = {"speaker": sides["expert"]} if fields.get("attribution") else {}
    make_claim(holder=sides["east"], proposal=zones, quote="Missiles.", **fields, **speaker)
    drawn = re.findall(r'<a class="(c[^"]*)" href="/claims/\w+/"[^>]*>(.*?)</a>', page(client, "/search/?q=missiles"))
    assert drawn == [chip]


def test_a_claim_leads_to_its_cell(client, sides, zones):
    claim = make_claim(holder=sides["east"], proposal=zones, quote="Missiles.")
    html = page(client, "/search/?q=missiles")
    assert f'href="{claim.get_absolute_url()}"' in html and 'href="/talks/cells/zones/east/"' in html


def test_first_hand_words_alone_are_one_click_away_and_back(client, sides, zones):
    make_claim(holder=sides["east"], proposal=zones, quote="Our missiles.")
    make_claim(holder=sides["east"], proposal=zones, quote="Their missiles.", attribution=2, speaker=sides["west"])
    html = page(client, "/search/?q=missiles")
    link = re.search(r'class="pill" href="([^"]+)"', html).group(1).replace("&amp;", "&")
    assert "2 claims" in words(html) and "1 claim," in text_of(client, link)
    assert 'href="/search/?q=missiles"' in page(client, link)


def test_what_all_that_is_found_has_in_common_does_not_narrow_it(client, sides, zones):
    make_claim(holder=sides["east"], proposal=zones, quote="Our missiles.")
    assert "Narrow the search" not in text_of(client, "/search/?q=missiles")
    for _ in range(2):
        make_claim(holder=sides["west"], proposal=zones, quote="Our missiles.")
    assert "Holder: West 2, East 1" in text_of(client, "/search/?q=missiles")
    assert 'href="/talks/claims/?q=missiles&amp;holder=west"' in page(client, "/search/?q=missiles")
    assert "2 claims" in text_of(client, "/talks/claims/?q=missiles&holder=west")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Search"),
        ("q=zebra", "Nothing was found."),
        ("q=***", "This holds no word to look for."),
        ("q=zebra&attribution=own", "Search all claims, not only first-hand ones"),
    ],
)
def test_without_anything_found_the_page_says_how_to_search(client, sides, zones, query, said):
    make_claim(holder=sides["east"], proposal=zones)
    text = text_of(client, f"/search/?{query}")
    assert said in text and "Whole words are found" in text


def test_what_cannot_be_read_is_named(client, sides):
    answer = client.get("/search/", {"q": "a" * 201})
    assert answer.status_code == 400 and "at most 200" in answer.content.decode()


@pytest.mark.parametrize("status", ["draft", "in-review", "returned", "withdrawn"])
def test_only_what_is_published_is_found(client, sides, zones, status):
    make_claim(
        holder=sides["east"],
        proposal=zones,
        quote="Sensational.",
        status=status,
        source=make_source(title="Sensational"),
    )
    assert "Nothing was found." in text_of(client, "/search/?q=sensational")


def test_nothing_is_found_of_a_negotiation_that_one_may_not_see(client):
    secret = make_secret_talks(make_world(3))
    text = text_of(client, f"/search/?q={MARKER}")
    assert "Nothing was found." in text and text.count(MARKER) == 2  # in the title and in the heading
    set_team(secret.negotiation, public=True)
    assert MARKER in text_of(client, f"/search/?q={MARKER}").partition("Actors")[2]


def test_a_negotiation_that_is_closed_is_left_out_of_what_others_find(client, sides, zones, grain):
    assert "Grain exports" in text_of(client, "/search/?q=quiet")
    set_team(grain, public=False)
    assert "corridor" not in page(client, "/search/?q=quiet") and "Odesa" not in page(client, "/search/?q=odesa")
    assert "zones" in page(client, "/search/?q=quiet")


@pytest.mark.parametrize("size", [1, 30])
def test_it_takes_as_many_queries_however_much_is_found(client, sides, zones, size):
    for number in range(size):
        proposal = make_proposal(title=f"Missiles {number}")
        make_claim(holder=make_actor(name=f"Missiles {number}"), proposal=proposal, quote="Missiles.")
    queries.forget_all()
    counter = QueryCounter()
    with connection.execute_wrapper(counter):
        assert client.get("/search/?q=missiles").status_code == 200
    # version, negotiations; numbers, ids of the newest, holders, the newest, proposals, actors; of verdicts: actors,
    # participants, proposals, positions; what all rests on
    assert len(counter.statements) == 13


def test_all_claims_are_looked_through_for_a_word_once_until_something_is_written(client, sides, zones):
    claim = make_claim(holder=sides["east"], proposal=zones, quote="We offer missiles.")
    first = text_of(client, "/search/?q=missiles")
    counter = QueryCounter()
    with connection.execute_wrapper(counter):
        assert text_of(client, "/search/?q=missiles&z=1") == first  # `z` asks for a page that is not kept
    assert not [sql for sql in counter.statements if "GROUP BY" in sql or "LIMIT 20" in sql]
    with editing(None, "") as gate:
        claim.quote = "We offer grain."
        gate.save(claim)
    assert "Nothing was found." in text_of(client, "/search/?q=missiles")


def test_a_claim_that_was_withdrawn_meanwhile_is_not_shown(client, sides, zones):
    make_claim(holder=sides["east"], proposal=zones, quote="We offer missiles.")
    assert "We offer missiles." in text_of(client, "/search/?q=missiles")
    with connection.cursor() as cursor:  # by a write that the page does not know of yet
        cursor.execute("UPDATE claims_claim SET status = 'withdrawn'")
    assert "We offer missiles." not in text_of(client, "/search/?q=missiles&z=1")
