import re
from datetime import date

import pytest

from claims.rules.scales import Attribution, Dimension
from tests.make import make_claim, make_proposal, make_source, make_topic
from tests.reader.read_pages import (
    actor_headings,
    group_headings,
    headings,
    labels,
    listed_claims,
    row,
    row_order,
    text_of,
    verdict_bar,
    words,
)

pytestmark = pytest.mark.django_db


def test_since_outlines_and_counts_what_changed_or_filled(client, sides):
    zones, ships = make_proposal(title="Zones"), make_proposal(title="Ships")
    make_claim(value=-2, holder=sides["west"], proposal=zones, said_on=date(2022, 1, 1))
    make_claim(value=1, holder=sides["west"], proposal=zones, said_on=date(2022, 1, 10))
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 1))
    make_claim(value=2, holder=sides["east"], proposal=ships, said_on=date(2022, 1, 10))
    query = "?since=2022-01-10"
    assert labels(row(client, zones, query)) == [
        "Eastland on Zones: supports (+2)",
        "Westland on Zones: open (+1), changed since then, 2 claims",
    ]
    assert labels(row(client, ships, query)) == ["Eastland on Ships: supports (+2), new since then"]
    assert "2 cells changed or filled since 10 Jan 2022" in text_of(client, f"/talks/{query}")
    assert "0 cells changed or filled" in text_of(client, "/talks/?since=2022-01-11")


def test_since_keeps_to_the_other_filters(client, sides):
    proposal = make_proposal()
    make_claim(value=2, holder=sides["west"], proposal=proposal, said_on=date(2022, 1, 1))
    second_hand = {"attribution": Attribution.ATTRIBUTED, "speaker": sides["east"]}
    make_claim(value=-2, holder=sides["west"], proposal=proposal, said_on=date(2022, 1, 10), **second_hand)
    assert "0 cells changed" in text_of(client, "/talks/?since=2022-01-10&attribution=own")
    assert "1 cell changed" in text_of(client, "/talks/?since=2022-01-10&attribution=attributed")


def test_a_changed_condition_is_a_change(client, sides):
    proposal = make_proposal()
    for day, terms in ((date(2022, 1, 1), "if asked"), (date(2022, 1, 10), "if paid")):
        make_claim(value=1, holder=sides["west"], proposal=proposal, said_on=day, conditions=terms)
    assert "1 cell changed" in text_of(client, "/talks/?since=2022-01-10")


def test_verdicts_are_counted_among_the_rows_of_any_verdict_that_are_chosen(client, sides):
    forces, talks = make_topic(name="Forces"), make_topic(name="Talks")
    for topic in (forces, talks):
        proposal = make_proposal(topic=topic)
        make_claim(value=2, holder=sides["east"], proposal=proposal)
    make_claim(value=-2, holder=sides["west"], proposal=proposal)
    assert verdict_bar(client, "/talks/") == "1 contested 1 unanswered"
    chosen = f"/talks/?topic={forces.slug}"
    assert verdict_bar(client, chosen) == "1 unanswered"
    assert f'href="{chosen}&amp;verdict=unanswered"' in client.get(chosen).content.decode()
    assert verdict_bar(client, "/talks/?verdict=contested") == "1 contested 1 unanswered all"


def test_rows_by_topic_stand_under_its_heading_in_its_order(client, sides):
    first, second = make_topic(name="Forces", order=1), make_topic(name="Talks", order=2)
    late = make_proposal(topic=second, order=1)
    wide = make_proposal(topic=first, order=2)
    calm = make_proposal(topic=first, order=1)
    make_claim(value=2, holder=sides["east"], proposal=wide)
    make_claim(value=-2, holder=sides["west"], proposal=wide)
    assert row_order(client, "?group=topic") == [calm.slug, wide.slug, late.slug]
    assert group_headings(client, "?group=topic") == ["Forces 2", "Talks 1"]
    assert "contested East for it, West against" in words(row(client, wide, "?group=topic"))


def test_each_topic_has_one_heading_where_topics_have_one_place(client, sides):
    arms, borders = make_topic(name="Arms"), make_topic(name="Borders")
    titles = {"A treaty": borders, "B treaty": arms, "C treaty": borders}
    b, a, c = (make_proposal(title=title, topic=titles[title]) for title in ("B treaty", "A treaty", "C treaty"))
    make_claim(holder=sides["west"], proposal=a)
    assert row_order(client, "?group=topic") == [b.slug, a.slug, c.slug]
    assert group_headings(client, "?group=topic") == ["Arms 1", "Borders 2"]


