import re
from datetime import date
from html import unescape

import pytest
from django.utils.html import strip_tags

from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_search, make_side, make_source, make_user
from tests.reader.read_pages import (
    actor_headings,
    group_headings,
    headings,
    labels,
    links_in,
    page,
    row,
    text_of,
    verdict_bar,
    words,
)

pytestmark = pytest.mark.django_db


def test_a_cell_says_its_word_and_its_name_the_number_and_the_marks(client, sides):
    proposal, other = make_proposal(title="Moratorium"), make_proposal()
    make_claim(value=1, holder=sides["west"], proposal=proposal, conditions="if asked", depends_on=other.slug)
    make_claim(value=-2, holder=sides["east"], proposal=other)
    make_claim(value=2, holder=sides["west"], proposal=proposal, dimension=Dimension.SALIENCE)
    html = row(client, proposal)
    assert labels(html) == [
        "Westland on Moratorium: open if (+1), only on a condition, essential, its condition is refused"
    ]
    assert re.search(r'<a class="c v-p1 if" [^>]*>open if<b>!</b></a>', html)


def test_thin_evidence_is_hollow_and_its_name_says_why(client, sides):
    proposal = make_proposal(title="Zones")
    make_claim(value=2, holder=sides["west"], proposal=proposal, doubtful=True)
    html = row(client, proposal)
    assert 'class="c v-p2 weak"' in html and labels(html) == ["Westland on Zones: supports (+2), doubtful"]


def test_for_coders_cells_show_numbers_and_all_marks(client, sides):
    proposal = make_proposal(title="Zones")
    make_claim(value=1, holder=sides["west"], proposal=proposal, conditions="if asked", doubtful=True)
    make_claim(value=2, holder=sides["west"], proposal=proposal, said_on=date(2022, 1, 1), doubtful=True)
    make_claim(value=-1, holder=sides["expert"], proposal=proposal, dimension=Dimension.PROSPECTS)
    make_claim(value=2, holder=sides["expert"], proposal=proposal)
    in_words, in_numbers = row(client, proposal), row(client, proposal, "?marks=numbers")
    assert [words(link) for link in links_in(in_words)] == ["open if", "unlikely"]
    assert [words(link) for link in links_in(in_numbers)] == ["△\u2009+1 if?×2".replace("\u2009", " "), "◔ −1"]
    assert '<i class="own">▲</i>' in in_numbers and labels(in_words) == labels(in_numbers)
    assert "cells with numbers and all marks" in text_of(client, "/talks/?marks=numbers")


def test_a_verdict_heads_its_group_and_each_row_says_why(client, sides):
    proposal, unspoken = make_proposal(), make_proposal()
    make_claim(value=2, holder=sides["east"], proposal=proposal)
    make_claim(value=-2, holder=sides["west"], proposal=proposal)
    assert group_headings(client) == [
        "Contested 1 one side is for it, another against",
        "Not taken up 1 no negotiating side has spoken of it",
    ]
    assert words(row(client, proposal)).endswith("supports rejects East for it, West against 2")
    full = "Contested: East +2; West −2. One side is for it, another against."
    assert f'<td class="why" title="{full}">' in row(client, proposal)
    assert words(row(client, unspoken)).endswith(" 0")


def test_what_a_verdict_waits_on_is_a_link_that_keeps_what_counts(client, sides):
    zones, ships = make_proposal(title="Zones"), make_proposal(title="Ships", slug="ships")
    make_claim(value=2, holder=sides["east"], proposal=zones)
    make_claim(value=1, holder=sides["west"], proposal=zones, conditions="they leave", depends_on="ships")
    make_claim(value=-2, holder=sides["east"], proposal=ships)
    link = '<a href="/talks/proposals/ships/?attribution=own" hx-boost="false">Ships</a>'
    assert f"waits on {link}" in row(client, zones, "?attribution=own")


