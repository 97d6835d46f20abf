import re
from datetime import date
from html import unescape

import pytest
from django.utils.html import strip_tags

from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_search, make_side, make_source, make_user
from tests.reader.read_pages import headings, labels, row, text_of

pytestmark = pytest.mark.django_db


def test_a_cell_says_value_state_and_marks(client, sides):
    proposal, other = make_proposal(title="Moratorium"), make_proposal()
    make_claim(value=1, holder=sides["west"], proposal=proposal, conditions="if asked", depends_on=other.slug)
    make_claim(value=-2, holder=sides["east"], proposal=other)
    make_claim(value=2, holder=sides["west"], proposal=proposal, dimension=Dimension.SALIENCE)
    html = row(client, proposal)
    assert labels(html) == [
        "Westland on Moratorium: open (+1), only on a condition, essential, its condition is refused"
    ]
    assert "+1 if" in html


def test_the_verdict_stands_beside_the_proposal_with_its_reason(client, sides):
    proposal = make_proposal()
    make_claim(value=2, holder=sides["east"], proposal=proposal)
    make_claim(value=-2, holder=sides["west"], proposal=proposal)
    text = strip_tags(row(client, proposal))
    assert "contested East +2; West −2" in text


def test_rows_stand_in_the_order_of_verdicts_then_gaps_then_claims(client, sides):
    agreed, narrow, wide, silent = (make_proposal(title=t) for t in ("Agreed", "Narrow", "Wide", "Silent"))
    for proposal, east, west in ((agreed, 2, 2), (narrow, 1, -1), (wide, 2, -2)):
        make_claim(value=east, holder=sides["east"], proposal=proposal)
        make_claim(value=west, holder=sides["west"], proposal=proposal)
    page = client.get("/talks/").content.decode()
    order = re.findall(r'<tr id="([\w-]+)"', page)
    assert order == [wide.slug, narrow.slug, agreed.slug, silent.slug]


def test_experts_columns_show_prospects_with_their_own_position_beside(client, sides):
    proposal = make_proposal(title="Zones")
    make_claim(value=-1, holder=sides["expert"], proposal=proposal, dimension=Dimension.PROSPECTS)
    make_claim(value=2, holder=sides["expert"], proposal=proposal)
    assert labels(row(client, proposal)) == [
        "An Expert on Zones: unlikely (−1)",
        "An Expert on Zones: own position: supports (+2)",
    ]


@pytest.mark.parametrize(
    ("dimension", "label"),
    [("position", "supports (+2)"), ("prospects", "unlikely (−1)"), ("salience", "important (+1)")],
)
def test_a_forced_dimension_rules_every_column(client, sides, dimension, label):
    proposal = make_proposal(title="Zones")
    for name, value in (("position", 2), ("prospects", -1), ("salience", 1)):
        make_claim(value=value, holder=sides["expert"], proposal=proposal, dimension=name)
    assert labels(row(client, proposal, f"?dimension={dimension}")) == [f"An Expert on Zones: {label}"]


def test_a_forecast_stands_in_brackets_and_awaiting_as_dots(client, sides):
    proposal = make_proposal(title="Zones")
    make_claim(
        value=-2,
        holder=sides["west"],
        proposal=proposal,
        attribution=Attribution.PREDICTED,
        speaker=sides["expert"],
    )
    assert labels(row(client, proposal)) == ["Westland on Zones: forecast: rejects (−2)"]
    assert ">(−2)<" in row(client, proposal)
    make_claim(value=0, holder=sides["west"], proposal=proposal, pending=True)
    assert labels(row(client, proposal)) == ["Westland on Zones: awaiting answer, forecast: rejects (−2), 2 claims"]


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
    assert labels(row(client, proposal)) == ["Voiceland on Zones: sceptical (−1)"]
    assert "Voice" in headings(client, "?others=open") and "Others" not in headings(client, "?others=open")


def test_actors_without_a_stance_are_hidden_counted_and_one_click_away(client, sides):
    make_actor(side=sides["west"].side, name="Quietland", short_name="Quiet")
    kept = make_actor(side=sides["west"].side, short_name="Kept", principal=False, always_shown=True)
    make_claim(holder=sides["west"])
    assert headings(client) == ["Proposal", "Verdict", "West", kept.short_name, "Claims", "Newest"]
    assert "Quietland" in strip_tags(client.get("/talks/").content.decode())
    assert "Quiet" in headings(client, "?empty=show")
    assert 'href="/talks/">Hide the columns without anything' in client.get("/talks/?empty=show").content.decode()


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
    assert headings(client) == ["Proposal", "What divides", "Imported", "Claims", "Newest"]


