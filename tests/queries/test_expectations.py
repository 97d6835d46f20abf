"""What came of what experts expected, from the database."""

from datetime import date

import pytest

from claims import queries
from claims.rules.measures.expectations import Apart, ExpectationKind, ResultKind
from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_outcome, make_proposal
from tests.versions import read_version

pytestmark = pytest.mark.django_db

JAN3, JAN10, MARCH = date(2022, 1, 3), date(2022, 1, 10), date(2022, 3, 3)
PREDICTED = Attribution.PREDICTED


@pytest.fixture
def talks():
    """An expert who was right of the US and wrong of the pledge, and another whose forecast is open."""
    us, ally, right, open_ = make_actor(), make_actor(), make_actor("expert"), make_actor("expert")
    pledge, zones = make_proposal(), make_proposal()
    make_claim(-1, us, proposal=pledge, attribution=PREDICTED, speaker=right, said_on=JAN3)
    make_claim(-2, us, proposal=pledge, said_on=JAN10)
    make_claim(2, us, proposal=pledge, said_on=JAN10, attribution=Attribution.REPORTED)
    make_claim(1, us, proposal=zones, attribution=PREDICTED, speaker=open_, said_on=JAN3)
    make_claim(1, us, proposal=zones, attribution=PREDICTED, speaker=ally, said_on=JAN3)
    make_claim(2, right, proposal=pledge, dimension="prospects", said_on=JAN3, probability=80)
    make_claim(2, right, proposal=zones, dimension="prospects", said_on=JAN3, by_when=JAN10)
    make_claim(2, right, proposal=zones, dimension="prospects", said_on=JAN3, conditions="so", depends_on=pledge.slug)
    make_claim(2, right, proposal=zones, dimension="prospects", said_on=JAN3, status="draft")
    make_outcome("refused", proposal=pledge, day=MARCH)
    make_outcome("agreed", proposal=pledge, day=MARCH, status="draft")
    return us, right, open_, pledge, zones, ally


def snapshot_of(**scope):
    return queries.get_snapshot(queries.Scope(**scope), read_version())


def results(judged):
    return [one.apart or one.came for one in judged]


def test_all_experts_are_judged_in_three_queries(talks, django_assert_num_queries):
    us, right, open_, *_ = talks
    snapshot = snapshot_of()
    snapshot.get(queries.list_put_forward), snapshot.get(queries.list_outcomes)
    with django_assert_num_queries(3):  # forecasts, the stances of their cells, prospects
        found = snapshot.get(queries.judge_expectations)
    assert sorted(map(str, results(found.forecasts))) == ["True", "not-yet"]
    assert sorted(map(str, results(found.prospects))) == ["False", "condition-not-met", "not-yet"]
    assert (found.of_forecasts.number, found.of_forecasts.came, found.of_prospects.number) == (1, 1, 1)
    by_expert = found.group_by_expert()
    assert list(by_expert) == sorted([right.pk, open_.pk])
    assert (len(by_expert[right.pk].prospects), len(by_expert[open_.pk].forecasts)) == (3, 1)


def test_one_actor_is_judged_whoever_it_is(talks):
    us, right, open_, *_, ally = talks
    snapshot = snapshot_of()
    assert results(snapshot.get(queries.judge_expectations, open_.pk).forecasts) == [Apart.NOT_YET]
    assert results(snapshot.get(queries.judge_expectations, ally.pk).forecasts) == [Apart.NOT_YET]
    assert snapshot.get(queries.judge_expectations, right.pk).of_prospects.apart == {
        Apart.NOT_YET: 1,
        Apart.CONDITION_NOT_MET: 1,
    }


def test_what_comes_later_is_not_told_of_an_earlier_day(talks):
    found = snapshot_of(as_of=date(2022, 1, 9)).get(queries.judge_expectations)
    assert set(results([*found.forecasts, *found.prospects])) == {Apart.NOT_YET, Apart.CONDITION_NOT_YET}
    assert snapshot_of(as_of=date(2022, 1, 2)).get(queries.judge_expectations).forecasts == []