def test_the_page_begins_with_its_finding_and_links_what_that_names(client, sides):
    zones, ships = make_proposal(title="Zones", slug="zones"), make_proposal(title="Ships", slug="ships")
    for proposal, east, west in ((zones, 2, 1), (ships, 2, -2)):
        make_claim(value=east, holder=sides["east"], proposal=proposal)
        make_claim(value=west, holder=sides["west"], proposal=proposal, said_on=date(2022, 1, 20))
    html = page(client, "/talks/")
    assert '<h1><a href="/talks/proposals/zones/" hx-boost="false">Zones</a> is common ground</h1>' in html
    assert '<p class="lede">One proposal is contested.</p>' in html
    headlines = {
        "?as_of=2022-01-19": "As of 19 Jan 2022, no proposal has been answered by another side yet",
        "?attribution=own": "By first-hand claims alone, Zones is common ground",
        "?attribution=attributed": "No published claim fits",
        "?topic=" + ships.topic.slug: "Ships is contested",
        "?q=nothing": "No proposal fits",
        "?verdict=contested": "Zones is common ground",
    }
    for query, headline in headlines.items():
        assert words(re.search(r"<h1>.*?</h1>", page(client, f"/talks/{query}"), re.S).group()) == headline, query


def test_rows_stand_in_the_order_of_verdicts_then_gaps_then_claims(client, sides):
    agreed, narrow, wide, silent = (make_proposal(title=t) for t in ("Agreed", "Narrow", "Wide", "Silent"))
    for proposal, east, west in ((agreed, 2, 2), (narrow, 1, -1), (wide, 2, -2)):
        make_claim(value=east, holder=sides["east"], proposal=proposal)
        make_claim(value=west, holder=sides["west"], proposal=proposal)
    page = client.get("/talks/").content.decode()
    order = re.findall(r'<tr id="([\w-]+)"', page)
    assert order == [wide.slug, narrow.slug, agreed.slug, silent.slug]


def test_experts_columns_show_prospects_and_where_there_are_none_what_they_want(client, sides):
    proposal, other = make_proposal(title="Zones"), make_proposal(title="Ships")
    make_claim(value=-1, holder=sides["expert"], proposal=proposal, dimension=Dimension.PROSPECTS)
    make_claim(value=2, holder=sides["expert"], proposal=proposal)
    assert labels(row(client, proposal)) == ["An Expert on Zones: unlikely (−1); wants it; own position: supports (+2)"]
    make_claim(value=1, holder=sides["expert"], proposal=other, conditions="if asked")
    html = row(client, other)
    assert labels(html) == ["An Expert on Ships: open to it if; own position: open if (+1), only on a condition"]
    assert 'class="own"' in html and words(links_in(html)[0]) == "open to it if"


@pytest.mark.parametrize(
    ("dimension", "label"),
    [("position", "supports (+2)"), ("prospects", "unlikely (−1)"), ("salience", "important (+1)")],
)
def test_a_forced_dimension_rules_every_column(client, sides, dimension, label):
    proposal = make_proposal(title="Zones")
    for name, value in (("position", 2), ("prospects", -1), ("salience", 1)):
        make_claim(value=value, holder=sides["expert"], proposal=proposal, dimension=name)
    assert labels(row(client, proposal, f"?dimension={dimension}")) == [f"An Expert on Zones: {label}"]


def test_a_forecast_stands_in_brackets_and_what_is_awaited_says_so(client, sides):
    proposal = make_proposal(title="Zones")
    make_claim(
        value=-2,
        holder=sides["west"],
        proposal=proposal,
        attribution=Attribution.PREDICTED,
        speaker=sides["expert"],
    )
    assert labels(row(client, proposal)) == ["Westland on Zones: forecast: rejects (−2)"]
    assert ">(rejects)<" in row(client, proposal)
    make_claim(value=0, holder=sides["west"], proposal=proposal, pending=True)
    assert labels(row(client, proposal)) == ["Westland on Zones: awaited, forecast: rejects (−2), 2 claims"]
    assert ">awaited<" in row(client, proposal)


def test_as_of_travels_back(client, sides):
    proposal = make_proposal(title="Zones")
    make_claim(value=-2, holder=sides["west"], proposal=proposal, said_on=date(2022, 1, 10))
    make_claim(value=1, holder=sides["west"], proposal=proposal, said_on=date(2022, 1, 20))
    assert labels(row(client, proposal)) == ["Westland on Zones: open (+1), 2 claims"]
    assert labels(row(client, proposal, "?as_of=2022-01-15")) == ["Westland on Zones: rejects (−2)"]
    assert labels(row(client, proposal, "?as_of=2022-01-09")) == []


