"""No query string is answered with a 500: every parameter that a filter or table declares, read from the code."""

import random
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.hostile_values import VALUES
from tests.make import make_negotiation, the_negotiation
from tests.reader.filters_of_pages import FILTERS_OF_PAGES
from tests.reader.page_queries import TABLE_PARAMETERS, list_declared, split
from tests.walk import downloads, make_world, stops

pytestmark = pytest.mark.django_db

TWICE = VALUES[::8]  # of each sort one: the second value is read, or both are, whatever they are
ANSWERED = (200, 302, 400)  # 302: to the address without what chooses nothing
PARAMETERS = sorted({*TABLE_PARAMETERS, *(name for reads in FILTERS_OF_PAGES.values() for name in reads.base_filters)})


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(lambda: make_world(3)) as world:
        yield world


@pytest.fixture
def walk(client, world):
    client.raise_request_exception = False
    return stops(world)


@pytest.fixture
def pages(walk):
    """All addresses but that of the list of negotiations, which leads on to a matrix with whatever it is given."""
    return [stop.path() for stop in walk if stop.name != "claims:negotiations"]


def ask_with(name, values):
    """Return queries that between them give each parameter of a page these values."""
    return split(name, dict.fromkeys(sorted(list_declared(name)), values))


@pytest.mark.parametrize("name", FILTERS_OF_PAGES)
def test_no_value_of_a_parameter_breaks_a_page_that_reads_it(client, walk, name):
    (page,) = (stop.path() for stop in walk if stop.name == name)
    for number, values in enumerate([*((value,) for value in VALUES), *((value, "1") for value in TWICE)]):
        queries = ask_with(name, values)
        assert {parameter for query in queries for parameter, _ in query} == list_declared(name)
        for place, query in enumerate(queries):
            answer = client.get(f"{page}?{urlencode(query)}", headers=ask_for(number + place))
            assert answer.status_code in ANSWERED, query


@pytest.mark.parametrize("name", FILTERS_OF_PAGES)
def test_a_page_stands_that_refuses_one_parameter_alone(client, walk, name):
    (page,) = (stop.path() for stop in walk if stop.name == name)
    for number, parameter in enumerate(sorted(list_declared(name))):
        answer = client.get(page, {parameter: "a\x00b"}, headers=ask_for(number))
        # A table takes any order and any number of a page, and shows the nearest that there is.
        declared = parameter in FILTERS_OF_PAGES[name].base_filters
        assert answer.status_code == (400 if declared else 200), parameter


def ask_for(number):
    """Return the headers that ask for one whole page in four and else for its part: half the time, the same filters."""
    return {} if number % 4 == 0 else {"HX-Request": "true"}


def test_no_value_breaks_the_suggestions_of_a_field(client, walk):
    suggesting = [name for name in PARAMETERS if client.get(f"/talks/suggest/{name}/").status_code == 200]
    assert {"actor", "proposal"} <= set(suggesting)
    for name in suggesting:
        for values in [*((value,) for value in VALUES), *((value, "1") for value in TWICE)]:
            query = urlencode([(name, value) for value in values])
            assert client.get(f"/talks/suggest/{name}/?{query}").status_code == 200, query


def test_no_page_minds_parameters_that_it_does_not_read(client, pages):
    unheard_of = urlencode({f"unheard_of_{number}": value for number, value in enumerate(VALUES)})
    for page in pages:
        assert client.get(f"{page}?{unheard_of}").status_code == 200, page


def test_no_two_parameters_together_break_a_page(client, pages):
    chance = random.Random(7)
    for _ in range(300):
        query = [(chance.choice(PARAMETERS), chance.choice(VALUES)) for _ in range(2)]
        page = chance.choice(pages)
        assert client.get(f"{page}?{urlencode(query)}").status_code in ANSWERED, (page, query)


@pytest.mark.parametrize("name", FILTERS_OF_PAGES)
def test_no_value_of_a_parameter_breaks_off_a_download(client, world, name):
    for stop in downloads(world):
        if stop.name != name:
            continue
        for value in VALUES[::7]:
            for query in ask_with(name, [value]):
                answer = client.get(f"{stop.path()}?{urlencode([('_export', 'csv'), *query])}")
                assert answer.status_code in ANSWERED, (stop, query)
                content = b"".join(answer.streaming_content if answer.streaming else [answer.content])
                assert content or answer.status_code == 302


@pytest.mark.parametrize("query", ["%", "%%%", "=", "&&&", "a=%ff%fe", "as_of=%00", "?", ";", "as_of[]=1", "%c0%80=1"])
def test_no_broken_query_string_breaks_a_page(client, pages, query):
    for page in pages:
        assert client.get(f"{page}?{query}").status_code in ANSWERED, page


@pytest.mark.parametrize("slug", ["nobody", "NOBODY", "0", "a" * 500, "-"])
def test_unknown_slugs_are_not_found(client, slug):
    client.raise_request_exception = False
    talks = the_negotiation()
    make_negotiation()  # a second, so that no page of all leads to that of the only one
    for address in (
        *(reverse(f"claims:{name}", args=[slug]) for name in ("claim", "actor-everywhere", "source", "matrix")),
        *(talks.get_address(name, slug) for name in ("proposal", "actor")),
        *(talks.get_address(name, slug, slug) for name in ("cell", "pair")),
    ):
        assert client.get(address).status_code == 404, address
    for path in ("/claims/%00/", "/talks/cells/%ff/%fe/", "/claims/../../", "/%2e%2e/"):
        assert client.get(path).status_code in (301, 404), path
