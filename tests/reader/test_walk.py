"""Every page and every file, with one of each model and with forty: as many queries, and nothing that none may have."""

import re
from collections import Counter
from datetime import date
from itertools import product

import pytest
from django.test import Client

from claims import queries
from claims.exporters.formats import FORMATS
from claims.models import SourceText
from tests.make import make_proposal, the_negotiation
from tests.reader.asked_twice import ask, counted
from tests.reader.read_downloads import download, of_kind
from tests.walk import downloads, make_world, names_for_readers, stops
from tracker.middleware.costly_files import KEPT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=[1, 40], ids=["one of each", "forty of each"])
def size(request):
    return request.param


@pytest.fixture(scope="module")
def made(size, share_rows):
    def make():
        world = make_world(size)
        return world, {stop: ask(Client(), stop.path()) for stop in stops(world)}

    with share_rows(make) as made:
        yield made


@pytest.fixture
def world(made):
    return made[0]


@pytest.fixture
def walk(made):
    """Each stop with how it was answered; what tests write later is not in there."""
    return made[1]


def test_the_walk_knows_every_named_url(world):
    assert {stop.name for stop in stops(world)} == names_for_readers()


def test_each_page_is_answered_with_nothing_kept_and_again(walk):
    statuses = {stop.path(): (asked.first.status_code, asked.again.status_code) for stop, asked in walk.items()}
    assert statuses == dict.fromkeys(statuses, (200, 200))


def test_each_page_takes_its_pinned_number_of_queries(walk):
    taken = {stop.name: (len(asked.statements), len(asked.statements_again)) for stop, asked in walk.items()}
    assert taken == {stop.name: (stop.queries, stop.again) for stop in walk}


def test_each_download_takes_its_pinned_number_of_queries(client, world):
    taken = {}
    for stop in downloads(world):
        for extension in FORMATS:
            queries.forget_all()
            for time in ("first", "again"):
                KEPT.forget()  # else the second is not written at all
                with counted() as statements:
                    assert download(client, of_kind(stop.path(), extension))
                taken[stop.name, extension, time] = len(statements)
    # the picture of the matrix needs the claims of the cells once more, and their quotes
    more = {("claims:matrix", "xlsx"): 2}
    pinned = {}
    for s, e in product(downloads(world), FORMATS):
        besides = more.get((s.name, e), 0)
        pinned |= {(s.name, e, "first"): s.queries + besides, (s.name, e, "again"): s.again + besides}
    assert taken == pinned


def test_stances_take_as_many_queries_however_many_they_are(client, world):
    # version, negotiations, actors, participants, proposals, positions, claims of the cells, searches, memberships,
    # fully coded, outcomes and the claims before them; of an actor, the three dimensions that tell on which proposals
    # it stands anywhere; of a proposal, its wordings, by whom they are, and the claims of principals
    actor = world.proposal.negotiation.get_address("actor", world.holder.slug)
    for path, number in ((actor, 15), (world.proposal.get_absolute_url(), 15)):
        queries.forget_all()
        with counted() as statements:
            assert download(client, f"{path}?table=stances&_export=csv")
        assert len(statements) == number, path


@pytest.mark.parametrize(
    ("query", "number"),
    [("by=actor", 13), ("table=searches", 10), ("table=remarks", 10), ("table=outcomes", 8), ("table=re-read", 8)],
)
def test_each_table_of_the_coverage_takes_as_many_queries_however_many_rows(client, world, size, query, number):
    for _ in range(size):
        make_proposal(added_on=date(2022, 2, 2))
    queries.forget_all()
    with counted() as statements:
        assert client.get(f"/talks/coverage/?{query}").status_code == 200
    assert len(statements) == number


def test_to_open_a_cell_takes_three_queries_more_however_much_there_is(client, world):
    address = f"/talks/?cell={world.proposal.slug}/{world.holder.slug}"
    taken = []
    for headers in ({}, {}, {"HX-Request": "true"}):
        if not taken:
            queries.forget_all()
        with counted() as statements:
            assert client.get(address, headers=headers).status_code == 200
        taken.append(len(statements))
    matrix_alone = next(stop for stop in stops(world) if stop.name == "claims:matrix")
    # the matrix's own, and claims of the cell, searches, remarks; for htmx, the version and these
    assert taken == [matrix_alone.queries + 3, matrix_alone.again + 3, 4]


# What chooses claims by their source, beside a page's own address: each filter, and the words that it suggests.
BY_SOURCE = [
    ("claims:claims", "source={source.slug}"),
    ("claims:claims", "origin={source.origin}"),
    ("claims:claims", "source=no-such-thing&origin=nobody"),
    ("claims:claims", "_export=csv"),
    ("claims:matrix", "origin={source.origin}"),
    ("claims:matrix", "origin=nobody"),
    ("claims:matrix", "leaked=no&grade=none"),
    ("claims:common-ground", "origin={source.origin}"),
    ("claims:agreement", "origin={source.origin}"),
    ("claims:sources", "_export=csv"),
]


def test_no_public_address_reads_the_text_of_a_source(client, world, walk):
    """A held text may be megabytes long: coding and checking read them, one at a time."""
    pages = {stop.name: stop.path() for stop in walk}
    addresses = [f"{pages[name]}?{query.format(source=world.source)}" for name, query in BY_SOURCE]
    addresses += [
        f"{the_negotiation().get_address('suggest', name)}?q=source" for name in ("source", "origin", "actor")
    ]
    with counted() as statements:
        answers = {address: client.get(address).status_code for address in addresses}
    assert set(answers.values()) == {200, 400}, answers  # 400: what names no source
    read = [*statements, *(sql for asked in walk.values() for sql in (*asked.statements, *asked.statements_again))]
    assert [sql for sql in statements if "claims_source" in sql]
    assert not [sql for sql in read if SourceText._meta.db_table in sql]


def test_no_page_opens_a_transaction(walk):
    for stop, asked in walk.items():
        read = [*asked.statements, *asked.statements_again]
        assert not [sql for sql in read if sql.startswith(("BEGIN", "SAVEPOINT"))], stop


def test_each_page_forbids_everything_inline_and_gives_an_id_once(walk):
    for stop, asked in walk.items():
        for response in (asked.first, asked.again):
            assert "default-src 'none'" in response["Content-Security-Policy"]
            page = response.content.decode()
            assert " style=" not in page and " onclick=" not in page and "<script>" not in page, stop
            ids = Counter(re.findall(r'\sid="([^"]*)"', page))
            twice = [name for name, number in ids.items() if number > 1]
            assert not twice, (stop, twice)
