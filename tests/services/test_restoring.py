"""A row is made what it was: at once, or where readers see it by another's eyes; and what was deleted comes back."""

from datetime import date

import pytest

from claims.models import Actor, Claim, PendingChange, Proposal, Source, Wording
from claims.services import disposal
from claims.services.restoring import bring_back, may_restore, restore
from claims.services.review import transition
from claims.services.write_gate import Refused, Stale, editing
from tests.make import (
    change,
    make_actor,
    make_claim,
    make_coding,
    make_event,
    make_member,
    make_negotiation,
    make_old_address,
    make_outcome,
    make_participant,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_topic,
    make_user,
    make_wording,
)

pytestmark = pytest.mark.django_db


def version(row, number):
    return type(row).history.filter(id=row.pk, version=number).order_by("-history_id").first()


def now(row):
    return type(row)._base_manager.get(pk=row.pk)


def go_back(row, user, number=1, at=None, reason="it was right"):
    at = now(row).version if at is None else at
    return restore(version(row, number), user=user, version=at, reason=reason)


@pytest.fixture
def reviewer(db):
    return make_user("reviewer")


@pytest.fixture
def analyst(db):
    return make_user("analyst")


UNSEEN = [
    (make_side, {}, {"name": "West"}),
    (make_topic, {}, {"name": "Arms"}),
    (make_actor, {}, {"name": "Russia"}),
    (make_proposal, {}, {"definition": "Something else."}),
    (make_wording, {}, {"text": "The parties may withdraw."}),
    (make_event, {}, {"title": "Second round"}),
    (make_negotiation, {}, {"summary": "Other talks."}),
    (make_source, {}, {"title": "Another title"}),
    (make_participant, {}, {"since": date(2022, 1, 1)}),
    (make_member, {}, {"since": date(2022, 1, 1)}),
    (make_coding, {}, {"fully_coded_by": "them"}),
    (make_claim, {"status": "draft"}, {"quote": "Something else.", "note": "doubt"}),
    (make_outcome, {"status": "draft"}, {"quote": "Something else."}),
    (make_search, {"published": False}, {"searched_in": "kremlin.ru"}),
    (make_remark, {"published": False}, {"text": "We read it otherwise."}),
]


@pytest.mark.parametrize(("make", "fields", "changed"), UNSEEN, ids=lambda one: getattr(one, "__name__", ""))
def test_what_readers_do_not_see_or_no_reviewer_passes_is_restored_at_once_with_the_reason(
    reviewer, make, fields, changed
):
    row = make(**fields, **({"by": reviewer} if make is make_remark else {}))
    before = {name: getattr(row, name) for name in changed}
    change(row, **changed)
    restored = go_back(row, reviewer)
    assert not restored.waits and restored.row.pk == row.pk
    assert {name: getattr(now(row), name) for name in changed} == before
    newest = type(row).history.filter(id=row.pk).first()
    assert newest.version == 3 and newest.history_user == reviewer
    assert newest.history_change_reason == "version 1 restored: it was right"


def test_a_published_claim_is_restored_as_a_correction_of_it(analyst, reviewer):
    claim = make_claim(value=-2, note="first")
    change(claim, value=1, note="second")
    draft, waits = go_back(claim, analyst)
    assert waits and (draft.corrects, draft.status, draft.value, draft.note) == (claim, "draft", -2, "first")
    assert draft.coder == analyst and now(claim).value == 1
    draft = transition(draft, "submit", user=analyst, version=draft.version)
    transition(draft, "publish", user=reviewer, version=draft.version)
    assert (now(claim).value, now(claim).version) == (-2, 3)
    assert "version 1 restored: it was right" in now(claim).history.first().history_change_reason


SEEN = [
    (lambda: make_claim().source, {"title": "Another title"}),
    (lambda: make_coding(make_claim().source), {"fully_coded_by": "them"}),
    (make_outcome, {"quote": "Something else."}),
    (make_search, {"searched_in": "kremlin.ru"}),
]


