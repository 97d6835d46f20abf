"""A page of a list of claims: what they name is taken from the vocabulary that is kept, or read where it is newer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import queries
from claims.models import Claim, DataVersion, VersionNumber
from claims.reader.tables import ClaimTable
from tests.make import make_actor, make_claim, make_proposal, make_source, the_negotiation

pytestmark = pytest.mark.django_db


def read_page(snapshot):
    rows = Claim.objects.published().for_table().order_by("-said_on", "-pk")
    return queries.read_listed_claims(rows[:50], snapshot)


def draw(claims):
    table = ClaimTable(claims)
    table.paginate(per_page=50)
    return [row.cells for row in table.paginated_rows]


def take_snapshot():
    negotiation = the_negotiation()
    return queries.get_snapshot(
        queries.Scope(negotiations=(negotiation.pk,)), DataVersion.read_all().of(negotiation.pk)
    )


def test_claims_name_the_rows_that_are_kept(django_assert_num_queries):
    make_claim(speaker=make_actor("official"))
    make_claim()
    joined = draw(read_page(None))
    snapshot = take_snapshot()
    snapshot.get(queries.read_vocabulary)
    with django_assert_num_queries(1):
        assert draw(read_page(snapshot)) == joined
    first, second = read_page(snapshot), read_page(snapshot)
    assert [claim.proposal for claim in first] and all(
        a.proposal is b.proposal for a, b in zip(first, second, strict=True)
    )


def test_claims_that_are_newer_than_what_is_kept_name_theirs_all_the_same(django_assert_num_queries):
    make_claim()
    snapshot = take_snapshot()
    snapshot.get(queries.read_vocabulary)
    for number in range(3):
        make_claim(holder=make_actor(), proposal=make_proposal(title=f"Newer {number}"))
    with django_assert_num_queries(
        6
    ):  # the claims; holders, speakers, proposals, topics and negotiations of the newer ones
        drawn = draw(read_page(snapshot))
    assert drawn == draw(read_page(None))
    assert sum("Newer" in cells for cells in drawn) == 3


@pytest.mark.parametrize(
    ("chosen", "in_cells"),
    [
        ({"holder": 1}, True),
        ({"attribution": 0, "proposal__topic": 1}, True),
        ({"speaker": 1}, False),
        ({"said_on__gte": "2020-01-01"}, False),
        ({"pk__in": [1, 2]}, False),
    ],
)
def test_claims_are_counted_in_the_index_of_cells_where_it_holds_all_by_which_they_are_chosen(chosen, in_cells):
    claims = queries.Scope().select_claims().filter(**chosen)
    with CaptureQueriesContext(connection) as asked:
        assert queries.count_chosen_claims(claims, queries.Scope(), VersionNumber(None, 1)) == 0
    (counted,) = asked
    assert ('"dimension" IN' in counted["sql"]) is in_cells


@pytest.mark.parametrize(
    ("scope", "chosen", "number", "by_source"),
    [
        ({"leaked": "yes"}, {}, 2, True),
        ({"leaked": "no"}, {}, 1, False),
        ({"leaked": "no", "voices": ("Wire",)}, {}, 1, True),
        ({"grades": ("A",)}, {}, 1, True),
        ({"voices": ("Wire",), "leaked": "yes"}, {}, 1, True),
        ({"leaked": "yes"}, {"value": 2}, 1, False),
        ({}, {}, 3, False),
    ],
)
def test_claims_of_chosen_sources_are_counted_among_the_claims_of_these(scope, chosen, number, by_source):
    leaked = make_source(leaked=True, origin="Wire", grade="A")
    for value, source in ((2, leaked), (1, make_source(leaked=True, grade="B")), (1, make_source(origin="Wire"))):
        make_claim(value=value, source=source)
    of_scope = queries.Scope(**scope)
    claims = of_scope.select_claims().filter(**chosen)
    with CaptureQueriesContext(connection) as asked:
        assert queries.count_chosen_claims(claims, of_scope, VersionNumber(None, 1)) == claims.count() == number
    assert ('"id" IN (SELECT' in asked[0]["sql"]) is (by_source and connection.vendor == "sqlite")


def test_claims_in_no_order_of_their_own_stand_newest_first():
    days = ["2022-01-02", "2022-01-04", "2022-01-01", "2022-01-03"]
    claims = {day: make_claim(said_on=day) for day in days}
    newest = queries.read_listed_claims(Claim.objects.published()[:3], None)
    assert newest == [claims[day] for day in sorted(days, reverse=True)[:3]]
