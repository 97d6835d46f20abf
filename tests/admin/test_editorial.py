"""Recorded searches and remarks in the admin: analysts write them, reviewers publish them, nobody overwrites."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from claims.models import EditorialNote, PendingChange, SearchRecord
from tests.admin.forms import errors, said, url
from tests.make import (
    make_actor,
    make_answer,
    make_claim,
    make_contradiction,
    make_proposal,
    make_remark,
    make_search,
    make_user,
)

pytestmark = pytest.mark.django_db
MAKERS = {"searchrecord": make_search, "editorialnote": make_remark}
each = pytest.mark.parametrize("model", MAKERS)
FIELDS = {"searchrecord": ("dimension", "outcome", "searched_on", "searched_in", "why"), "editorialnote": ("text",)}


def posted(row, **changes):
    """Return the data of a form as a browser posts it, with some of it changed."""
    model = row._meta.model_name
    data = {name: getattr(row, name) or "" for name in FIELDS[model]}
    return {**data, "proposal": row.proposal_id, "holder": row.holder_id or "", "version_shown": row.version,
            "reason": "", **changes}  # fmt: skip


def change(client, row, **changes):
    return client.post(url("change", row.pk, model=row._meta.model_name), posted(row, **changes))


def act(client, rows, action, remark="", **more):
    model = rows[0]._meta.model_name
    data = {"action": f"{action}_selected", "_selected_action": [r.pk for r in rows], "remark": remark, "index": 0}
    return client.post(url("changelist", model=model), data | {f"version-{r.pk}": r.version for r in rows} | more)


def pass_on(client, row, name, **more):
    data = {"transition": name, "version": row.version, **more}
    return client.post(url("transition", row.pk, model=row._meta.model_name), data)


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_an_analyst_records_a_search_that_no_reader_sees_yet(as_analyst, analyst):
    row = SearchRecord(
        proposal=make_proposal(), holder=make_actor(), searched_on=date(2022, 2, 3), searched_in="kremlin.ru"
    )
    assert as_analyst.post(url("add", model="searchrecord"), posted(row)).status_code == 302
    made = SearchRecord.objects.get()
    assert (made.published, made.coder, made.written_by) == (False, analyst, analyst)
    assert made.history.get().history_user == analyst


def test_an_analyst_writes_a_remark_that_is_signed_and_dated(as_analyst):
    row = EditorialNote(proposal=make_proposal(), text="They mean the draft of 2019.")
    assert as_analyst.post(url("add", model="editorialnote"), posted(row)).status_code == 302
    made = EditorialNote.objects.get()
    assert (made.signed_by, made.written_on, made.holder) == ("ann", localdate(), None)
    assert "ann" in as_analyst.get(url("change", made.pk, model="editorialnote")).content.decode()


def test_a_search_without_place_or_day_is_refused_in_words(as_analyst):
    row = SearchRecord(proposal=make_proposal(), holder=make_actor())
    answer = as_analyst.post(url("add", model="searchrecord"), posted(row))
    assert "say when and where you searched" in errors(answer)["__all__"]
    official = posted(row, holder=make_actor(kind="official").pk, searched_on="2022-02-03", searched_in="kremlin.ru")
    assert "not an official" in errors(as_analyst.post(url("add", model="searchrecord"), official))["holder"]
    assert not SearchRecord.objects.exists()


@each
@pytest.mark.parametrize("by", ["pk", "slug"])
def test_an_address_presets_proposal_and_holder(as_analyst, model, by):
    actor, proposal = make_actor(), make_proposal()
    query = {"proposal": getattr(proposal, by), "holder": getattr(actor, by)}
    initial = as_analyst.get(url("add", model=model), query).context["adminform"].form.initial
    assert {name: int(initial[name]) for name in query} == {"proposal": proposal.pk, "holder": actor.pk}


@each
@pytest.mark.parametrize("value", ["\x00", "9" * 40, "nobody", "-1", "é" * 300])
def test_an_odd_preset_is_no_error(as_analyst, model, value):
    for name in ("proposal", "holder", "dimension", "searched_on", "text", "published"):
        assert as_analyst.get(url("add", model=model), {name: value}).status_code == 200, name


@each
def test_analysts_edit_their_own_until_it_is_published(as_analyst, analyst, model):
    make, text = MAKERS[model], FIELDS[model][-2 if model == "searchrecord" else -1]
    # whose it is, whether there is a form, and whether what it posts is there at once
    cases = [(make(by=analyst, published=False), True, True), (make(by=make_user(), published=False), False, False),
             (make(by=analyst), True, False)]  # fmt: skip
    for row, open_form, editable in cases:
        page = as_analyst.get(url("change", row.pk, model=model)).content.decode()
        assert ('name="_save"' in page) == open_form
        change(as_analyst, row, **{text: "Another.", "reason": "a typo"})
        assert (getattr(now(row), text) == "Another.") == editable
    assert as_analyst.get(url("delete", cases[0][0].pk, model=model)).status_code == 403


@each
def test_reviewers_propose_a_change_of_what_is_published_with_a_reason(as_reviewer, reviewer, model):
    row, text = MAKERS[model](by=reviewer), FIELDS[model][-2 if model == "searchrecord" else -1]
    assert "Say why" in errors(change(as_reviewer, row, **{text: "Another."}))["reason"]
    assert change(as_reviewer, row, **{text: "Another.", "reason": "a typo"}).status_code == 302
    proposed = PendingChange.objects.get()
    assert (proposed.reason, proposed.fields, proposed.coder) == ("a typo", {text: "Another."}, reviewer)
    assert now(row).version == row.version


def test_a_remark_is_rewritten_by_its_author_only(as_reviewer, reviewer):
    others, own = make_remark(by=make_user()), make_remark(by=reviewer, published=False)
    for row, text in ((others, others.text), (own, "Another.")):
        change(as_reviewer, row, text="Another.", reason="a better word")
        assert now(row).text == text
    assert not PendingChange.objects.exists()
    assert "taken back" in said(pass_on(as_reviewer, others, "take back", remark="not what it says"))


@each
def test_what_was_changed_meanwhile_is_not_overwritten_unawares(as_reviewer, reviewer, model):
    row = MAKERS[model](by=reviewer, published=False)
    change(as_reviewer, row)
    answer = change(as_reviewer, row)
    assert "changed this while you had it open" in errors(answer)["__all__"]


@each
def test_what_was_published_meanwhile_is_told_with_what_was_typed(as_analyst, analyst, model):
    row, text = MAKERS[model](by=analyst), FIELDS[model][-2 if model == "searchrecord" else -1]
    answer = change(as_analyst, row, **{text: "My new words."})
    assert "readers see this" in errors(answer)["reason"] and "My new words." in answer.content.decode()


def test_what_left_ones_hands_meanwhile_is_told_with_what_was_typed(as_analyst):
    row = make_remark(by=make_user("analyst"))
    answer = change(as_analyst, row, text="My new words.")
    assert answer.status_code == 302
    assert "you can no longer edit it" in said(answer) and "My new words." in said(answer)


@each
def test_reviewers_publish_from_the_page_and_take_back_with_a_reason(as_reviewer, model):
    row = MAKERS[model](published=False)
    assert 'value="publish"' in as_reviewer.get(url("change", row.pk, model=model)).content.decode()
    assert "published" in said(pass_on(as_reviewer, row, "publish"))
    assert now(row).published
    assert "Say why" in said(pass_on(as_reviewer, now(row), "take back"))
    pass_on(as_reviewer, now(row), "take back", remark="the wrong archive")
    assert not now(row).published
    assert "the wrong archive" in as_reviewer.get(url("history", row.pk, model=model)).content.decode()


@each
def test_nobody_publishes_what_they_wrote_last(as_reviewer, reviewer, model):
    row = MAKERS[model](by=reviewer, published=False)
    page = as_reviewer.get(url("change", row.pk, model=model)).content.decode()
    assert "somebody else must publish it" in page and 'value="publish"' not in page
    assert "somebody else must publish it" in said(pass_on(as_reviewer, row, "publish"))
    assert not now(row).published


@each
def test_an_analyst_is_offered_no_transition_and_makes_none(as_analyst, analyst, model):
    row = MAKERS[model](by=make_user("analyst"), published=False)
    assert 'name="transition"' not in as_analyst.get(url("change", row.pk, model=model)).content.decode()
    assert "Only a reviewer may publish it." in said(pass_on(as_analyst, row, "publish"))
    act(as_analyst, [row], "publish")
    assert not now(row).published


@each
def test_several_are_published_together_at_the_version_shown(as_reviewer, reviewer, model):
    rows = [MAKERS[model](published=False) for _ in range(2)]
    own = MAKERS[model](by=reviewer, published=False)
    answer = act(as_reviewer, [*rows, own], "publish", _published_unread=1, **{f"version-{rows[1].pk}": 7})
    assert [now(row).published for row in (*rows, own)] == [True, False, False]
    assert "changed since your page was loaded" in said(answer) and "somebody else must publish it" in said(answer)
    assert "page by page" in said(act(as_reviewer, rows, "take_back", "why", select_across="1"))
    act(as_reviewer, [now(rows[0])], "take_back", "the wrong archive")
    assert not now(rows[0]).published


@each
def test_odd_transitions_are_refused(as_reviewer, client, model):
    row = MAKERS[model](published=False)
    assert pass_on(as_reviewer, row, "burn").status_code == 403
    assert "changed since" in said(pass_on(as_reviewer, row, "publish", version="\x00"))
    assert as_reviewer.get(url("transition", row.pk, model=model)).status_code == 405
    gone = row.pk + 999
    answer = as_reviewer.post(url("transition", gone, model=model), {"transition": "publish", "version": 1})
    assert "does not exist any more" in said(answer)
    client.force_login(make_user(is_staff=True))
    assert pass_on(client, row, "publish").status_code == 403


@each
@pytest.mark.parametrize("rows", [1, 30])
def test_list_takes_as_many_queries_however_many_rows(as_reviewer, django_assert_num_queries, model, rows):
    for _ in range(rows):
        MAKERS[model](by=make_user("analyst"))
    # session, user, what is closed to them, permissions (2), roles, count, rows
    with django_assert_num_queries(8):
        assert as_reviewer.get(url("changelist", model=model)).context["cl"].result_count == rows


@each
def test_each_filter_narrows_the_list(as_analyst, analyst, model):
    MAKERS[model]()
    row = MAKERS[model](by=analyst, published=False)
    text = FIELDS[model][-2 if model == "searchrecord" else -1]
    queries = [{"published__exact": "0"}, {"coder": "me"}, {"holder": row.holder.slug}, {"q": getattr(row, text)},
               {"proposal": row.proposal_id}]  # fmt: skip
    for query in queries:
        page = as_analyst.get(url("changelist", model=model), query)
        assert list(page.context["cl"].queryset) == [row], query


def test_a_cell_with_a_record_keeps_its_vocabulary(as_reviewer):
    search = make_search()
    remark = make_remark(proposal=search.proposal)
    for row, words in ((search.holder, "1 recorded search"), (remark.holder, "1 remark")):
        assert words in said(as_reviewer.post(url("delete", row.pk, model="actor"), {"post": "yes"}))
    answer = as_reviewer.post(url("delete", search.proposal_id, model="proposal"), {"post": "yes"})
    assert "1 recorded search and 1 remark" in said(answer)


# The contradiction that a remark answers


def answer(client, earlier, later, **fields):
    row = EditorialNote(proposal=earlier.proposal, holder=earlier.holder, text="It was walked back.")
    typed = {"earlier_claim": earlier.public_id, "later_claim": later.public_id, **fields}
    return client.post(url("add", model="editorialnote"), posted(row, **typed))


def test_an_address_presets_the_two_claims_by_their_ids_and_an_analyst_answers_them(as_analyst):
    earlier, later = make_contradiction()
    query = {"earlier_claim": earlier.public_id, "later_claim": later.public_id}
    page = as_analyst.get(url("add", model="editorialnote"), query).content.decode()
    assert all(f'value="{claim.public_id}"' in page for claim in (earlier, later))
    assert answer(as_analyst, later, earlier).status_code == 302
    made = EditorialNote.objects.get()
    assert (made.earlier_claim, made.later_claim, made.published) == (earlier, later, False)
    form = as_analyst.get(url("change", made.pk, model="editorialnote")).content.decode()
    assert all(f'value="{claim.public_id}"' in form for claim in (earlier, later))


@pytest.mark.parametrize("typed", ["zzzzzzzz", "\x00", "9" * 40, "é"])
def test_what_names_no_published_claim_is_refused_in_words(as_analyst, typed):
    earlier, later = make_contradiction()
    told = errors(answer(as_analyst, earlier, later, later_claim=typed))["later_claim"]
    assert "There is no published claim" in told
    draft = make_claim(-2, earlier.holder, proposal=earlier.proposal, status="draft")
    assert "There is no published claim" in errors(answer(as_analyst, earlier, draft))["later_claim"]
    assert not EditorialNote.objects.exists()


def test_claims_that_do_not_contradict_each_other_are_answered_by_nothing(as_analyst):
    earlier, later = make_contradiction()
    alike = make_claim(1, earlier.holder, proposal=earlier.proposal)
    assert "do not contradict each other" in errors(answer(as_analyst, earlier, alike))["later_claim"]
    without = make_claim(None, earlier.holder, proposal=earlier.proposal)
    assert "do not contradict each other" in errors(answer(as_analyst, earlier, without))["later_claim"]
    assert "Name both" in errors(answer(as_analyst, earlier, later, later_claim=""))["__all__"]
    assert not EditorialNote.objects.exists()


def test_what_a_published_remark_answers_changes_by_a_proposal_alone(as_reviewer, reviewer):
    earlier, later = make_contradiction()
    remark = make_remark(by=reviewer, proposal=earlier.proposal, holder=earlier.holder)
    typed = {"earlier_claim": earlier.public_id, "later_claim": later.public_id, "reason": "it is about these"}
    assert change(as_reviewer, remark, **typed).status_code == 302
    proposed = PendingChange.objects.get()
    assert proposed.fields == {"earlier_claim_id": earlier.pk, "later_claim_id": later.pk}
    assert now(remark).earlier_claim is None
    other = make_user("reviewer")
    as_reviewer.force_login(other)
    pass_on(as_reviewer, proposed, "publish")
    assert (now(remark).earlier_claim, now(remark).later_claim) == (earlier, later)


def test_the_list_is_narrowed_to_remarks_that_answer_a_contradiction(as_reviewer):
    answering, other = make_answer(text="This answers one."), make_remark(text="This answers none.")
    for value, listed in (("yes", [answering]), ("no", [other]), ("other", [answering, other])):
        page = as_reviewer.get(url("changelist", model="editorialnote"), {"answers": value}).content.decode()
        assert [row for row in (answering, other) if row.text in page] == listed, value
