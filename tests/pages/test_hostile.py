"""No query string is answered with a 500: every parameter that a filter or table declares, read from the code."""

import random
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from claims.filters import ClaimFilter, MatrixFilter
from tests.hostile import VALUES
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db

TABLE_PARAMETERS = {"sort", "page", "per_page"}
PARAMETERS = sorted({*MatrixFilter.base_filters, *ClaimFilter.base_filters, *TABLE_PARAMETERS, "unheard_of"})


@pytest.fixture
def pages(client):
    client.raise_request_exception = False
    return [stop.path() for stop in stops(make_world(3))]


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_value_of_a_parameter_breaks_a_page(client, pages, parameter):
    for value in VALUES:
        for query in ({parameter: value}, [(parameter, value), (parameter, "1")]):
            for page in pages:
                answer = client.get(f"{page}?{urlencode(query)}")
                assert answer.status_code in (200, 400), (page, query)


def test_no_two_parameters_together_break_a_page(client, pages):
    chance = random.Random(7)
    for _ in range(300):
        query = [(chance.choice(PARAMETERS), chance.choice(VALUES)) for _ in range(2)]
        page = chance.choice(pages)
        assert client.get(f"{page}?{urlencode(query)}").status_code in (200, 400), (page, query)


@pytest.mark.parametrize("query", ["%", "%%%", "=", "&&&", "a=%ff%fe", "as_of=%00", "?", ";", "as_of[]=1", "%c0%80=1"])
def test_no_broken_query_string_breaks_a_page(client, pages, query):
    for page in pages:
        assert client.get(f"{page}?{query}").status_code in (200, 400), page


@pytest.mark.parametrize("slug", ["nobody", "NOBODY", "0", "a" * 500, "-"])
def test_unknown_slugs_are_not_found(client, slug):
    client.raise_request_exception = False
    for address in (reverse("claims:claim", args=[slug]), reverse("claims:cell", args=[slug, slug])):
        assert client.get(address).status_code == 404
    for path in ("/claims/%00/", "/cells/%ff/%fe/", "/claims/../../", "/%2e%2e/"):
        assert client.get(path).status_code in (301, 404), path
