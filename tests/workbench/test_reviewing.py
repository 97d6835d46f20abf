"""Reviewing beside the text: the queue, what it shows of a claim, and what is done with it."""

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.rules.publishing import RETURN, SUBMIT, Status
from claims.services import review
from claims.services.write_gate import editing
from tests.make import make_actor, make_claim, make_proposal, make_source, make_user, the_negotiation
from tests.reader.read_pages import words

pytestmark = pytest.mark.django_db

TEXT = "The talks opened.\n\nEast wants a freeze. West is open to it.\n\nNo date was set."


@pytest.fixture
def source(db):
    return make_source(title="Geneva talks", text=TEXT)


@pytest.fixture
def reviewer(client):
    user = make_user("reviewer", username="rea")
    client.force_login(user)
    return client


def wait(source, quote, analyst=None, **fields):
    analyst = analyst or make_user("analyst")
    return make_claim(source=source, quote=quote, status="in-review", by=analyst, **fields)


@pytest.fixture
def waiting(source):
    """Three claims that wait, two of them of one document, entered against the order of its text."""
    late = wait(source, "West is open to it.", holder=make_actor(short_name="West"), value=1)
    early = wait(source, "East wants a freeze.", holder=make_actor(short_name="East"), value=2)
    other = wait(make_source(text="North said no."), "North said no.", holder=make_actor(short_name="North"), value=-2)
    return early, late, other


def at(claim=None):
    if claim is None:
        return reverse("workbench:review-next", args=[the_negotiation().slug])
    return reverse("workbench:review", args=[the_negotiation().slug, claim.public_id])


def send(client, claim, **fields):
    return client.post(at(claim), {"version": claim.version, **fields})


def test_the_queue_goes_through_a_document_in_the_order_of_its_text(reviewer, waiting):
    early, late, other = waiting
    assert reviewer.get(at()).url == at(early)
    html = reviewer.get(at(late)).content.decode()
    assert "2 of 3 to review" in words(html)
    assert f'class="before" href="{at(early)}"' in html and f'class="after" href="{at(other)}"' in html


def test_a_claim_is_shown_with_its_passage_in_its_place(reviewer, waiting):
    html = reviewer.get(at(waiting[0])).content.decode()
    assert '<mark class="coded chosen">East wants a freeze.</mark>' in html
    assert '<mark class="coded">West is open to it.</mark>' in html
    assert 'class="para now" id="p2"' in html and "Exact found once, in paragraph 2" in words(html)
    assert "<h2>" in html and "East supports" in words(html)


def test_what_is_published_makes_room_for_the_next(reviewer, waiting):
    early, late, other = waiting
    assert send(reviewer, early).url == at(late)
    assert send(reviewer, late).url == at(other)
    assert send(reviewer, other).url == at()
    assert set(Claim.objects.values_list("status", flat=True)) == {Status.PUBLISHED}
    text = words(reviewer.get(at()).content.decode())
    assert "Published: North on" in text and "Nothing waits for you" in text


def test_what_is_returned_says_why(reviewer, waiting):
    early, late, _ = waiting
    assert send(reviewer, early, _return="1", reason="Not its own words.").url == at(late)
    early.refresh_from_db()
    assert (early.status, early.review_comment) == (Status.RETURNED, "Not its own words.")


def test_nothing_is_returned_without_a_reason_and_what_was_typed_is_kept(reviewer, waiting):
    answer = send(reviewer, waiting[0], _return="1", reason="  ")
    assert answer.status_code == 409 and "Not returned." in words(answer.content.decode())
    assert Claim.objects.filter(status=Status.IN_REVIEW).count() == 3


def test_a_claim_that_was_changed_meanwhile_is_not_published_unseen(reviewer, waiting):
    claim = waiting[0]
    with editing(None) as gate:
        changed = gate.lock(Claim, claim.pk)
        changed.value = -1
        gate.save(changed)
    answer = send(reviewer, claim, reason="kept")
    assert answer.status_code == 409 and "changed" in words(answer.content.decode())
    assert Claim.objects.get(pk=claim.pk).status == Status.IN_REVIEW


def test_nobody_reviews_what_they_wrote_last(client, source):
    both = make_user("reviewer", username="both")
    client.force_login(both)
    own = wait(source, "East wants a freeze.", both)
    assert "Nothing waits for you" in words(client.get(at()).content.decode())
    assert client.get(at(own)).status_code == 404
    assert client.post(at(own), {"version": own.version}).status_code == 302
    assert Claim.objects.get().status == Status.IN_REVIEW


def test_analysts_do_not_review(client, waiting):
    client.force_login(make_user("analyst", username="ann"))
    assert client.get(at()).status_code == 403 and client.get(at(waiting[0])).status_code == 403


def test_what_changed_since_it_was_returned_is_told(reviewer, source):
    analyst = make_user("analyst", username="ann")
    claim = wait(source, "East wants a freeze.", analyst, value=2)
    claim = review.transition(
        claim, RETURN, user=make_user("reviewer", username="rob"), version=claim.version, reason="Only open to it."
    )
    with editing(analyst) as gate:
        claim = gate.lock(Claim, claim.pk)
        claim.value = 1
        gate.save(claim)
    claim = review.transition(claim, SUBMIT, user=analyst, version=claim.version)
    text = words(reviewer.get(at(claim)).content.decode())
    told = ["rob returned it", "Only open to it.", "ann submitted it", "What changed since it was returned Value +2 +1"]
    assert sorted(told, key=text.rindex) == told


def test_what_keeps_a_claim_back_is_said_and_it_is_not_offered_to_publish(reviewer, source):
    claim = wait(source, "East wants a freeze.", proposal=make_proposal(suggestion="waiting"))
    html = reviewer.get(at(claim)).content.decode()
    assert "only suggested" in words(html) and 'type="submit" disabled' in html


def test_a_claim_that_does_not_wait_any_more_leads_to_the_next(reviewer, waiting):
    early, late, other = waiting
    for claim in (early, other):
        send(reviewer, claim)
    assert reviewer.get(at(early)).url == at()
    assert reviewer.get(at(), follow=True).redirect_chain[-1][0] == at(late)


def test_the_front_page_leads_a_reviewer_there(reviewer, waiting):
    assert f'href="{at()}"' in reviewer.get(reverse("admin:index")).content.decode()
