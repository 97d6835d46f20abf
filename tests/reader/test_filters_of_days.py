"""Days are chosen from a list of those on which something was published, or typed."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils.timezone import localdate

from claims.queries.days import MOST_DAYS
from claims.reader.filters.days import DayFilter
from tests.make import make_claim, make_event, make_negotiation, make_proposal, make_source, make_topic
from tests.reader.filters_of_pages import FILTERS_OF_PAGES, PAGES_WITH_FORM
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db


def publish(*days, **fields):
    """Make a published claim from a source of each of these days."""
    for day in days:
        make_claim(source=make_source(published_on=day), said_on=date(2021, 12, 1), **fields)


def list_of(client, address, name="as_of"):
    """Return (value, words, chosen) of the options of a list of days."""
    page = client.get(address).content.decode()
    select = re.search(rf'<select name="{name}".*?</select>', page, re.S)[0]
    options = re.findall(r'<option value="([^"]*)"( selected)?>(.*?)</option>', select)
    return [(value, unescape(words), bool(chosen)) for value, chosen, words in options]


def offered(client, address="/talks/", name="as_of"):
    return [words for _, words, _ in list_of(client, address, name)]


def chosen(client, address, name="as_of"):
    """Return the words of the option that the browser shows."""
    options = list_of(client, address, name)
    (one,) = [words for _, words, is_chosen in options if is_chosen] or [options[0][1]]
    return one


def typed(client, address, name="as_of"):
    """Return what stands in the field for another day."""
    return re.search(rf'<input\s+name="{name}"\s+id="id_{name}_typed"\s+value="([^"]*)"', client.get(address).text)[1]


def test_the_newest_day_stands_first_and_is_no_choice(client):
    publish(date(2022, 1, 6), date(2022, 1, 17), date(2021, 12, 21), date(2022, 1, 17))
    assert list_of(client, "/talks/") == [
        ("", "17 Jan 2022 (newest)", True),
        ("2022-01-06", "6 Jan 2022", False),
        ("2021-12-21", "21 Dec 2021", False),
        ("another", "another day", False),
    ]
    assert list_of(client, "/talks/", "since")[:2] == [("", "–", True), ("2022-01-17", "17 Jan 2022", False)]


def test_without_a_publication_a_day_can_be_typed_all_the_same(client):
    assert offered(client) == ["newest", "another day"]


def test_events_stand_among_the_days_up_to_the_last_publication(client):
    publish(date(2022, 1, 10), date(2022, 1, 17))
    make_event(title="Geneva talks", first_day=date(2022, 1, 10))
    make_event(title="Council", first_day=date(2022, 1, 12), last_day=date(2022, 1, 13))
    make_event(title="Too late", first_day=date(2022, 1, 18))
    make_event(title="To come", first_day=localdate() + timedelta(days=3))
    assert offered(client) == [
        "17 Jan 2022 (newest)",
        "12 Jan 2022 · Council",
        "10 Jan 2022 · Geneva talks",
        "another day",
    ]


def test_no_list_tells_of_what_readers_do_not_see(client):
    publish(date(2022, 1, 17))
    publish(date(2022, 1, 6), status="draft")
    elsewhere = make_negotiation(slug="other")
    publish(date(2021, 12, 21), proposal=make_proposal(topic=make_topic(negotiation=elsewhere)))
    make_event(title="Elsewhere", negotiation=elsewhere, first_day=date(2021, 12, 22))
    assert offered(client) == ["17 Jan 2022 (newest)", "another day"]
    assert offered(client, "/other/") == ["21 Dec 2021 (newest)", "another day"]
    assert offered(client, "/claims/") == ["17 Jan 2022 (newest)", "21 Dec 2021", "another day"]


def test_of_hundreds_of_days_the_list_holds_the_newest(client):
    first = date(2021, 1, 1)
    publish(*(first + timedelta(days=number) for number in range(MOST_DAYS + 5)))
    days = [value for value, _, _ in list_of(client, "/talks/")[1:-1]]
    assert len(days) == MOST_DAYS - 1 and min(days) == (first + timedelta(days=5)).isoformat()
    assert chosen(client, "/talks/?as_of=2021-01-02") == "2 Jan 2021"


@pytest.mark.parametrize("day", ["2022-01-09", "9 Jan 2022", "9 January 2022", "09.01.2022"])
def test_a_day_that_the_list_does_not_hold_is_an_option_of_its_own_in_its_place(client, day):
    publish(date(2022, 1, 6), date(2022, 1, 17))
    address = f"/talks/?as_of={day}"
    assert offered(client, address) == ["17 Jan 2022 (newest)", "9 Jan 2022", "6 Jan 2022", "another day"]
    assert (chosen(client, address), typed(client, address)) == ("9 Jan 2022", "")


def test_the_newest_day_can_be_meant_for_good(client):
    publish(date(2022, 1, 6), date(2022, 1, 17))
    assert chosen(client, "/talks/?as_of=2022-01-17") == "17 Jan 2022"
    assert offered(client, "/talks/?as_of=2022-01-17")[:2] == ["17 Jan 2022 (newest)", "17 Jan 2022"]


def test_what_was_typed_counts_before_what_the_list_says(client):
    publish(date(2022, 1, 6), date(2022, 1, 17))
    for query in ("as_of=&as_of=9 Jan 2022", "as_of=2022-01-06&as_of=9 Jan 2022", "as_of=another&as_of=9 Jan 2022"):
        page = client.get(f"/talks/?{query}&group=topic", follow=True).text
        assert "said on or before 9 Jan 2022" in page, query
        assert "as_of=2022-01-09&amp;" in page and "as_of=9" not in page, query


def test_a_day_that_cannot_be_read_stays_beside_the_list_which_says_what_holds(client):
    publish(date(2022, 1, 6), date(2022, 1, 17))
    address = "/talks/?as_of=2022-01-06&as_of=soon"
    answer = client.get(address)
    assert answer.status_code == 400 and "said on or before 6 Jan 2022" in answer.text
    assert (chosen(client, address), typed(client, address)) == ("6 Jan 2022", "soon")
    assert 'aria-invalid="true" aria-describedby="id_as_of_error"' in answer.text
    assert chosen(client, "/talks/?as_of=soon") == "another day"


def test_another_day_that_was_not_typed_is_asked_for(client):
    assert client.get("/talks/?as_of=another&as_of=").status_code == 400
    assert typed(client, "/talks/?as_of=another") == ""


def test_every_page_offers_the_same_list_for_each_of_its_days(client):
    world = make_world(3)
    publish(date(2022, 1, 3))
    make_event(title="Geneva talks", first_day=date(2022, 1, 10))
    lists = {
        (name, tuple(offered(client, stop.path(), name)[1:]))
        for stop in stops(world)
        if stop.name in PAGES_WITH_FORM
        for name, declared in FILTERS_OF_PAGES[stop.name].base_filters.items()
        if isinstance(declared, DayFilter)
    }
    assert {name for name, _ in lists} == {"as_of", "since"}
    assert len(lists) == 3  # on pages of several negotiations it knows no events
