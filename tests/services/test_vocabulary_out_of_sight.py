"""Merging what is shared, by somebody who does not work in all negotiations: all of it moves, and they see theirs."""

import pytest

from claims.models import Actor, Claim, Proposal, Source, SourceCoding, Topic
from claims.services import vocabulary
from claims.services.vocabulary_merges import VocabularyMerge
from claims.services.vocabulary_moves import ClaimsMove, ProposalSplit
from claims.services.vocabulary_negotiations import ProposalMove
from claims.services.write_gate import Refused, editing
from tests.make import (
    make_actor,
    make_claim,
    make_coding,
    make_negotiation,
    make_proposal,
    make_side,
    make_source,
    make_topic,
    make_user,
    the_negotiation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden():
    """A topic of a negotiation that is for its team alone."""
    the_negotiation()
    negotiation = make_negotiation(title="Secret talks", public=False)
    with editing(None):
        negotiation.team.set([make_user("reviewer")])
    return make_topic(name="Secret topic", negotiation=negotiation)


@pytest.fixture
def outsider():
    return make_user("reviewer", username="out")


@pytest.mark.parametrize(("make", "field"), [(make_actor, "holder"), (make_source, "source")])
def test_what_is_out_of_sight_moves_too_and_is_not_told(hidden, outsider, make, field):
    fields = {"side": None} if make is make_actor else {}
    gone, kept = make(**fields), make(**fields)
    secret = make_claim(proposal=make_proposal(topic=hidden), quote="Secret words.", **{field: gone})
    seen = make_claim(**{field: gone})
    act = VocabularyMerge(type(gone), gone.pk, kept.pk)
    looked = vocabulary.preview(act, user=outsider, read=lambda: None)
    assert [claim for one in looked.report.moved for claim in one.rows if one.model is Claim] == [seen]
    done = vocabulary.carry_out(act, user=outsider, reason="the same", digest=looked.report.digest)
    assert "ecret" not in str(done) and getattr(Claim.objects.get(pk=secret.pk), field) == kept


def test_codings_out_of_sight_become_one_too_and_are_not_told(hidden, outsider):
    gone, kept = make_source(), make_source()
    for source, by in ((gone, "Secret Ann"), (kept, "Secret Ben")):
        make_coding(source, hidden.negotiation, fully_coded_by=by)
        make_claim(source=source)
    act = VocabularyMerge(Source, gone.pk, kept.pk)
    assert "ecret" not in str(vocabulary.preview(act, user=outsider, read=lambda: None).report)
    assert "ecret" not in str(vocabulary.carry_out(act, user=outsider, reason="the same"))
    assert kept.codings.get().fully_coded_by == "Secret Ben"


def test_a_coding_out_of_sight_moves_and_is_not_told(hidden, outsider):
    gone, kept = make_source(), make_source()
    make_claim(source=gone), make_claim(source=kept)
    secret, seen = make_coding(gone, hidden.negotiation, fully_coded_by="Secret Ann"), make_coding(gone)
    done = vocabulary.carry_out(VocabularyMerge(Source, gone.pk, kept.pk), user=outsider, reason="the same")
    assert [row for one in done.moved for row in one.rows if one.model is SourceCoding] == [seen]
    assert {*kept.codings.all()} == {secret, seen}


def test_what_hinders_out_of_sight_is_not_told(hidden, outsider):
    sides = [make_side(negotiation=hidden.negotiation, name=f"Secret side {number}") for number in (1, 2)]
    gone, kept = (make_actor(side=side) for side in sides)
    with pytest.raises(Refused) as refused:
        vocabulary.carry_out(VocabularyMerge(Actor, gone.pk, kept.pk), user=outsider, reason="the same")
    assert str(refused.value) == "You cannot do this: ask a reviewer who works in all negotiations."


def test_nothing_of_a_negotiation_is_changed_by_who_does_not_work_in_it(hidden, outsider):
    secret, other = make_proposal(topic=hidden), make_proposal(topic=hidden)
    claims = [make_claim(proposal=secret), make_claim(proposal=secret)]
    mine, topic = make_proposal(), make_topic(negotiation=hidden.negotiation)
    keys = frozenset([claims[0].pk])
    acts = [
        VocabularyMerge(Proposal, secret.pk, other.pk),
        VocabularyMerge(Topic, topic.pk, hidden.pk),
        ProposalSplit(secret.pk, keys, "New", "Words."),
        ClaimsMove(keys, other.pk),
        ClaimsMove(keys, mine.pk),
        ClaimsMove(frozenset([make_claim(proposal=mine).pk]), other.pk),
        ProposalMove(secret.pk, mine.topic_id),
        ProposalMove(mine.pk, hidden.pk),
    ]
    for act in acts:
        with pytest.raises(Refused, match="no longer there"):
            vocabulary.carry_out(act, user=outsider, reason="mine")
    assert secret.claims.count() == 2 and Source.objects.exists() and Proposal.objects.count() == 3
