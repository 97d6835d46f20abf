"""What other sites, search engines and programs ask for, with one of each model and with forty: as many queries as are
pinned, nothing that none may have, and what can be read."""

import json
import struct

import pytest
from django.test import Client, override_settings
from django.urls import resolve
from lxml import etree, html

from claims.wording.pictures import CARD_SIZE
from tests.reader.asked_twice import ask, counted
from tests.walk import ATOM, HTML, JSON, PNG, SVG, TEXT, TEXT_XML, XML, list_names, make_world, shared_stops

pytestmark = pytest.mark.django_db
READERS = {
    HTML: html.fromstring,
    TEXT: bytes.decode,
    JSON: json.loads,
    **dict.fromkeys((XML, TEXT_XML, ATOM, SVG), etree.fromstring),
}
CLOSED_TO_OTHERS = ("style=", "onclick=", "<script")


@pytest.fixture(scope="module", params=[1, 40], ids=["one of each", "forty of each"])
def walk(request, share_rows):
    """Each stop with how it was answered."""

    def make():
        world = make_world(request.param)
        return {stop: ask(Client(), stop.path()) for stop in shared_stops(world)}

    with override_settings(EMBED_ANCESTORS=["https://news.example"]), share_rows(make) as walk:
        yield walk


def test_the_walk_knows_every_named_url(walk):
    assert {resolve(stop.path().partition("?")[0]).view_name for stop in walk} >= list_names("sharing")


def test_each_is_answered_in_its_type_with_nothing_kept_and_again(walk):
    taken = {
        stop.name: [(answer.status_code, answer["Content-Type"]) for answer in (asked.first, asked.again)]
        for stop, asked in walk.items()
    }
    assert taken == {stop.name: [(200, stop.kind)] * 2 for stop in walk}


def test_each_takes_its_pinned_number_of_queries_and_no_transaction(walk):
    taken = {stop.name: (len(asked.statements), len(asked.statements_again)) for stop, asked in walk.items()}
    assert taken == {stop.name: (stop.queries, stop.again) for stop in walk}
    read = [sql for asked in walk.values() for sql in (*asked.statements, *asked.statements_again)]
    assert not [sql for sql in read if sql.startswith(("BEGIN", "SAVEPOINT"))]


def test_each_can_be_read_as_what_it_says_it_is(walk):
    for stop, asked in walk.items():
        body = asked.first.content
        if stop.kind == PNG:
            assert (body[:8], struct.unpack(">II", body[16:24])) == (b"\x89PNG\r\n\x1a\n", CARD_SIZE), stop.name
        else:
            assert READERS[stop.kind](body) is not None, stop.name
        assert not [sign for sign in CLOSED_TO_OTHERS if sign.encode() in body] or stop.kind in (PNG, SVG), stop.name


def test_none_sets_a_cookie_and_each_keeps_until_something_is_written(walk, settings):
    settings.EMBED_ANCESTORS = ["https://news.example"]
    client = Client()
    for stop, asked in walk.items():
        assert not asked.first.cookies, stop.name
        with counted() as statements:
            answer = client.get(stop.path(), headers={"If-None-Match": asked.first["ETag"]})
        assert (answer.status_code, len(statements)) == (304, 1), stop.name
