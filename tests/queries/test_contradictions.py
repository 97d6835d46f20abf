"""Contradictions inside actors from the database, with both claims and the remarks that answer them."""

from datetime import date, timedelta
from random import Random

import pytest

from claims import queries
from claims.models import Claim, DataVersion
from claims.queries import contradictions
from claims.rules.measures.contradictions import ContradictionKind
from claims.rules.scales import Attribution
from tests.make import change, make_actor, make_claim, make_proposal, make_remark
from tests.versions import read_version

pytestmark = pytest.mark.django_db

JAN3, JAN10 = date(2022, 1, 3), date(2022, 1, 10)


@pytest.fixture
def talks():
    """A party whose officials say the opposite, and another of which a rival does."""
    russia, us, pledge = make_actor(), make_actor(), make_proposal()
    minister, aide = (make_actor("official", speaks_for=russia) for _ in range(2))
    make_claim(2, russia, proposal=pledge, speaker=minister, said_on=JAN3)
    make_claim(-2, russia, proposal=pledge, speaker=aide, said_on=JAN10)
    make_claim(1, us, proposal=pledge, said_on=JAN3)
    make_claim(-1, us, proposal=pledge, said_on=JAN10, attribution=Attribution.ATTRIBUTED, speaker=russia)
    make_claim(-1, us, proposal=pledge, said_on=JAN10, status="draft")
    make_claim(-1, us, proposal=pledge, said_on=JAN10, conditions="they pay")
    return russia, us, pledge


def make_answer(contradiction, holder, proposal, **fields):
    named = {"earlier_claim_id": contradiction.earlier, "later_claim_id": contradiction.later}
    return make_remark(proposal=proposal, holder=holder, **named, **fields)


def snapshot_of(**scope):
    return queries.get_snapshot(queries.Scope(**scope), read_version())


def test_all_contradictions_are_found_with_both_claims(talks, django_assert_num_queries):
    russia, us, pledge = talks
    snapshot = snapshot_of()
    snapshot.get(queries.list_put_forward)
    with django_assert_num_queries(4):  # a dimension each, the claims that are near each other
        listed = queries.find_contradictions(snapshot).list_places()
    assert [one.kind for one in listed] == [ContradictionKind.OFFICIALS, ContradictionKind.OTHERS]
    with django_assert_num_queries(2):  # claims, remarks
        officials, others = queries.read_contradictions(snapshot, listed)
    assert (officials.actor, officials.earlier.value, officials.later.value) == (russia, 2, -2)
    assert (others.actor, others.proposal, others.later.speaker) == (us, pledge, russia)
    assert queries.read_contradictions(snapshot, []) == []


def test_those_of_one_actor_take_one_query_and_those_of_fewer_days_are_fewer(talks, django_assert_num_queries):
    russia, us, _ = talks
    snapshot = snapshot_of()
    snapshot.get(queries.list_put_forward)
    with django_assert_num_queries(1):
        (inside_us,) = queries.find_contradictions(snapshot, frozenset({us.pk})).list_places()
    assert inside_us.holder == us.pk
    assert queries.find_contradictions(snapshot, None, 6).number == 0
    assert queries.find_contradictions(snapshot, frozenset()).number == 0


def test_claims_that_do_not_count_contradict_nobody(talks):
    assert queries.find_contradictions(snapshot_of(as_of=JAN3)).number == 0
    assert queries.find_contradictions(snapshot_of(attributions=(Attribution.OWN,))).number == 1


def test_days_that_fit_no_packed_key_are_looked_at_too(talks):
    russia, us, pledge = talks
    for value in (1, -1):
        make_claim(value, us, proposal=make_proposal() if value > 0 else pledge, said_on=date(1750, 1, 1))
    assert queries.find_contradictions(snapshot_of()).number == 2


def test_those_on_a_proposal_that_is_not_yet_put_forward_are_left_out(talks):
    *_, pledge = talks
    change(pledge, proposed_on=date(2022, 1, 20))
    assert queries.find_contradictions(snapshot_of(as_of=date(2022, 1, 15))).number == 0
    assert queries.find_contradictions(snapshot_of()).number == 2


