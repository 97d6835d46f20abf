"""Saving a claim: what a published one keeps."""

import pytest
from django.core.exceptions import ValidationError

from claims.models import Claim
from claims.services.claims import save_claim
from claims.services.outcomes import save_outcome
from claims.services.write_gate import Refused, editing
from tests.make import make_actor, make_claim, make_outcome, make_proposal, make_source, make_user, make_wording

pytestmark = pytest.mark.django_db

TEXT = "We said: no expansion. We ask for\u00a0a “moratorium”."


def save(claim, user=None):
    with editing(user) as gate:
        save_claim(gate, claim)


def test_published_claim_keeps_a_quote_that_is_in_the_text_and_is_offered_the_nearest_passage():
    claim = make_claim(source=make_source(text=TEXT), quote="We ask for")
    claim.quote = "We asked for a moratorium"
    with pytest.raises(ValidationError) as refusal:
        save(claim)
    assert refusal.value.message_dict == {
        "quote": [
            "“We asked for a moratorium” is not in the source's text. Nearest passage: “We ask for\u00a0a “moratorium””"
        ]
    }
    assert Claim.objects.get().quote == "We ask for"


@pytest.mark.parametrize(("make", "save_row"), [(make_claim, save_claim), (make_outcome, save_outcome)])
def test_a_wording_of_another_proposal_is_refused_whoever_saves(make, save_row):
    wording = make_wording(label="Draft")
    row = make(proposal=wording.proposal, wording=wording, status="draft")
    row.proposal = make_proposal()
    with pytest.raises(ValidationError) as refusal, editing(None) as gate:
        save_row(gate, row)
    assert refusal.value.message_dict == {"wording": ["“Draft” is a wording of another proposal."]}


def test_draft_is_saved_with_a_quote_that_is_missing():
    claim = make_claim(status="draft", source=make_source(text=TEXT), quote="We said")
    claim.quote = "Nobody said"
    save(claim)
    assert Claim.objects.get().quote_state == "missing"


def test_whoever_saves_it_is_its_last_writer():
    ann, bob = make_user("analyst"), make_user("reviewer")
    claim = make_claim(status="draft", by=ann)
    save(claim, bob)
    assert (Claim.objects.get().coder, Claim.objects.get().written_by) == (ann, bob)


def test_no_user_saves_over_a_published_claim():
    claim = make_claim(value=-2, quote="Never.")
    claim.value, claim.quote, claim.holder = 1, "Perhaps.", make_actor()
    claim.speaker = claim.holder
    for role in ("analyst", "reviewer", "superuser"):
        with pytest.raises(Refused, match="changes only by what a reviewer publishes in its place"):
            save(claim, make_user(role))
    assert (Claim.objects.get().value, Claim.objects.get().quote, Claim.objects.get().version) == (-2, "Never.", 1)


@pytest.mark.parametrize("status", ["draft", "published"])
def test_stranger_is_not_saved_first_hand(status):
    claim = make_claim(status=status)
    claim.speaker = make_actor("expert")
    with pytest.raises(ValidationError) as refusal:
        save(claim)
    assert f"First-hand, {claim.holder} may be quoted by nobody else" in refusal.value.message_dict["speaker"][0]
    assert Claim.objects.get().speaker == claim.holder
