"""From draft to published: by whom, from where, and what keeps a row back."""

import pytest
from django.conf import settings

from claims.models import Claim, DataVersion, Source, SourceText
from claims.rules.publishing import CLAIM_TRANSITIONS, Status
from claims.services import review
from claims.services.write_gate import Refused, editing
from tests.make import make_actor, make_claim, make_remark, make_search, make_source, make_user

pytestmark = pytest.mark.django_db

# transition: who may make it, from where, to where
ALLOWED = {
    "submit": ({"analyst", "reviewer", "superuser"}, {"draft", "returned"}, "in-review"),
    "publish": ({"reviewer", "superuser"}, {"in-review"}, "published"),
    "return": ({"reviewer", "superuser"}, {"in-review"}, "returned"),
    "withdraw": ({"reviewer", "superuser"}, {"draft", "in-review", "returned", "published"}, "withdrawn"),
}
BY_ITS_CODER = {"withdraw": {"draft", "returned"}}  # what an analyst who codes the claim does besides


def pass_on(user, row, name, remark="because"):
    """Take the row as it is in the database through a transition; return it as it is then."""
    version = type(row).objects.values_list("version", flat=True).get(pk=row.pk)
    review.transition(row, name, user=user, version=version, reason=remark)
    return type(row).objects.get(pk=row.pk)


def refusal(user, claim, name, remark="because"):
    before = Claim.objects.filter(pk=claim.pk).values().get()
    with pytest.raises(Refused) as refused:
        pass_on(user, claim, name, remark)
    assert Claim.objects.filter(pk=claim.pk).values().get() == before
    return refused.value.reasons


def test_each_transition_is_tried_here():
    assert ALLOWED.keys() == CLAIM_TRANSITIONS.keys()


@pytest.mark.parametrize("name", CLAIM_TRANSITIONS)
@pytest.mark.parametrize("role", [None, "analyst", "reviewer", "superuser"])
def test_transition_is_open_to_its_role_from_its_states_only(name, role):
    roles, sources, target = ALLOWED[name]
    user = make_user(role)
    for status in map(str, Status):
        claim = make_claim(status=status, by=make_user("analyst"), coder=user)
        allowed = role in roles or (role == "analyst" and status in BY_ITS_CODER.get(name, ()))
        if allowed and status in sources:
            assert pass_on(user, claim, name).status == target
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


def test_transition_is_in_the_history_with_who_and_why():
    user = make_user("reviewer")
    claim = pass_on(user, make_claim(status="in-review"), "return", "The quote is too long.")
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
    assert pass_on(make_user("reviewer"), make_claim(status=status, quote="", locator="p. 4"), name)


@pytest.mark.parametrize("name, status", [("submit", "draft"), ("publish", "in-review")])
def test_claim_whose_quote_is_missing_goes_no_further(name, status):
    source = make_source(text="Something else.")
    claim = make_claim(status=status, source=source)
    assert refusal(make_user("reviewer"), claim, name) == ["Its quote is not found in the source's text."]


def test_quote_is_looked_up_at_publication_and_not_taken_from_the_cache():
    source = make_source()
    claim = make_claim(status="in-review", source=source)
    with editing(None):  # past save_source
        SourceText(source=source, sha256="0" * 64, text="Something else.").save()
    assert Claim.objects.get().quote_state == "no-text"
    assert refusal(make_user("reviewer"), claim, "publish") == ["Its quote is not found in the source's text."]
    assert Source.objects.get().read_text()


def test_ambiguous_quote_may_be_published():
    claim = make_claim(status="in-review", source=make_source(text="Yes. Yes."), quote="Yes.")
    claim = pass_on(make_user("reviewer"), claim, "publish")
    assert (claim.status, claim.quote_state) == ("published", "ambiguous")


# Four eyes


def test_workflow_stands_in_the_services_and_not_in_the_admin():
    code = settings.BASE_DIR / "claims"
    assert [path.name for path in code.rglob("*.py") if "FOUR_EYES" in path.read_text()] == ["review.py"]
    in_admin = "\n".join(path.read_text() for path in (code / "admin").glob("*.py"))
    for words in ("read_roles", "find_blockers", "may_make", "written_by_id", ".status = ", ".published = "):
        assert words not in in_admin, words


