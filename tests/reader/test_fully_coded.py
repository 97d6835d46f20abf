"""A source is fully coded for one negotiation at a time: what that tells of blanks, it tells in that one alone."""

from datetime import date

import pytest
from django.db import connection

from claims import queries
from claims.models import Negotiation
from tests.make import (
    change,
    make_actor,
    make_claim,
    make_coding,
    make_negotiation,
    make_outcome,
    make_proposal,
    make_side,
    make_source,
    make_topic,
    make_user,
    make_wording,
)
from tests.query_counter import QueryCounter
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import page, text_of
from tests.secret_talks import set_team

pytestmark = pytest.mark.django_db

FIRST, LATER, LAST = date(2022, 2, 1), date(2022, 3, 1), date(2022, 4, 1)


@pytest.fixture
def shared(sides):
    """A source that two negotiations cite, fully coded for the first of them alone; in each a party is silent on one of
    two proposals."""
    grain = make_negotiation(slug="grain", title="Grain exports", short_title="Grain", order=5)
    make_actor(side=make_side(negotiation=grain, slug="ports", name="Ports"), slug="odesa", short_name="Odesa")
    source = make_source(slug="doc", title="The article")
    sea, arms = make_topic(negotiation=grain), make_topic()
    for topic, slug in ((arms, "zones"), (sea, "corridor")):
        proposal = make_proposal(slug=slug, topic=topic)
        make_claim(holder=sides["east"], proposal=proposal, source=source)
        make_proposal(slug=f"{slug}-later", topic=topic, added_on=LATER)
    make_coding(source, fully_coded_on=FIRST)
    return source


def test_where_it_is_not_coded_a_blank_is_not_searched(client, shared):
    assert "An empty cell: nothing in 1 fully coded source." in text_of(client, "/talks/?proposal=zones")
    assert "An empty cell: no source is fully coded yet." in text_of(client, "/grain/?proposal=corridor")
    counted = {
        of: {row["proposal"]: (row["nothing_in_coded"] > 0, row["not_searched"] > 0) for row in rows}
        for of in ("talks", "grain")
        for rows in [as_dicts(client, f"/{of}/coverage/?empty=show")]
    }
    assert counted["talks"]["zones"] == (True, False) and counted["grain"]["corridor"] == (False, True)
    assert "no source is fully coded" in text_of(client, "/grain/coverage/")


def test_not_yet_looked_for_is_asked_of_the_day_for_the_negotiation_of_the_proposal(client, shared):
    assert "Not yet looked for in 1 fully coded source" in text_of(client, "/talks/proposals/zones-later/")
    make_coding(shared, Negotiation.objects.get(slug="grain"), fully_coded_on=LAST)
    assert "Not yet looked for in 1 fully coded source" in text_of(client, "/talks/proposals/zones-later/")
    assert "In 1 fully coded source, nothing from" in text_of(client, "/grain/proposals/corridor-later/")
    change(shared.codings.get(negotiation__slug="talks"), fully_coded_on=LAST)
    assert "In 1 fully coded source, nothing from" in text_of(client, "/talks/proposals/zones-later/")


def test_it_is_to_be_read_again_where_its_day_is_too_early(client, shared):
    make_coding(shared, Negotiation.objects.get(slug="grain"), fully_coded_on=LAST)
    (row,) = as_dicts(client, "/talks/coverage/?table=re-read")
    told = {"source": "doc", "negotiation": "talks", "fully_coded_on": "2022-02-01", "proposals": "zones-later"}
    assert {name: row[name] for name in told} == told
    assert as_dicts(client, "/grain/coverage/?table=re-read") == []


def test_a_day_before_which_claims_count_changes_nothing_of_it(client, shared):
    assert "nothing in 1 fully coded source" in text_of(client, "/talks/?proposal=zones&as_of=2022-01-20")
    assert "no source is fully coded yet" in text_of(client, "/grain/?proposal=corridor&as_of=2022-01-20")


def test_the_page_of_the_source_says_for_which_it_is_coded_and_for_which_not(client, shared):
    text = text_of(client, "/sources/doc/")
    assert "for Talks by us on 1 Feb 2022: every passage that shows a stance is below" in text
    assert "not yet looked for here: Proposal" in text
    assert "for Grain not yet: it may hold more than is below" in text
    set_team(Negotiation.objects.get(slug="grain"), public=False)
    text = text_of(client, "/sources/doc/")
    assert "by us on 1 Feb 2022" in text and "for Talks" not in text and "Grain" not in text


def test_the_list_of_sources_says_for_which_it_is_coded(client, shared):
    make_coding(shared, Negotiation.objects.get(slug="grain"), fully_coded_by="them", fully_coded_on=LAST)
    assert "Talks: 1 Feb 2022 by us; Grain: 1 Apr 2022 by them" in text_of(client, "/sources/")
    (row,) = as_dicts(client, "/sources/")
    assert row["fully_coded"] == "talks on 2022-02-01 by us | grain on 2022-04-01 by them"


@pytest.mark.parametrize("cite", ["claim", "outcome", "wording"])
def test_it_counts_where_readers_see_it_cited(client, sides, cite):
    source, proposal = make_coding().source, make_proposal(slug="zones")
    make_claim(holder=sides["east"], proposal=proposal, source=source, status="draft")
    assert "no source is fully coded yet" in text_of(client, "/talks/")
    cited = {"proposal": proposal, "source": source}
    {"claim": make_claim, "outcome": make_outcome, "wording": make_wording}[cite](**cited)
    assert "nothing in 1 fully coded source" in text_of(client, "/talks/")


def test_a_coding_that_says_nothing_yet_counts_nowhere(client, shared):
    make_coding(shared, Negotiation.objects.get(slug="grain"), fully_coded_by="", fully_coded_on=None)
    assert "no source is fully coded yet" in text_of(client, "/grain/?proposal=corridor")
    assert "for Grain not yet" in text_of(client, "/sources/doc/")
    assert as_dicts(client, "/sources/")[0]["fully_coded"] == "talks on 2022-02-01 by us"


def test_who_coded_it_for_talks_behind_doors_is_told_nobody_else(client, shared):
    secret = Negotiation.objects.get(slug="grain")
    make_coding(shared, secret, fully_coded_by="secretive", fully_coded_on=LAST)
    assert "nothing in 1 fully coded source" in text_of(client, "/talks/")
    set_team(secret, make_user("analyst"), public=False)
    for address in ("/sources/", "/sources/?_export=json", "/sources/doc/", "/talks/coverage/?table=re-read"):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"secretive" not in body and b"grain" not in body, address
    assert "nothing in 1 fully coded source" in text_of(client, "/talks/")


@pytest.mark.parametrize("number", [2, 20])
def test_pages_take_as_many_queries_however_many_negotiations_it_is_coded_for(client, number):
    source = make_source(slug="doc")
    for place in range(number):
        negotiation = make_negotiation()
        topic = make_topic(negotiation=negotiation)
        make_claim(source=source, proposal=make_proposal(topic=topic))
        make_coding(source, negotiation, fully_coded_on=date(2022, 2, 1 + place))
        make_proposal(topic=topic, added_on=LATER)
    taken = []
    for address in ("/sources/", "/sources/doc/"):
        queries.forget_all()
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            assert "fully coded" in page(client, address).lower()
        taken.append(len(counter.statements))
    assert taken == [8, 11]
