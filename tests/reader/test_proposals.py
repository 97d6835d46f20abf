import re
from datetime import date

import pytest

from claims.reader.filters.fields import find_sortable_columns
from claims.reader.tables import ProposalTable
from claims.rules.scales import Attribution, Dimension, VerdictKind
from claims.wording.verdicts import print_lines_until
from tests.make import make_actor, make_claim, make_proposal, make_side, make_three_a_side, make_topic, make_user
from tests.reader.read_pages import page, text_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def actors():
    """Two negotiating sides with a principal each, a voice of one of them, and an expert."""
    east, west = make_side(name="East side", order=1), make_side(name="West side", order=2)
    outside = make_side(name="Experts", negotiates=False, order=3)
    return {
        "east": make_actor(side=east, slug="east", name="Eastland", short_name="East"),
        "west": make_actor(side=west, slug="west", name="Westland", short_name="West"),
        "voice": make_actor(side=west, slug="voice", name="Voiceland", short_name="Voice", principal=False),
        "expert": make_actor(kind="expert", side=outside, slug="expert", name="An Expert", short_name="Expert"),
    }


def section(client, proposal, name, query=""):
    """Return the words of one section of a proposal's page."""
    html = page(client, f"/talks/proposals/{proposal.slug}/{query}")
    found = re.search(rf'<section[^>]* id="{name}".*?</section>', html, re.S)
    return words(found.group()) if found else None


def listed(client, query=""):
    return re.findall(
        r'<td class="proposal"><a href="/talks/proposals/([\w-]+)/"', page(client, f"/talks/proposals/{query}")
    )


def test_the_list_says_of_each_proposal_what_there_is(client, actors):
    proposal = make_proposal(title="Zones", proposers=[actors["east"]], topic=make_topic(name="Forces"))
    make_claim(value=2, holder=actors["east"], proposal=proposal)
    make_claim(value=-1, holder=actors["west"], proposal=proposal, said_on=date(2022, 1, 20))
    make_claim(value=-2, holder=actors["voice"], proposal=proposal, attribution=Attribution.PREDICTED)
    row = words(re.search(r"<tr class=\"(?:even|odd)\".*?</tr>", page(client, "/talks/proposals/"), re.S).group())
    assert row == "Zones East contested East for it, West against 3 3 2 20 Jan 2022"
    assert "Forces" in words(page(client, "/talks/proposals/"))


def test_the_list_is_filtered_by_topic_and_by_verdict(client, actors):
    here, there = make_proposal(topic=make_topic(slug="here")), make_proposal(topic=make_topic(slug="there"))
    make_claim(value=2, holder=actors["east"], proposal=there)
    assert listed(client) == [here.slug, there.slug]
    assert listed(client, "?topic=here") == [here.slug]
    assert listed(client, "?verdict=unanswered") == [there.slug]


def test_the_heading_of_a_topic_leads_to_its_proposals_and_keeps_what_is_chosen(client, actors):
    make_claim(holder=actors["east"], proposal=make_proposal(topic=make_topic(slug="here", name="Here")))
    html = page(client, "/talks/proposals/?as_of=2022-01-20")
    (address,) = re.findall(r'<th scope="rowgroup"[^>]*>\s*<a href="([^"]+)">Here</a>', html)
    assert address.replace("&amp;", "&") == "?as_of=2022-01-20&topic=here"


def test_the_list_sorts_both_ways_by_each_column(client, actors):
    first, last = (
        make_proposal(title="A", topic=make_topic(order=1)),
        make_proposal(title="Z", topic=make_topic(order=2)),
    )
    make_three_a_side(actors, first, (1, 1, 1), (1, 1, 0))
    make_three_a_side(actors, last, (2, 2, 2), (-2, -2, -1), said_on=date(2022, 1, 20))
    make_claim(value=2, holder=actors["expert"], proposal=last, dimension=Dimension.PROSPECTS)
    compared = {"leaning", "mean"}  # columns of lists where no side negotiates
    for sort in set(find_sortable_columns(ProposalTable)) - compared:
        low, high = [last, first] if sort in ("verdict", "agreement") else [first, last]
        assert listed(client, f"?sort={sort}") == [low.slug, high.slug], sort
        assert listed(client, f"?sort=-{sort}") == [high.slug, low.slug], sort


