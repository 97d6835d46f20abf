"""From draft to published, by whom, and how a correction takes a published claim over."""

import pytest

from claims.models import Claim, Source
from claims.rules.exchange_columns import CLAIM_COLUMNS
from claims.rules.publishing import TRANSITIONS, Status
from claims.services.write_gate import CLAIM_CONTENT, Refused, editing
from tests.make import make_claim, make_source, make_user

pytestmark = pytest.mark.django_db

# transition: who may make it, from where, to where
ALLOWED = {
    "submit": ({"analyst", "reviewer", "superuser"}, {"draft", "returned"}, "in-review"),
    "publish": ({"reviewer", "superuser"}, {"in-review"}, "published"),
    "return": ({"reviewer", "superuser"}, {"in-review"}, "returned"),
    "withdraw": ({"reviewer", "superuser"}, {"draft", "in-review", "returned", "published"}, "withdrawn"),
}
BY_ITS_CODER = {"withdraw": {"draft", "returned"}}  # what an analyst who codes the claim does besides


def move(user, claim, name, remark="because"):
    """Take the claim as it is in the database through a transition; return it as it is then."""
    with editing(user) as gate:
        gate.move(gate.lock(Claim, claim.pk), name, remark)
    return Claim.objects.get(pk=claim.pk)


def refusal(user, claim, name, remark="because"):
    before = Claim.objects.filter(pk=claim.pk).values().get()
    with pytest.raises(Refused) as refused:
        move(user, claim, name, remark)
    assert Claim.objects.filter(pk=claim.pk).values().get() == before
    return refused.value.reasons


def test_each_transition_is_tried_here():
    assert ALLOWED.keys() == TRANSITIONS.keys()


@pytest.mark.parametrize("name", TRANSITIONS)
@pytest.mark.parametrize("role", [None, "analyst", "reviewer", "superuser"])
def test_transition_is_open_to_its_role_from_its_states_only(name, role):
    roles, sources, target = ALLOWED[name]
    user = make_user(role)
    for status in map(str, Status):
        claim = make_claim(status=status, by=make_user("analyst"), coder=user)
        allowed = role in roles or (role == "analyst" and status in BY_ITS_CODER.get(name, ()))
        if allowed and status in sources:
            assert move(user, claim, name).status == target
        else:
            reasons = refusal(user, claim, name)
            assert len(reasons) == (not allowed) + (status not in sources)


def test_analyst_withdraws_no_draft_of_somebody_else():
    claim = make_claim(status="draft", by=make_user("analyst"))
    assert refusal(make_user("analyst"), claim, "withdraw") == ["Only a reviewer may withdraw this claim."]


def test_login_that_is_switched_off_has_no_role():
    assert refusal(make_user("reviewer", is_active=False), make_claim(status="in-review"), "publish") == [
        "Only a reviewer may publish a claim."
    ]


def test_move_is_in_the_history_with_who_and_why():
    user = make_user("reviewer")
    claim = move(user, make_claim(status="in-review"), "return", "The quote is too long.")
    kept = claim.history.first()
    assert (kept.history_user, kept.history_change_reason) == (user, "return: The quote is too long.")
    assert (kept.status, claim.review_comment, claim.version) == ("returned", "The quote is too long.", 2)


@pytest.mark.parametrize("name, status", [("return", "in-review"), ("withdraw", "published")])
def test_return_and_withdrawal_need_a_reason(name, status):
    user, claim = make_user("reviewer"), make_claim(status=status)
    for remark in ("", "  "):
        assert refusal(user, claim, name, remark) == [f"Say why: to {name} a claim needs a reason."]


@pytest.mark.parametrize("name, status", [("submit", "draft"), ("publish", "in-review")])
def test_claim_without_a_citation_goes_no_further(name, status):
    claim = make_claim(status=status, quote=" ")
    assert "cites no passage" in refusal(make_user("reviewer"), claim, name)[0]
    assert move(make_user("reviewer"), make_claim(status=status, quote="", locator="p. 4"), name)


@pytest.mark.parametrize("name, status", [("submit", "draft"), ("publish", "in-review")])
def test_claim_whose_quote_is_missing_goes_no_further(name, status):
    source = make_source(text="Something else.")
    claim = make_claim(status=status, source=source)
    assert refusal(make_user("reviewer"), claim, name) == ["Its quote is not found in the source's text."]


def test_quote_is_looked_up_at_publication_and_not_taken_from_the_cache():
    source = make_source()
    claim = make_claim(status="in-review", source=source)
    with editing(None):  # past recheck_quotes
        source.text, source.text_sha256 = "Something else.", "0" * 64
        source.save()
    assert Claim.objects.get().quote_state == "no-text"
    assert refusal(make_user("reviewer"), claim, "publish") == ["Its quote is not found in the source's text."]
    assert Source.objects.get().text