def test_attribution_chooses_the_claims_that_count(client, sides):
    proposal = make_proposal(title="Zones")
    make_claim(value=1, holder=sides["west"], proposal=proposal)
    make_claim(
        value=-1, holder=sides["west"], proposal=proposal, attribution=Attribution.ATTRIBUTED, speaker=sides["east"]
    )
    assert labels(row(client, proposal)) == ["Westland on Zones: open (+1), 2 claims"]
    assert labels(row(client, proposal, "?attribution=attributed")) == [
        "Westland on Zones: sceptical (−1), second-hand, from the other side"
    ]
    page = client.get("/talks/?attribution=attributed").content.decode()
    assert "second-hand only" in strip_tags(page)


def test_other_parties_fold_into_one_column_that_opens(client, sides):
    proposal = make_proposal(title="Zones")
    voice = make_actor(side=sides["west"].side, name="Voiceland", short_name="Voice", principal=False)
    make_claim(value=-1, holder=voice, proposal=proposal)
    assert "Others" in headings(client) and "Voice" not in headings(client)
    html = row(client, proposal)
    assert labels(html) == ["Others on Zones: sceptical: Voice"]
    assert f'href="{proposal.get_absolute_url()}#stances"' in html and '<rect class="v-n1" x="0%"' in html
    assert "Voice" in headings(client, "?others=open") and "Others" not in headings(client, "?others=open")


def test_actors_without_a_stance_are_hidden_counted_and_one_click_away(client, sides):
    make_actor(side=sides["west"].side, name="Quietland", short_name="Quiet")
    kept = make_actor(side=sides["west"].side, short_name="Kept", principal=False, always_shown=True)
    make_claim(holder=sides["west"])
    assert actor_headings(client) == ["West", kept.short_name]
    assert "Quietland" in strip_tags(client.get("/talks/").content.decode())
    assert "Quiet" in headings(client, "?empty=show")
    assert 'href="/talks/">Hide actors without a stance' in client.get("/talks/?empty=show").content.decode()


def test_drafts_change_nothing(client, sides):
    proposal = make_proposal()
    make_claim(value=2, holder=sides["west"], proposal=proposal, status="draft", quote="A secret passage.")
    page = client.get("/talks/").content.decode()
    assert labels(row(client, proposal)) == [] and "A secret passage" not in page


def test_a_verdict_chooses_rows_and_changes_no_number(client, sides):
    proposal, other = make_proposal(), make_proposal()
    make_claim(value=2, holder=sides["west"], proposal=proposal)
    page = client.get("/talks/?verdict=unanswered").content.decode()
    assert f'id="{proposal.slug}"' in page and f'id="{other.slug}"' not in page
    assert "1 unanswered" in strip_tags(page) and "1 not taken up" in strip_tags(page)


def test_without_a_negotiating_side_there_is_no_verdict_column(client):
    holder = make_actor(side=make_side(negotiates=False), short_name="Imported")
    make_claim(holder=holder)
    assert headings(client) == ["Proposal", "Share of each value", "Mean", "Distance", "Imported", "Claims"]
    assert group_headings(client) == [] and verdict_bar(client, "/talks/").split()[1:] == ["opposed"]


def test_an_empty_database_shows_a_page_that_says_so(client):
    answer = client.get("/talks/")
    assert answer.status_code == 200 and "<h1>Nothing has been published yet" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "label"),
    [("as_of=yesterday", "As of"), ("dimension=colour", "Show"), ("attribution=rumour", "Attribution")],
)
def test_a_bad_value_is_a_named_error(client, sides, query, label):
    for address in ("/talks/", "/talks/claims/"):
        page = client.get(f"{address}?{query}")
        assert page.status_code == 400
        assert (
            f"<strong>{label if label != 'Show' or address == '/talks/' else 'Dimension'}</strong>"
            in page.content.decode()
        )


def test_htmx_gets_the_part_that_changes(client, sides):
    page = client.get("/talks/", headers={"HX-Request": "true"})
    assert page.content.decode().lstrip().startswith('<section id="matrix">')
    assert "HX-Request" in page["Vary"]


