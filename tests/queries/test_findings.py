"""What is found of a negotiation as its claims stand: red lines, what is waited on, and who put a proposal forward."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import queries
from claims.models import DataVersion, Negotiation
from claims.rules.findings import FindingCode
from claims.rules.scales import Dimension
from claims.wording.pieces import read_plainly
from claims.wording.why import write_why
from tests.make import make_actor, make_claim, make_proposal, make_side

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(one_negotiation):
    """East and West negotiate, with a principal each; West has a voice besides."""
    east, west = make_side(name="East", slug="east-side"), make_side(name="West", slug="west-side")
    return {
        "east": make_actor(side=east, short_name="East", principal=True),
        "west": make_actor(side=west, short_name="West", principal=True),
        "voice": make_actor(side=west, short_name="Voice", principal=False),
    }


def take_snapshot():
    negotiation = Negotiation.objects.get()
    return queries.get_snapshot(
        queries.Scope(negotiations=(negotiation.pk,)), DataVersion.read_all().of(negotiation.pk)
    )


def tell_why(proposal):
    snapshot = take_snapshot()
    rows = [row for row in snapshot.get(queries.sort_by_verdict) if row.proposal == proposal]
    return read_plainly(write_why(queries.explain_verdicts(snapshot, rows)[proposal.pk]))


def test_a_red_line_is_one_of_principals_on_the_whole_side_by_side(sides):
    zones, ships, parts = make_proposal(title="Zones"), make_proposal(title="Ships"), make_proposal(title="Parts")
    for proposal, holder, value, covers in [
        (zones, "east", 2, ""), (zones, "west", 2, ""), (zones, "voice", 2, ""),
        (ships, "east", 2, ""), (ships, "voice", 2, ""), (ships, "west", 1, ""),
        (parts, "east", 2, ""), (parts, "west", 2, "Only here"),
    ]:  # fmt: skip
        make_claim(holder=sides[holder], proposal=proposal, dimension=Dimension.SALIENCE, value=value, covers=covers)
        make_claim(holder=sides[holder], proposal=proposal, value=2 if holder == "east" else -2)
    (red,) = [part for part in take_snapshot().get(queries.find_main_finding) if part.code == FindingCode.RED_LINE]
    assert (red.proposals, red.sides) == (((zones.slug, "Zones"),), (2, 2))
    assert [tell_why(each) for each in (zones, ships)] == ["red line on both sides", "East for it, West against"]


def test_what_waits_and_what_is_waited_on_say_so(sides):
    zones, ships = make_proposal(title="Zones"), make_proposal(title="Ships", slug="ships")
    make_claim(holder=sides["east"], proposal=zones, value=2)
    make_claim(holder=sides["west"], proposal=zones, value=1, conditions="they leave", depends_on="ships")
    make_claim(holder=sides["east"], proposal=ships, value=-2)
    make_claim(holder=sides["west"], proposal=ships, value=2)
    assert [tell_why(each) for each in (zones, ships)] == ["waits on Ships", "one proposal waits on it"]


def test_of_what_no_side_has_spoken_of_it_is_said_who_put_it_forward(sides):
    proposal = make_proposal(title="Zones", proposers=[sides["voice"]])
    assert tell_why(proposal) == "put forward by Voice"


def test_of_the_rows_that_are_shown_what_is_waited_on_need_not_be_one(sides):
    zones, ships = make_proposal(title="Zones"), make_proposal(title="Ships", slug="ships")
    make_claim(holder=sides["east"], proposal=zones, value=2)
    make_claim(holder=sides["west"], proposal=zones, value=1, conditions="they leave", depends_on="ships")
    make_claim(holder=sides["east"], proposal=ships, value=-2)
    snapshot = take_snapshot()
    shown = [row for row in snapshot.get(queries.sort_by_verdict) if row.proposal == zones]
    headline, waiting = queries.find_main_finding(snapshot, shown)
    assert (headline.code, waiting.code, waiting.names) == (FindingCode.ALONE, FindingCode.WAITING, ("East",))


def test_the_newest_claim_is_looked_for_on_its_day_and_nowhere_without_claims():
    make_proposal()
    assert take_snapshot().get(queries.read_newest_claim) is None
    for day in (11, 17, 13):
        make_claim(proposal=make_proposal(), said_on=date(2022, 1, day))
    snapshot = take_snapshot()
    snapshot.get(queries.count_totals)
    with CaptureQueriesContext(connection) as asked:
        newest = snapshot.get(queries.read_newest_claim)
    (one,) = asked.captured_queries
    assert newest.said_on == date(2022, 1, 17) and re.search(r'"said_on" = \S*2022-01-17', one["sql"])
