import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.queries import forget_all
from claims.reader.filters.fields import find_sortable_columns
from claims.reader.tables import ActorTable
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_side, make_topic, make_user
from tests.reader.read_pages import page, words

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    return re.findall(r'<td class="actor"><a href="/talks/actors/([\w-]+)/"', page(client, f"/talks/actors/{query}"))


@pytest.fixture
def actors():
    west = make_side(name="West side", order=1)
    party = make_actor(side=west, slug="west", name="Westland", short_name="West")
    experts = make_side(name="Outside", negotiates=False, order=2)
    return {
        "party": party,
        "official": make_actor(kind="official", slug="envoy", name="The Envoy", short_name="Envoy", speaks_for=party),
        "expert": make_actor(kind="expert", slug="expert", name="An Expert", short_name="Expert", side=experts),
    }


def test_the_list_groups_parties_by_side_then_experts_then_officials(client, actors):
    assert listed(client) == ["west", "expert"]  # who speaks for a party is there once quoted
    make_claim(holder=actors["party"], speaker=actors["official"])
    assert listed(client) == ["west", "expert", "envoy"]
    text = words(page(client, "/talks/actors/").partition("<main")[2])
    places = [text.index(heading) for heading in ("Parties: West side", "Experts", "Officials")]
    assert places == sorted(places) and "The Envoy official West side Westland" in text


def test_the_list_counts_claims_and_proposals_with_a_stance(client, actors):
    proposal = make_proposal()
    make_claim(holder=actors["party"], proposal=proposal, speaker=actors["official"], said_on=date(2022, 1, 20))
    make_claim(holder=actors["party"], proposal=proposal, dimension=Dimension.SALIENCE)
    make_claim(holder=actors["party"], attribution=Attribution.PREDICTED, speaker=actors["expert"])
    text = words(page(client, "/talks/actors/"))
    assert "Westland principal West side 3 1 20 Jan 2022" in text
    assert "The Envoy official West side Westland 1 1 20 Jan 2022" in text
    assert "Westland principal West side 2 1 17 Jan 2022" in words(page(client, "/talks/actors/?as_of=2022-01-19"))


def test_the_list_keeps_one_kind_and_sorts_both_ways(client, actors):
    make_claim(holder=actors["party"])
    assert listed(client, "?kind=expert") == ["expert"]
    for sort in find_sortable_columns(ActorTable):
        up, down = listed(client, f"?sort={sort}"), listed(client, f"?sort=-{sort}")
        assert sorted(up) == sorted(down) and up[0] != down[0], sort


@pytest.mark.parametrize(("query", "label"), [("kind=ghost", "Kind"), ("per_page=7", "Rows"), ("sort=-x", "Sort")])
def test_a_bad_value_is_a_named_error(client, query, label):
    answer = client.get(f"/talks/actors/?{query}")
    assert answer.status_code == 400 and f"<strong>{label}</strong>" in answer.content.decode()


def test_a_party_shows_the_three_dimensions_side_by_side_by_topic(client, actors):
    first = make_proposal(title="Zones", topic=make_topic(name="Forces", order=1))
    second = make_proposal(title="Talks", topic=make_topic(name="Format", order=2))
    for dimension, value in (("position", 1), ("prospects", -1), ("salience", 2)):
        make_claim(value=value, holder=actors["party"], proposal=first, dimension=dimension)
    make_claim(value=-2, holder=actors["party"], proposal=second, attribution=Attribution.PREDICTED)
    make_proposal(title="Unspoken of")
    text = words(re.search(r'<section id="stances">.*?</section>', page(client, "/talks/actors/west/"), re.S).group())
    assert "1 proposal with a stance" in text and "Unspoken of" not in text
    assert "Forces Zones open! (+1), essential 17 Jan 2022 unlikely (−1) 17 Jan 2022 essential (+2)" in text
    assert "unanswered Format Talks (rejects) forecast: rejects (−2) 17 Jan 2022 not taken up" in text


def test_what_others_say_stands_apart_from_what_it_said(client, actors):
    said = make_claim(holder=actors["party"], quote="We said so.")
    make_claim(
        holder=actors["party"], quote="They will not.", attribution=Attribution.PREDICTED, speaker=actors["expert"]
    )
    text = words(page(client, "/talks/actors/west/"))
    order = ["Own words", "We said so.", "What others say and forecast about it", "They will not."]
    places = [text.index(passage) for passage in order]
    assert places == sorted(places) and text.count("They will not.") == text.count("We said so.") == 1
    assert f'id="claim-{said.public_id}"' in page(client, "/talks/actors/west/")
    assert "says and forecasts about others" in words(page(client, "/talks/actors/expert/"))


def test_an_official_shows_whom_it_speaks_for_and_what_it_said(client, actors):
    make_claim(holder=actors["party"], speaker=actors["official"], quote="I speak for them.")
    make_claim(holder=actors["party"], quote="Not mine.")
    text = words(page(client, "/talks/actors/envoy/"))
    assert "speaks for Westland" in text and "I speak for them." in text and "Not mine." not in text
    assert "spoken for by The Envoy" in words(page(client, "/talks/actors/west/"))