def test_a_cell_keeps_to_the_claims_that_count(client, sides):
    proposal = make_proposal(slug="zones")
    make_claim(value=2, holder=sides["west"], proposal=proposal, said_on=date(2022, 1, 20), quote="Later words.")
    html = row(client, proposal, "?as_of=2022-01-25")
    href = unescape(re.search(r'href="([^"]*)"', links_in(html)[0]).group(1))
    assert href == "/talks/?as_of=2022-01-25&cell=zones/west"
    assert "Later words." in client.get(href).content.decode()
    assert "Later words." not in client.get("/talks/cells/zones/west/?as_of=2022-01-19").content.decode()


def test_cells_of_nobody_or_nothing_do_not_exist(client, sides):
    make_proposal(slug="zones")
    official = make_actor(kind="official", slug="minister")
    for address in ("/talks/cells/zones/nobody/", "/talks/cells/nothing/west/", f"/talks/cells/zones/{official.slug}/"):
        page = client.get(address)
        assert page.status_code == 404 and "There is no such page" in page.content.decode()


def test_what_people_typed_is_escaped(client, sides):
    bad = '<script>alert("x")</script>'
    proposal = make_proposal(title=bad, slug="zones", definition=bad)
    actor = make_actor(side=sides["west"].side, name=bad, short_name=bad[:30], slug="bad")
    source = make_source(title=bad, publisher=bad)
    claim = make_claim(holder=actor, proposal=proposal, quote=bad, conditions=bad, source=source)
    for address in ("/talks/", "/talks/claims/", "/talks/cells/zones/bad/", f"/claims/{claim.public_id}/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_cell_and_its_claims_lead_editors_to_the_admin(client, sides):
    claim = make_claim(holder=sides["west"], proposal=make_proposal(slug="zones"))
    change = f"/admin/claims/claim/{claim.pk}/change/"
    add = f"/admin/claims/claim/add/?proposal={claim.proposal.pk}&amp;holder={sides['west'].pk}"
    visitors = client.get("/talks/cells/zones/west/").content.decode()
    assert change not in visitors and add not in visitors
    client.force_login(make_user("analyst"))
    editors = client.get("/talks/cells/zones/west/").content.decode()
    assert change in editors and add in editors


def test_a_forced_dimension_counts_its_claims_only_and_the_page_says_so(client, sides):
    proposal = make_proposal(slug="zones")
    for dimension in Dimension:
        make_claim(value=1, holder=sides["west"], proposal=proposal, dimension=dimension)
    text = text_of(client, "/talks/?dimension=salience")
    assert "How much it matters to the parties" in text
    assert "1 claim as of" in text and "; counted: salience only" in text
    assert 'href="/talks/claims/?dimension=salience&amp;proposal=zones">1</a>' in row(
        client, proposal, "?dimension=salience"
    )
    assert "Unanswered 1 only one side has spoken" in text  # by its position


def test_an_actor_may_be_called_like_a_column(client, sides):
    make_claim(holder=make_actor(slug="claims", short_name="Odd", side=sides["west"].side))
    assert actor_headings(client) == ["Odd"]


def test_a_blank_says_why_it_is_one_and_leads_to_what_was_recorded(client, sides):
    talks, zones = make_proposal(slug="talks", title="Talks"), make_proposal(slug="zones", title="Zones")
    make_claim(value=1, holder=sides["east"], proposal=talks)
    make_claim(value=1, holder=sides["west"], proposal=zones)
    assert '<td class="p blank" data-h="West">not searched</td>' in row(client, talks)  # no source is fully coded
    make_search(holder=sides["west"], proposal=talks, searched_on=date(2022, 2, 3))
    assert labels(row(client, talks)) == ["Eastland on Talks: open (+1)", "Westland on Talks: searched, nothing found"]
    assert 'class="own" href="/talks/?cell=talks/west"' in row(client, talks)
    make_claim(holder=sides["west"], proposal=talks, value=2)
    assert "nothing found" not in row(client, talks)


def test_no_tooltip_begins_or_goes_on_with_nothing(client, sides):
    make_proposal(title="Unspoken")
    make_claim(value=1, holder=sides["west"])
    titles = re.findall(r'title="([^"]*)"', client.get("/talks/").content.decode())
    assert "Not taken up. No negotiating side has spoken of it." in " ".join(titles)
    assert [title for title in titles if not title.strip() or ": ." in title or ". ." in title] == []