@pytest.mark.parametrize(("make", "changed"), SEEN, ids=["source", "coding", "outcome", "search"])
def test_what_readers_see_is_restored_as_a_change_that_waits(analyst, reviewer, make, changed):
    row = make()
    change(row, **changed)
    restored = go_back(row, analyst)
    assert restored.waits and restored.row == PendingChange.objects.get()
    name, value = next(iter(changed.items()))
    assert getattr(now(row), name) == value
    transition(restored.row, "publish", user=reviewer, version=restored.row.version)
    assert getattr(now(row), name) == getattr(row.history.get(version=1), name)


@pytest.mark.parametrize("status", ["draft", "published"])
def test_nothing_is_restored_over_somebody_elses_change(reviewer, status):
    claim = make_claim(value=-2, status=status)
    change(claim, value=1)
    change(claim, value=0)
    with pytest.raises(Stale):
        go_back(claim, reviewer, at=2)
    assert now(claim).value == 0 and Claim.objects.count() == 1


@pytest.mark.parametrize("status", ["draft", "published"])
def test_a_reason_is_asked_for_and_what_is_so_already_is_not_written(reviewer, status):
    claim = make_claim(value=-2, status=status)
    change(claim, value=1)
    with pytest.raises(Refused, match="Say why"):
        go_back(claim, reviewer, reason=" ")
    change(claim, value=-2)
    with pytest.raises(Refused, match="already"):
        go_back(claim, reviewer)
    assert now(claim).version == 3


def test_who_may_not_edit_a_row_restores_nothing_of_it(analyst, reviewer):
    rows = [
        (make_actor(), {"name": "Russia"}),
        (make_claim(status="withdrawn"), {"note": "doubt"}),
        (make_claim(status="in-review", by=reviewer), {"note": "doubt"}),
        (make_remark(by=reviewer), {"text": "We read it otherwise."}),
    ]
    for row, changed in rows:
        change(row, **changed)
        assert not may_restore(now(row), analyst)
        with pytest.raises(Refused, match="not yours"):
            go_back(row, analyst)
        assert now(row).version == 2


def test_what_a_version_names_must_still_be_there(reviewer):
    source, other = make_source(title="A lost document"), make_source()
    for status in ("draft", "published"):
        claim = make_claim(source=source, status=status)
        change(claim, source=other)
    with editing(None):
        source.delete()
    for claim in Claim.objects.all():
        with pytest.raises(Refused, match="“A lost document”, which is no longer there"):
            go_back(claim, reviewer)


def test_what_the_rules_no_longer_allow_is_refused_in_a_sentence(reviewer):
    first = make_proposal(title="Ceasefire")
    change(first, title="Truce")
    make_proposal(title="Ceasefire", topic=first.topic)
    with pytest.raises(Refused, match="Version 1 is not allowed any more.*goes by “Ceasefire” too"):
        go_back(first, reviewer)
    moved = make_proposal()
    elsewhere = make_topic(negotiation=make_negotiation())
    change(moved, topic=elsewhere, negotiation=elsewhere.negotiation)
    with pytest.raises(Refused, match="cannot move to another negotiation"):
        go_back(moved, reviewer)


def test_what_a_proposal_was_linked_with_comes_back_too(reviewer):
    france, spain = make_actor(), make_actor()
    proposal = make_proposal(proposers=[france])
    with editing(None) as gate:
        row = gate.lock(Proposal, proposal.pk)
        gate.save(row)
        row.proposers.set([spain])
    go_back(proposal, reviewer)
    assert [*proposal.proposers.all()] == [france]


