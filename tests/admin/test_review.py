"""How claims pass on: the panel of a claim's page, the actions of the list, corrections."""

import re

import pytest

from claims.models import Claim
from claims.rules.publishing import Status
from claims.services import corrections
from claims.services.review import transition
from claims.services.write_gate import editing
from tests.admin.forms import TEXT, errors, posted, said, url
from tests.make import make_claim, make_source, make_user
from tests.reader.read_pages import words

pytestmark = pytest.mark.django_db

STATUSES_BEFORE = {
    "submit": {"draft", "returned"},
    "publish": {"in-review"},
    "return": {"in-review"},
    "withdraw": {"draft", "returned", "in-review", "published"},
}
MADE_BY = {
    "analyst": {name: statuses & {"draft", "returned"} for name, statuses in STATUSES_BEFORE.items()},
    "reviewer": STATUSES_BEFORE,
}


def pass_on(client, claim, name, remark="", version=None):
    data = {"transition": name, "remark": remark, "version": claim.version if version is None else version}
    return client.post(url("transition", claim.pk), data)


def act(client, claims, action, remark="", **more):
    data = {"action": f"{action}_selected", "_selected_action": [c.pk for c in claims], "remark": remark, "index": 0}
    return client.post(url("changelist"), data | {f"version-{c.pk}": c.version for c in claims} | more)


def now(claim):
    return Claim.objects.get(pk=claim.pk)


@pytest.mark.parametrize("role", ["analyst", "reviewer"])
@pytest.mark.parametrize("status", list(Status))
def test_page_offers_the_transitions_of_role_and_state_and_no_others(client, role, status):
    user = make_user(role)
    claim = make_claim(status=status)
    if status in ("draft", "returned"):
        claim = make_claim(status=status, by=user)
    client.force_login(user)
    page = client.get(url("change", claim.pk))
    offered = {m.name for m in page.context["panel"]["buttons"] if not m.blockers}
    assert offered == {name for name, statuses in MADE_BY[role].items() if status in statuses}
    assert {name for name in STATUSES_BEFORE if f'value="{name}"' in page.content.decode()} == offered
    assert ("Propose a correction" in page.content.decode()) == (status == "published")


@pytest.mark.parametrize("role", ["analyst", "reviewer"])
@pytest.mark.parametrize("status", list(Status))
def test_form_is_open_to_those_who_may_edit(client, role, status):
    mine, others = make_claim(status=status, by=(user := make_user(role))), make_claim(status=status, by=make_user())
    client.force_login(user)
    for claim, own in ((mine, True), (others, False)):
        editable = (
            status not in ("published", "withdrawn") if role == "reviewer" else own and status in ("draft", "returned")
        )
        assert ('name="_save"' in client.get(url("change", claim.pk)).content.decode()) == editable
        client.post(url("change", claim.pk), posted(claim, note="new", reason="because"))
        assert (now(claim).note == "new") == editable


def test_submit_publish_and_see_who_did_what_in_the_history(as_analyst, analyst, reviewer):
    claim = make_claim(status="draft", by=analyst)
    assert "submitted for review" in said(pass_on(as_analyst, claim, "submit"))
    as_analyst.force_login(reviewer)
    assert "published" in said(pass_on(as_analyst, now(claim), "publish"))
    assert now(claim).status == Status.PUBLISHED
    page = as_analyst.get(url("history", claim.pk)).content.decode()
    assert "rea" in page and "ann" in page
    assert re.search(r"<td>\d+ \w+ \d{4}, \d\d:\d\d UTC</td>", page)
    assert "Status: in review → published" in words(page)


def test_return_needs_a_remark_and_the_coder_sees_it(as_reviewer, analyst):
    claim = make_claim(status="in-review", by=analyst)
    assert "needs a reason" in said(pass_on(as_reviewer, claim, "return"))
    assert now(claim).status == Status.IN_REVIEW
    pass_on(as_reviewer, claim, "return", "Which day?")
    assert now(claim).status == Status.RETURNED
    as_reviewer.force_login(analyst)
    assert "Which day?" in as_reviewer.get(url("change", claim.pk)).content.decode()
    assert "Which day?" in as_reviewer.get("/admin/").content.decode()


def test_second_review_shows_what_the_first_has_asked_for(as_reviewer, analyst, reviewer):
    claim = make_claim(status="in-review", by=analyst)
    for remark in ("Which year?", "Which day?"):
        pass_on(as_reviewer, now(claim), "return", remark)
        as_reviewer.force_login(analyst)
        as_reviewer.post(url("change", claim.pk), posted(now(claim), note=remark, _submit="1"))
        as_reviewer.force_login(reviewer)
    page = as_reviewer.get(url("change", claim.pk)).content.decode()
    text = words(page)
    assert text.index("Which year?") < text.index("Which day?") and text.count("returned it") == 2
    pass_on(as_reviewer, now(claim), "publish")
    assert "rea published it" in words(as_reviewer.get(url("change", claim.pk)).content.decode())


