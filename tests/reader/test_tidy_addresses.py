"""The address of a page says what was chosen and nothing else, whatever a form sends."""

import pytest
from django.http import QueryDict

from tests.make import make_actor, make_claim

pytestmark = pytest.mark.django_db
FROM_FORM = {"HX-Request": "true", "HX-Trigger": "filters", "HX-Target": "matrix"}

SENT = [
    # by a form without scripts, to what it leads
    ("as_of=&since=&group=&dimension=auto&origin=&q=&per_page=", ""),
    ("as_of=2022-01-06&as_of=&group=topic", "as_of=2022-01-06&group=topic"),
    ("as_of=2022-01-06&as_of=9 Jan 2022&since=another&since=10.01.2022", "as_of=2022-01-09&since=2022-01-10"),
    ("actor=west&actor=&actor=west", "actor=west"),
    ("q=&page=2&empty=show", "empty=show&page=2"),
    ("per_page=50&group=topic", "group=topic"),
]


def sorted_query(address):
    path, _, query = address.partition("?")
    return path, sorted(QueryDict(query).lists())


@pytest.fixture(autouse=True)
def west():
    make_claim(holder=make_actor(slug="west"))


@pytest.mark.parametrize(("sent", "tidy"), SENT)
def test_a_form_without_scripts_is_led_to_the_address_that_says_what_was_chosen(client, sent, tidy):
    answer = client.get(f"/talks/?{sent}")
    assert answer.status_code == 302
    assert sorted_query(answer["Location"]) == sorted_query(f"/talks/?{tidy}" if tidy else "/talks/")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(("sent", "tidy"), SENT)
def test_a_form_with_scripts_is_told_that_address(client, sent, tidy):
    answer = client.get(f"/talks/?{sent}", headers=FROM_FORM)
    assert answer.status_code == 200
    assert sorted_query(answer["HX-Push-Url"]) == sorted_query(f"/talks/?{tidy}" if tidy else "/talks/")