def test_who_sees_a_negotiation_and_whose_text_is_held_are_no_part_of_a_version(reviewer):
    talks = make_negotiation(summary="first", public=False)
    change(talks, summary="second", public=True)
    go_back(talks, reviewer)
    assert (now(talks).summary, now(talks).public) == ("first", True)
    source = make_source(title="First", text="A text.")
    change(source, title="Second", text_sha256="0" * 64)
    go_back(source, reviewer)
    assert (now(source).title, now(source).text_sha256) == ("First", "0" * 64)


# What was deleted


def delete(row):
    with editing(make_user("reviewer"), "by mistake"):
        disposal.delete(now(row), [])
    return type(row).history.filter(id=row.pk).first()


@pytest.mark.parametrize(("make", "fields", "changed"), UNSEEN, ids=lambda one: getattr(one, "__name__", ""))
def test_what_was_deleted_comes_back_with_its_key_and_its_names(reviewer, make, fields, changed):
    row = make(**fields)
    with editing(None):
        for other in disposal.list_own(row) if isinstance(row, Actor | Source) else []:
            other.delete()
    change(row, **changed)
    kept = {field.name: getattr(now(row), field.name) for field in row._meta.concrete_fields}
    back = bring_back(delete(row), user=reviewer, reason="by mistake")
    assert back.pk == row.pk and now(row).version == 4
    ours = {"version", "written_by", "coder", "signed_by", "written_on"}
    for name, value in kept.items():
        assert getattr(now(row), name) == value or name in ours, name
    newest = type(row).history.filter(id=row.pk).first()
    assert (newest.history_user, newest.history_change_reason) == (reviewer, "brought back: by mistake")


def test_what_it_was_linked_with_comes_back_too(reviewer):
    actor = make_actor()
    wording = make_wording(authors=[actor])
    bring_back(delete(wording), user=reviewer, reason="by mistake")
    assert [*Wording.objects.get().authors.all()] == [actor]


def test_what_was_published_comes_back_as_a_draft(reviewer):
    for row in (make_claim(), make_outcome(), make_search()):
        key = row.pk
        with editing(None):
            row.delete()
        bring_back(type(row).history.filter(id=key).first(), user=reviewer, reason="by mistake")
        assert type(row).objects.get().status == "draft"


def test_only_a_reviewer_with_a_reason_brings_back_what_is_gone(analyst, reviewer):
    record = delete(make_side())
    for user, reason, words in ((analyst, "so", "Only a reviewer"), (reviewer, " ", "Say why")):
        with pytest.raises(Refused, match=words):
            bring_back(record, user=user, reason=reason)
    bring_back(record, user=reviewer, reason="so")
    with pytest.raises(Refused, match="there again already"):
        bring_back(record, user=reviewer, reason="so")


def test_what_has_taken_its_place_keeps_it_away(reviewer):
    topic = make_topic()
    proposal = make_proposal(slug="ceasefire", title="Ceasefire", topic=topic)
    record = delete(proposal)
    make_proposal(slug="ceasefire", title="Truce", topic=topic)
    with pytest.raises(Refused, match="goes by “ceasefire” too"):
        bring_back(record, user=reviewer, reason="so")
    actor = make_actor(side=None)
    record = delete(actor)
    other = make_actor(name="The other")
    make_old_address(actor=other, slug=actor.slug)
    with pytest.raises(Refused, match="leads to “The other” now"):
        bring_back(record, user=reviewer, reason="so")
    with pytest.raises(Refused, match="leads to another now"):
        bring_back(record, user=reviewer, reason="so", may_name=lambda row: False)
    assert not Actor.objects.filter(pk=actor.pk).exists()


def test_what_it_names_must_be_there_first(reviewer):
    side = make_side(name="East")
    part = make_participant(side=side)
    gone, its_side = delete(part), delete(side)
    with pytest.raises(Refused, match="the side “East”, which is no longer there"):
        bring_back(gone, user=reviewer, reason="so")
    bring_back(its_side, user=reviewer, reason="so")
    assert bring_back(gone, user=reviewer, reason="so").pk == part.pk
