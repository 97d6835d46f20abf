"""Coders and reviewers write to each other of a claim: who may, who is to answer, and what settles it."""

import pytest

from claims.checks import check_database
from claims.models import Claim, DataVersion, GateClosed, ReviewComment
from claims.queries.threads import count_awaiting, read_thread
from claims.rules.threads import LONGEST_COMMENT
from claims.services import review
from claims.services.restoring import bring_back
from claims.services.review_comments import comment, may_comment, settle
from claims.services.write_gate import Refused, editing
from tests.make import make_claim, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db):
    return make_user("analyst", "ann")


@pytest.fixture
def rea(db):
    return make_user("reviewer", "rea")


@pytest.fixture
def claim(ann):
    return make_claim(status="in-review", by=ann)


def pass_on(claim, user, name, reason=""):
    return review.transition(claim, name, user=user, version=Claim.objects.get(pk=claim.pk).version, reason=reason)


def awaited(claim):
    return list(ReviewComment.objects.open().filter(claim=claim).values_list("awaits__username", flat=True))


def numbers(user):
    return tuple(count_awaiting(user, Claim.objects.all()))


def test_a_remark_awaits_the_coder_and_an_answer_whoever_wrote_it(claim, ann, rea):
    comment(claim, "Which day?", user=rea)
    assert awaited(claim) == ["ann"] and (numbers(ann), numbers(rea)) == ((1, 0), (0, 0))
    comment(claim, "The 17th.", user=ann)
    assert awaited(claim) == ["rea"] and (numbers(ann), numbers(rea)) == ((0, 0), (0, 1))
    assert {row.settled_by for row in ReviewComment.objects.exclude(settled_at=None)} == {ann}


def test_what_a_coder_asks_of_a_returned_claim_awaits_whoever_returned_it(claim, ann, rea):
    comment(claim, "Is it first-hand?", user=make_user("reviewer", "rob"))
    pass_on(claim, rea, "return", "Which day?")
    comment(claim, "Of the talks, or of the report?", user=ann)
    assert awaited(claim) == ["rea"]


def test_what_nobody_asked_awaits_nobody(claim, ann):
    assert comment(claim, "See the next one too.", user=ann).awaits is None and awaited(claim) == []


def test_nobody_is_awaited_who_cannot_log_in(claim, ann, rea):
    comment(claim, "Which day?", user=rea)
    rea.is_active = False
    rea.save()
    assert comment(claim, "The 17th.", user=ann).awaits is None


@pytest.mark.parametrize(("name", "left"), [("publish", []), ("withdraw", []), ("return", ["ann"])])
def test_a_step_settles_what_it_answers(claim, ann, rea, name, left):
    make_comment(claim, by=ann, awaits=rea)
    make_comment(claim, by=rea, awaits=ann)
    pass_on(claim, rea, name, "Why.")
    assert awaited(claim) == left


def test_submitting_again_answers_the_remarks_on_a_claim(claim, ann, rea):
    pass_on(claim, rea, "return", "Which day?")
    comment(claim, "And who said so?", user=rea)
    pass_on(claim, ann, "submit", "The 17th, its minister.")
    assert awaited(claim) == []


def test_claims_that_an_import_withdraws_await_nobody(claim, ann, rea):
    comment(claim, "Which day?", user=rea)
    with editing(None, operator=True) as gate:
        review.withdraw_many(gate, {claim.pk: claim.version}, "Struck.")
    assert not ReviewComment.objects.filter(settled_at=None).exists()


def test_the_thread_has_steps_and_comments_in_the_order_of_time(claim, ann, rea):
    pass_on(claim, rea, "return", "Which day?")
    comment(claim, "Of the talks?", user=ann)
    entries = read_thread(Claim.objects.get())
    told = [(one.author, one.done, one.text, one.awaits) for one in entries]
    assert told == [
        ("ann", "submitted it for review", "", ""),
        ("rea", "returned it", "Which day?", ""),
        ("ann", "", "Of the talks?", "rea"),
    ]


def test_a_returned_claim_awaits_its_coder_until_they_answer(claim, ann, rea):
    pass_on(claim, rea, "return", "Which day?")
    assert read_thread(Claim.objects.get())[-1].awaits == "ann"
    pass_on(claim, ann, "submit")
    assert [entry.awaits for entry in read_thread(Claim.objects.get())] == ["", "", ""]


def test_a_comment_is_settled_without_an_answer(claim, ann, rea):
    written = comment(claim, "Which day?", user=rea)
    assert settle(claim, written.pk, user=ann) and not settle(claim, written.pk, user=ann)
    assert awaited(claim) == [] and read_thread(claim)[-1].settled_by == "ann"


def test_a_comment_on_another_claim_is_not_settled(claim, ann, rea):
    other = make_comment()
    assert not settle(claim, other.pk, user=rea) and awaited(other.claim)


@pytest.mark.parametrize(
    ("text", "reason"),
    [(" \r\n\x00 ", "Write what you have to say."), ("x" * (LONGEST_COMMENT + 1), "at most 1,000 characters")],
)
def test_a_comment_says_something_and_not_too_much(claim, rea, text, reason):
    with pytest.raises(Refused, match=reason):
        comment(claim, text, user=rea)
    assert not ReviewComment.objects.exists()


def test_what_is_typed_is_kept_as_plain_text(claim, rea):
    assert comment(claim, " a\r\n<b>\x00 ", user=rea).text == "a\n<b>"


@pytest.mark.parametrize("role", ["analyst", None])
def test_others_than_its_coder_and_reviewers_write_nothing(claim, role):
    other, row = make_user(role), make_comment(claim)
    assert not may_comment(claim, other)
    with pytest.raises(Refused, match="somebody else's"):
        comment(claim, "And I?", user=other)
    with pytest.raises(Refused, match="somebody else's"):
        settle(claim, row.pk, user=other)
    assert awaited(claim) == ["ann"]


def test_nobody_comments_on_a_withdrawn_claim(ann, rea):
    claim = make_claim(status="withdrawn", by=ann)
    assert not may_comment(claim, rea)
    with pytest.raises(Refused, match="withdrawn"):
        comment(claim, "Why?", user=rea)


def test_no_page_of_readers_changes_with_a_comment(rea):
    claim, before = make_claim(), DataVersion.current()
    comment(claim, "Why?", user=rea)
    assert DataVersion.current() == before and Claim.objects.get().version == claim.version


def test_a_comment_is_written_through_the_gate_only(claim, rea):
    with pytest.raises(GateClosed):
        ReviewComment(claim=claim, author=rea, text="Why?").save()
    row = make_comment(claim)
    with editing(rea), pytest.raises(GateClosed):
        ReviewComment.objects.filter(pk=row.pk).update(text="Rewritten.")


def test_a_claim_that_was_deleted_comes_back_with_its_thread(claim, ann, rea):
    comment(claim, "Which day?", user=rea)
    pk = claim.pk
    with editing(None):
        claim.delete()
    assert list(check_database()) == [] and numbers(ann) == (0, 0)
    record = Claim.history.filter(id=pk).latest("history_id")
    again = bring_back(record, user=rea, reason="a slip")
    assert "Which day?" in [one.text for one in read_thread(again)]
    assert numbers(ann) == (1, 0)


def test_a_comment_on_a_claim_that_never_was_is_reported(claim):
    row = make_comment(claim)
    with editing(None):
        ReviewComment(claim_id=987654, author=row.author, text="Why?").save()
    (line,) = check_database()
    assert "on claim 987654, which there never was" in str(line)