def test_nobody_publishes_what_they_wrote_last(as_reviewer, reviewer, settings):
    claim = make_claim(status="in-review", by=reviewer)
    page = as_reviewer.get(url("change", claim.pk)).content.decode()
    assert "somebody else must publish it" in page and 'value="publish"' not in page
    assert "somebody else must publish it" in said(pass_on(as_reviewer, claim, "publish"))
    settings.FOUR_EYES = False
    pass_on(as_reviewer, claim, "publish")
    assert now(claim).status == Status.PUBLISHED


def test_analyst_publishes_nothing(as_analyst, analyst):
    claim = make_claim(status="in-review")
    assert "Only a reviewer" in said(pass_on(as_analyst, claim, "publish"))
    act(as_analyst, [claim], "publish")
    assert now(claim).status == Status.IN_REVIEW


def test_analyst_does_not_submit_somebody_elses_draft(as_analyst):
    claim = make_claim(status="draft", by=make_user("analyst", username="bob"))
    assert "It belongs to bob" in said(pass_on(as_analyst, claim, "submit"))
    assert now(claim).status == Status.DRAFT


def test_analyst_withdraws_their_own_drafts_with_a_reason_and_no_others(as_analyst, analyst):
    own, returned = (make_claim(status=status, by=analyst) for status in ("draft", "returned"))
    assert "needs a reason" in said(pass_on(as_analyst, own, "withdraw"))
    assert "withdrawn" in said(pass_on(as_analyst, own, "withdraw", "coded twice"))
    others = make_claim(status="draft", by=make_user("analyst"))
    assert 'value="withdraw"' not in as_analyst.get(url("change", others.pk)).content.decode()
    told = said(act(as_analyst, [returned, others], "withdraw", remark="coded twice"))
    assert "1 claim withdrawn." in told and "Only a reviewer may withdraw this claim." in told
    assert [now(c).status for c in (own, returned, others)] == ["withdrawn", "withdrawn", "draft"]


def test_transition_at_a_stale_version_is_refused_and_the_remark_kept(as_reviewer, analyst):
    claim = make_claim(status="in-review", by=analyst)
    told = said(pass_on(as_reviewer, claim, "return", "Which day?", version=claim.version - 1))
    assert "changed since" in told and "Which day?" in told
    assert now(claim).status == Status.IN_REVIEW


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 30, "9" * 5000])
def test_transition_without_a_version_is_refused(as_reviewer, version):
    claim = make_claim(status="in-review")
    assert "changed since" in said(pass_on(as_reviewer, claim, "withdraw", "why", version=version))
    assert "changed since" in said(act(as_reviewer, [claim], "publish", **{f"version-{claim.pk}": version}))
    assert now(claim).status == Status.IN_REVIEW
    assert "changed since" in said(as_reviewer.post(url("correct", make_claim().pk), {"version": version}))


def test_odd_remark_is_cleaned_and_cut(as_reviewer):
    claim = make_claim(status="in-review")
    pass_on(as_reviewer, claim, "return", "a\x00b" + "c" * 5000)
    assert now(claim).review_comment.startswith("abccc") and len(now(claim).review_comment) == 1000


def test_unknown_transition_and_plain_visit_are_refused(as_reviewer):
    claim = make_claim()
    assert pass_on(as_reviewer, claim, "delete").status_code == 403
    assert as_reviewer.get(url("transition", claim.pk)).status_code == 405


def test_claim_whose_quote_has_gone_missing_is_not_submitted(as_analyst, analyst):
    claim = make_claim(status="draft", by=analyst, quote="Not there.", source=make_source(text=TEXT))
    assert "not found in the source" in said(pass_on(as_analyst, claim, "submit"))
    assert "quote missing" in as_analyst.get(url("changelist")).content.decode()


def test_list_action_passes_on_what_it_can_and_says_why_not_the_rest(as_reviewer, reviewer):
    good, own = make_claim(status="in-review"), make_claim(status="in-review", by=reviewer)
    stale = make_claim(status="in-review")
    told = said(
        act(
            as_reviewer,
            [good, own, stale],
            "publish",
            _published_unread=1,
            **{f"version-{stale.pk}": stale.version - 1},
        )
    )
    assert [now(c).status for c in (good, own, stale)] == ["published", "in-review", "in-review"]
    assert "1 claim published." in told and "somebody else must publish" in told and "changed since" in told


