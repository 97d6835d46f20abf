"""No query string is answered with a 500: every parameter that a filter or table declares, read from the code."""

import random
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from claims.reader.filters import PagedFilter
from tests.hostile_values import VALUES
from tests.reader.filters_of_pages import FILTERS_OF_PAGES
from tests.walk import downloads, make_world, stops

pytestmark = pytest.mark.django_db

TWICE = VALUES[::8]  # of each sort one: the second value is read, or both are, whatever they are
TABLE_PARAMETERS = ("sort", "page", "per_page")
PARAMETERS = sorted({*TABLE_PARAMETERS, *(name for reads in FILTERS_OF_PAGES.values() for name in reads.base_filters)})


def parameters_of(name):
    """Return the parameters that a page reads: those that its filter and its table declare."""
    filters = FILTERS_OF_PAGES.get(name)
    tables = TABLE_PARAMETERS if filters and issubclass(filters, PagedFilter) else ()
    return {*(filters.base_filters if filters else ()), *tables}


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
    return [stop.path() for stop in walk]


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_value_of_a_parameter_breaks_a_page_that_reads_it(client, walk, parameter):
    queries = [[(parameter, value)] for value in VALUES] + [[(parameter, value), (parameter, "1")] for value in TWICE]
    reading = [stop.path() for stop in walk if parameter in parameters_of(stop.name)]
    suggest = [f"/suggest/{parameter}/"] if client.get(f"/suggest/{parameter}/").status_code == 200 else []
    assert reading
    for number, query in enumerate(queries):
        for place, page in enumerate(reading + suggest):
            answer = client.get(f"{page}?{urlencode(query)}", headers=ask_for(number + place))
            assert answer.status_code in (200, 400), (page, query)


def ask_for(number):
    """Return the headers that ask for one whole page in four and else for its part: half the time, the same filters."""
    return {} if number % 4 == 0 else {"HX-Request": "true"}


def test_no_page_minds_parameters_that_it_does_not_read(client, pages):
    unheard_of = urlencode({f"unheard_of_{number}": value for number, value in enumerate(VALUES)})
    for page in pages:
        assert client.get(f"{page}?{unheard_of}").status_code == 200, page


def test_no_two_parameters_together_break_a_page(client, pages):
    chance = random.Random(7)
    for _ in range(300):
        query = [(chance.choice(PARAMETERS), chance.choice(VALUES)) for _ in range(2)]
        page = chance.choice(pages)
        assert client.get(f"{page}?{urlencode(query)}").status_code in (200, 400), (page, query)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_value_of_a_parameter_breaks_off_a_download(client, world, parameter):
    for stop in downloads(world):
        if parameter not in parameters_of(stop.name):
            continue
        for value in VALUES[::7]:
            query = urlencode({"_export": "csv", parameter: value})
            answer = client.get(f"{stop.path()}?{query}")
            assert answer.status_code in (200, 400), (stop, query)
            assert b"".join(answer.streaming_content if answer.streaming else [answer.content])


@pytest.mark.parametrize("query", ["%", "%%%", "=", "&&&", "a=%ff%fe", "as_of=%00", "?", ";", "as_of[]=1", "%c0%80=1"])
def test_no_broken_query_string_breaks_a_page(client, pages, query):
    for page in pages:
        assert client.get(f"{page}?{query}").status_code in (200, 400), page


@pytest.mark.parametrize("slug", ["nobody", "NOBODY", "0", "a" * 500, "-"])
def test_unknown_slugs_are_not_found(client, slug):
    client.raise_request_exception = False
    names = ("claim", "proposal", "actor", "source")
    for address in (
        *(reverse(f"claims:{n}", args=[slug]) for n in names),
        *(reverse(f"claims:{n}", args=[slug, slug]) for n in ("cell", "pair")),
    ):
        assert client.get(address).status_code == 404
    for path in ("/claims/%00/", "/cells/%ff/%fe/", "/claims/../../", "/%2e%2e/"):
        assert client.get(path).status_code in (301, 404), path