@pytest.mark.parametrize("sort", ["gap", "agreement", "between_sides"])
def test_proposals_without_a_number_come_last_whichever_way_it_sorts(client, actors, sort):
    without, near, far = (make_proposal(title=title) for title in ("A", "B", "C"))
    make_three_a_side(actors, near, (1, 1, 1), (1, 1, 0))
    make_three_a_side(actors, far, (2, 2, 2), (-2, -2, -1))
    make_claim(value=1, holder=actors["east"], proposal=without)
    assert [listed(client, f"?sort={way}{sort}")[-1] for way in ("", "-")] == [without.slug] * 2
    assert listed(client, f"?sort={sort}") != listed(client, f"?sort=-{sort}")


def test_without_a_negotiating_side_there_is_no_verdict(client):
    holder = make_actor(side=make_side(negotiates=False))
    proposal = make_claim(holder=holder).proposal
    assert "Verdict" not in re.search(r"<thead>.*?</thead>", page(client, "/talks/proposals/"), re.S).group()
    assert section(client, proposal, "verdict") is None and "supports" not in section(client, proposal, "stances")


@pytest.mark.parametrize(
    ("query", "label"),
    [("topic=none", "Topic"), ("verdict=odd", "Verdict"), ("sort=colour", "Sort"), ("as_of=x", "As of")],
)
def test_a_bad_value_is_a_named_error_above_the_list(client, query, label):
    answer = client.get(f"/talks/proposals/?{query}")
    assert answer.status_code == 400
    assert f"<strong>{label}</strong>" in answer.content.decode() and "<table" in answer.content.decode()


def test_htmx_gets_the_list_alone(client):
    html = client.get("/talks/proposals/", headers={"HX-Request": "true"}).content.decode()
    assert html.lstrip().startswith('<section id="listing"')


def test_a_proposal_says_what_it_is(client, actors):
    topic = make_topic(name="Forces", slug="forces")
    proposal = make_proposal(
        title="Zones", definition="No arms there.", topic=topic, proposers=[actors["east"]],
        proposed_on=date(2021, 12, 17),
    )  # fmt: skip
    text = words(page(client, f"/talks/proposals/{proposal.slug}/"))
    for shown in ("Zones", "No arms there.", "Topic: Forces", "put forward by Eastland on 17 Dec 2021"):
        assert shown in text


def test_a_verdict_comes_with_its_rule_and_the_claims_put_in(client, actors):
    proposal = make_proposal()
    yes = make_claim(value=2, holder=actors["east"], proposal=proposal, quote="We demand it.")
    make_claim(
        value=-2, holder=actors["west"], proposal=proposal, quote="They refuse.",
        attribution=Attribution.ATTRIBUTED, speaker=actors["expert"],
    )  # fmt: skip
    make_claim(value=-2, holder=actors["voice"], proposal=proposal, quote="So do we.")
    text = section(client, proposal, "verdict")
    assert "Why the verdict is contested" in text and "East +2; West −2; the nearest principals are 4 apart." in text
    assert "Eastland principal supports (+2) 17 Jan 2022 for it We demand it." in text
    assert "against it They refuse." in text and "Known at second hand only: West." in text
    assert "So do we." not in text and yes.public_id in text
    fitting = print_lines_until(VerdictKind.CONTESTED)[-1].text
    assert f"{fitting.replace('*', '')} ← this one fits" in text and "rejected" not in text


def test_a_blocked_proposal_names_what_it_hangs_on_and_who_refuses(client, actors):
    proposal, other = make_proposal(title="Zones"), make_proposal(title="Pull-back")
    make_claim(value=2, holder=actors["east"], proposal=proposal)
    make_claim(value=1, holder=actors["west"], proposal=proposal, conditions="if they go", depends_on=other.slug)
    make_claim(value=-2, holder=actors["east"], proposal=other)
    assert "Another side refuses what its conditions depend on: Pull-back." in section(client, proposal, "verdict")
    waits = "open if West, if they go; needs Pull-back, which Eastland rejects."
    assert waits in section(client, proposal, "conditions")