def test_only_the_claims_that_count_are_shown(client, actors):
    make_claim(holder=actors["party"], quote="Early.", said_on=date(2022, 1, 1))
    make_claim(holder=actors["party"], quote="Late.", said_on=date(2022, 1, 20))
    make_claim(holder=actors["party"], quote="A secret passage.", status="draft")
    text = words(page(client, "/talks/actors/west/?as_of=2022-01-10"))
    assert "Early." in text and "Late." not in text and "secret" not in text
    assert "said on or before 10 Jan 2022" in text
    assert client.get("/talks/actors/west/?attribution=rumour").status_code == 400


def test_an_actor_of_whom_nothing_is_known_has_a_page_that_says_so(client, actors):
    assert "No claim that counts shows a stance of this actor." in words(page(client, "/talks/actors/expert/"))


def test_editors_are_led_to_the_admin(client, actors):
    change = f"/admin/claims/actor/{actors['party'].pk}/change/"
    assert change not in page(client, "/talks/actors/west/")
    client.force_login(make_user("reviewer"))
    assert change in page(client, "/talks/actors/west/")


def test_a_long_list_of_what_others_say_is_cut_and_leads_to_all(client, actors, monkeypatch):
    monkeypatch.setattr("claims.reader.views.actors.NEWEST", 1)
    for quote in ("They never will.", "They might."):
        make_claim(holder=actors["party"], quote=quote, attribution=Attribution.PREDICTED, speaker=actors["expert"])
    html = page(client, "/talks/actors/west/")
    assert "They might." in html and "They never will." not in html
    assert 'href="/talks/claims/?holder=west&amp;attribution=attributed&amp;attribution=predicted"' in html


def test_no_heading_needs_an_article_before_a_name(client):
    states = make_actor(name="United States", short_name="US")
    make_claim(holder=states)
    for actor in (states, make_actor(name="European Union", kind="official", speaks_for=states)):
        text = page(client, actor.get_absolute_url())
        for clumsy in ("Where United", "where United", "What United", "What European"):
            assert clumsy not in text


def test_the_page_begins_with_what_the_actor_holds_and_a_board_shows_it(client, actors):
    zones, arms = make_proposal(title="Zones", slug="zones"), make_proposal(title="Arms", slug="arms")
    make_claim(value=-2, holder=actors["party"], proposal=zones)
    make_claim(value=2, holder=actors["party"], proposal=zones, dimension="salience")
    make_claim(value=1, holder=actors["party"], proposal=arms, conditions="they ask")
    html = page(client, "/talks/actors/west/?as_of=2022-01-17")
    (lede,) = re.findall(r'<p class="lede">.*?</p>', html, re.S)
    assert words(lede) == "Rejects Zones as a red line and is open to Arms only on a condition."
    assert 'href="/talks/proposals/zones/?as_of=2022-01-17"' in lede
    board = re.search(r'<section class="board-of-position">.*?\n</section>', html, re.S).group()
    assert "rejects 1 Zones ! sceptical 0 neutral 0 open 1 Arms if they ask supports 0" in words(board)
    assert 'href="/talks/cells/arms/west/?as_of=2022-01-17"' in board


def test_an_expert_s_page_begins_with_what_it_expects(client, actors):
    zones = make_proposal(title="Zones")
    make_claim(value=-2, holder=actors["expert"], proposal=zones, dimension="prospects")
    make_claim(value=2, holder=actors["expert"], proposal=zones)
    html = page(client, f"/talks/actors/{actors['expert'].slug}/")
    (lede,) = re.findall(r'<p class="lede">.*?</p>', html, re.S)
    assert words(lede) == f"Rules out Zones. {actors['expert'].short_name} supports Zones."
    places = [html.index(part) for part in ('<section id="expected">', '<section class="board-of-position">')]
    assert places == sorted(places) and "board-of-prospects" not in html


def test_what_has_no_value_stands_beside_the_board(client, actors):
    awaited, forecast = make_proposal(title="Talks"), make_proposal(title="Guarantees")
    make_claim(value=0, holder=actors["party"], proposal=awaited, pending=True)
    make_claim(value=-2, holder=actors["party"], proposal=forecast, attribution=Attribution.PREDICTED)
    html = page(client, "/talks/actors/west/")
    beside = words(re.search(r'<ul class="data besides">.*?</ul>', html, re.S).group())
    assert beside == "awaited it has not answered yet: Talks (rejects) others’ forecast only: Guarantees"
    assert "West was asked and has not answered yet on Talks." in words(html)