def test_topic_proposal_and_search_choose_rows_and_change_no_number(client, sides):
    topic = make_topic(slug="forces", name="Forces")
    zones = make_proposal(topic=topic, slug="zones", title="Zones")
    ships = make_proposal(slug="ships", title="Ships")
    make_claim(value=2, holder=sides["east"], proposal=zones, quote="A harbour treaty.")
    make_claim(value=-2, holder=sides["west"], proposal=zones)
    for query in ("?topic=forces", "?topic=FORCES", "?proposal=zones", "?proposal=Zones", "?q=harbour", "?q=zones"):
        assert row_order(client, query) == ["zones"], query
        assert "1 contested" in text_of(client, f"/talks/{query}")
        assert "1 of 2 proposals, 2 of 3 actors" in text_of(client, f"/talks/{query}")
    assert row_order(client, "?proposal=zones&proposal=ships") == ["zones", ships.slug]


def test_side_and_actor_choose_columns_and_change_no_verdict(client, sides):
    proposal = make_proposal()
    make_claim(value=2, holder=sides["east"], proposal=proposal)
    make_claim(value=-2, holder=sides["west"], proposal=proposal)
    for query in ("?actor=west", "?actor=Westland", "?side=west-side"):
        assert headings(client, query) == ["Proposal", "West", "Why, waits on", "Claims"], query
        assert words(row(client, proposal, query)).endswith("rejects East for it, West against 2")
    assert actor_headings(client, "?actor=west&actor=expert") == ["West", "Expert"]


def test_origin_chooses_the_claims_that_count(client, sides):
    proposal = make_proposal(title="Zones")
    make_claim(value=2, holder=sides["west"], proposal=proposal, source=make_source(origin="Bureau"))
    make_claim(value=1, holder=sides["west"], proposal=proposal, source=make_source(origin="Wire"))
    assert labels(row(client, proposal, "?origin=bureau")) == ["Westland on Zones: supports (+2)"]
    assert "only texts of Bureau" in text_of(client, "/talks/?origin=bureau")