def test_a_published_remark_that_names_both_claims_answers_them(talks):
    russia, us, pledge = talks
    officials, others = listed = queries.find_contradictions(snapshot_of()).list_places()
    make_remark(proposal=pledge, holder=us)  # on the cell, and on no contradiction
    waiting = make_answer(officials, russia, pledge, published=False)
    older, newer = (make_answer(others, us, pledge, written_on=date(2022, 2, day)) for day in (1, 2))
    snapshot = snapshot_of()
    remarks = [row.remarks for row in queries.read_contradictions(snapshot, listed)]
    assert remarks == [(), [newer, older]]
    assert queries.count_unanswered(snapshot) == 1
    every, answers = queries.find_contradictions(snapshot), snapshot.get(queries.read_answers)
    assert every.choose(answers, answered=True).list_places() == every.choose(answers, [others.kind]).list_places()
    assert every.choose(answers, proposals=[]).number == 0 < every.choose(answers, proposals=[pledge.pk]).number
    negotiation = pledge.negotiation_id
    assert queries.read_waiting_answers(negotiation, listed) == {officials.pair: [waiting]}
    assert queries.read_waiting_answers(negotiation, [others]) == queries.read_waiting_answers(negotiation, []) == {}
    assert snapshot_of(negotiations=()).get(queries.read_answers) == {}


def test_what_is_withdrawn_meanwhile_has_no_row_and_what_cannot_contradict_is_not_read(talks):
    listed = queries.find_contradictions(snapshot_of()).list_places()
    claim = Claim.objects.get(pk=listed[0].later)
    assert queries.read_said(claim).id == claim.pk
    change(claim, status="withdrawn")
    assert len(queries.read_contradictions(snapshot_of(), listed)) == 1
    for fields in ({"value": None}, {"value": 0, "pending": True}, {"attribution": Attribution.PREDICTED}):
        assert queries.read_said(make_claim(**fields)) is None


def contradictions_now(negotiation, database=""):
    """Return the contradictions as they follow the writes since they were asked for last, or in a database of which
    nothing is kept as they are found anew."""
    version = DataVersion.read_all().of(negotiation)
    snapshot = queries.get_snapshot(
        queries.Scope(negotiations=(negotiation,)), version._replace(database=database or version.database)
    )
    return queries.find_contradictions(snapshot).list_places()


@pytest.mark.parametrize("seed", range(2))
def test_those_that_follow_a_write_are_those_found_anew_in_the_same_order(talks, seed, monkeypatch):
    russia, us, pledge = talks
    monkeypatch.setattr(contradictions, "MOST_FOLLOWED", 3)
    random, cells = (
        Random(seed),
        [(holder, proposal) for holder in (russia, us) for proposal in (pledge, make_proposal())],
    )
    claims, numbers = list(Claim.objects.published()), set()
    for step in range(25):
        for _ in range(random.choice([1, 1, 2, 5])):
            holder, proposal = random.choice(cells)
            own = random.random() < 0.6
            said = {
                "said_on": JAN3 + timedelta(random.randrange(40)),
                "dimension": random.choice(["position", "prospects"]),
                "attribution": Attribution.OWN if own else Attribution.ATTRIBUTED,
                "speaker": holder if own else {russia: us, us: russia}[holder],
            }
            claims.append(make_claim(random.choice([-2, -1, 1]), holder, proposal=proposal, **said))
        if step % 3 == 2:
            change(claims.pop(random.randrange(len(claims))), status="withdrawn")
        followed = contradictions_now(pledge.negotiation_id)
        assert followed == contradictions_now(pledge.negotiation_id, f"anew {step}")
        numbers.add(len(followed))
    assert len(numbers) > 5


def test_after_a_write_only_the_cells_that_it_touched_are_read(talks, django_assert_num_queries):
    russia, us, pledge = talks
    assert len(contradictions_now(pledge.negotiation_id)) == 2
    make_claim(-2, us, proposal=pledge, said_on=JAN10)
    version = DataVersion.read_all().of(pledge.negotiation_id)
    snapshot = queries.get_snapshot(queries.Scope(negotiations=(pledge.negotiation_id,)), version)
    snapshot.get(queries.list_put_forward)
    with django_assert_num_queries(1):
        assert queries.find_contradictions(snapshot).number == 3
