"""Comments from beside the text: on the review page, on the coding page, and the page of all that awaits a user."""

from datetime import date

import pytest
from django.urls import reverse

from claims.models import Claim, ReviewComment
from claims.rules.publishing import Status
from claims.services import review
from claims.services.review_comments import comment
from tests.make import make_actor, make_claim, make_comment, make_negotiation, make_proposal, make_topic, make_user
from tests.reader.read_pages import words
from tests.secret_talks import set_team
from tests.workbench.sent import QUOTE, at

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 10)
HOSTILE = "<script>alert(1)</script> https://example.org/x {{ 7 }} ‮"


@pytest.fixture
def rea(db):
    return make_user("reviewer", username="rea")


@pytest.fixture
def claim(source, analyst):
    holder = make_actor(short_name="East")
    return make_claim(source=source, quote=QUOTE, holder=holder, status="in-review", by=analyst, said_on=DAY)


@pytest.fixture
def returned(claim, rea):
    return review.transition(claim, "return", user=rea, version=claim.version, reason="Which day?")


def page(name, claim, *args):
    return reverse(f"workbench:{name}", args=[claim.proposal.negotiation.slug, *args])


def send(client, claim, **fields):
    return client.post(page("comment", claim, claim.public_id), {"version": claim.version, **fields}, follow=True)


def read(client, address):
    return client.get(address).content.decode()


def test_a_reviewer_asks_without_returning_and_goes_on_where_they_were(client, claim, rea):
    client.force_login(rea)
    answer = send(client, claim, reason="Is it first-hand?", back="review")
    assert answer.redirect_chain[-1][0] == page("review", claim, claim.public_id)
    text = words(answer.content.decode())
    assert "Written: it awaits ann." in text and "Is it first-hand? awaits ann" in text
    assert Claim.objects.get().status == Status.IN_REVIEW


def test_a_coder_answers_beside_the_text_what_was_returned(coder, returned):
    text = words(read(coder, at()))
    assert "rea returned it" in text and "Which day? awaits ann" in text and "Your answer" in text
    text = words(send(coder, returned, reason="Of the talks?").content.decode())
    assert "Written: it awaits rea." in text and "Of the talks? awaits rea" in text
    assert Claim.objects.get().status == Status.RETURNED


def test_a_coder_submits_again_with_a_remark_which_its_reviewer_reads(coder, client, returned, rea):
    assert "Submitted again" in words(send(coder, returned, _submit="1", reason="The 17th.").content.decode())
    assert Claim.objects.get().status == Status.IN_REVIEW
    client.force_login(rea)
    assert "ann submitted it for review" in words(read(client, page("review", returned, returned.public_id)))
    assert "The 17th." in read(client, page("review", returned, returned.public_id))


def test_what_was_changed_meanwhile_is_not_submitted_and_what_was_typed_is_told(coder, returned):
    answer = send(coder, returned, _submit="1", reason="The 17th.", version=returned.version - 1)
    text = words(answer.content.decode())
    assert "Not submitted. It was changed since" in text and "The 17th." in text
    assert Claim.objects.get().status == Status.RETURNED


@pytest.mark.parametrize("typed", ["", "x" * 1001])
def test_what_cannot_be_written_says_why_and_changes_nothing(coder, returned, typed):
    assert "Not written." in words(send(coder, returned, reason=typed).content.decode())
    assert not ReviewComment.objects.exists()


def test_a_comment_is_settled_from_beside_the_text(coder, claim, rea):
    row = comment(claim, "See the next one too.", user=rea)
    assert f'value="{row.pk}"' in read(coder, at())
    assert "Settled." in words(send(coder, claim, settle=row.pk).content.decode())
    assert "See the next one too." not in read(coder, at())
    assert "Nobody is to answer" in words(send(coder, claim, settle=row.pk).content.decode())


@pytest.mark.parametrize("settled", ["x", "0", "9" * 30, "٣"])
def test_what_names_no_comment_settles_nothing(coder, claim, settled):
    make_comment(claim)
    assert "Nobody is to answer" in words(send(coder, claim, settle=settled).content.decode())
    assert ReviewComment.objects.open().exists()


