"""What is coded in batches goes along as the vocabulary changes, and tells nothing of itself."""

import pytest

from claims.checks import check_database
from claims.models import Actor, BatchSource, Proposal, Source, SourceReading
from claims.models.source_readings import ReadText
from claims.services import disposal
from claims.services.readings import mark_read
from claims.services.vocabulary import carry_out
from claims.services.vocabulary_merges import VocabularyMerge
from claims.services.vocabulary_negotiations import ProposalMove
from claims.services.write_gate import Refused, editing
from tests.make import (
    change,
    make_actor,
    make_batch,
    make_batch_coder,
    make_batch_source,
    make_blind_coding,
    make_blind_suggestion,
    make_negotiation,
    make_proposal,
    make_settlement,
    make_source,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return make_user("reviewer", "rita")


@pytest.fixture
def batch():
    return make_batch([make_source(text="Words.")], [make_user("analyst", "ann"), make_user("analyst", "ben")])


def merge(model, gone, kept, user):
    return carry_out(VocabularyMerge(model, gone.pk, kept.pk), user=user, reason="they mean the same")


def told(report):
    return " ".join([*report.remarks, *(str(moved.model._meta.verbose_name) for moved in report.moved)])


def test_codings_name_the_proposal_that_stays_also_in_their_conditions(batch, reviewer):
    gone, kept = make_proposal(slug="gone"), make_proposal(slug="kept")
    coder = batch.coders.first()
    on_it = make_blind_coding(coder=coder, proposal=gone)
    hanging = make_blind_coding(coder=coder, conditions="it happens", depends_on="!gone")
    settled = make_settlement(on_it)
    report = merge(Proposal, gone, kept, reviewer)
    for row in (on_it, hanging, settled):
        row.refresh_from_db()
    assert (on_it.proposal, hanging.depends_on, settled.proposal) == (kept, "!kept", kept)
    assert on_it.history.count() == on_it.version == 2 and "coding" not in told(report)


def test_who_would_speak_of_themselves_in_a_coding_is_not_merged_and_nothing_is_told_of_it(batch, reviewer):
    expert = make_actor("expert", side=None)
    other = make_actor("expert", side=None)
    make_blind_coding(coder=batch.coders.first(), holder=other, speaker=expert, attribution=2)
    with pytest.raises(Refused) as refused:
        merge(Actor, expert, other, reviewer)
    assert "Codings of a batch stand in the way" in str(refused.value) and expert.name not in str(refused.value)


def test_a_document_goes_over_with_the_text_that_is_coded(batch, reviewer):
    gone, kept = batch.sources.get().source, make_source(text="Other words.")
    coding = make_blind_coding(coder=batch.coders.first())
    ann = batch.coders.first().user
    mark_read(ReadText(gone, batch.negotiation, "Words.", batch), [1], user=ann)
    merge(Source, gone, kept, reviewer)
    coding.refresh_from_db()
    place = BatchSource.objects.get()
    assert (coding.source, place.source, place.read_text(), coding.read_text()) == (kept, kept, "Words.", "Words.")
    assert SourceReading.objects.get().source == kept and not list(check_database())


def test_two_documents_of_a_batch_are_one_once_it_is_settled(batch, reviewer):
    gone, kept = batch.sources.get().source, make_source(text="Other words.")
    make_batch_source(batch, kept)
    with pytest.raises(Refused, match="settle that first"):
        merge(Source, gone, kept, reviewer)
    for coder in batch.coders.all():
        change(coder, done_at="2022-03-03T00:00Z")
    change(batch, done_at="2022-03-03T00:00Z", settled_on="2022-03-04")
    merge(Source, gone, kept, reviewer)
    assert BatchSource.objects.get().source == kept


def test_a_proposal_that_moves_takes_its_codings_and_leaves_their_links(batch, reviewer):
    moved, stays = make_proposal(slug="moved"), make_proposal(slug="stays")
    coder = batch.coders.first()
    on_it = make_blind_coding(coder=coder, proposal=moved, conditions="it happens", depends_on="stays")
    on_other = make_blind_coding(coder=coder, proposal=stays, conditions="it happens", depends_on="moved")
    topic = make_topic(negotiation=make_negotiation())
    carry_out(ProposalMove(moved.pk, topic.pk), user=reviewer, reason="it is of those talks")
    on_it.refresh_from_db()
    on_other.refresh_from_db()
    assert (on_it.depends_on, on_other.depends_on, on_it.conditions) == ("", "", "it happens")


def test_a_suggestion_goes_with_what_was_suggested_in_a_batch(batch):
    suggestion = make_blind_suggestion(make_batch_coder(batch))
    with editing(None):
        disposal.delete(suggestion.actor, [])
    assert not Actor.objects.filter(pk=suggestion.actor_id).exists()


def test_what_a_batch_breaks_is_told_with_its_page(batch):
    assert not list(check_database())
    change(batch, done_at="2022-03-03T00:00Z")
    (line,) = check_database()
    assert "Coders who are not done: 2" in line.reason and batch.public_id in line.address
    change(batch, done_at=None)
    coding = make_blind_coding(coder=batch.coders.first())
    with editing(None):
        type(coding).objects.filter(pk=coding.pk).update(quote_start=3)
    (line,) = check_database()
    assert "does not stand in the text" in line.reason
