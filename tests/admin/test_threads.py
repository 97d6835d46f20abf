"""The thread of a claim in the admin: on its page, in the list, and counted on the front page."""

import pytest
from django.urls import reverse

from claims.models import Claim, ReviewComment
from claims.services import review
from claims.services.review_comments import comment
from claims.services.vocabulary import carry_out
from claims.services.vocabulary_moves import ClaimsMove
from tests.admin.forms import said, url
from tests.make import make_claim, make_comment, make_proposal, make_user
from tests.reader.read_pages import words
from tests.secret_talks import set_team

FRONT = reverse("admin:index")


@pytest.fixture
def claim(analyst):
    return make_claim(status="in-review", by=analyst)


def send(client, claim, **fields):
    return client.post(url("comment", claim.pk), fields)


def read(client, address, **query):
    return client.get(address, query).content.decode()


def test_the_page_of_a_claim_tells_its_thread_in_the_order_of_time(as_analyst, claim, reviewer):
    review.transition(claim, "return", user=reviewer, version=claim.version, reason="Which day?")
    answer = send(as_analyst, claim, remark="Of the talks?")
    assert answer.url == url("change", claim.pk) and "Written: it awaits rea." in said(answer)
    text = words(read(as_analyst, url("change", claim.pk)))
    told = ["ann submitted it for review", "rea returned it", "Which day?", "Of the talks? awaits rea"]
    assert sorted(told, key=text.index) == told


def test_what_is_typed_is_kept_where_nothing_was_written(as_reviewer, claim):
    assert "Not written. A comment has at most 1,000 characters" in said(send(as_reviewer, claim, remark="y" * 1001))
    assert "yyy" in said(send(as_reviewer, claim, remark="y" * 1001))
    assert "Write what you have to say." in said(send(as_reviewer, claim))
    assert not ReviewComment.objects.exists()


def test_a_comment_is_settled_on_the_page(as_analyst, claim, reviewer):
    row = comment(claim, "See the next one too.", user=reviewer)
    assert f'value="{row.pk}"' in read(as_analyst, url("change", claim.pk))
    assert "Settled." in said(send(as_analyst, claim, settle=row.pk))
    assert "settled by ann" in words(read(as_analyst, url("change", claim.pk)))


def test_others_read_the_thread_and_write_nothing(client, claim, reviewer):
    comment(claim, "Which day?", user=reviewer)
    client.force_login(make_user("analyst", username="ben"))
    html = read(client, url("change", claim.pk))
    assert "Which day?" in html and "Comment only" not in html and "Settle it" not in html
    assert "somebody else's" in said(send(client, claim, remark="And I?")).replace("&#x27;", "'")
    assert ReviewComment.objects.count() == 1


def test_whoever_may_not_look_may_not_write(client, claim):
    client.force_login(make_user(is_staff=True))
    assert send(client, claim, remark="?").status_code == 403
    assert client.get(url("comment", claim.pk)).status_code == 405


def test_a_claim_of_closed_talks_is_answered_as_one_that_is_not_there(as_analyst, claim, reviewer):
    set_team(claim.proposal.negotiation, reviewer)
    there, missing = send(as_analyst, claim, remark="?"), as_analyst.post(url("comment", 987654), {"remark": "?"})
    assert (there.status_code, there.url) == (missing.status_code, missing.url)
    assert not ReviewComment.objects.exists()


def test_the_front_page_counts_what_awaits_whom_and_leads_to_it(as_analyst, client, claim, analyst, reviewer):
    answered = make_claim(status="in-review", by=analyst)
    comment(claim, "Which day?", user=reviewer), comment(answered, "Whose?", user=reviewer)
    assert f'<a href="{url("changelist")}?comments=remarks">2 claims of yours</a>' in read(as_analyst, FRONT)
    comment(answered, "East's.", user=analyst)
    assert f'<a href="{url("changelist")}?comments=remarks">1 claim of yours</a>' in read(as_analyst, FRONT)
    listed = read(as_analyst, url("changelist"), comments="remarks")
    assert url("change", claim.pk) in listed and url("change", answered.pk) not in listed
    client.force_login(reviewer)
    assert f'<a href="{url("changelist")}?comments=answers">1 claim on which' in read(client, FRONT)
    listed = read(client, url("changelist"), comments="answers")
    assert url("change", answered.pk) in listed and url("change", claim.pk) not in listed


def test_what_awaits_in_closed_talks_is_counted_for_nobody_outside(as_analyst, claim, reviewer):
    comment(claim, "Which day?", user=reviewer)
    set_team(claim.proposal.negotiation, reviewer)
    assert "Comments that await" not in read(as_analyst, FRONT)


@pytest.mark.parametrize("value", ["other", "", "remarks'"])
def test_other_values_of_the_filter_narrow_nothing(as_analyst, claim, value):
    assert url("change", claim.pk) in read(as_analyst, url("changelist"), comments=value)


def test_a_thread_goes_along_where_its_claim_is_moved(as_reviewer, claim, reviewer):
    make_comment(claim, text="Which day?")
    other = make_proposal(topic=claim.proposal.topic)
    carry_out(ClaimsMove(frozenset({claim.pk}), other.pk), user=reviewer, reason="meant the other")
    assert Claim.objects.get().proposal == other and "Which day?" in read(as_reviewer, url("change", claim.pk))


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_takes_as_many_queries_however_long_the_thread(
    as_reviewer, claim, django_assert_max_num_queries, number
):
    for _ in range(number):
        make_comment(claim)
    with django_assert_max_num_queries(60) as captured:
        read(as_reviewer, url("change", claim.pk))
    assert sum("claims_reviewcomment" in query["sql"] for query in captured.captured_queries) == 1