def test_red_lines_stand_in_a_box_with_the_words_that_say_so_and_in_part_where_they_are(client, actors):
    west, essential = actors["party"], {"value": 2, "dimension": Dimension.SALIENCE}
    zones, arms, talks = (make_proposal(title=title) for title in ("Zones", "Arms", "Talks"))
    make_claim(value=-2, holder=west, proposal=zones)
    make_claim(holder=west, proposal=zones, quote="A red line.", **essential)
    make_claim(holder=west, proposal=arms, quote="Missiles above all.", covers="missiles", **essential)
    make_claim(holder=west, proposal=talks, quote="It matters.", **{**essential, "value": 1})
    html = page(client, "/talks/actors/west/?as_of=2022-01-17")
    box = re.search(r'<section class="box" id="red-lines">.*?\n</section>', html, re.S).group()
    text = words(box)
    assert text.startswith("Red lines !") and "Zones rejects! “A red line.”" in text and "It matters." not in text
    assert "Arms in part: missiles “Missiles above all.”" in text
    assert 'href="/talks/cells/' in box and "as_of=2022-01-17" in box


def test_an_expert_has_no_red_lines_and_of_many_the_first_are_told(client, actors, monkeypatch):
    monkeypatch.setattr("claims.reader.rendering.red_lines.MOST_TOLD", 1)
    for holder in (actors["expert"], actors["party"], actors["party"]):
        make_claim(value=2, holder=holder, dimension=Dimension.SALIENCE)
    assert 'id="red-lines"' not in page(client, "/talks/actors/expert/")
    assert "1 more in the table of all stances" in words(page(client, "/talks/actors/west/"))


def test_what_others_say_stands_by_proposal_below_its_own_word(client, actors):
    party, said = actors["party"], {"attribution": Attribution.ATTRIBUTED, "speaker": actors["expert"]}
    zones, arms, talks, bans = (make_proposal(title=title) for title in ("Zones", "Arms", "Talks", "Bans"))
    make_claim(value=-2, holder=party, proposal=zones)
    make_claim(value=1, holder=party, proposal=arms)
    make_claim(value=0, holder=party, proposal=talks, pending=True)
    for number, (proposal, value) in enumerate([(bans, 1), (zones, -2), (talks, -2), (arms, 2), (zones, -2)]):
        make_claim(value=value, holder=party, proposal=proposal, said_on=date(2022, 1, 20 - number), **said)
    html = page(client, "/talks/actors/west/?as_of=2022-01-31")
    of_it = html.partition("<h2>What others say and forecast about it</h2>")[2]
    assert [words(heading) for heading in re.findall(r'<th scope="rowgroup".*?</th>', of_it, re.S)] == [
        "Zones as it says itself: rejects",
        "Bans it has not spoken of it",
        "Talks it has not answered",
        "Arms it says itself: open",
    ]
    assert f'href="/talks/proposals/{arms.slug}/?as_of=2022-01-31"' in of_it


def test_what_an_expert_expects_stands_with_quote_and_day_its_conditions_and_others_beside(client, actors):
    expert, party, prospects = actors["expert"], actors["party"], {"dimension": Dimension.PROSPECTS}
    zones, arms = make_proposal(title="Zones", order=1), make_proposal(title="Arms", order=2)
    make_claim(value=-2, holder=expert, proposal=zones, quote="Doomed.", said_on=date(2022, 1, 10), **prospects)
    make_claim(value=1, holder=expert, proposal=arms, quote="It may be.", conditions="they ask", **prospects)
    of_other = {"attribution": Attribution.ATTRIBUTED, "speaker": expert}
    make_claim(value=-2, holder=party, proposal=zones, quote="They refuse.", **of_other)
    html = page(client, "/talks/actors/expert/?as_of=2022-01-17")
    table = re.search(r'<section id="expected">.*?</section>', html, re.S).group()
    assert "Zones ruled out “Doomed.” 10 Jan 2022 Arms possible if" in words(table)
    assert "“It may be.” 17 Jan 2022" in words(table) and f'href="/talks/cells/{arms.slug}/expert/?as_of' in table
    conditions = words(re.search(r'<section class="box" id="expected-if">.*?</section>', html, re.S).group())
    assert conditions.startswith("On which conditions possible if Arms, if they ask.") and "Zones" not in conditions
    others = words(re.search(r'<section class="screen" id="said-of-others">.*?</section>', html, re.S).group())
    assert others == "What is said of others rejects West on Zones They refuse."


def test_what_an_expert_expects_takes_as_many_queries_for_one_proposal_as_for_many(client, actors, monkeypatch):
    monkeypatch.setattr("claims.reader.rendering.expected.MOST_TOLD", 3)
    monkeypatch.setattr("claims.reader.rendering.expected.MOST_BESIDE", 2)
    counts, expert = [], actors["expert"]
    for number in (1, 4):
        for _ in range(number):
            proposal = make_proposal()
            make_claim(value=1, holder=expert, proposal=proposal, dimension=Dimension.PROSPECTS, conditions="they ask")
            make_claim(holder=actors["party"], proposal=proposal, attribution=Attribution.PREDICTED, speaker=expert)
        forget_all()
        with CaptureQueriesContext(connection) as asked:
            html = page(client, "/talks/actors/expert/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    text = words(html)
    assert "2 more in the table of all stances" in text and "1 more in the cells of these proposals" in text
    assert "3 more below" in text and '<section id="of-others">' in html
