"""Outcomes pass to readers as claims do, and hold their sources as claims do."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet

from claims import checks
from claims.models import DataVersion, Outcome, PendingChange, Source
from claims.rules.publishing import CLAIM_TRANSITIONS
from claims.services import pending_changes, review
from claims.services.outcomes import save_outcome
from claims.services.sources import LostQuotes, check_text, save_source
from claims.services.write_gate import Refused, editing
from tests.make import make_outcome, make_source, make_user

pytestmark = pytest.mark.django_db

TEXT = "The parties signed on 3 March. Talks go on."
QUOTE = "The parties signed on 3 March."


@pytest.fixture
def ann(db):
    return make_user("analyst", "ann")


@pytest.fixture
def rea(db):
    return make_user("reviewer", "rea")


def now(row):
    return type(row).objects.get(pk=row.pk)


def pass_on(row, user, name, reason="because"):
    return review.transition(row, name, user=user, version=now(row).version, reason=reason)


def refuse(row, user, name, reason="because"):
    before = now(row).version
    with pytest.raises(Refused) as refused:
        pass_on(row, user, name, reason)
    assert now(row).version == before
    return refused.value.reasons


def test_an_outcome_passes_from_its_analyst_by_another_to_readers_and_is_withdrawn(ann, rea):
    outcome = make_outcome(status="draft", by=ann)
    assert pass_on(outcome, ann, "submit").status == "in-review"
    assert refuse(outcome, ann, "publish") == [
        "Only a reviewer may publish it.",
        "You wrote this outcome last: somebody else must publish it.",
    ]
    assert refuse(outcome, rea, "return", "") == ["Say why: to return an outcome needs a reason."]
    assert pass_on(outcome, rea, "return", "Which day?").review_comment == "Which day?"
    pass_on(outcome, ann, "submit")
    number = DataVersion.current()
    assert pass_on(outcome, rea, "publish").status == "published"
    assert DataVersion.current() > number
    assert pass_on(outcome, rea, "withdraw", "It was a draft.").status == "withdrawn"
    assert outcome.history.count() == now(outcome).version
    assert Outcome.TRANSITIONS.keys() == CLAIM_TRANSITIONS.keys()


def test_no_outcome_is_published_without_a_passage_or_with_a_quote_that_the_text_lacks(ann, rea):
    source = make_source(text=TEXT)
    bare = make_outcome(status="draft", by=ann, quote="", source=source)
    assert refuse(bare, ann, "submit") == [
        "It cites no passage: give a quote, or a locator where there is nothing to quote."
    ]
    lost = make_outcome(status="in-review", by=ann, quote="They never signed.", source=source)
    assert refuse(lost, rea, "publish") == ["Its quote is not found in the source's text."]
    with pytest.raises(ValidationError, match="is not in the source's text"), editing(None) as gate:
        save_outcome(gate, Outcome(proposal=lost.proposal, source=source, kind="agreed", day=date(2022, 3, 3),
                                   quote="They never signed.", status="published"))  # fmt: skip


def test_of_one_day_one_outcome_of_a_proposal_is_published(ann, rea):
    first = make_outcome(day=date(2022, 3, 3))
    second = make_outcome("refused", "in-review", by=ann, proposal=first.proposal, day=date(2022, 3, 3))
    assert refuse(second, rea, "publish") == [
        "This proposal has a published outcome of this day already: there is one per day."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(Outcome).filter(pk=second.pk).update(status="published")
    later = make_outcome("lapsed", "in-review", by=ann, proposal=first.proposal, day=date(2022, 3, 4))
    assert pass_on(later, rea, "publish").status == "published"
    change = propose(later, ann, day=date(2022, 3, 3))
    assert "This proposal has a published outcome of this day already" in refuse(change, rea, "publish")[0]


def propose(row, user, reason="a slip", **fields):
    row = now(row)
    for name, value in fields.items():
        setattr(row, name, value)
    with editing(user, reason) as gate:
        gate.lock(type(row), row.pk)
        return pending_changes.propose(gate, row)


def test_a_published_outcome_changes_only_by_what_another_publishes(ann, rea):
    outcome = make_outcome(source=make_source(text=TEXT), quote=QUOTE)
    with pytest.raises(Refused, match="Readers see this outcome"), editing(rea) as gate:
        row = gate.lock(Outcome, outcome.pk)
        row.kind = "refused"
        gate.save(row)
    with pytest.raises(Refused, match="is not in the source's text"):
        propose(outcome, ann, quote="They never signed.")
    change = propose(outcome, ann, kind="agreed-in-part", quote="Talks go on.")
    assert (now(outcome).kind, now(outcome).quote) == ("agreed", QUOTE)
    assert refuse(change, ann, "publish")
    pass_on(change, rea, "publish", "checked")
    changed = now(outcome)
    assert (changed.kind, changed.quote_state, changed.quote_start) == ("agreed-in-part", "exact", 31)
    assert "change proposed by ann: a slip" in changed.history.first().history_change_reason
    assert PendingChange.objects.get().target == outcome


def test_its_quote_is_looked_for_once_a_save_and_in_each_new_text_of_its_source(ann):
    source = make_source(text=TEXT)
    outcome = make_outcome(source=source, quote=QUOTE)
    assert (outcome.quote_state, outcome.quote_start) == ("exact", 0)
    with pytest.raises(LostQuotes) as refusal, editing(None) as gate:
        save_source(gate, source, check_text(source, "Nothing of it."))
    assert refusal.value.rows == [outcome]
    with pytest.raises(LostQuotes), editing(None) as gate:
        save_source(gate, source, check_text(source, ""))
    assert now(source).read_text() == TEXT
    with editing(None) as gate:
        save_source(gate, source, check_text(source, f"Today. {TEXT}"))
    assert now(outcome).quote_start == 7


def test_a_source_is_public_and_kept_once_a_published_outcome_cites_it(ann):
    outcome = make_outcome(status="draft")
    assert not outcome.source.is_public() and not Source.objects.public().exists()
    published = make_outcome()
    assert published.source.is_public() and list(Source.objects.public()) == [published.source]
    for row in (outcome, published):
        with pytest.raises(ProtectedError), editing(None):
            row.source.delete()
    with pytest.raises(Refused, match="Readers see this source"), editing(ann) as gate:
        gate.save(gate.lock(Source, published.source_id))


def test_the_checks_of_a_whole_database_read_outcomes_too():
    source = make_source(text=TEXT)
    outcome = make_outcome(source=source, quote=QUOTE)
    assert not list(checks.check_database())
    QuerySet(Outcome).filter(pk=outcome.pk).update(quote_start=5, day=date(9999, 1, 1))
    found = [row.reason for row in checks.check_database()]
    assert len(found) == 3 and any("is still to come" in reason for reason in found)
    assert any("save the outcome again" in reason for reason in found)
    assert any("not what its history says" in reason for reason in found)
    QuerySet(Outcome).filter(pk=outcome.pk).update(quote=" ", day=date(2022, 3, 3), quote_state="no-quote",
                                                   quote_start=None, quote_end=None)  # fmt: skip
    assert ["It cites no passage" in row.reason for row in checks.check_citations()] == [True]