def test_every_branch_is_listed_a_forecast_one_as_such(client, actors):
    proposal, other = make_proposal(), make_proposal(title="Pull-back")
    make_claim(value=1, holder=actors["west"], proposal=proposal, conditions="if asked", depends_on=f"!{other.slug}")
    make_claim(value=-1, holder=actors["west"], proposal=proposal, conditions="if not asked")
    make_claim(
        value=2, holder=actors["east"], proposal=proposal, conditions="if all agree", attribution=Attribution.PREDICTED
    )
    make_claim(
        value=-1, holder=actors["expert"], proposal=proposal, conditions="if late", dimension=Dimension.PROSPECTS
    )
    text = section(client, proposal, "conditions")
    for shown in ("if asked", "Pull-back refused or dropped", "if not asked", "if all agree", "forecast", "if late"):
        assert shown in text
    assert text.index("if all agree") < text.index("Prospects") < text.index("if late")


def test_sides_tell_principals_from_voices_and_name_the_silent(client, actors):
    proposal = make_proposal()
    make_claim(value=-2, holder=actors["voice"], proposal=proposal)
    make_claim(value=1, holder=actors["east"], proposal=proposal, attribution=Attribution.PREDICTED)
    text = section(client, proposal, "stances")
    assert "East side Eastland principal (open) forecast: open (+1)" in text
    assert "West side Voiceland voice rejects (−2) 17 Jan 2022" in text
    assert "No source is fully coded yet; nothing from Westland (principal)." in text


def test_experts_prospects_stand_beside_their_own_position(client, actors):
    proposal = make_proposal()
    make_claim(
        value=-1, holder=actors["expert"], proposal=proposal, dimension=Dimension.PROSPECTS, quote="It won't fly."
    )
    make_claim(value=2, holder=actors["expert"], proposal=proposal)
    text = section(client, proposal, "experts")
    assert text.startswith("Can it be had? What experts expect unlikely An Expert It won't fly. Expert, 17 Jan 2022")
    assert text.endswith("What he or she wants: supports (+2).")
    table = section(client, proposal, "experts-table")
    assert "An Expert unlikely (−1) 17 Jan 2022 supports (+2) 17 Jan 2022" in table


def test_the_page_begins_with_where_the_principals_stand(client, actors):
    proposal, other = make_proposal(title="Zones"), make_proposal(title="Pull-back")
    make_claim(value=2, holder=actors["east"], proposal=proposal)
    make_claim(value=1, holder=actors["west"], proposal=proposal, conditions="they go", depends_on=other.slug)
    make_claim(value=-2, holder=actors["east"], proposal=other)
    html = page(client, f"/talks/proposals/{proposal.slug}/?as_of=2022-01-17")
    (heading,) = re.findall(r"<h1>.*?</h1>", html, re.S)
    (lede,) = re.findall(r'<p class="lede">.*?</p>', html, re.S)
    assert words(heading) == "Zones Blocked"
    said = "East supports it. West is open to it only if they go. It waits on Pull-back, which East rejects."
    assert words(lede) == said
    assert f'href="/talks/proposals/{other.slug}/?as_of=2022-01-17"' in lede


def test_where_no_side_negotiates_the_page_begins_with_how_many_stand_where(client):
    side = make_side(negotiates=False)
    proposal = make_claim(value=2, holder=make_actor(side=side)).proposal
    make_claim(value=-2, holder=make_actor(side=side), proposal=proposal)
    (lede,) = re.findall(r'<p class="lede">.*?</p>', page(client, f"/talks/proposals/{proposal.slug}/"), re.S)
    assert words(lede) == "One actor supports it and one rejects it."


def test_principals_speak_in_their_own_words_by_side_and_the_silent_are_named(client, actors):
    proposal = make_proposal()
    make_claim(value=2, holder=actors["east"], proposal=proposal, quote="We demand it.")
    make_claim(value=-2, holder=actors["voice"], proposal=proposal, quote="So do we.")
    text = section(client, proposal, "own-words")
    assert "Eastland supports 17 Jan 2022 “We demand it.”" in text
    assert "No source is fully coded yet; nothing from West." in text and "So do we." not in text