def test_rows_have_the_claims_and_the_outcome(talks, django_assert_num_queries):
    us, right, _, pledge, *_ = talks
    snapshot = snapshot_of()
    found = snapshot.get(queries.judge_expectations, right.pk)
    with django_assert_num_queries(1):
        rows = queries.read_expectation_rows(snapshot, [*found.forecasts, *found.prospects])
    forecast, *prospects = rows
    assert (forecast.claim.speaker, forecast.expert, forecast.holder, forecast.proposal) == (right, right, us, pledge)
    assert [claim.value for claim in forecast.against] == [-2]
    assert (forecast.kind, forecast.result) == (ExpectationKind.FORECAST, ResultKind.CAME)
    assert [row.outcome.kind if row.outcome else None for row in prospects if row.proposal == pledge] == ["refused"]
    assert len(prospects) == 3 and {row.kind for row in prospects} == {ExpectationKind.PROSPECTS}
    with django_assert_num_queries(0):
        assert queries.read_expectation_rows(snapshot, []) == []


def test_of_all_experts_the_newest_come_first_with_a_record_of_each(talks):
    us, right, open_, pledge, zones, _ = talks
    make_claim(1, open_, proposal=pledge, dimension="prospects", said_on=JAN10)
    records = snapshot_of().get(queries.choose_expectations, queries.ExpectationChoice())
    assert [one.expected.said_on for one in records.judged] == [JAN10, *[JAN3] * 5]
    assert [(each.actor, each.listed, each.settled) for each in records.by_expert] == [(right, 4, 2), (open_, 2, 1)]
    by_result = records.by_expert[0].by_result
    assert by_result == {ResultKind.OPEN: 1, ResultKind.CONDITIONAL: 1}
    prospects = records.of_kind[ExpectationKind.PROSPECTS]
    assert (prospects.number, prospects.came, prospects.listed) == (2, 0, 4)


@pytest.mark.parametrize(
    ("choose", "number"),
    [
        (lambda *given: {"experts": frozenset([given[2].pk])}, 1),
        (lambda *given: {"experts": frozenset([given[1].pk, given[2].pk])}, 5),
        (lambda *given: {"experts": frozenset([given[5].pk])}, 0),  # a party
        (lambda *given: {"proposals": frozenset([given[3].slug])}, 2),
        (lambda *given: {"since": JAN10}, 0),
        (lambda *given: {"since": JAN3}, 5),
    ],
)
def test_a_reader_chooses_whose_expectations_are_judged_on_what_and_since_when(talks, choose, number):
    records = snapshot_of().get(queries.choose_expectations, queries.ExpectationChoice(**choose(*talks)))
    assert len(records.judged) == sum(record.listed for record in records.of_kind.values()) == number
    assert sum(record.listed for record in records.by_expert) == number


def test_those_of_one_expert_are_judged_without_all_others(talks, django_assert_num_queries):
    snapshot = snapshot_of()
    snapshot.get(queries.list_put_forward), snapshot.get(queries.list_outcomes)
    choice = queries.ExpectationChoice(experts=frozenset([talks[1].pk]))
    with django_assert_num_queries(3):  # forecasts, the stances of their cells, prospects: of one alone
        one = snapshot.get(queries.choose_expectations, choice)
    among_all = snapshot.get(queries.choose_expectations, queries.ExpectationChoice()).judged
    assert one.judged == [judged for judged in among_all if judged.expected.by == talks[1].pk]


def test_whether_a_part_is_enough_is_a_choice_of_the_reader(talks):
    _, right, _, _, zones, _ = talks
    make_outcome("agreed-in-part", proposal=zones, day=date(2022, 1, 9))
    snapshot = snapshot_of()
    counts = snapshot.get(queries.judge_expectations, right.pk).of_prospects
    apart = snapshot.get(queries.judge_expectations, right.pk, False).of_prospects
    assert (counts.number, counts.came, apart.number) == (2, 1, 1)
    assert apart.apart[Apart.IN_PART] == 1
