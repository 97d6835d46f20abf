"""What readers see of sources, searches and remarks changes only by what another publishes."""

from datetime import date

import pytest

from claims.models import Claim, DataVersion, EditorialNote, PendingChange, SearchRecord, Source
from claims.services import pending_changes, review
from claims.services.sources import LostQuotes, check_text, save_source
from claims.services.write_gate import Refused, editing
from tests.make import change as write
from tests.make import make_claim, make_proposal, make_remark, make_search, make_source, make_user

pytestmark = pytest.mark.django_db

TEXT = "We said: no expansion. Talks go on."


@pytest.fixture
def ann(db):
    return make_user("analyst", "ann")


@pytest.fixture
def rea(db):
    return make_user("reviewer", "rea")


def make_public_source(**fields):
    source = make_source(**fields)
    make_claim(source=source, quote="Talks go on.")
    return Source.objects.get(pk=source.pk)


def propose(row, user, reason="a slip", source_text=None, confirmed=(), **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    with editing(user, reason) as gate:
        gate.lock(type(row), row.pk)
        check = None if source_text is None else check_text(row, source_text)
        return pending_changes.propose(gate, row, check, confirmed)


def pass_on(change, user, name, reason="because"):
    version = PendingChange.objects.values_list("version", flat=True).get(pk=change.pk)
    return review.transition(change, name, user=user, version=version, reason=reason)


def refuse(change, user, name, reason="because"):
    with pytest.raises(Refused) as refused:
        pass_on(change, user, name, reason)
    assert PendingChange.objects.get(pk=change.pk).status == change.status
    return refused.value.reasons


def now(row):
    return type(row).objects.get(pk=row.pk)


# What a row that readers see may become
MAKERS = {
    "source": (make_public_source, {"title": "Another", "origin": "TASS", "published_on": date(2022, 1, 18)}),
    "search": (make_search, {"searched_in": "nato.int", "searched_on": date(2022, 1, 1)}),
    "remark": (make_remark, {"text": "They mean the draft of 2019."}),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_change_is_seen_only_once_another_publishes_it_and_the_history_says_who_and_why(kind, rea):
    make, fields = MAKERS[kind]
    sue = make_user("reviewer", "sue")
    row = now(make(by=rea) if kind != "source" else make())
    before = {name: getattr(row, name) for name in fields}
    number = DataVersion.current()
    change = propose(row, rea, "the press office said so", **fields)
    assert {name: getattr(now(row), name) for name in fields} == before
    assert (now(row).version, DataVersion.current()) == (row.version, number)
    assert refuse(change, rea, "publish") == ["You proposed it: somebody else must publish it."]
    pass_on(change, sue, "publish", "checked")
    assert {name: getattr(now(row), name) for name in fields} == fields
    assert DataVersion.current() == number + 1
    kept = row.history.first()
    why = "publish: checked (change proposed by rea: the press office said so)"
    assert (kept.history_user, kept.history_change_reason) == (sue, why)
    assert [h.history_user for h in change.history.all()] == [sue, rea]


@pytest.mark.parametrize("kind", MAKERS)
def test_without_four_eyes_a_reviewer_publishes_their_own_by_the_same_way(kind, rea, settings):
    make, fields = MAKERS[kind]
    row = now(make(by=rea) if kind != "source" else make())
    settings.FOUR_EYES = False
    with pytest.raises(Refused), editing(rea, "at once") as gate:
        gate.save(row)
    pass_on(propose(now(row), rea, **fields), rea, "publish")
    assert {name: getattr(now(row), name) for name in fields} == fields


@pytest.mark.parametrize("name", ["title", "publisher", "origin", "authors", "url"])
def test_an_analyst_alone_changes_nothing_of_a_cited_source(name, ann):
    source = make_public_source()
    setattr(source, name, "https://example.org/else" if name == "url" else "Else")
    with pytest.raises(Refused, match="Readers see this source"), editing(ann, "a slip") as gate:
        save_source(gate, source)
    assert getattr(now(source), name) != getattr(source, name)
    change = propose(source, ann)
    assert refuse(change, ann, "publish") == [
        "Only a reviewer may publish it.",
        "You proposed it: somebody else must publish it.",
    ]
    assert getattr(now(source), name) != getattr(source, name)


def test_a_source_that_no_published_claim_cites_is_saved_at_once(ann):
    source = make_source()
    make_claim(source=source, status="in-review")
    source.origin = "TASS"
    with editing(ann) as gate:
        save_source(gate, source)
    assert now(source).origin == "TASS"


def test_a_text_is_replaced_once_its_change_is_published_and_the_old_one_is_kept(ann, rea):
    source = make_public_source(text=TEXT)
    with pytest.raises(Refused, match="Readers see this source"), editing(ann) as gate:
        save_source(gate, source, check_text(source, f"Then: {TEXT}"))
    change = propose(source, ann, source_text=f"Then: {TEXT}")
    assert source.read_text() == TEXT
    pass_on(change, rea, "publish")
    assert source.read_text() == f"Then: {TEXT}"
    assert set(source.texts.values_list("text", "current")) == {(TEXT, False), (f"Then: {TEXT}", True)}
    assert Claim.objects.get().quote_start == f"Then: {TEXT}".index("Talks")


@pytest.mark.parametrize("text", ["", "Something else."])
def test_a_text_on_which_a_published_quote_rests_is_neither_emptied_nor_lost_by_a_change(text, ann, rea):
    source = make_public_source(text=TEXT)
    with pytest.raises(LostQuotes):
        propose(source, ann, source_text=text)
    assert not PendingChange.objects.exists() and source.texts.count() == 1
    with pytest.raises(LostQuotes), editing(None) as gate:  # nor by the operator
        save_source(gate, source, check_text(source, text))
    assert source.read_text() == TEXT


def test_a_change_whose_text_lacks_a_quote_that_was_published_since_is_refused(ann, rea):
    source = make_public_source(text=TEXT)
    change = propose(source, ann, source_text="Talks go on.")
    claim = make_claim(source=source, quote="no expansion")
    assert claim.public_id in refuse(change, rea, "publish")[0]
    assert source.read_text() == TEXT


def test_a_text_on_which_nothing_rests_is_taken_away_by_a_change(ann, rea):
    source = make_source(text=TEXT)
    make_claim(source=source, quote="", locator="p. 4")
    pass_on(propose(source, ann, source_text=""), rea, "publish")
    assert source.read_text() == "" and source.texts.get().text == TEXT


def test_a_change_of_what_was_changed_since_is_refused(ann, rea):
    source = make_public_source()
    first, second = (propose(now(source), ann, title=title) for title in ("One", "Two"))
    pass_on(first, rea, "publish")
    assert refuse(second, rea, "publish") == [
        "It was changed since: return this change, so that it can be proposed again."
    ]
    assert now(source).title == "One"


def test_a_change_that_breaks_a_rule_by_now_is_refused(ann, rea):
    search = make_search(by=ann)
    change = propose(now(search), ann, searched_in="")
    assert "say when and where you searched" in refuse(change, rea, "publish")[0]
    assert now(search).searched_in


def test_a_returned_change_says_why_and_is_withdrawn_where_its_author_proposes_anew(ann, rea):
    source = make_public_source()
    change = propose(now(source), ann, title="One")
    assert refuse(change, rea, "return", "") == ["Say why: to return a change needs a reason."]
    pass_on(change, rea, "return", "Which edition?")
    assert (now(change).status, now(change).review_comment) == ("returned", "Which edition?")
    again = propose(now(source), ann, title="One, second edition")
    assert (now(change).status, now(again).status) == ("withdrawn", "in-review")


def test_an_author_takes_a_change_back_and_no_other_analyst_does(ann):
    change = propose(make_public_source(), ann, title="One")
    assert refuse(change, make_user("analyst"), "withdraw") == ["Only a reviewer may withdraw it."]
    assert pass_on(change, ann, "withdraw").status == "withdrawn"


def test_who_may_propose_what_and_with_a_reason(ann, rea):
    source, remark = make_public_source(), make_remark(by=ann)
    with pytest.raises(Refused, match="not yours to propose"):
        propose(source, make_user(), title="One")
    with pytest.raises(Refused, match="not yours to propose"):
        propose(remark, rea, text="Mine.")
    for reason in ("", "  "):
        with pytest.raises(Refused, match="Say why"):
            propose(source, ann, reason, title="One")
    assert propose(now(source), ann) is None
    assert not PendingChange.objects.exists()


def test_a_remark_changed_by_its_author_keeps_its_signature_and_bears_the_new_day(ann, rea):
    remark = make_remark(by=ann, signed_by="Ann Lyst", written_on=date(2020, 1, 1))
    pass_on(propose(now(remark), ann, text="Again."), rea, "publish")
    after = now(remark)
    assert (after.text, after.signed_by, after.coder, after.written_by) == ("Again.", "Ann Lyst", ann, ann)
    assert after.written_on > date(2020, 1, 1)


@pytest.mark.parametrize("make", [make_search, make_remark])
def test_a_change_of_the_proposal_or_holder_is_carried_by_key(make, ann, rea):
    row, proposal = make(by=ann), make_proposal()
    pass_on(propose(now(row), ann, proposal=proposal), rea, "publish")
    assert now(row).proposal == proposal


def test_what_is_published_is_not_deleted_but_taken_back(rea):
    for row in (make_search(), make_remark()):
        with pytest.raises(Refused, match="Readers see this"), editing(rea, "deleted"):
            row.delete()
        review.transition(row, "take back", user=rea, version=row.version, reason="the wrong archive")
        with editing(rea, "deleted"):
            now(row).delete()
    assert not SearchRecord.objects.exists() and not EditorialNote.objects.exists()


def test_the_operator_writes_what_readers_see(ann):
    source = make_public_source()
    write(source, title="By a script")
    assert now(source).title == "By a script"
