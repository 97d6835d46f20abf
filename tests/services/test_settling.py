"""Settling a batch: of what several coders coded, one is taken, as it is or edited, or none."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from claims.models import Batch, BlindCoding, Claim, Settlement
from claims.rules.publishing import Status
from claims.services import settling
from claims.services.settling import NotSettled
from claims.services.write_gate import Refused, Stale, editing
from tests.make import (
    make_actor,
    make_batch,
    make_batch_coder,
    make_blind_coding,
    make_claim,
    make_proposal,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "East wants a freeze. West is open to it.\n\nNo date was set."


class SettledTwice:
    """A batch of one document in which two coders, who are done, coded the same cell."""

    def __init__(self, **differs):
        self.source = make_source(text=TEXT)
        self.ann, self.bob = make_user("analyst", username="ann"), make_user("reviewer", username="bob")
        done = timezone.now()
        self.batch = make_batch([self.source], title="Geneva, twice", done_at=done)
        self.first = make_batch_coder(self.batch, self.ann, done_at=done)
        self.second = make_batch_coder(self.batch, self.bob, done_at=done)
        self.cell = {"holder": make_actor(short_name="East"), "proposal": make_proposal(title="Freeze")}
        said = {"value": 2, "quote": "East wants a freeze.", **self.cell}
        self.one = make_blind_coding(coder=self.first, **said)
        self.other = make_blind_coding(coder=self.second, **{**said, "value": 1, **differs})

    @property
    def versions(self):
        return versions(self.one, self.other)


def versions(*codings):
    return {coding.pk: BlindCoding.objects.get(pk=coding.pk).version for coding in codings}


@pytest.fixture
def coded(db):
    return SettledTwice()


@pytest.fixture
def rea(db):
    return make_user("reviewer", username="rea")


def test_what_is_taken_is_published_once_and_both_codings_stay(coded, rea):
    done = settling.take(coded.batch, coded.versions, coded.other.pk, user=rea, reason="Only open to it.")
    claim = Claim.objects.get()
    assert (claim.value, claim.quote, claim.status, claim.coder) == (1, "East wants a freeze.", "published", coded.bob)
    assert claim.quote_state == "exact" and not done.was_there and done.blockers == ()
    settlement = Settlement.objects.get()
    assert (settlement.decision, settlement.coding, settlement.claim) == ("taken", coded.other, claim)
    assert (settlement.reason, settlement.settled_by) == ("Only open to it.", rea)
    assert BlindCoding.objects.count() == 2 and settlement.codings.count() == 2
    reason = claim.history.first().history_change_reason
    assert "Geneva, twice" in reason and "bob" in reason and "Only open to it." in reason
    assert claim.history.first().history_user == rea


def test_nobody_publishes_what_they_coded_themselves(coded):
    settling.take(coded.batch, coded.versions, coded.other.pk, user=coded.bob)
    claim = Claim.objects.get()
    assert (claim.status, claim.written_by) == (Status.IN_REVIEW, coded.bob)
    assert Settlement.objects.get().claim == claim


def test_without_four_eyes_they_do(coded, settings):
    settings.FOUR_EYES = False
    settling.take(coded.batch, coded.versions, coded.other.pk, user=coded.bob)
    assert Claim.objects.get().status == Status.PUBLISHED


def test_what_is_edited_is_reviewed_by_another(coded, rea):
    claim = settling.make_claim(coded.one)
    claim.conditions = "West agrees"
    done = settling.take_edited(coded.batch, coded.versions, coded.one.pk, claim, user=rea, reason="Condition missed.")
    stored = Claim.objects.get()
    assert (stored.conditions, stored.status, stored.written_by) == ("West agrees", Status.IN_REVIEW, rea)
    assert (done.settlement.decision, done.settlement.claim) == ("edited", stored)


def test_edited_or_left_out_is_nothing_without_a_reason(coded, rea):
    with pytest.raises(Refused, match="why it was edited"):
        settling.take_edited(
            coded.batch, coded.versions, coded.one.pk, settling.make_claim(coded.one), user=rea, reason=" "
        )
    with pytest.raises(Refused, match="why there is no claim"):
        settling.take_none(coded.batch, coded.versions, user=rea, reason="  ")
    assert not Settlement.objects.exists() and not Claim.objects.exists()


def test_no_claim_is_a_settlement_too(coded, rea):
    settling.take_none(coded.batch, coded.versions, user=rea, reason="Rule 7: a threat is no claim.")
    settlement = Settlement.objects.get()
    assert (settlement.decision, settlement.coding, settlement.claim) == ("none", None, None)
    assert not Claim.objects.exists()


def test_a_claim_that_says_the_same_is_linked_and_not_doubled(coded, rea):
    same = {"source": coded.source, "quote": "East wants a freeze.", "value": 2, **coded.cell}
    there = make_claim(**same, said_on=coded.one.said_on)
    done = settling.take(coded.batch, coded.versions, coded.one.pk, user=rea)
    assert done.was_there and done.settlement.claim == there
    assert Claim.objects.get() == there


def test_a_claim_that_says_otherwise_of_the_passage_is_told_and_nothing_is_settled(coded, rea):
    there = make_claim(source=coded.source, quote="East wants a freeze.", value=-1, **coded.cell)
    with pytest.raises(ValidationError, match=there.public_id):
        settling.take(coded.batch, coded.versions, coded.one.pk, user=rea)
    assert Claim.objects.count() == 1 and not Settlement.objects.exists()


def test_a_unit_is_settled_once(coded, rea):
    settling.take(coded.batch, coded.versions, coded.one.pk, user=rea)
    with pytest.raises(Refused, match="settled already"):
        settling.take(coded.batch, coded.versions, coded.other.pk, user=rea)
    with pytest.raises(Refused, match="settled already"):
        settling.take_none(coded.batch, versions(coded.other), user=rea, reason="again")
    assert Claim.objects.count() == Settlement.objects.count() == 1


def test_a_coding_that_was_changed_meanwhile_is_stale(coded, rea):
    seen = coded.versions
    with editing(None) as gate:
        gate.save(gate.lock(BlindCoding, coded.one.pk))
    with pytest.raises(Stale):
        settling.take(coded.batch, seen, coded.one.pk, user=rea)


@pytest.mark.parametrize("role", [None, "analyst"])
def test_only_reviewers_settle(coded, role):
    with pytest.raises(Refused, match="Only a reviewer"):
        settling.take(coded.batch, coded.versions, coded.one.pk, user=make_user(role))
    with pytest.raises(Refused, match="Only a reviewer"):
        settling.take_alike(coded.batch, [coded.versions], user=make_user(role))


def test_nothing_is_settled_while_a_coder_is_not_done(coded, rea):
    with editing(None) as gate:
        batch = gate.lock(Batch, coded.batch.pk)
        batch.done_at = None
        gate.save(batch)
    with pytest.raises(Refused, match="not done yet"):
        settling.take(coded.batch, coded.versions, coded.one.pk, user=rea)


def test_codings_that_are_not_about_the_same_are_no_unit(coded, rea):
    elsewhere = make_blind_coding(coder=coded.second, source=coded.source, quote="West is open to it.", value=1)
    for unit in (versions(coded.one, elsewhere), versions(coded.other, elsewhere), {}):
        with pytest.raises(Refused, match="side by side anew"):
            settling.take(coded.batch, unit, coded.one.pk, user=rea)
    with pytest.raises(Refused, match="side by side anew"):
        settling.take(coded.batch, coded.versions, elsewhere.pk, user=rea)
    with pytest.raises(Refused, match="side by side anew"):
        settling.take(make_batch(done_at=timezone.now()), coded.versions, coded.one.pk, user=rea)


def test_the_batch_is_settled_once_each_unit_is(coded, rea):
    alone = make_blind_coding(coder=coded.first, source=coded.source, quote="West is open to it.", value=1)
    settling.take(coded.batch, coded.versions, coded.one.pk, user=rea)
    assert Batch.objects.get(pk=coded.batch.pk).settled_on is None
    settling.take(coded.batch, versions(alone), alone.pk, user=rea)
    assert Batch.objects.get(pk=coded.batch.pk).settled_on is not None


def test_what_is_coded_alike_is_settled_at_once_with_the_shortest_quote_of_another(rea):
    coded = SettledTwice(value=2, quote="East wants a freeze. West is open to it.")
    settling.take_alike(coded.batch, [coded.versions], user=rea)
    assert Claim.objects.get().quote == "East wants a freeze." and Claim.objects.get().status == "published"


def test_of_what_is_coded_alike_that_of_another_is_taken_even_where_it_is_longer():
    coded = SettledTwice(value=2, quote="East wants a freeze")
    settling.take_alike(coded.batch, [coded.versions], user=coded.bob)
    claim = Claim.objects.get()
    assert (claim.quote, claim.coder, claim.status) == ("East wants a freeze.", coded.ann, Status.PUBLISHED)


def test_of_units_coded_alike_those_that_cannot_be_settled_are_left(rea):
    coded = SettledTwice(value=2)
    make_claim(source=coded.source, quote="East wants a freeze.", value=-1, **coded.cell)
    more = {"source": coded.source, "quote": "West is open to it.", "value": 1, "holder": make_actor()}
    more |= {"proposal": coded.cell["proposal"]}
    pair = [make_blind_coding(coder=coder, **more) for coder in (coded.first, coded.second)]
    kept, settled = settling.take_alike(coded.batch, [coded.versions, versions(*pair)], user=rea)
    assert isinstance(kept, NotSettled) and "coded already" in kept.reasons[0]
    assert settled.settlement.claim.status == Status.PUBLISHED
    assert Settlement.objects.count() == 1


def test_what_a_machine_coded_is_published_by_whoever_takes_it(coded, rea):
    machine = make_batch_coder(coded.batch, None, machine="model-1", done_at=timezone.now())
    third = make_blind_coding(coder=machine, source=coded.source, quote="East wants a freeze.", value=0, **coded.cell)
    settling.take(coded.batch, versions(coded.one, coded.other, third), third.pk, user=rea)
    claim = Claim.objects.get()
    assert (claim.value, claim.status, claim.coder, claim.written_by) == (0, Status.PUBLISHED, None, None)
    assert claim.history.first().history_user == rea


def test_what_names_a_suggested_row_is_settled_and_waits(coded, rea):
    proposal = make_proposal(title="Suggested", suggestion="waiting")
    alone = make_blind_coding(coder=coded.first, source=coded.source, quote="West is open to it.", proposal=proposal)
    done = settling.take(coded.batch, versions(alone), alone.pk, user=rea)
    assert done.blockers and "Suggested" in done.blockers[0]
    assert Claim.objects.get().status == Status.IN_REVIEW
