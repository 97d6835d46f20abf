"""What changed since a day: the table of the day before, and the cells that are others now."""

from datetime import date

import pytest

from claims import queries
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal
from tests.versions import FIRST

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
