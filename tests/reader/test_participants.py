"""Every page tells of the participants of its day: who has changed sides, who is gone, and who never had a part."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate

from claims import queries
from claims.rules.scales import VerdictKind
from tests.make import (
    change,
    make_actor,
    make_claim,
    make_negotiation,
    make_outcome,
    make_participant,
    make_proposal,
    make_side,
    make_topic,
    the_negotiation,
)
from tests.query_counter import QueryCounter
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import actor_headings, headings, page, text_of
from tests.versions import read_version

pytestmark = pytest.mark.django_db

DAY = date(2022, 3, 1)
BEFORE = DAY - timedelta(days=1)
SAID = date(2022, 1, 17)


@pytest.fixture
def swing(sides):
    """A principal of the West that is of the East from 1 March on; its claims are from before."""
    actor = make_actor(side=sides["west"].side, slug="swing", name="Swingland", short_name="Swing", until=BEFORE)
    make_participant(actor, side=sides["east"].side, since=DAY)
    return actor


@pytest.fixture
def zones(sides, swing):
    """A proposal that the East wants and the swinging party refuses."""
    proposal = make_proposal(slug="zones", title="Zones")
    make_claim(2, sides["east"], proposal=proposal, said_on=SAID)
    make_claim(-2, swing, proposal=proposal, said_on=SAID)
    return proposal


def snapshot_of(day=None):
    return queries.get_snapshot(queries.Scope(as_of=day, negotiations=(the_negotiation().pk,)), read_version())


def verdict_as_of(proposal, day):
    return snapshot_of(day).get(queries.decide_verdicts).verdicts[proposal.slug].kind


def test_a_verdict_is_of_the_sides_of_its_day(client, zones):
    assert verdict_as_of(zones, BEFORE) == VerdictKind.CONTESTED
    assert verdict_as_of(zones, DAY) == verdict_as_of(zones, None) == VerdictKind.UNANSWERED
    (row,) = as_dicts(client, f"/talks/proposals/?as_of={BEFORE}")
    assert (row["verdict"], row["gap"]) == ("contested", 4)
    (row,) = as_dicts(client, "/talks/proposals/")
    assert (row["verdict"], row["gap"]) == ("unanswered", None)


def test_what_counts_changes_with_the_role_of_the_day(zones, sides):
    first = sides["east"].stretches.get()
    change(first, until=BEFORE)
    make_participant(sides["east"], side=first.side, principal=False, since=DAY)
    make_claim(-2, sides["west"], proposal=zones, said_on=SAID)
    assert verdict_as_of(zones, BEFORE) == VerdictKind.CONTESTED
    assert verdict_as_of(zones, DAY) == VerdictKind.REJECTED


def test_until_an_outcome_stands_the_verdict_of_who_took_part_then(client, zones):
    make_outcome("lapsed", proposal=zones, day=DAY)
    assert as_dicts(client, "/talks/proposals/")[0]["verdict_until_then"] == "contested"
    assert as_dicts(client, "/talks/proposals/")[0]["verdict"] == "unanswered"


def test_columns_and_lists_choose_by_the_side_of_the_day(client, zones):
    assert actor_headings(client, f"?side=west-side&as_of={BEFORE}") == ["Swing"]
    assert actor_headings(client, "?side=east-side") == ["East", "Swing"]
    for day, side in ((BEFORE, "west-side"), (DAY, "east-side")):
        rows = as_dicts(client, f"/talks/claims/?side={side}&as_of={day}")
        assert "swing" in {row["holder"] for row in rows}
        assert {row["side"] for row in as_dicts(client, f"/talks/claims/?holder=swing&as_of={day}")} == {side}
        (row,) = (row for row in as_dicts(client, f"/talks/actors/?as_of={day}") if row["actor"] == "swing")
        assert row["side"] == side
    assert "swing" not in {row["holder"] for row in as_dicts(client, f"/talks/claims/?side=east-side&as_of={BEFORE}")}
    assert [row["actor"] for row in as_dicts(client, "/talks/coverage/?by=actor&side=west-side")] == ["west"]


def test_the_page_of_an_actor_names_its_side_of_the_day(client, zones):
    for day, side in ((BEFORE, "West"), (DAY, "East")):
        assert f"principal: its positions count in verdicts · {side}" in text_of(
            client, f"/talks/actors/swing/?as_of={day}"
        )


def test_who_stands_where_is_told_by_the_sides_of_the_day(client, zones):
    assert "West Swingland" in text_of(client, f"/talks/proposals/zones/?as_of={BEFORE}")
    assert "West Swingland" not in text_of(client, "/talks/proposals/zones/")


def test_a_speaker_is_from_the_other_side_as_long_as_it_is(client, zones, sides, swing):
    ships = make_proposal(slug="ships", title="Ships")
    make_claim(1, sides["east"], proposal=ships, speaker=swing, attribution=2, said_on=SAID)
    for day, opposing in ((BEFORE, True), (DAY, False)):
        vocab = queries.read_vocabulary_alone(day, (the_negotiation().pk,))
        assert vocab.is_opposing(sides["east"].pk, swing.pk) == opposing
        assert ("from the other side" in text_of(client, f"/talks/proposals/ships/?as_of={day}")) == opposing


def test_a_condition_is_refused_by_another_side_as_long_as_it_is_one(client, zones, sides):
    make_claim(2, sides["east"], proposal=(ships := make_proposal(slug="ships")), said_on=SAID, conditions="if so",
               depends_on="zones")  # fmt: skip
    make_claim(2, sides["west"], proposal=ships, said_on=SAID)
    assert verdict_as_of(ships, BEFORE) == VerdictKind.BLOCKED
    assert verdict_as_of(ships, DAY) == VerdictKind.WITHIN_REACH


def test_what_verdicts_hang_on_and_who_is_close_follow_the_day(client, zones):
    changes = {day: as_dicts(client, f"/talks/common-ground/?table=robustness&as_of={day}") for day in (BEFORE, DAY)}
    assert {row["verdict"] for row in changes[BEFORE]} == {"contested"}
    assert {row["verdict"] for row in changes[DAY]} == {"unanswered"}
    assert [row["holder"] for row in as_dicts(client, f"/talks/common-ground/?as_of={BEFORE}")] == [
        "east",
        "swing",
        "west",
    ]
    assert [row["holder"] for row in as_dicts(client, "/talks/common-ground/")] == ["east", "swing", "west"]
    assert "Swingland, West" in text_of(client, f"/talks/agreement/east/swing/?as_of={BEFORE}")
    assert "Swingland, East" in text_of(client, "/talks/agreement/east/swing/")


def test_an_official_stands_where_its_party_stands_on_the_day(swing, sides):
    official = make_actor("official", speaks_for=swing)
    for day, side in ((BEFORE, sides["west"].side), (DAY, sides["east"].side)):
        part = queries.read_vocabulary_alone(day, (the_negotiation().pk,)).actors[official.pk].part
        assert part.side == side and not part.principal


def test_nothing_about_verdicts_is_said_on_a_day_on_which_nobody_negotiates(client, zones):
    for actor in list(queries.read_vocabulary_alone(DAY).principals):
        change(actor.stretches.last(), until=date(2022, 4, 1))
    assert 'name="verdict"' not in page(client, "/talks/")
    assert 'name="verdict"' in page(client, f"/talks/?as_of={DAY}")
    assert as_dicts(client, f"/talks/proposals/?as_of={DAY}")[0]["verdict"] == "unanswered"
    assert "verdict" not in as_dicts(client, "/talks/proposals/")[0]


# No side


@pytest.fixture
def stray(zones):
    actor = make_actor(side=None, slug="stray", name="Strayland", short_name="Stray")
    make_claim(-2, actor, proposal=zones, said_on=SAID)
    return actor


def test_who_has_claims_and_no_part_stands_under_no_side_and_counts_in_no_verdict(client, zones, stray):
    assert verdict_as_of(zones, None) == VerdictKind.UNANSWERED
    assert actor_headings(client, "?others=open") == ["East", "Swing", "Stray"]
    assert actor_headings(client, "?side=no-side") in (["Stray"], ["Others"])
    assert "Parties: No side" in text_of(client, "/talks/actors/")
    assert "voice · No side" in text_of(client, "/talks/actors/stray/") or "No side" in text_of(
        client, "/talks/actors/stray/"
    )
    assert "No side" in text_of(client, "/talks/proposals/zones/")
    assert [row["holder"] for row in as_dicts(client, "/talks/claims/?side=No side")] == ["stray"]
    (row,) = as_dicts(client, "/talks/claims/?side=no-side&side=west-side")
    assert (row["holder"], row["side"], row["side_name"]) == ("stray", "", "")
    assert '<option value="no-side">No side</option>' in page(client, "/talks/suggest/side/?side=no%20s")


def test_who_has_neither_part_nor_claims_has_no_column_anywhere(client, zones, stray):
    nobody = make_actor(side=None, name="Nobodyland", short_name="Nobody", slug="nobody")
    other = make_actor(side=make_side(name="Others", negotiates=False), name="Silentland", short_name="Silent")
    for query in ("?empty=show&others=open", "?actor=nobody"):
        assert "Nobody" not in headings(client, query), query
    for address in ("/talks/coverage/?by=actor", "/talks/coverage/?by=actor&actor=stray"):
        assert nobody.slug not in {row["actor"] for row in as_dicts(client, address)}, address
    assert "Nobodyland" not in text_of(client, "/talks/agreement/?min_n=1")
    assert {"Silent", "Stray"} <= set(headings(client, "?empty=show&others=open")), other


def test_those_of_no_side_are_no_side_of_the_variance(client, sides):
    proposal, third = make_proposal(slug="pact"), make_side(name="Third", negotiates=False)
    for side, values in ((sides["east"].side, (2, 2, 2)), (third, (-2, -2, -2)), (None, (0, 0, 0))):
        for value in values:
            make_claim(value, make_actor(side=side, principal=False), proposal=proposal)
    spread = snapshot_of().get(queries.compute_spreads)[proposal.pk]
    assert spread.between == 1.0 and {name for name, _ in spread.compared} == {"East", "Third"}
    assert sum(spread.counts) == 9
    assert "without those of no side" in page(client, "/talks/proposals/")
    text = text_of(client, "/talks/proposals/pact/")
    assert "No side" in text and "without those of no side" in text


# What is kept


def test_one_vocabulary_is_kept_for_all_days_on_which_the_same_parts_hold(swing):
    snapshots = [snapshot_of(day) for day in (SAID, BEFORE, DAY)]
    first, second, third = (snapshot.get(queries.read_vocabulary) for snapshot in snapshots)
    assert first is second and second is not third


def test_a_part_that_begins_tomorrow_holds_tomorrow_without_a_write(monkeypatch, swing, sides):
    today = localdate()
    change(swing.stretches.last(), until=today)
    make_participant(swing, side=sides["west"].side, since=today + timedelta(days=1))

    def find_side():
        return snapshot_of().get(queries.read_vocabulary).actors[swing.pk].part.side

    assert find_side() == sides["east"].side
    monkeypatch.setattr("claims.queries.scope.get_today", lambda: today + timedelta(days=1))
    assert find_side() == sides["west"].side


@pytest.mark.parametrize("number", [1, 40])
def test_pages_take_as_many_queries_however_many_parts_there_are(client, zones, number):
    for _ in range(number):
        actor = make_actor(until=BEFORE)
        make_participant(actor, since=DAY)
    taken = []
    for address in ("/talks/", f"/talks/?as_of={BEFORE}", "/talks/claims/?side=east-side", "/talks/actors/"):
        queries.forget_all()
        with connection.execute_wrapper(counter := QueryCounter()):
            assert client.get(address).status_code == 200
        taken.append(len(counter.statements))
    assert taken == [18, 19, 11, 13]


# In several negotiations


def test_an_actor_of_two_negotiations_has_a_side_in_each(client, zones, swing):
    grain = make_negotiation(slug="grain", title="Grain")
    ship = make_proposal(topic=make_topic(negotiation=grain), slug="ship")
    make_participant(swing, side=make_side(name="Exporters", slug="exporters", negotiation=grain))
    make_claim(1, swing, proposal=ship, said_on=SAID)
    for negotiation, side in (("talks", "East"), ("grain", "Exporters")):
        assert f"its positions count in verdicts · {side}" in text_of(client, f"/{negotiation}/actors/swing/")
        assert {row["side_name"] for row in as_dicts(client, f"/{negotiation}/claims/?holder=swing")} == {side}
    rows = as_dicts(client, "/claims/?holder=swing")
    assert {(row["proposal"], row["side_name"]) for row in rows} == {("zones", "East"), ("ship", "Exporters")}
    assert [row["actor"] for row in as_dicts(client, "/grain/actors/")] == ["swing"]


def test_who_has_no_part_in_a_negotiation_and_is_named_by_none_of_its_claims_is_not_found_in_it(
    client, zones, stray, swing
):
    grain = make_negotiation(slug="grain", title="Grain")
    make_claim(1, stray, proposal=make_proposal(topic=make_topic(negotiation=grain)), said_on=SAID)
    assert "No side" in text_of(client, "/grain/actors/stray/")
    for address in ("/grain/actors/swing/", "/grain/agreement/stray/swing/", "/grain/actors/nobody/"):
        assert client.get(address).status_code == 404, address
    assert "swing" not in page(client, "/grain/suggest/actor/?actor=swing")
    assert "stray" in page(client, "/grain/suggest/actor/?actor=stray")
    assert client.get("/grain/?actor=swing").status_code == 400
    make_proposal(topic=make_topic(negotiation=grain), proposers=[swing])
    assert client.get("/grain/actors/swing/").status_code == 200
    assert {row["actor"] for row in as_dicts(client, "/grain/actors/")} == {"stray", "swing"}
