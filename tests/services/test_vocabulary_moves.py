"""Claims put on another proposal, or on one that is split off: none is lost, and what cannot be is refused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.models import Claim, Proposal
from claims.queries import compare_standings, read_standing
from claims.rules.scales import VerdictKind
from claims.services import corrections, vocabulary
from claims.services.vocabulary_merges import VocabularyMerge
from claims.services.vocabulary_moves import ClaimsMove, ProposalSplit
from claims.services.write_gate import Refused
from tests.make import (
    make_actor,
    make_answer,
    make_claim,
    make_contradiction,
    make_negotiation,
    make_outcome,
    make_proposal,
    make_side,
    make_topic,
    make_user,
    make_wording,
)

pytestmark = pytest.mark.django_db


def carry_out(act, user=None):
    return vocabulary.carry_out(act, user=user, reason="it is another thing")


def move(claims, target, user=None):
    return carry_out(ClaimsMove(frozenset(claim.pk for claim in claims), target.pk), user)


def split(proposal, claims, user=None, title="Night flights"):
    keys = frozenset(claim.pk for claim in claims)
    return carry_out(ProposalSplit(proposal.pk, keys, title, "Nobody flies at night."), user)


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_ticked_claims_go_and_the_others_stay_as_they_are():
    old, target = make_proposal(), make_proposal()
    goes, draft, stays = make_claim(proposal=old), make_claim(proposal=old, status="draft"), make_claim(proposal=old)
    outcome = make_outcome(proposal=old)
    move([goes, draft], target)
    assert set(target.claims.all()) == {goes, draft} and list(old.claims.all()) == [stays]
    assert now(stays).version == stays.version and now(outcome).version == outcome.version
    why = now(goes).history.latest("history_id").history_change_reason
    assert why == f"moved to “{target}”: it is another thing"


def test_what_it_answered_stays_a_wording_of_the_proposal_that_it_leaves_and_that_is_told():
    old, target = make_proposal(), make_proposal()
    wording = make_wording(old)
    claim, other = make_claim(proposal=old, wording=wording), make_claim(proposal=old)
    report = move([claim, other], target)
    assert f"These claims will no longer name a wording: {claim.public_id}." in report.remarks
    assert (now(claim).proposal, now(claim).wording, now(wording).proposal) == (target, None, old)
    claim = make_claim(proposal=old, wording=wording)
    make_claim(proposal=old)
    split(old, [claim])
    assert now(claim).wording is None


def test_a_remark_that_answers_a_contradiction_goes_with_both_claims_and_stays_where_they_part():
    along, parted = make_contradiction(), make_contradiction()
    target, remarks = make_proposal(), [make_answer(along), make_answer(parted)]
    report = move([*along, parted[0]], target)
    goes, stays = map(now, remarks)
    assert (goes.proposal, stays.proposal) == (target, parted[1].proposal)
    assert goes.version == remarks[0].version + 1 and goes.written_on == remarks[0].written_on
    assert any("one that stays: 1." in told for told in report.remarks)


def test_who_coded_a_claim_stays_and_so_does_its_state():
    analyst, reviewer = make_user("analyst"), make_user("reviewer")
    claim, target = make_claim(by=analyst, status="in-review"), make_proposal()
    move([claim], target, reviewer)
    moved = now(claim)
    assert (moved.coder, moved.written_by, moved.status) == (analyst, analyst, "in-review")


def test_a_correction_under_way_goes_along():
    analyst, reviewer = make_user("analyst"), make_user("reviewer")
    claim, target = make_claim(), make_proposal()
    draft = corrections.propose(claim, user=analyst, version=claim.version)
    move([claim], target, reviewer)
    assert now(draft).proposal == target and not corrections.is_overtaken(now(draft), now(claim))


def test_a_split_keeps_what_is_true_of_both_and_says_which_claims_go():
    side, by = make_side(), make_actor()
    old = make_proposal(proposers=[by], proposed_on="2022-01-03", added_on="2022-01-05")
    goes, stays = make_claim(value=2, holder=make_actor(side=side), proposal=old), make_claim(proposal=old)
    wording = make_wording(old)
    keys = frozenset([goes.pk])
    act = ProposalSplit(old.pk, keys, "Night flights", "Nobody flies at night.")
    watched = act.watch()
    looked = vocabulary.preview(act, user=None, read=lambda: read_standing(*watched))
    effects = compare_standings(looked.before, looked.after)
    assert {(change.proposal.title, change.after) for change in effects.verdicts} == {
        (old.title, VerdictKind.UNANSWERED),
        ("Night flights", VerdictKind.UNANSWERED),
    }
    assert effects.claims_before == effects.claims_after == 2
    new = carry_out(act).row
    assert (new.topic, new.proposed_on, new.added_on) == (old.topic, now(old).proposed_on, now(old).added_on)
    assert list(new.proposers.all()) == [by] and list(new.claims.all()) == [goes]
    assert list(old.claims.all()) == [stays] and now(wording).proposal == old
    assert now(old).history.latest("history_id").history_change_reason.startswith("split “Night flights” off")


def claims_of_another_negotiation(old):
    return [make_claim(proposal=old)], make_proposal(topic=make_topic(negotiation=make_negotiation()))


def claims_that_hang_on_it(old):
    target = make_proposal()
    return [make_claim(proposal=old, conditions="so", depends_on=target.slug)], target


def claims_that_are_there(old):
    return [make_claim(proposal=old)], old


def no_claims(old):
    return [], make_proposal()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (claims_of_another_negotiation, "of another negotiation"),
        (claims_that_hang_on_it, "itself"),
        (claims_that_are_there, "already"),
        (no_claims, "Choose the claims that go."),
    ],
)
def test_claims_that_cannot_go_are_refused_in_words(prepare, words):
    claims, target = prepare(make_proposal())
    before = list(Claim.objects.order_by("pk").values())
    with pytest.raises(Refused, match=words):
        move(claims, target)
    assert list(Claim.objects.order_by("pk").values()) == before


def test_a_split_leaves_something_and_takes_a_title_of_its_own():
    old = make_proposal(title="Flights")
    claims = [make_claim(proposal=old), make_claim(proposal=old)]
    with pytest.raises(Refused, match="No claim would stay"):
        split(old, claims)
    with pytest.raises(Refused, match="goes by “flights” too"):
        split(old, claims[:1], title="flights")
    assert Proposal.objects.count() == 1


def test_nobody_but_a_reviewer_splits_or_moves():
    old, target = make_proposal(), make_proposal()
    claims, analyst = [make_claim(proposal=old), make_claim(proposal=old)], make_user("analyst")
    for act in (lambda: split(old, claims[:1], analyst), lambda: move(claims, target, analyst)):
        with pytest.raises(Refused, match="Only a reviewer may"):
            act()
    assert old.claims.count() == 2


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["merge", "move", "split"]), st.integers(0, 9), st.integers(0, 9))))
def test_whatever_is_merged_split_and_moved_no_claim_is_lost_or_made(steps):
    topic = make_topic()
    proposals = [make_proposal(topic=topic) for _ in range(3)]
    for number in range(9):
        make_claim(proposal=proposals[number % 3], status=["published", "draft", "withdrawn"][number // 3])
    said = {
        claim.public_id: (claim.value, claim.quote, claim.status)
        for claim in Claim.objects.filter(proposal__topic=topic)
    }
    for number, (kind, one, other) in enumerate(steps):
        here = list(topic.proposals.order_by("pk"))
        first, second = here[one % len(here)], here[other % len(here)]
        some = list(first.claims.order_by("pk")[: other + 1])
        try:
            if kind == "merge":
                carry_out(VocabularyMerge(Proposal, first.pk, second.pk))
            elif kind == "move":
                move(some, second)
            else:
                split(first, some, title=f"Split {number}")
        except Refused:
            continue
    now_said = Claim.objects.filter(proposal__topic=topic)
    assert {claim.public_id: (claim.value, claim.quote, claim.status) for claim in now_said} == said
