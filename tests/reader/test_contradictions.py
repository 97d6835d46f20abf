"""The list of contradictions inside actors, and those on an actor's page: for visitors and for editors."""

from datetime import date

import pytest
from django.urls import reverse

from claims.reader.views import actors
from claims.services.review import transition
from tests.make import (
    make_actor,
    make_answer,
    make_claim,
    make_contradiction,
    make_proposal,
    make_user,
    the_negotiation,
)
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import page, text_of
from tests.secret_talks import set_team

pytestmark = pytest.mark.django_db
LIST = "/talks/contradictions/"


@pytest.fixture
def talks():
    """A party that contradicts itself twice on one proposal, and a rival of whom others say the opposite on another."""
    russia, us = (
        make_actor(name="Russia", slug="russia"),
        make_actor(name="United States", short_name="US", slug="united-states", article="the"),
    )
    pledge, zones = make_proposal(title="Pledge", slug="pledge"), make_proposal(title="Zones", slug="zones")
    first = make_contradiction(holder=russia, proposal=pledge)
    again = make_claim(1, russia, proposal=pledge, said_on=date(2022, 1, 12), quote="We are for it after all.")
    own = make_claim(2, us, proposal=zones, said_on=date(2022, 1, 3))
    said = make_claim(-1, us, proposal=zones, said_on=date(2022, 1, 4), attribution=2, speaker=russia)
    return {"russia": russia, "us": us, "first": first, "second": [first[1], again], "others": [own, said]}


def test_the_list_begins_with_how_many_there_are_and_shows_both_quotes_of_each(client, talks):
    text = text_of(client, LIST)
    assert "Three contradictions inside two actors within 30 days No remark answers any of them yet." in text
    for earlier, later in (talks["first"], talks["second"], talks["others"]):
        assert earlier.quote in text and later.quote in text
    assert "Pledge one voice, two days apart" in text and "Zones others say otherwise, one day apart" in text
    html = page(client, LIST)
    assert f'href="/claims/{talks["second"][1].public_id}/" aria-label' in html
    assert 'href="/talks/cells/pledge/russia/"' in html


def test_where_nobody_contradicts_itself_the_list_says_so(client):
    make_claim()
    text = text_of(client, LIST)
    assert "No contradiction inside any actor within 30 days" in text and "Who, on what" not in text


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("actor=russia", 2),
        ("proposal=zones", 1),
        ("kind=others", 1),
        ("kind=over-time&kind=officials", 2),
        ("within=7", 3),
        ("within=90", 3),
        ("as_of=2022-01-10", 2),
        ("attribution=own", 2),
        ("answered=yes", 1),
        ("answered=no", 2),
        ("answered=yes&actor=united-states", 0),
    ],
)
def test_filters_choose_contradictions_on_the_page_and_in_its_file(client, talks, query, number):
    make_answer(talks["first"])
    assert page(client, f"{LIST}?{query}").count('<ul class="says">') == number
    assert len(as_dicts(client, f"{LIST}?{query}")) == number


def test_where_none_fits_the_heading_says_so(client, talks):
    assert "No contradiction that fits inside the United States within 30 days" in text_of(
        client, f"{LIST}?actor=united-states&kind=officials"
    )


def test_the_list_downloads_with_both_claims_and_what_answers(client, talks):
    earlier, later = talks["first"]
    make_answer(talks["first"], text="It was walked back.")
    (row,) = [row for row in as_dicts(client, LIST) if row["answered"]]
    assert (row["holder"], row["proposal"], row["kind"], row["days"]) == ("russia", "pledge", "over-time", 7)
    assert (row["earlier_claim"], row["later_claim"]) == (earlier.public_id, later.public_id)
    assert (row["earlier_value"], row["later_quote"], row["remarks"]) == (2, later.quote, "It was walked back.")


def test_many_stand_on_pages_of_which_each_links_the_next(client):
    for _ in range(27):
        make_contradiction()
    html = page(client, f"{LIST}?per_page=25")
    assert html.count('<ul class="says">') == 25 and "page 1 of 2" in html
    assert page(client, f"{LIST}?per_page=25&page=2").count('<ul class="says">') == 2
    assert page(client, f"{LIST}?page=99").count('<ul class="says">') == 27


def test_visitors_see_what_is_published_and_editors_what_waits_and_where_they_write(client, talks):
    earlier, later = talks["second"]
    make_answer(talks["first"], text="It was walked back.", signed_by="Ann Lyst")
    waiting = make_answer(talks["second"], text="Not yet for readers.", published=False)
    address = f"/talks/actors/{talks['russia'].slug}/"
    for path in (LIST, address):
        text, html = text_of(client, path), page(client, path)
        assert "It was walked back. Ann Lyst" in text
        assert "Not yet for readers." not in text and "waits for a reviewer" not in text and "/admin/claims" not in html
    client.force_login(make_user("analyst"))
    for path in (LIST, address):
        html = page(client, path)
        assert reverse("admin:claims_editorialnote_change", args=[waiting.pk]) in html
        assert f"earlier_claim={earlier.public_id}&amp;later_claim={later.public_id}" in html
        assert "Not yet for readers." not in html
    set_team(the_negotiation(), make_user("analyst"))
    for path in (LIST, address):
        assert "waits for a reviewer" not in text_of(client, path) and "Write a remark" not in text_of(client, path)


def test_a_remark_that_is_taken_back_answers_nothing_and_a_kept_page_is_asked_for_anew(client, talks):
    remark = make_answer(talks["first"])
    answer = client.get(LIST)
    asked = {"If-None-Match": answer["ETag"]}
    assert client.get(LIST, headers=asked).status_code == 304
    transition(remark, "take back", user=make_user("reviewer"), version=remark.version, reason="not so")
    assert "No remark answers any of them yet." in client.get(LIST, headers=asked).content.decode()


def test_an_actors_page_begins_the_section_with_its_finding(client, talks):
    make_answer(talks["first"])
    text = text_of(client, f"/talks/actors/{talks['russia'].slug}/")
    assert (
        "Where its words contradict each other Two contradictions within 30 days: one speaker says the one and the "
        "opposite. Remarks answer one of them, one is left." in text
    )
    assert "All 2 contradictions" not in text
    of_us = text_of(client, f"/talks/actors/{talks['us'].slug}/?attribution=own")
    assert "No words of the United States, and nothing that others say of it, contradict each other" in of_us


def test_an_actors_page_shows_the_first_and_links_the_rest_as_it_counts_claims(client, talks, monkeypatch):
    monkeypatch.setattr(actors, "MOST_CONTRADICTIONS", 1)
    html = page(client, f"/talks/actors/{talks['russia'].slug}/?attribution=own")
    assert html.count('<ul class="says">') == 1
    assert 'href="/talks/contradictions/?actor=russia&amp;attribution=own">All 2 contradictions</a>' in html


def test_an_officials_page_has_no_such_section(client, talks):
    official = make_actor("official", speaks_for=talks["russia"])
    make_claim(2, talks["russia"], speaker=official)
    assert "contradict" not in page(client, f"/talks/actors/{official.slug}/")


@pytest.mark.parametrize("number", [1, 12])
def test_editors_take_one_query_more_however_many_there_are(client, django_assert_num_queries, number):
    holder = make_actor()
    for _ in range(number):
        make_answer(make_contradiction(holder=holder), published=False)
    client.force_login(make_user("analyst"))
    page(client, LIST)
    # session, user, version, what is closed to them, permissions (2), claims of the page, remarks that wait
    with django_assert_num_queries(8):
        assert page(client, LIST).count("waits for a reviewer") == number