def test_the_page_says_what_counts_and_what_is_shown(client, sides):
    make_claim(holder=sides["west"], proposal=make_proposal(title="Zones", slug="zones"))
    text = text_of(client, "/talks/?as_of=2022-02-01&attribution=own&proposal=zones&actor=west")
    assert "counted: said on or before 1 Feb 2022, first-hand only" in text
    assert "Counted: Remove as of: 1 Feb 2022 × Remove first-hand only ×" in text
    assert "Shown: Remove actor: Westland × Remove proposal: Zones × Clear all" in text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("actor=nobody", "There is no actor “nobody”."),
        ("topic=nothing", "There is no topic “nothing”."),
        ("origin=nobody", "There is no origin “nobody”."),
        ("since=soon", "“soon” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022."),
        ("as_of=01/10/2022", "“01/10/2022” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022."),
    ],
)
def test_an_unknown_name_is_a_named_error(client, sides, query, message):
    zones = make_proposal(slug="zones")
    make_claim(value=1, holder=sides["west"], proposal=zones)
    page = client.get(f"/talks/?{query}&attribution=own")
    html = page.content.decode()
    typed = query.partition("=")[2]
    assert page.status_code == 400 and html.count(message) == 2
    assert f'value="{typed}"' in html and 'aria-invalid="true"' in html
    assert labels(row(client, zones, f"?{query}&attribution=own")) == ["Westland on " + zones.title + ": open (+1)"]
    assert "first-hand only" in text_of(client, f"/talks/?{query}&attribution=own")
    file = client.get(f"/talks/?{query}&_export=csv")
    assert file.status_code == 400 and message in file.content.decode()
    part = client.get(f"/talks/?{query}", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Retarget"], part["HX-Reselect"]) == (400, "#filters", "#filters")
    assert part["HX-Push-Url"] == "false"


def test_what_is_chosen_stays_in_the_form(client, sides):
    page = client.get("/talks/?actor=west&since=2022-01-01&group=topic").content.decode()
    assert re.search(r'<input type="checkbox" name="actor" value="west" checked>\s*Westland', page)
    assert 'value="2022-01-01"' in page and '<option value="topic" selected>' in page


def test_a_package_s_row_also_counts_the_verdicts_of_its_parts(client, sides):
    package = make_proposal(title="Package")
    part = make_proposal(title="Part", part_of=package)
    make_claim(value=2, holder=sides["east"], proposal=part)
    make_claim(value=-2, holder=sides["west"], proposal=part)
    assert "its parts: 1 contested" in row(client, package)
    assert "(Part of Package.)" in row(client, part)


def test_prospects_are_empty_before_they_were_said(client, sides):
    proposal = make_proposal(title="Zones")
    expected = {"holder": sides["expert"], "proposal": proposal, "dimension": Dimension.PROSPECTS}
    make_claim(value=1, said_on=date(2022, 1, 17), **expected)
    assert labels(row(client, proposal, "?as_of=2021-12-25")) == []
    assert labels(row(client, proposal, "?as_of=2022-01-17")) == ["An Expert on Zones: possible (+1)"]


def test_known_then_is_only_what_sources_of_that_time_say(client, sides):
    zones = make_proposal(title="Zones", slug="zones")
    said = {"holder": sides["west"], "proposal": zones, "said_on": date(2021, 12, 20)}
    make_claim(value=1, source=make_source(published_on=date(2021, 12, 21)), **said | {"said_on": date(2021, 12, 19)})
    make_claim(value=-2, source=make_source(published_on=date(2022, 1, 17)), **said)
    make_claim(value=2, source=make_source(published_on=None), **said)
    day = "?as_of=2021-12-30"
    assert labels(row(client, zones, day)) == ["Westland on Zones: mixed, 3 claims"]
    assert "said on or before 30 Dec 2021" in text_of(client, f"/talks/{day}")
    assert "known" not in text_of(client, f"/talks/{day}").replace("Not known", "")
    assert labels(row(client, zones, f"{day}&known=published")) == ["Westland on Zones: open (+1)"]
    clauses = "said on or before 30 Dec 2021, known from sources published by then"
    assert f"counted: {clauses}" in text_of(client, f"/talks/{day}&known=published")
    assert "known from sources published by today" in text_of(client, "/talks/?known=published")
    assert len(listed_claims(client, f"{day}&known=published")) == 1
    assert len(listed_claims(client, "?known=published")) == 2
    for address in (
        "/talks/claims/",
        "/talks/proposals/zones/",
        "/talks/common-ground/",
        "/talks/proposals/",
        "/talks/cells/zones/west/",
    ):
        assert clauses in text_of(client, f"{address}{day}&known=published"), address
    assert "&amp;known=published" in client.get(f"/talks/{day}&known=published").content.decode()
    assert client.get("/talks/?known=then").status_code == 400


def test_a_proposal_put_forward_after_the_day_has_no_row(client, sides):
    make_claim(holder=sides["west"], proposal=make_proposal(slug="undated"), said_on=date(2022, 1, 1))
    on_the_day = make_proposal(slug="on-the-day", proposed_on=date(2022, 1, 6))
    later = make_proposal(slug="later", proposed_on=date(2022, 1, 7), part_of=on_the_day)
    make_claim(holder=sides["west"], proposal=later, said_on=date(2022, 1, 1))
    day = "?as_of=2022-01-06"
    assert sorted(row_order(client, day)) == ["on-the-day", "undated"]
    assert len(row_order(client)) == 3
    said = "1 proposal was put forward after this day and has no row: all proposals"
    for address in (
        "/talks/",
        "/talks/proposals/",
        "/talks/coverage/",
        "/talks/common-ground/",
        "/talks/agreement/",
        "/talks/actors/west/",
    ):
        assert said in text_of(client, f"{address}{day}"), address
        assert said not in text_of(client, address), address
        rows = client.get(f"{address}{day}").content.decode().partition("newest first")[0]  # there stand its claims
        assert 'href="/talks/proposals/later/' not in rows, address
    assert "its parts" not in row(client, on_the_day, day)
    assert "put forward after the day" in text_of(client, f"/talks/proposals/later/{day}")
    for address in ("/talks/", "/talks/proposals/", "/talks/common-ground/", "/talks/coverage/"):
        assert "later" not in b"".join(client.get(f"{address}{day}&_export=csv")).decode().split(), address


def test_a_day_to_come_is_a_fault_of_a_filter(client, sides):
    for name in ("as_of", "since"):
        assert "14 Mar 2942 is still to come" in text_of(client, f"/talks/?{name}=2942-03-14")


def test_a_claim_of_a_day_to_come_dates_nothing_and_counts_nowhere(client, sides):
    zones = make_proposal(title="Zones", slug="zones")
    make_claim(value=1, holder=sides["west"], proposal=zones, said_on=date(2022, 1, 10))
    source = make_source(published_on=date(2942, 3, 14))
    make_claim(value=-2, holder=sides["west"], proposal=zones, said_on=date(2942, 3, 14), source=source)
    assert labels(row(client, zones)) == ["Westland on Zones: open (+1)"]
    assert "as of 10 Jan 2022" in text_of(client, "/talks/")
    for address in (
        "/talks/",
        "/talks/claims/",
        "/talks/proposals/",
        "/talks/actors/",
        "/talks/common-ground/",
        "/talks/proposals/zones/",
        "/sources/",
    ):
        assert "2942" not in text_of(client, address), address