def test_hostile_comments_are_shown_as_they_were_typed(coder, claim, rea):
    comment(claim, HOSTILE, user=rea)
    html = read(coder, at())
    assert "&lt;script&gt;alert(1)" in html and "<script>alert" not in html
    assert "{{ 7 }}" in html and 'href="https://example.org/x"' not in html


def test_the_claims_of_other_coders_are_not_theirs_to_answer(client, returned):
    client.force_login(make_user("analyst", username="ben"))
    assert "Which day?" not in read(client, at())
    assert "somebody else's" in send(client, returned, reason="And I?").content.decode().replace("&#x27;", "'")
    assert not ReviewComment.objects.exists()


def test_a_claim_of_another_negotiation_is_not_there(coder, claim):
    elsewhere = make_negotiation(slug="elsewhere")
    address = reverse("workbench:comment", args=[elsewhere.slug, claim.public_id])
    assert coder.post(address, {"reason": "Here?"}).status_code == 404


def test_negotiations_in_which_they_do_not_work_stay_closed(coder, rea):
    talks = make_negotiation(slug="closed")
    claim = make_claim(status="in-review", proposal=make_proposal(topic=make_topic(negotiation=talks)))
    set_team(talks, rea)
    for address in (page("awaiting", claim), page("documents", claim)):
        assert coder.get(address).status_code in (403, 404)
    assert coder.post(page("comment", claim, claim.public_id), {"reason": "?"}).status_code in (403, 404)
    assert not ReviewComment.objects.exists()


def test_readers_are_asked_to_log_in(client, claim):
    assert "login" in client.get(page("awaiting", claim)).url
    answer = client.post(page("comment", claim, claim.public_id), {"reason": "Which day?"})
    assert answer.status_code != 302 and "no longer logged in" in words(answer.content.decode())
    assert not ReviewComment.objects.exists()


def test_documents_say_what_awaits_whom_with_links_to_the_lists(coder, client, claim, returned, rea):
    second = make_claim(source=claim.source, status="in-review", by=claim.coder)
    comment(second, "Is it first-hand?", user=rea)
    html = read(coder, page("documents", claim))
    assert f'<a href="{page("awaiting", claim)}#returned">1 returned to you</a>' in html
    assert f'<a href="{page("awaiting", claim)}#remarks">1 of yours with a remark to answer</a>' in html
    comment(second, "Yes.", user=claim.coder)
    client.force_login(rea)
    html = read(client, page("documents", claim))
    assert f'<a href="{page("awaiting", claim)}#answers">1 with an answer to your remark</a>' in html
    assert f'<a href="{page("review-next", claim)}">1 to review</a>' in html


def test_the_list_of_what_awaits_leads_to_where_it_is_seen_to(coder, client, returned, rea):
    html = read(coder, page("awaiting", returned))
    assert f'<a href="{at()}">' in html and "Returned to you: 1" in words(html)
    comment(returned, "Of the talks?", user=returned.coder)
    client.force_login(rea)
    html = read(client, page("awaiting", returned))
    assert "Answers to your remarks: 1" in words(html)
    assert f'href="{reverse("admin:claims_claim_change", args=[returned.pk])}"' in html
    review.transition(returned, "submit", user=returned.coder, version=returned.version)
    assert f'<a href="{page("review", returned, returned.public_id)}">' in read(client, page("awaiting", returned))


def test_where_nothing_awaits_it_is_said(coder, claim):
    assert "Nothing awaits you" in words(read(coder, page("awaiting", claim)))
    assert "await you" not in words(read(coder, page("documents", claim)))


@pytest.mark.parametrize("number", [1, 12])
def test_pages_take_as_many_queries_however_many_comments(coder, claim, rea, django_assert_num_queries, number):
    for place in range(number):
        again = make_claim(source=claim.source, holder=claim.holder, status="returned", by=claim.coder, value=place % 3)
        comment(again, "Which day?", user=rea)
    read(coder, at())
    # session, user, negotiation, closed, roles, source, text, claims, what was read, coded blind; comments that
    # await, versions, comments, users;
    # what the form and its bar ask (8)
    with django_assert_num_queries(22):
        assert "Which day?" in read(coder, at())
    with django_assert_num_queries(16):
        assert "Remarks that await your answer" in read(coder, page("awaiting", claim))