@pytest.mark.parametrize("role", ["reviewer", "superuser"])
def test_nobody_publishes_what_they_wrote_last(role, settings):
    writer = make_user(role)
    claim = make_claim(status="in-review", by=writer)
    assert refusal(writer, claim, "publish") == ["You wrote this claim last: somebody else must publish it."]
    assert pass_on(make_user(role), claim, "publish").status == "published"


def test_four_eyes_can_be_switched_off(settings):
    settings.FOUR_EYES = False
    writer = make_user("reviewer")
    assert pass_on(writer, make_claim(status="in-review", by=writer), "publish").status == "published"


def test_reviewer_who_touched_up_a_claim_needs_another_one():
    analyst, reviewer = make_user("analyst"), make_user("reviewer")
    claim = make_claim(status="in-review", by=analyst)
    with editing(reviewer, "typo") as gate:
        gate.save(gate.lock(Claim, claim.pk))
    assert refusal(reviewer, claim, "publish")
    assert pass_on(make_user("reviewer"), claim, "publish").coder == analyst


def test_passing_a_claim_on_is_not_writing_it():
    reviewer = make_user("reviewer")
    claim = make_claim(status="draft", by=make_user("analyst"))
    pass_on(reviewer, claim, "submit")
    assert pass_on(reviewer, claim, "publish").status == "published"


def test_an_analyst_submits_no_claim_that_somebody_else_codes():
    author, other, reviewer = make_user("analyst"), make_user("analyst"), make_user("reviewer")
    claim = make_claim(status="draft", by=author)
    with pytest.raises(Refused, match=f"It belongs to {author.username}: only they"):
        review.transition(claim, "submit", user=other, version=claim.version)
    assert review.transition(claim, "submit", user=reviewer, version=claim.version).status == "in-review"


# Recorded searches and remarks

each = pytest.mark.parametrize("make", [make_search, make_remark])


@each
def test_four_eyes_publish_it_and_its_history_says_who_and_why(make, settings):
    ann, rea = make_user("reviewer"), make_user("reviewer")
    row = make(by=ann, published=False)
    with pytest.raises(Refused, match="somebody else must publish it"):
        pass_on(ann, row, "publish", "")
    pass_on(rea, row, "publish", "")
    with pytest.raises(Refused, match="Say why"):
        pass_on(rea, row, "take back", "")
    pass_on(rea, row, "take back", "the wrong archive")
    kept = [(h.published, h.history_user, h.history_change_reason) for h in row.history.all()]
    assert kept[:2] == [(False, rea, "take back: the wrong archive"), (True, rea, "publish")]
    settings.FOUR_EYES = False
    pass_on(ann, row, "publish", "")
    assert type(row).objects.published().exists()


@each
def test_readers_are_told_of_what_they_see_and_of_nothing_else(make):
    ann, rea = make_user("analyst"), make_user("reviewer")
    row = make(by=ann, published=False)
    number = DataVersion.current()
    with editing(ann) as gate:
        gate.save(gate.lock(type(row), row.pk))
    assert DataVersion.current() == number
    pass_on(rea, row, "publish", "")
    pass_on(rea, row, "take back", "the wrong archive")
    assert DataVersion.current() == number + 2
    row.refresh_from_db()
    with editing(rea):
        row.delete()
    assert DataVersion.current() == number + 2


@pytest.mark.parametrize(("name", "status"), [("submit", "draft"), ("publish", "in-review")])
def test_first_hand_claim_of_a_stranger_does_not_pass(name, status):
    claim = make_claim(status=status, speaker=make_actor("expert"), by=make_user("analyst"), coder=None)
    (reason,) = refusal(make_user("superuser"), claim, name)
    assert "neither the holder nor an official who speaks for it" in reason


def test_first_hand_claim_of_a_stranger_is_taken_back():
    claim = make_claim(speaker=make_actor("expert"), by=make_user("analyst"))
    assert pass_on(make_user("reviewer"), claim, "withdraw").status == Status.WITHDRAWN


def test_official_of_the_holder_is_published():
    holder = make_actor()
    official = make_actor("official", speaks_for=holder)
    claim = make_claim(status="in-review", holder=holder, speaker=official, by=make_user("analyst"))
    assert pass_on(make_user("reviewer"), claim, "publish").status == Status.PUBLISHED
