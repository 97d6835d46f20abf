"""How a correction takes a published claim over."""

import pytest

from claims.checks.claims import check_corrections
from claims.models import Claim
from claims.models.claims import CLAIM_CONTENT
from claims.rules.exchange_columns import CLAIM_COLUMNS
from claims.services import corrections
from claims.services.review import transition, withdraw_many
from claims.services.write_gate import Refused, Stale, editing
from claims.wording.publishing import WITHDRAWN_WITH
from tests.make import make_claim, make_source, make_user

pytestmark = pytest.mark.django_db


def pass_on(user, claim, name, reason="because"):
    """Take the claim as it is in the database through a transition; return it as it is then."""
    version = Claim.objects.values_list("version", flat=True).get(pk=claim.pk)
    transition(claim, name, user=user, version=version, reason=reason)
    return Claim.objects.get(pk=claim.pk)


def refuse(user, claim, name):
    with pytest.raises(Refused) as refused:
        pass_on(user, claim, name)
    return refused.value.reasons


def propose(claim, user, **fields):
    """Propose a correction and submit it."""
    draft = corrections.propose(claim, user=user, version=Claim.objects.get(pk=claim.pk).version)
    with editing(user, "a better quote") as gate:
        for name, value in fields.items():
            setattr(draft, name, value)
        gate.save(draft)
    return transition(draft, "submit", user=user, version=draft.version)


def test_correction_carries_over_every_column_of_a_claim():
    assert set(CLAIM_CONTENT) == {*CLAIM_COLUMNS, "source"}


def test_published_claim_stays_as_it_is_until_its_correction_is_published():
    analyst = make_user("analyst")
    claim = make_claim(value=-2, quote="Never.", note="Sure?")
    draft = propose(claim, analyst, value=1, quote="Perhaps.")
    assert draft.public_id != claim.public_id and draft.note == "Sure?"
    assert [c.value for c in Claim.objects.published()] == [-2]
    assert Claim.objects.get(pk=claim.pk).version == claim.version


def test_publishing_a_correction_replaces_the_content_and_keeps_the_public_id():
    analyst, reviewer = make_user("analyst"), make_user("reviewer")
    claim = make_claim(value=-2, quote="Never.", by=make_user("analyst"))
    draft = propose(claim, analyst, value=1, quote="Perhaps.", source=make_source(text="Perhaps. Or not."))
    taken_over = transition(draft, "publish", user=reviewer, version=draft.version, reason="agreed")
    now = Claim.objects.published().get()
    assert taken_over == now == claim
    assert (now.public_id, now.value, now.quote, now.source) == (claim.public_id, 1, "Perhaps.", draft.source)
    assert (now.quote_state, now.quote_start) == ("exact", 0)
    assert (now.written_by, now.coder) == (analyst, claim.coder)
    draft.refresh_from_db()
    assert (draft.status, draft.review_comment) == ("withdrawn", f"Taken over into {claim.public_id}.")


def test_history_of_a_correction_shows_both_claims():
    analyst, reviewer = make_user("analyst"), make_user("reviewer")
    claim = make_claim(value=-2)
    draft = propose(claim, analyst, value=1)
    pass_on(reviewer, draft, "publish", "agreed")
    now, before = claim.history.all()
    assert (before.value, now.value) == (-2, 1)
    why = f"publish: agreed (correction proposed by {analyst}: a better quote)"
    assert (now.history_user, now.written_by, now.history_change_reason) == (reviewer, analyst, why)
    assert [h.status for h in draft.history.all()][0] == "withdrawn"
    assert draft.history.first().history_user == reviewer and draft.history.last().history_user == analyst


def test_correction_of_a_claim_that_was_changed_meanwhile_is_refused():
    claim = make_claim(value=-2)
    draft = propose(claim, make_user("analyst"), value=1)
    with editing(make_user(), "imported", operator=True) as gate:
        changed = gate.lock(Claim, claim.pk)
        changed.value = 0
        gate.save(changed)
    assert "changed since" in refuse(make_user("reviewer"), draft, "publish")[0]
    assert Claim.objects.published().get().value == 0


