"""A write raises the data version of the negotiations whose pages it changes, and of no other."""

import pytest
from django.apps import apps

from claims.models import DataVersion, Proposal
from claims.models.history import Versioned
from claims.services.write_gate import editing
from tests.make import (
    change,
    make_claim,
    make_coding,
    make_member,
    make_negotiation,
    make_outcome,
    make_part,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_topic,
    make_wording,
)

pytestmark = pytest.mark.django_db

SHARED = {"Actor", "Member", "Negotiation"}
NEVER_SEEN = {"PendingChange"}


def says_of_which(model):
    return bool(model.TO_NEGOTIATION) or model.list_negotiations is not Versioned.list_negotiations


def test_each_tracked_model_says_of_which_negotiation_a_row_is():
    tracked = [model for model in apps.get_app_config("claims").get_models() if issubclass(model, Versioned)]
    assert {model.__name__ for model in tracked if not says_of_which(model)} == SHARED | NEVER_SEEN


def find_raised(before):
    """Return which versions are higher than they were: "all", "shared", or the slug of a negotiation."""
    now = DataVersion.read_all()
    raised = {slug for slug in now.ids if now.of_slug(slug) != before.of_slug(slug)}
    return raised | {"all"} if now.of_all() > before.of_all() else raised


@pytest.fixture
def two():
    """Return a claim in each of two negotiations, which share the source that both cite."""
    claim = make_claim(proposal=make_proposal())
    elsewhere = make_proposal(topic=make_topic(negotiation=make_negotiation(slug="elsewhere")))
    return claim, make_claim(proposal=elsewhere, source=claim.source)


@pytest.mark.parametrize(
    "choose",
    [
        lambda claim: claim,
        lambda claim: claim.proposal,
        lambda claim: claim.proposal.topic,
        lambda claim: claim.holder.stretches.get(),
        lambda claim: claim.holder.stretches.get().side,
        lambda claim: make_outcome(proposal=claim.proposal),
        lambda claim: make_wording(claim.proposal),
        lambda claim: make_search(proposal=claim.proposal),
        lambda claim: make_remark(proposal=claim.proposal),
        lambda claim: make_part(claim.proposal, make_proposal(topic=claim.proposal.topic)),
        lambda claim: make_coding(claim.source, claim.proposal.negotiation),
    ],
    ids=[
        *("claim", "proposal", "topic", "part of an actor", "side", "outcome", "wording", "search", "remark", "part"),
        "coding of a source that both cite",
    ],
)
def test_a_write_in_one_negotiation_leaves_the_version_of_another(two, choose):
    row = choose(two[0])
    before = DataVersion.read_all()
    change(row)
    assert find_raised(before) == {"talks", "all"}
    before = DataVersion.read_all()
    change(two[1])
    assert find_raised(before) == {"elsewhere", "all"}


def test_what_all_share_raises_the_version_of_each(two):
    for row in (two[0].holder, two[0].proposal.negotiation, make_member()):
        before = DataVersion.read_all()
        change(row)
        assert find_raised(before) == {"talks", "elsewhere", "all"}


def test_a_source_raises_the_version_of_the_negotiations_that_cite_it(two):
    before = DataVersion.read_all()
    change(two[0].source)
    assert find_raised(before) == {"talks", "elsewhere", "all"}
    change(two[1], source=make_source())
    before = DataVersion.read_all()
    change(two[0].source)
    assert find_raised(before) == {"talks", "all"}


def test_a_coding_raises_no_version_where_readers_do_not_see_its_source(two):
    third = make_negotiation(slug="third")
    coding = make_coding(two[0].source, third)
    before = DataVersion.read_all()
    change(coding, fully_coded_by="somebody else")
    assert find_raised(before) == set()


def test_a_proposal_that_moves_raises_the_versions_of_both_negotiations(two):
    proposal, there = two[0].proposal, two[1].proposal.topic
    before = DataVersion.read_all()
    change(Proposal.objects.get(pk=proposal.pk), topic=there, negotiation=there.negotiation)
    assert find_raised(before) == {"talks", "elsewhere", "all"}


def test_the_version_of_all_never_comes_back_to_what_it_was_once_a_negotiation_is_gone(two):
    negotiation = make_negotiation(slug="short-lived")
    side = make_side(negotiation=negotiation)
    change(side)
    before = DataVersion.read_all()
    with editing(None):
        side.delete()
        negotiation.delete()
    after = DataVersion.read_all()
    assert after.of_all() > before.of_all() and "short-lived" not in after.ids
    assert after.of_slug("short-lived") == after.of_all()
