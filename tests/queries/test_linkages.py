"""What waits on what from the database: principals’ positions and experts’ prospects, however many in two queries."""

from datetime import date

import pytest

from claims import queries
from claims.models import Claim
from claims.rules.measures.linkages import Readiness
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_part, make_proposal, make_topic
from tests.versions import read_version

pytestmark = pytest.mark.django_db

LATER = date(2022, 1, 18)


@pytest.fixture
def talks():
    """The US lets two proposals wait on a pull-back, which Russia rejects; Russia lets talks wait on a pledge."""
    topic = make_topic()
    slugs = ("zones", "drills", "pullback", "pledge", "talks")
    proposals = {slug: make_proposal(slug=slug, title=slug.title(), topic=topic) for slug in slugs}
    russia, us = make_actor(short_name="Russia"), make_actor(short_name="US", article="the")
    voice, expert = make_actor(side=us.side, principal=False), make_actor("expert", short_name="Sokov")

    def say(slug, holder, value, depends_on="", **fields):
        fields |= {"conditions": "they agree", "depends_on": depends_on} if depends_on else {}
        return make_claim(value, holder, proposal=proposals[slug], **fields)

    for slug in ("zones", "drills"):
        say(slug, us, 1, "pullback")
        say(slug, russia, 2)
    say("pullback", russia, -2)
    say("pullback", us, 2)
    say("talks", russia, -2, "!pledge")
    say("talks", voice, 1, "zones")
    say("pledge", expert, 1, "drills", dimension="prospects")
    say("pledge", russia, 1, conditions="they are constructive")
    say("pledge", expert, -1, "zones")  # what an expert wants ties nothing, nor does what a principal expects
    say("talks", us, 1, "zones", dimension="prospects")
    return proposals, russia, us, expert, say


def find(**scope):
    return queries.get_snapshot(queries.Scope(**scope), read_version()).get(queries.find_what_waits)


def test_what_principals_and_experts_let_wait_is_told_and_what_voices_do_is_not(talks, django_assert_num_queries):
    proposals, russia, us, expert, _ = talks
    snapshot = queries.get_snapshot(queries.Scope(), read_version())
    snapshot.get(queries.read_vocabulary), snapshot.get(queries.read_packages)
    with django_assert_num_queries(1):  # the claims of principals and experts
        waits = snapshot.get(queries.find_what_waits)
    assert [(one.proposal, one.awaited, one.granted, one.holder.name) for one in waits.linkages] == [
        ("drills", "pullback", True, "the US"),
        ("pledge", "drills", True, "Sokov"),
        ("talks", "pledge", True, "Russia"),
        ("zones", "pullback", True, "the US"),
    ]
    first = waits.awaited[0]
    assert (first.proposal, first.holds_up, first.readiness) == ("pullback", ("drills", "zones"), Readiness.HINDERED)
    assert [p.name for p in first.hindered_by] == ["Russia"]
    assert [(one.words, one.waiting[0].proposal) for one in waits.unchecked] == [("they are constructive", "pledge")]
    assert next(one for one in waits.linkages if one.proposal == "talks").awaited == "pledge"
    assert next(one for one in waits.awaited if one.proposal == "drills").holds_up == ("pledge",)


def test_the_claims_behind_conditions_are_named_and_no_others(talks):
    waits = find()
    linked = {claim.id for linkage in waits.linkages for claim in linkage.claims}
    said = {claim.id for one in waits.unchecked for waiting in one.waiting for claim in waiting.claims}
    assert waits.public_ids == dict(Claim.objects.filter(pk__in=linked | said).values_list("pk", "public_id"))


def test_claims_that_do_not_count_tie_nothing(talks):
    assert find(attributions=(Attribution.REPORTED,)).linkages == []
    assert find(attributions=(Attribution.REPORTED,)).awaited == []


def test_red_lines_and_trades_need_the_salience_of_the_whole(talks):
    proposals, russia, us, _, say = talks
    assert (find().trades.number, find().trades.number_unknown) == (0, 0)
    say("pledge", us, 1, "zones")
    say("talks", us, 2)
    assert find().trades.number == 0
    change = make_claim(-1, russia, proposal=proposals["pullback"], said_on=LATER)
    found = find().trades
    assert (found.number, found.number_unknown) == (0, 2)
    for slug, holder in (("zones", us), ("drills", us), ("pullback", russia)):
        say(slug, holder, 0, dimension=Dimension.SALIENCE)
    found = find().trades
    assert [(one.first.proposal, one.second.proposal) for one in found.listed] in (
        [("drills", "pullback"), ("zones", "pullback")],
        [("pullback", "drills"), ("pullback", "zones")],
    )
    assert all(trade.linkages for trade in found.listed)
    say("pullback", russia, 2, dimension=Dimension.SALIENCE, said_on=change.said_on)
    waits = find()
    assert waits.trades.number == 0
    assert waits.awaited[0].red_lines == {russia.pk}


def test_a_package_is_not_traded_for_its_part_and_deadlocks_are_told(talks):
    proposals, russia, us, _, say = talks
    make_claim(1, russia, proposal=proposals["pullback"], said_on=LATER, conditions="so", depends_on="zones")
    waits = find()
    assert [one.proposals for one in waits.deadlocks] == [("pullback", "zones")]
    traded = waits.trades.number_unknown
    make_part(proposals["zones"], proposals["pullback"])
    assert find().trades.number_unknown == traded - 1
