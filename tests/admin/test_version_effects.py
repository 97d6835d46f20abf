"""The page of two versions of a claim says what stance and verdict each comes to."""

import pytest
from django.urls import reverse

from tests.make import change, make_actor, make_claim, make_proposal
from tests.reader.read_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    west, proposal = make_actor(), make_proposal(title="Patrol <freeze>")
    make_claim(holder=west, proposal=proposal, value=2)
    return make_claim(holder=make_actor(short_name="East"), proposal=proposal, value=-2)


def read(client, row, older, newer):
    address = reverse(f"admin:claims_{row._meta.model_name}_version", args=[row.pk, older])
    return words(client.get(f"{address}?with={newer}").content.decode())


def test_stance_and_verdict_stand_before_and_after(as_analyst, claim):
    change(claim, value=2)
    page = read(as_analyst, claim, 1, 2)
    assert "The stance differs, and so does the verdict." in page
    assert "Stance: East on Patrol <freeze> (position) rejects supports changed" in page
    assert "Verdict: Patrol <freeze> contested common ground changed" in page
    assert "All other claims count as they are published today." in page
    assert "rejects supports changed" in read(as_analyst, claim, 2, 1)


def test_what_stays_is_said_to_stay(as_analyst, claim):
    change(claim, note="seen by two")
    page = read(as_analyst, claim, 1, 2)
    assert "The stance stays as it is." in page and "contested contested the same" in page


def test_what_would_be_on_a_condition_is_told_where_the_stance_is_the_same(as_analyst, claim):
    branch = make_claim(holder=claim.holder, proposal=claim.proposal, value=1, conditions="if asked")
    change(branch, value=2)
    page = read(as_analyst, branch, 1, 2)
    assert "The stance differs, no verdict." in page and "rejects rejects changed on a condition" in page


def test_a_version_that_was_not_published_does_not_count(as_analyst):
    draft = make_claim(status="draft", value=2)
    change(draft, value=1)
    assert "with version" not in read(as_analyst, draft, 1, 2).lower()
    change(draft, status="published")
    page = read(as_analyst, draft, 2, 3)
    assert "Version 2 was not published: with it, the claim does not count." in page
    assert "(position) blank open changed" in page


def test_other_rows_come_to_nothing_of_the_kind(as_analyst, claim):
    change(claim.source, title="Another title")
    assert "All other claims count" not in read(as_analyst, claim.source, 1, 2)