def test_an_empty_database_shows_a_page_that_says_so(client):
    page = client.get("/talks/")
    assert page.status_code == 200 and "No claim has been published yet" in page.content.decode()


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


def test_the_opened_cell_shows_what_decides_branches_and_what_others_say(client, sides):
    proposal = make_proposal(title="Zones", slug="zones")
    make_claim(value=2, holder=sides["west"], proposal=proposal, quote="We want it.")
    make_claim(value=-1, holder=sides["west"], proposal=proposal, quote="Not if they refuse.", conditions="if refused")
    make_claim(
        value=-2,
        holder=sides["west"],
        proposal=proposal,
        quote="They never will.",
        attribution=Attribution.ATTRIBUTED,
        speaker=sides["east"],
    )
    make_claim(value=0, holder=sides["west"], proposal=proposal, quote="We are thinking.", said_on=date(2021, 12, 1))
    text = strip_tags(client.get("/talks/cells/zones/west/").content.decode())
    order = [
        "What decides",
        "We want it.",
        "On conditions",
        "Not if they refuse.",
        "What others say",
        "They never will.",
    ]
    places = [text.index(words) for words in [*order, "Earlier or weaker", "We are thinking."]]
    assert places == sorted(places)


def test_a_cell_keeps_to_the_claims_that_count(client, sides):
    proposal = make_proposal(slug="zones")
    make_claim(value=2, holder=sides["west"], proposal=proposal, said_on=date(2022, 1, 20), quote="Later words.")
    html = row(client, proposal, "?as_of=2022-01-25")
    href = unescape(re.search(r'<a class="cell[^"]*" href="([^"]*)"', html).group(1))
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


def test_the_opened_cell_says_since_when_and_who_refuses_its_condition(client, sides):
    zones, ships = make_proposal(title="Zones", slug="zones"), make_proposal(title="Ships", slug="ships")
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 1))
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 9))
    make_claim(value=1, holder=sides["west"], proposal=zones, conditions="if they leave", depends_on="ships")
    make_claim(value=-2, holder=sides["east"], proposal=ships)
    assert "supports (+2) since 1 Jan 2022" in text_of(client, "/talks/cells/zones/east/")
    text = text_of(client, "/talks/cells/zones/west/")
    assert "its condition is refused" in text and "(needs Ships, which Eastland refuses)" in text


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
    assert "Salience as of" in text and "1 claim; counted: salience only" in text
    assert 'href="/talks/claims/?dimension=salience&amp;proposal=zones">1</a>' in row(
        client, proposal, "?dimension=salience"
    )
    assert "unanswered West +1" in text  # by its position


def test_an_actor_may_be_called_like_a_column(client, sides):
    make_claim(holder=make_actor(slug="claims", short_name="Odd", side=sides["west"].side))
    assert headings(client) == ["Proposal", "Verdict", "Odd", "Claims", "Newest"]


def test_a_blank_says_why_it_is_one_and_leads_to_what_was_recorded(client, sides):
    talks, zones = make_proposal(slug="talks", title="Talks"), make_proposal(slug="zones", title="Zones")
    make_claim(value=1, holder=sides["east"], proposal=talks)
    make_claim(value=1, holder=sides["west"], proposal=zones)
    assert '<span class="blank">–</span>' in row(client, talks)  # no source is fully coded
    make_search(holder=sides["west"], proposal=talks, searched_on=date(2022, 2, 3))
    assert labels(row(client, talks)) == ["Eastland on Talks: open (+1)", "Westland on Talks: searched, nothing found"]
    assert 'href="/talks/?cell=talks/west"' in row(client, talks)
    make_claim(holder=sides["west"], proposal=talks, value=2)
    assert "nothing found" not in row(client, talks)


def test_no_tooltip_begins_or_goes_on_with_nothing(client, sides):
    make_proposal(title="Unspoken")
    make_claim(value=1, holder=sides["west"])
    titles = re.findall(r'title="([^"]*)"', client.get("/talks/").content.decode())
    assert "Not taken up. No negotiating side has spoken of it." in " ".join(titles)
    assert [title for title in titles if not title.strip() or ": ." in title or ". ." in title] == []
