"""The log of moves from the database, its rows with the quotes of both sides, and what was found last."""

from datetime import UTC, date, datetime

import pytest

from claims import queries
from claims.models import Claim
from claims.rules.measures.moves import StepKind
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_topic
from tests.versions import FIRST, read_version

pytestmark = pytest.mark.django_db

JAN = [date(2022, 1, day) for day in range(1, 29)]


@pytest.fixture
def world():
    """Two parties and an expert on two proposals: a reversal, a condition, an expectation that turned."""
    russia, us, expert = make_actor(), make_actor(), make_actor("expert")
    topic = make_topic()
    pledge, pullback = (make_proposal(topic=topic, order=order) for order in (1, 2))
    for value, day in ((2, 1), (-1, 5), (2, 9)):
        make_claim(value, russia, proposal=pledge, said_on=JAN[day])
    make_claim(2, us, proposal=pullback, said_on=JAN[3])
    make_claim(1, us, proposal=pullback, said_on=JAN[9], conditions="they pay")
    make_claim(1, expert, proposal=pledge, dimension="prospects", said_on=JAN[2])
    make_claim(-2, expert, proposal=pledge, dimension="prospects", said_on=JAN[8])
    make_claim(2, expert, proposal=pledge, said_on=JAN[8])
    make_claim(-2, us, proposal=pledge, said_on=JAN[8], status="draft")
    make_claim(-2, us, proposal=pledge, said_on=JAN[8], attribution=Attribution.PREDICTED)
    return russia, us, expert, pledge, pullback


def snapshot_of(**scope):
    return queries.get_snapshot(queries.Scope(**scope), read_version())


def told(log, most=99):
    return [(cell.day.day, cell.kind.value, cell.dimension.value, cell.holder) for cell in log.list_cells(0, most)]


def test_the_log_has_positions_of_parties_and_prospects_of_experts_the_newest_first(world):
    russia, us, expert, *_ = world
    log = snapshot_of().get(queries.choose_moves, queries.MoveChoice())
    assert told(log) == [
        (10, "returned", "position", russia.pk),
        (10, "conditioned", "position", us.pk),
        (9, "reversed", "prospects", expert.pk),
        (6, "reversed", "position", russia.pk),
        (4, "new", "position", us.pk),
        (3, "new", "prospects", expert.pk),
        (2, "new", "position", russia.pk),
    ]
    assert (log.number, log.by_kind[StepKind.REVERSED], log.by_kind[StepKind.NEW]) == (7, 2, 3)
    assert told(log, 1) == told(log)[:1]


def test_a_choice_narrows_the_log_and_counts_every_kind(world):
    russia, us, expert, pledge, pullback = world
    snapshot = snapshot_of()

    def choose(**choice):
        return snapshot.get(queries.choose_moves, queries.MoveChoice(**choice))

    assert {row[3] for row in told(choose(holders=frozenset({us.pk})))} == {us.pk}
    assert choose(proposals=frozenset({pullback.pk})).number == 2
    assert [row[0] for row in told(choose(since=JAN[8]))] == [10, 10, 9]
    assert told(choose(dimension=Dimension.POSITION, holders=frozenset({expert.pk}))) == [
        (9, "new", "position", expert.pk)
    ]
    reversals = choose(kinds=frozenset({StepKind.REVERSED}))
    assert (reversals.number, sum(reversals.by_kind.values())) == (2, 7)
    assert choose(holders=frozenset()).number == 0


def test_claims_that_do_not_count_move_nothing(world):
    assert [row[0] for row in told(snapshot_of(as_of=JAN[4]).get(queries.choose_moves, queries.MoveChoice()))] == [
        4,
        3,
        2,
    ]
    relayed = snapshot_of(attributions=(Attribution.REPORTED,))
    assert relayed.get(queries.choose_moves, queries.MoveChoice()).number == 0


def test_rows_have_the_step_and_the_claims_of_both_sides(world, django_assert_num_queries):
    russia, us, *_ = world
    snapshot = snapshot_of()
    cells = snapshot.get(queries.choose_moves, queries.MoveChoice()).list_cells(0, 2)
    with django_assert_num_queries(3):  # claims of the rule, days of publication, claims as they are shown
        returned, conditioned = queries.read_moves(snapshot, cells)
    assert ([claim.value for claim in returned.old], [claim.value for claim in returned.new]) == ([-1], [2])
    assert conditioned.new[0].conditions == "they pay" and conditioned.actor == us
    assert returned.key == f"{returned.proposal.slug}/{russia.slug}/position/2022-01-10"
    assert queries.read_moves(snapshot, []) == []


def test_the_number_of_queries_does_not_grow(world, django_assert_num_queries):
    russia, *_ = world
    for _ in range(5):
        for value, day in ((2, 1), (-2, 2), (1, 3)):
            make_claim(value, make_actor(), proposal=make_proposal(), said_on=JAN[day])
    snapshot = snapshot_of()
    cells = snapshot.get(queries.choose_moves, queries.MoveChoice()).list_cells(0, 50)
    assert len(cells) > 20
    with django_assert_num_queries(3):
        rows = queries.read_moves(snapshot, cells)
    assert len(rows) == len(cells)


def publish_on(claim, day):
    """Say that readers could first read a claim on a day."""
    moment = datetime(2022, 2, day, 12, tzinfo=UTC)
    Claim.history.filter(id=claim.pk).update(history_date=moment)


def test_what_is_found_later_stands_first_in_what_is_new_and_moves_nothing_twice():
    holder, proposal = make_actor(), make_proposal()
    first, last = (make_claim(v, holder, proposal=proposal, said_on=JAN[d]) for v, d in ((2, 1), (-2, 9)))
    between = make_claim(-1, holder, proposal=proposal, said_on=JAN[5])
    for claim, day in ((first, 1), (last, 2), (between, 20)):
        publish_on(claim, day)
    rows = snapshot_of().get(queries.read_latest_moves, queries.MoveChoice(), 10)
    assert [(row.step.day, row.step.kind.value, row.step.found_on.day, row.step.found_later) for row in rows] == [
        (JAN[5], "reversed", 20, True),
        (JAN[1], "new", 1, False),
    ]


def test_the_latest_moves_are_chosen_and_cut_like_the_log(world):
    russia, us, *_ = world
    snapshot = snapshot_of()
    latest = queries.read_latest_moves(snapshot, queries.MoveChoice(), 99)
    assert len(latest) == 7
    assert len(queries.read_latest_moves(snapshot, queries.MoveChoice(), 2)) == 2
    of_one = queries.read_latest_moves(snapshot, queries.MoveChoice(holders=frozenset({us.pk})), 99)
    assert {row.actor.pk for row in of_one} == {us.pk}
    nothing = queries.get_snapshot(queries.Scope(as_of=date(1990, 1, 1)), FIRST)
    assert queries.read_latest_moves(nothing, queries.MoveChoice(), 9) == []


def test_arrays_and_the_readable_rule_tell_the_same_moves(world):
    snapshot = snapshot_of()
    cells = snapshot.get(queries.choose_moves, queries.MoveChoice()).list_cells(0, 99)
    rows = queries.read_moves(snapshot, cells)
    assert [(row.step.kind, row.step.day) for row in rows] == [(cell.kind, cell.day) for cell in cells]
    assert all(row.step.is_move and bool(row.old) == (row.step.kind != StepKind.NEW) for row in rows)