def test_to_publish_several_from_the_list_is_asked_twice(as_reviewer):
    claims = [make_claim(status="in-review", quote=f"Passage {number}.") for number in range(2)]
    answer = act(as_reviewer, claims, "publish", remark="read")
    assert {now(claim).status for claim in claims} == {"in-review"}
    html = answer.content.decode()
    assert "Publish 2 claims?" in html and "Passage 0." in html and url("change", claims[1].pk) in html
    form = html[html.index("<form method") :]
    sent = dict(re.findall(r'type="(?:hidden|submit)" name="([\w-]+)" value="([^"]*)"', form))
    sent["_selected_action"] = re.findall(r'name="_selected_action" value="(\d+)"', form)
    assert "2 claims published." in said(as_reviewer.post(url("changelist"), sent))
    assert {now(claim).status for claim in claims} == {"published"}


def test_one_claim_is_published_from_the_list_at_once(as_reviewer):
    claim = make_claim(status="in-review")
    act(as_reviewer, [claim], "publish")
    assert now(claim).status == "published"


@pytest.mark.parametrize(("action", "status"), [("return", "returned"), ("withdraw", "withdrawn")])
def test_list_action_with_a_remark(as_reviewer, action, status):
    claims = [make_claim(status="in-review") for _ in range(2)]
    assert "needs a reason" in said(act(as_reviewer, claims, action))
    act(as_reviewer, claims, action, remark="seen twice")
    assert {(now(c).status, now(c).review_comment) for c in claims} == {(status, "seen twice")}


def test_rows_that_were_not_seen_are_not_passed_on(as_reviewer):
    claim = make_claim(status="in-review")
    assert "page by page" in said(act(as_reviewer, [claim], "publish", select_across=1))
    assert now(claim).status == Status.IN_REVIEW


def propose(client, claim):
    answer = client.post(url("correct", claim.pk), {"version": claim.version})
    return answer, Claim.objects.filter(corrects=claim).first()


def test_correction_replaces_the_published_claim_only_when_a_reviewer_publishes_it(as_analyst, reviewer):
    claim = make_claim(value=-2)
    answer, draft = propose(as_analyst, claim)
    assert answer.url == url("change", draft.pk)
    unexplained = as_analyst.post(url("change", draft.pk), posted(draft, value=-1, _submit="1", reason=""))
    assert "Say why it is corrected" in errors(unexplained)["reason"]
    as_analyst.post(url("change", draft.pk), posted(draft, value=-1, _submit="1", reason="a slip"))
    page = as_analyst.get(url("change", draft.pk)).content.decode()
    assert "<del>−2</del>" in page and "<ins>−1</ins>" in page
    assert now(claim).value == -2
    as_analyst.force_login(reviewer)
    answer = pass_on(as_analyst, now(draft), "publish")
    assert answer.url == url("change", claim.pk)
    assert (now(claim).value, now(claim).status, now(draft).status) == (-1, "published", "withdrawn")
    panel = as_analyst.get(url("change", draft.pk)).content.decode()
    assert "taken over</span>" in panel and "readers see its content in the claim that it corrects" in panel
    assert "taken over" in as_analyst.get(url("changelist")).content.decode()
    history = as_analyst.get(url("history", claim.pk)).content.decode()
    assert "correction proposed by ann: a slip" in history and reviewer.username in history


def test_correction_of_a_claim_that_changed_meanwhile_is_refused(as_reviewer, analyst, reviewer):
    claim = make_claim()
    draft = corrections.propose(claim, user=analyst, version=claim.version)
    transition(draft, "submit", user=analyst, version=draft.version)
    with editing(reviewer, "imported", operator=True) as gate:
        gate.save(gate.lock(Claim, claim.pk))
    assert "propose it again" in said(pass_on(as_reviewer, now(draft), "publish"))
    assert "can no longer be published" in as_reviewer.get(url("change", draft.pk)).content.decode()


def test_only_published_claims_at_the_version_shown_are_corrected(as_analyst):
    claim, unpublished = make_claim(), make_claim(status="in-review")
    claim.version -= 1
    assert "changed since" in said(propose(as_analyst, claim)[0])
    assert "Only a published claim" in said(propose(as_analyst, unpublished)[0])
    assert not Claim.objects.exclude(corrects=None).exists()
    assert as_analyst.post(url("correct", 999), {"version": 1}).status_code == 302


def test_published_claim_names_the_corrections_under_way(as_analyst):
    claim = make_claim()
    _, draft = propose(as_analyst, claim)
    assert draft.public_id in as_analyst.get(url("change", claim.pk)).content.decode()