def test_ambiguous_quote_may_be_published():
    claim = make_claim(status="in-review", source=make_source(text="Yes. Yes."), quote="Yes.")
    claim = move(make_user("reviewer"), claim, "publish")
    assert (claim.status, claim.quote_state) == ("published", "ambiguous")


# Four eyes


@pytest.mark.parametrize("role", ["reviewer", "superuser"])
def test_nobody_publishes_what_they_wrote_last(role, settings):
    writer = make_user(role)
    claim = make_claim(status="in-review", by=writer)
    assert refusal(writer, claim, "publish") == ["You wrote this claim last: somebody else must publish it."]
    assert move(make_user(role), claim, "publish").status == "published"


def test_four_eyes_can_be_switched_off(settings):
    settings.FOUR_EYES = False
    writer = make_user("reviewer")
    assert move(writer, make_claim(status="in-review", by=writer), "publish").status == "published"


def test_reviewer_who_touched_up_a_claim_needs_another_one():
    analyst, reviewer = make_user("analyst"), make_user("reviewer")
    claim = make_claim(status="in-review", by=analyst)
    with editing(reviewer, "typo") as gate:
        gate.save(gate.lock(Claim, claim.pk))
    assert refusal(reviewer, claim, "publish")
    assert move(make_user("reviewer"), claim, "publish").coder == analyst


def test_moving_a_claim_is_not_writing_it():
    reviewer = make_user("reviewer")
    claim = make_claim(status="draft", by=make_user("analyst"))
    move(reviewer, claim, "submit")
    assert move(reviewer, claim, "publish").status == "published"


# Corrections


def propose(claim, user, **fields):
    """Propose a correction and submit it."""
    with editing(user, "a better quote") as gate:
        draft = gate.propose_correction(Claim.objects.get(pk=claim.pk))
        for name, value in fields.items():
            setattr(draft, name, value)
        gate.save(draft)
        gate.move(draft, "submit")
    return draft


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
    with editing(reviewer) as gate:
        taken_over = gate.move(gate.lock(Claim, draft.pk), "publish", "agreed")
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
    move(reviewer, draft, "publish", "agreed")
    now, before = claim.history.all()
    assert (before.value, now.value) == (-2, 1)
    assert (now.history_user, now.history_change_reason) == (reviewer, "publish: agreed")
    assert [h.status for h in draft.history.all()][0] == "withdrawn"
    assert draft.history.first().history_user == reviewer and draft.history.last().history_user == analyst


def test_correction_of_a_claim_that_was_changed_meanwhile_is_refused():
    claim = make_claim(value=-2)
    draft = propose(claim, make_user("analyst"), value=1)
    with editing(make_user("reviewer"), "typo") as gate:
        changed = gate.lock(Claim, claim.pk)
        changed.value = 0
        gate.save(changed)
    assert "changed since" in refusal(make_user("reviewer"), draft, "publish")[0]
    assert Claim.objects.published().get().value == 0


def test_correction_of_a_claim_that_was_withdrawn_meanwhile_is_refused():
    claim = make_claim()
    draft = propose(claim, make_user("analyst"), value=1)
    move(make_user("reviewer"), claim, "withdraw")
    assert refusal(make_user("reviewer"), draft, "publish")
    assert not Claim.objects.published().exists()


def test_second_of_two_corrections_is_refused():
    claim = make_claim(value=-2)
    drafts = [propose(claim, make_user("analyst"), value=value) for value in (1, 0)]
    move(make_user("reviewer"), drafts[0], "publish")
    assert refusal(make_user("reviewer"), drafts[1], "publish")
    assert Claim.objects.published().get().value == 1


def test_nobody_publishes_the_correction_that_they_wrote():
    reviewer = make_user("reviewer")
    draft = propose(make_claim(), reviewer, value=1)
    assert refusal(reviewer, draft, "publish") == ["You wrote this claim last: somebody else must publish it."]


def test_an_analyst_submits_no_claim_that_somebody_else_codes():
    author, other, reviewer = make_user("analyst"), make_user("analyst"), make_user("reviewer")
    claim = make_claim(status="draft", by=author)
    with pytest.raises(Refused, match="Somebody else codes this claim"), editing(other) as gate:
        gate.move(gate.lock(Claim, claim.pk), "submit")
    with editing(reviewer) as gate:
        assert gate.move(gate.lock(Claim, claim.pk), "submit").status == "in-review"
