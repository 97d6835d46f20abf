"""Seeds that are loaded again after their vocabulary was merged or moved: nothing comes back, and nothing fails."""

import pytest

from claims.models import Actor, Claim, Proposal, Source, Topic
from claims.services import vocabulary
from claims.services.vocabulary_merges import VocabularyMerge
from claims.services.vocabulary_negotiations import ProposalMove
from tests.make import make_actor, make_negotiation, make_proposal, make_source, make_topic

from .seed_folders import dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(folders):
    """Folders that were loaded once, with a condition, an outcome, a wording and an event that name one another."""
    folders.vocabulary["proposal", "freeze"] = {"title": "Freeze", "definition": "Words.", "topic": "borders"}
    folders.claim("silent").update(pending=False, conditions="they stop", depends_on="!freeze")
    folders.told["one.toml"] = {"agreed": {"proposal": "freeze", "kind": "agreed", "day": "2022-03-03", "quote": "Yes"}}
    folders.worded["one.toml"] = {
        "draft": {"proposal": "no-expansion", "label": "Draft", "day": "2021-12-17", "text": "No one joins."}
    }
    folders.load()
    return folders


def merge(model, slug, kept):
    gone = model.objects.get(slug=slug)
    vocabulary.carry_out(VocabularyMerge(model, gone.pk, kept.pk), user=None, reason="they mean the same")


def names():
    return {model: set(model.objects.values_list("slug", flat=True)) for model in (Actor, Proposal, Source, Topic)}


def load_again(folders):
    before = names(), set(Claim.objects.values_list("public_id", "status"))
    outcomes = set(folders.outcomes().values())
    assert (names(), set(Claim.objects.values_list("public_id", "status"))) == before
    assert outcomes <= {"kept", "conflict"}
    again = dump()
    folders.load()
    assert dump() == again
    return outcomes


def test_after_a_merge_of_actors(loaded):
    merge(Actor, "washington", make_actor(slug="us", name="United States", side=None))
    load_again(loaded)
    assert Claim.objects.filter(holder__slug="us").count() == 1


@pytest.mark.parametrize("slug", ["no-expansion", "freeze"])
def test_after_a_merge_of_proposals(loaded, slug):
    merge(Proposal, slug, make_proposal(slug="other", topic=Topic.objects.get(slug="borders")))
    assert load_again(loaded) <= {"kept"}


def test_after_a_merge_of_topics(loaded):
    topic = Topic.objects.get(slug="borders")
    merge(Topic, "borders", make_topic(slug="frontiers", negotiation=topic.negotiation))
    assert load_again(loaded) <= {"kept"}


def test_after_a_merge_of_sources(loaded):
    merge(Source, "one", make_source(slug="two"))
    assert load_again(loaded) <= {"kept"}


@pytest.mark.parametrize("slug", ["no-expansion", "freeze"])
def test_after_a_proposal_has_moved(loaded, slug):
    topic = make_topic(negotiation=make_negotiation(slug="grain"))
    moved = Proposal.objects.get(slug=slug)
    vocabulary.carry_out(ProposalMove(moved.pk, topic.pk), user=None, reason="it is theirs")
    assert load_again(loaded) <= {"kept"}
    assert Proposal.objects.get(pk=moved.pk).negotiation.slug == "grain"
