"""The vocabulary: reviewers edit it, analysts look it up, nothing in use goes away."""

import pytest

from claims.models import Actor, Claim, Proposal, Side
from claims.services.write_gate import editing
from tests.admin.forms import actor_posted, errors, said, url
from tests.make import (
    find_side,
    make_actor,
    make_claim,
    make_event,
    make_negotiation,
    make_participant,
    make_proposal,
    make_side,
    make_topic,
    the_negotiation,
)

MADE = {
    "negotiation": make_negotiation,
    "side": make_side,
    "actor": make_actor,
    "participant": make_participant,
    "topic": make_topic,
    "proposal": make_proposal,
    "event": make_event,
}


def typed_side(**typed):
    """Return the data of the form of a new side as a browser posts it."""
    return {"negotiation": the_negotiation().pk, "slug": "", "order": 0, **typed}


@pytest.mark.parametrize("model", MADE)
def test_analysts_look_and_reviewers_edit(client, model, analyst, reviewer):
    row = MADE[model]()
    for user, edits in ((analyst, False), (reviewer, True)):
        client.force_login(user)
        assert client.get(url("changelist", model=model)).status_code == 200
        assert ('name="_save"' in client.get(url("change", row.pk, model=model)).content.decode()) == edits
        assert (client.get(url("add", model=model)).status_code == 200) == edits
        assert client.get(url("history", row.pk, model=model)).status_code == 200


def test_used_actor_and_proposal_are_not_deleted(as_reviewer):
    claim = make_claim(conditions="if so", depends_on=(named := make_proposal()).slug)
    proposer = make_actor()
    make_proposal(proposers=[proposer])
    for row, words in (
        (claim.holder, "used by 1 claim"),
        (claim.proposal, "used by 1 claim"),
        (named, "the conditions of 1 claim"),
        (proposer, "used by 1 proposal"),
    ):
        answer = as_reviewer.post(url("delete", row.pk, model=row._meta.model_name), {"post": "yes"})
        assert f"{words}." in said(answer)
        assert type(row).objects.filter(pk=row.pk).exists()


def test_new_side_goes_through_the_gate(as_reviewer, reviewer):
    as_reviewer.post(url("add", model="side"), typed_side(name="East", slug="east", reason="new talks"))
    made = Side.objects.get(slug="east").history.get()
    assert (made.history_user, made.history_change_reason) == (reviewer, "new talks")


def test_slug_in_use_is_shown_and_not_changed(as_reviewer):
    side = make_side()
    data = {"name": "West", "slug": "other", "order": 0, "version_shown": side.version}
    as_reviewer.post(url("change", side.pk, model="side"), data)
    renamed = Side.objects.get(pk=side.pk)
    assert (renamed.name, renamed.slug) == ("West", side.slug)


def test_history_names_what_changed_in_words(as_reviewer):
    actor, side = make_actor(), make_side(name="The other camp")
    (part,) = actor.stretches.all()
    data = actor_posted(actor, [(part, {"side": side.pk})], short_name="Z", reason="it moved")
    as_reviewer.post(url("change", actor.pk, model="actor"), data)
    assert find_side(actor) == side
    page = as_reviewer.get(url("history", actor.pk, model="actor")).content.decode()
    assert "it moved" in page and "<b>Short name</b>" in page
    page = as_reviewer.get(url("history", part.pk, model="participant")).content.decode()
    assert "The other camp" in page and "it moved" in page and "<b>Side</b>" in page


def test_proposal_with_proposers_is_saved(as_reviewer):
    actor = make_actor()
    data = {"title": "A pact", "slug": "a-pact", "definition": "What it says.", "topic": make_topic().pk, "order": 0}
    data |= {f"{rows}-{name}_FORMS": 0 for rows in ("packages", "wordings") for name in ("TOTAL", "INITIAL")}
    as_reviewer.post(url("add", model="proposal"), data | {"proposers": [actor.pk]})
    assert list(Proposal.objects.get(slug="a-pact").proposers.all()) == [actor]


@pytest.mark.parametrize("name, slug", [("中国", "zhongguo"), ("Россия", "rossiya")])
def test_a_slug_that_is_left_empty_is_made_from_the_name(as_reviewer, name, slug):
    as_reviewer.post(url("add", model="side"), typed_side(name=name))
    assert Side.objects.get(name=name).slug == slug