def test_correction_of_a_claim_that_was_withdrawn_meanwhile_is_refused():
    claim = make_claim()
    draft = propose(claim, make_user("analyst"), value=1)
    pass_on(make_user("reviewer"), claim, "withdraw")
    assert refuse(make_user("reviewer"), draft, "publish")
    assert not Claim.objects.published().exists()


def test_what_is_proposed_of_a_claim_is_withdrawn_with_it():
    """Else it would lie on its author's desk for ever, and be listed by check_claims."""
    claim, other = make_claim(), make_claim()
    drafts = [
        propose(claim, make_user("analyst"), value=1),
        corrections.propose(claim, user=make_user("analyst"), version=1),
    ]
    left = propose(other, make_user("analyst"), value=1)
    reviewer = make_user("reviewer")
    pass_on(reviewer, claim, "withdraw", "misread")
    for draft in drafts:
        now = Claim.objects.get(pk=draft.pk)
        assert now.status == "withdrawn" and now.review_comment == f"{WITHDRAWN_WITH} {claim.public_id}."
        assert now.history.first().history_user == reviewer
        assert now.history.first().history_change_reason == "withdraw: misread"
    assert not [*check_corrections()]
    withdraw_many_of(other)
    assert Claim.objects.get(pk=left.pk).status == "withdrawn" and not [*check_corrections()]


def withdraw_many_of(claim):
    with editing(None) as gate:
        withdraw_many(gate, {claim.pk: Claim.objects.get(pk=claim.pk).version}, "gone from the file")


def test_second_of_two_corrections_is_refused():
    claim = make_claim(value=-2)
    drafts = [propose(claim, make_user("analyst"), value=value) for value in (1, 0)]
    pass_on(make_user("reviewer"), drafts[0], "publish")
    assert refuse(make_user("reviewer"), drafts[1], "publish")
    assert Claim.objects.published().get().value == 1


def test_nobody_publishes_the_correction_that_they_wrote():
    reviewer = make_user("reviewer")
    draft = propose(make_claim(), reviewer, value=1)
    assert refuse(reviewer, draft, "publish") == ["You wrote this claim last: somebody else must publish it."]


def test_only_published_claims_are_corrected_at_the_version_seen_and_by_analysts_only():
    claim, draft = make_claim(), make_claim(status="draft")
    analyst = make_user("analyst")
    with pytest.raises(Refused, match="Only a published claim is corrected"):
        corrections.propose(draft, user=analyst, version=draft.version)
    with pytest.raises(Refused, match="Only an analyst may propose"):
        corrections.propose(claim, user=make_user(), version=claim.version)
    with pytest.raises(Stale):
        corrections.propose(claim, user=analyst, version=claim.version - 1)
    assert not Claim.objects.exclude(corrects=None).exists()


def test_every_reason_of_a_corrections_author_comes_to_the_claim_and_no_remark_of_reviewers():
    """What a reviewer remarked on a draft was meant for its author."""
    ann, reviewer = make_user("analyst", "ann"), make_user("reviewer")
    claim = make_claim(value=-2)
    draft = corrections.propose(claim, user=ann, version=claim.version, reason="the minister took it back")
    for reason, value in (("he said it later", 1), ("too strong", 0), ("too strong", 0)):
        with editing(ann, reason) as gate:
            draft.value = value
            gate.save(draft)
    draft = pass_on(reviewer, pass_on(ann, draft, "submit"), "return", "No, look again.")
    pass_on(reviewer, pass_on(ann, draft, "submit"), "publish", "")
    (now, _) = claim.history.all()
    assert now.history_change_reason == (
        "publish (correction proposed by ann: the minister took it back; he said it later; too strong)"
    )
