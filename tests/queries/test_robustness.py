"""What verdicts hang on follows each write, also where it is not the proposal itself of which something was said."""

import gc

import pytest

from claims import queries
from claims.models import DataVersion
from claims.queries import robustness
from claims.rules.measures import robustness as trials
from claims.rules.measures.robustness import TrialKind
from tests.make import change, make_actor, make_claim, make_proposal, make_side, make_source, make_topic

pytestmark = pytest.mark.django_db


class HangingTalks:
    """Two principals, of whom one grants A only if B is granted, which the other refuses."""

    def __init__(self):
        topic = make_topic()
        self.negotiation = topic.negotiation
        self.one, self.other = make_actor(side=make_side()), make_actor(side=make_side())
        self.wanted, self.refused = make_proposal(slug="a", topic=topic), make_proposal(slug="b", topic=topic)
        make_claim(2, self.one, proposal=self.wanted, conditions="if B is granted", depends_on="b")
        self.agreement = make_claim(2, self.other, proposal=self.wanted)
        self.refusal = make_claim(-2, self.other, proposal=self.refused, source=make_source(slug="first"))

    def read(self):
        version = DataVersion.read_all().of(self.negotiation.pk)
        scope = queries.Scope(negotiations=(self.negotiation.pk,))
        return queries.get_snapshot(scope, version).get(queries.compute_robustness)

    def list_sources_of(self, slug):
        """Return the sources without which the verdict on a proposal would be another."""
        changes = self.read().changes
        return {change.key for change in changes if change.trial == TrialKind.SOURCE and change.proposal == slug}


@pytest.fixture
def talks():
    return HangingTalks()


def test_a_verdict_follows_what_is_said_of_a_proposal_on_which_it_hangs(talks):
    assert "first" in talks.list_sources_of("a")
    change(talks.refusal, source=make_source(slug="second"))
    assert "second" in talks.list_sources_of("a") and "first" not in talks.list_sources_of("a")


def test_a_verdict_that_was_touched_still_hangs_on_others(talks):
    before = talks.read().changes
    change(talks.agreement, note="as said on the phone")
    after = talks.read().changes
    assert [(*c[:3], c.before.kind) for c in before] == [(*c[:3], c.before.kind) for c in after]


def test_of_the_trials_of_each_write_nothing_is_kept_but_what_verdicts_would_rest_on(talks):
    for note in ("as said on the phone", "as said in the lobby", "as said again"):
        talks.read()
        change(talks.agreement, note=note)
    changes = talks.read().changes
    gc.collect()
    assert changes and [change.after for change in changes]
    assert not [kept for kept in gc.get_objects() if isinstance(kept, trials._Trials)]
    assert len({id(change.decide_after.args[-1]) for change in changes}) == 1  # the titles of all proposals


def test_sources_that_nobody_cites_any_more_are_let_go(talks):
    assert "first" in talks.read().sources
    change(talks.refusal, status="withdrawn")
    read = talks.read()
    assert "first" not in read.sources and not read.grounds["b"].spoken and read.verdicts == 1


def test_of_a_verdict_that_hangs_on_nothing_touched_nothing_is_asked(talks, monkeypatch):
    apart = make_proposal(slug="apart", topic=talks.wanted.topic)
    before = talks.read()
    make_claim(1, talks.one, proposal=apart)
    tried = []
    find = robustness.robustness.find_changes
    monkeypatch.setattr(robustness.robustness, "find_changes", lambda on, *rest: tried.append([*on]) or find(on, *rest))
    after = talks.read()
    assert tried == [["apart"]]
    assert [change for change in after.changes if change.proposal != "apart"] == before.changes


def test_a_voice_is_called_as_most_sources_spell_it_after_a_write_too(talks):
    beside = make_proposal(slug="c", topic=talks.wanted.topic)
    for spelling in ("TASS", "Tass"):
        source = make_source(origin=spelling)
        make_claim(-1, talks.other, proposal=talks.refused, source=source)
    change(talks.refusal, status="withdrawn")

    def list_voices():
        voices = {change.key for change in talks.read().changes if change.trial == TrialKind.VOICE}
        return voices & {"TASS", "Tass"}

    assert list_voices() == {"TASS"}  # of equals the first by their characters
    make_claim(2, talks.one, proposal=beside, source=make_source(slug="more", origin="Tass"))
    assert list_voices() == {"Tass"}