@pytest.mark.parametrize(
    "typed, words",
    [
        ({"name": "Zurich"}, "“Zurich” and “Zürich” would share the slug “zurich”: write another one."),
        ({"name": "!!!"}, "“!!!” gives no slug: write one in Latin letters and digits."),
        ({"name": "Zu\u0308RICH", "slug": "again"}, "The side “Zürich” (zurich) goes by “ZüRICH” too."),
        ({"name": "ZURICH", "slug": "again"}, "The side “Zürich” (zurich) goes by “ZURICH” too."),
    ],
)
def test_a_name_or_slug_that_another_has_is_refused_with_both(as_reviewer, typed, words):
    make_side(slug="zurich", name="Zürich")
    answer = as_reviewer.post(url("add", model="side"), typed_side(**typed))
    assert words in " ".join(errors(answer).values())
    assert Side.objects.count() == 1


@pytest.mark.parametrize("alias", ["North Macedonia", "MACEDONIA", "N. Mac.", "Skopje"])
def test_an_alias_that_another_goes_by_is_refused(as_reviewer, alias):
    make_actor(slug="macedonia", name="North Macedonia", short_name="N. Mac.", aliases="Skopje")
    actor = make_actor(aliases="The region")
    data = actor_posted(actor, actor.stretches.all(), short_name="Z", aliases=f"The region\n{alias}")
    answer = as_reviewer.post(url("change", actor.pk, model="actor"), data)
    assert errors(answer) == {"aliases": f"The actor “North Macedonia” (macedonia) goes by “{alias}” too."}
    assert "The region" in answer.content.decode()
    as_reviewer.post(url("change", actor.pk, model="actor"), data | {"aliases": "The region\nThe province"})
    assert Actor.objects.get(pk=actor.pk).aliases == "The region\nThe province"


def withdrawn_trial(proposal, **fields):
    return make_claim(proposal=proposal, status="withdrawn", **fields)


def test_trial_proposal_goes_with_its_withdrawn_claims_and_the_history_keeps_all(as_reviewer, reviewer):
    proposal = make_proposal(title="Trial")
    claim = withdrawn_trial(proposal)
    named = make_claim(conditions="if so", depends_on=proposal.slug, status="withdrawn")
    page = url("delete", proposal.pk, model="proposal")
    asked = as_reviewer.get(page).content.decode()
    assert claim.public_id in asked and named.public_id in asked
    as_reviewer.post(page, {"post": "yes"})
    assert not Proposal.objects.filter(pk=proposal.pk).exists() and not Claim.objects.exists()
    assert Proposal.history.filter(id=proposal.pk).first().history_user == reviewer
    assert [Claim.history.filter(id=one.pk).first().history_type for one in (claim, named)] == ["-", "-"]


@pytest.mark.parametrize("status", ["draft", "in-review", "returned", "published"])
def test_trial_with_a_claim_that_is_not_withdrawn_stays(as_reviewer, status):
    proposal = make_proposal()
    withdrawn_trial(proposal)
    make_claim(proposal=proposal, status=status)
    answer = as_reviewer.post(url("delete", proposal.pk, model="proposal"), {"post": "yes"})
    assert "used by 1 claim." in said(answer) and Claim.objects.count() == 2


def test_proposal_that_a_published_claim_has_ever_cited_stays(as_reviewer, reviewer):
    once = make_claim()
    with editing(reviewer, "no longer", operator=True) as gate:
        claim = gate.lock(Claim, once.pk)
        claim.status = "withdrawn"
        gate.save(claim)
    moved = make_claim()
    first = moved.proposal
    with editing(reviewer, "another", operator=True) as gate:
        claim = gate.lock(Claim, moved.pk)
        claim.proposal = once.proposal
        gate.save(claim)
    for proposal, words in ((first, "an earlier version of a published claim"), (once.proposal, "used by 2 claims")):
        answer = as_reviewer.post(url("delete", proposal.pk, model="proposal"), {"post": "yes"})
        assert words in said(answer)
        assert Proposal.objects.filter(pk=proposal.pk).exists()


def test_trial_actor_and_source_go_likewise(as_reviewer):
    claim = withdrawn_trial(make_proposal())
    for row in (claim.holder, claim.source):
        as_reviewer.post(url("delete", row.pk, model=row._meta.model_name), {"post": "yes"})
        assert not type(row).objects.filter(pk=row.pk).exists()