def test_everybody_with_a_position_has_a_mark_that_leads_to_the_cell(client, actors):
    proposal = make_proposal()
    for who, value in (("east", 2), ("west", -2), ("voice", -1), ("expert", 1)):
        make_claim(value=value, holder=actors[who], proposal=proposal)
    html = page(client, f"/talks/proposals/{proposal.slug}/?as_of=2022-01-17")
    drawn = re.search(r'<section id="positions">.*?</section>', html, re.S).group()
    assert set(re.findall(rf'href="/talks/cells/{proposal.slug}/(\w+)/\?as_of=2022-01-17"', drawn)) == {
        "east", "west", "voice", "expert",
    }  # fmt: skip
    assert words(re.search(r'<p class="chart-key">.*?</p>', drawn, re.S).group()).startswith(
        "East side West side what an expert wants"
    )
    empty = make_proposal()
    assert section(client, empty, "positions") is None


def test_a_package_counts_the_verdicts_of_its_parts(client, actors):
    package = make_proposal(title="All")
    parts = [make_proposal(title=title, part_of=package) for title in ("One", "Two")]
    tacit = make_proposal(title="Quiet form", variant_of=parts[0])
    make_claim(value=2, holder=actors["east"], proposal=parts[0])
    assert "Its parts: 1 unanswered, 1 not taken up One: unanswered" in section(client, package, "relatives")
    text = section(client, parts[0], "relatives")
    assert "Part of the package All" in text and "Variants of it Quiet form" in text
    assert "A variant of One: unanswered" in section(client, tacit, "relatives")


def test_claims_stand_newest_first(client, actors):
    proposal = make_proposal()
    old, new = (make_claim(proposal=proposal, said_on=date(2022, 1, day)) for day in (1, 2))
    make_claim(proposal=proposal, status="draft")
    shown = re.findall(r'id="claim-(\w+)"', page(client, f"/talks/proposals/{proposal.slug}/"))
    assert shown == [new.public_id, old.public_id]


def test_only_the_claims_that_count_are_put_in(client, actors):
    proposal = make_proposal()
    make_claim(value=2, holder=actors["east"], proposal=proposal, said_on=date(2022, 1, 10))
    make_claim(value=-2, holder=actors["west"], proposal=proposal, said_on=date(2022, 1, 20))
    assert "contested" in section(client, proposal, "verdict")
    assert "unanswered" in section(client, proposal, "verdict", "?as_of=2022-01-15")
    html = page(client, f"/talks/proposals/{proposal.slug}/?as_of=2022-01-15")
    assert "Counted: published claims said on or before 15 Jan 2022." in words(html)
    assert f'href="/talks/cells/{proposal.slug}/east/?as_of=2022-01-15"' in html


def test_a_bad_day_is_a_named_error_on_the_proposals_own_page(client, actors):
    proposal = make_proposal(title="Zones")
    answer = client.get(f"/talks/proposals/{proposal.slug}/?as_of=yesterday")
    assert answer.status_code == 400 and "<strong>As of</strong>" in answer.content.decode()
    assert "Who stands where" in section(client, proposal, "stances", "?as_of=yesterday")


def test_editors_are_led_to_the_admin(client, actors):
    proposal = make_proposal()
    change = f"/admin/claims/proposal/{proposal.pk}/change/"
    assert change not in page(client, f"/talks/proposals/{proposal.slug}/")
    client.force_login(make_user("reviewer"))
    assert change in page(client, f"/talks/proposals/{proposal.slug}/")
    client.force_login(make_user("analyst"))
    assert change not in page(client, f"/talks/proposals/{proposal.slug}/")


def test_from_the_day_on_which_a_proposal_is_withdrawn_its_pages_say_so(client, sides):
    zones = make_proposal(slug="zones", title="Zones", proposed_on=date(2022, 1, 1), withdrawn_on=date(2022, 1, 9))
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 2))
    for path in ("proposals/zones/", "proposals/", "common-ground/"):
        said = "withdrawn 9 Jan 2022"
        assert said in text_of(client, f"/talks/{path}") and said in text_of(client, f"/talks/{path}?as_of=2022-01-09")
        assert said not in text_of(client, f"/talks/{path}?as_of=2022-01-08")
    assert "1 unanswered" in text_of(client, "/talks/")
