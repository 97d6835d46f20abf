"""What changed since a day: the table of the day before, and the cells that are others now."""

from datetime import date

import pytest

from claims import queries
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_topic
from tests.versions import FIRST, read_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("since", "as_of", "expected"),
    [
        (date(2022, 1, 10), None, date(2022, 1, 9)),
        (date(2022, 1, 10), date(2022, 3, 1), date(2022, 1, 9)),
        (date(2022, 1, 10), date(2022, 1, 1), date(2022, 1, 1)),
    ],
)
def test_the_table_before_is_that_of_the_eve_and_never_later_than_the_page(since, as_of, expected):
    now = queries.get_snapshot(queries.Scope(as_of=as_of, attributions=(Attribution.OWN,)), FIRST)
    before = queries.get_snapshot_before(now, since)
    assert before.scope == queries.Scope(as_of=expected, attributions=(Attribution.OWN,))
    assert before.version == now.version


@pytest.mark.parametrize("since", [None, date.min])
def test_before_no_day_and_before_the_first_there_is_no_table(since):
    assert queries.get_snapshot_before(queries.get_snapshot(queries.Scope(), FIRST), since) is None


def test_only_the_cells_of_the_chosen_rows_and_columns_are_counted():
    (here, there), (one, two) = (make_proposal(), make_proposal()), (make_actor(), make_actor())
    for proposal in (here, there):
        for holder in (one, two):
            make_claim(1, holder, proposal=proposal, said_on=date(2022, 1, 10))
    make_claim(-1, one, proposal=here, said_on=date(2022, 1, 12))
    make_claim(-1, two, proposal=there, said_on=date(2022, 1, 12))
    make_claim(1, one, proposal=there, said_on=date(2022, 1, 12), dimension=Dimension.PROSPECTS)
    now, eve = queries.get_snapshot(queries.Scope(), FIRST), queries.Scope(as_of=date(2022, 1, 11))

    def count(proposals, holders):
        return queries.count_changed_cells(now, eve, [proposal.pk for proposal in proposals], holders)

    everybody = {one.pk, two.pk}
    assert count([here, there], {Dimension.POSITION: everybody}) == 2
    assert count([here], {Dimension.POSITION: everybody}) == 1
    assert count([here, there], {Dimension.POSITION: {one.pk}}) == 1
    assert count([here, there], {Dimension.POSITION: everybody, Dimension.PROSPECTS: everybody}) == 3
    assert count([here, there], {}) == count([], {Dimension.POSITION: everybody}) == 0


@pytest.fixture
def talks():
    """Two sides: one changes its mind, one speaks for the first time and names a red line, an expert turns."""
    topic = make_topic()
    pledge, zones = (make_proposal(topic=topic, order=order, proposed_on=None) for order in (1, 2))
    later = make_proposal(topic=topic, order=3, proposed_on=date(2022, 1, 12))
    one, two, expert = make_actor(), make_actor(), make_actor("expert")
    make_claim(2, one, proposal=pledge, said_on=date(2022, 1, 10))
    make_claim(2, two, proposal=zones, said_on=date(2022, 1, 10))
    make_claim(1, two, proposal=pledge, said_on=date(2022, 1, 10), attribution=Attribution.PREDICTED)
    make_claim(1, expert, proposal=zones, dimension="prospects", said_on=date(2022, 1, 10))
    for value, holder, proposal, dimension in (
        (-2, two, pledge, "position"),
        (1, one, zones, "position"),
        (2, two, zones, "salience"),
        (-2, expert, zones, "prospects"),
        (2, one, later, "position"),
    ):
        make_claim(value, holder, proposal=proposal, dimension=dimension, said_on=date(2022, 1, 12))
    return pledge, zones, later, one, two, expert


def compared(**scope):
    return queries.get_snapshot(queries.Scope(**scope), read_version()), queries.Scope(as_of=date(2022, 1, 11))


def test_verdicts_that_are_others_stand_apart_from_those_of_new_proposals(talks, django_assert_num_queries):
    pledge, zones, later, *_ = talks
    now, earlier = compared()
    changes = now.get(queries.find_verdict_changes, earlier)
    kinds = [(one.proposal, one.before and one.before.value, one.after.value) for one in changes.changed]
    assert kinds == [
        (pledge.slug, "unanswered", "contested"),
        (zones.slug, "unanswered", "common-ground"),
    ]
    assert [(one.proposal, one.after.value) for one in changes.of_new] == [(later.slug, "unanswered")]
    with django_assert_num_queries(0):
        now.get(queries.find_verdict_changes, earlier)


def test_cells_that_changed_come_before_those_that_are_new_in_the_order_of_proposals(talks):
    pledge, zones, later, one, two, expert = talks
    now, earlier = compared()
    cells = now.get(queries.list_changed_cells, earlier)
    assert [(cell.novelty.value, cell.proposal, cell.holder) for cell in cells] == [
        ("changed", pledge.pk, two.pk),
        ("changed", zones.pk, two.pk),
        ("changed", zones.pk, expert.pk),
        ("new", zones.pk, one.pk),
        ("new", later.pk, one.pk),
    ]


def test_each_change_has_its_stances_its_notes_and_both_quotes(talks, django_assert_num_queries):
    *_, two, expert = talks
    now, earlier = compared()
    cells = now.get(queries.list_changed_cells, earlier)
    with django_assert_num_queries(3):  # the stances of both days, and the claims behind them
        rows = queries.read_changes(now, earlier, cells)
    told = [
        (
            row.change.kind.value,
            [c.value for c in row.old],
            [c.value for c in row.new],
            [n.code.value for n in row.change.notes],
        )
        for row in rows
    ]
    assert told == [
        ("new", [1], [-2], ["first-hand", "forecast-wrong"]),
        ("restated", [2], [2], ["red-line"]),
        ("reversed", [1], [-2], []),
        ("new", [], [1], []),
        ("new", [], [2], []),
    ]
    assert (rows[0].actor, rows[2].actor, rows[2].dimension) == (two, expert, Dimension.PROSPECTS)
    assert queries.read_changes(now, earlier, []) == []


def test_where_no_side_negotiates_no_verdict_changed():
    make_claim(2, make_actor(side=None), said_on=date(2022, 1, 12))
    now, earlier = compared()
    assert now.get(queries.find_verdict_changes, earlier) == ([], [])
    assert len(now.get(queries.list_changed_cells, earlier)) == 1
