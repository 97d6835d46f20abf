"""Packed keys from the database: every cell as the readable rule folds it, on both databases."""

from datetime import date
from itertools import product

import pytest

from claims import queries
from claims.models import Claim, DataVersion
from claims.queries import cache
from claims.queries import stance_arrays as loaded
from claims.rules import stance_arrays
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_source
from tests.rules.cell_rows import row_of, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two holders on two proposals, with claims that reach each state."""
    holders, proposals = [make_actor(), make_actor()], [make_proposal(), make_proposal()]
    (one, two), (here, there) = holders, proposals
    source = make_source(origin="Elsewhere")
    make_claim(2, one, proposal=here, said_on=date(2022, 1, 10))
    make_claim(-1, one, proposal=here, said_on=date(2022, 1, 12), attribution=Attribution.REPORTED, source=source)
    make_claim(1, two, proposal=here, conditions="if asked")
    make_claim(-1, two, proposal=here, conditions="if not asked")
    make_claim(1, one, proposal=there, attribution=Attribution.PREDICTED)
    make_claim(0, two, proposal=there, pending=True)
    make_claim(-2, two, proposal=there, attribution=Attribution.PREDICTED, said_on=date(2021, 12, 1))
    make_claim(1, two, proposal=there, dimension="prospects", doubtful=True)
    make_claim(2, two, proposal=there, status="draft")
    return holders, proposals


def read_arrays(scope, dimension):
    return queries.read_stance_arrays(queries.Snapshot(DataVersion.current(), scope), dimension)


def by_the_readable_rule(scope, dimension):
    """Return the rows of a dimension's cells from the claims themselves."""
    vocab, cells = queries.read_vocabulary(), {}
    for claim in scope.claims().filter(dimension=dimension):
        cells.setdefault((claim.proposal_id, claim.holder_id), []).append(claim)
    return {cell: row_of(queries.make_rule_claims(claims, vocab)) for cell, claims in cells.items()}


SCOPES = [
    queries.Scope(),
    queries.Scope(as_of=date(2022, 1, 11)),
    queries.Scope(attributions=(Attribution.REPORTED, Attribution.PREDICTED)),
    queries.Scope(origins=("Elsewhere",)),
    queries.Scope(as_of=date(1900, 1, 1)),
]


@pytest.mark.parametrize("scope", SCOPES, ids=["all", "as of", "attribution", "origin", "nothing"])
def test_each_cell_is_what_the_readable_rule_makes_of_its_claims(world, scope):
    for dimension in Dimension:
        assert rows_of(read_arrays(scope, dimension)) == by_the_readable_rule(scope, dimension)


@pytest.mark.parametrize("day", [date(1648, 10, 24), date(2300, 1, 1), date(1, 1, 1), date(9999, 12, 31)])
def test_days_that_fit_into_no_key_are_folded_too(world, day):
    (one, _), (here, there) = world
    make_claim(-1, one, proposal=there, said_on=day)
    scope = queries.Scope()
    assert rows_of(read_arrays(scope, "position")) == by_the_readable_rule(scope, "position")
    assert day in {row["said_on"] for row in rows_of(read_arrays(scope, "position")).values()}


def test_ids_that_fit_into_no_key_are_folded_too(world, monkeypatch):
    monkeypatch.setattr(
        loaded.PackedClaim, "_FORM", loaded.PackedClaim._FORM.replace(f"< {stance_arrays.MOST_HOLDERS}", "< 0")
    )
    scope = queries.Scope()
    assert rows_of(read_arrays(scope, "position")) == by_the_readable_rule(scope, "position")


def test_the_whole_table_counts_what_its_cells_hold(world):
    (one, two), (here, there) = world
    snapshot = queries.get_snapshot(queries.Scope(), DataVersion.current())
    assert snapshot.get(queries.tally_proposals)[here.pk] == queries.Tally(4, 2, date(2022, 1, 17))
    assert snapshot.get(queries.tally_holders)[two.pk] == queries.Tally(5, 2, date(2022, 1, 17))
    assert snapshot.get(queries.count_filled_cells, Dimension.POSITION) == {one.pk: 2, two.pk: 2}
    assert queries.list_proposals_of(snapshot, one) == [here, there]
    totals = snapshot.get(queries.count_totals)
    assert (totals.claims, totals.documents, totals.origins) == (8, 8, 2)


def test_what_changed_since_is_what_the_readable_rule_says_changed(world):
    (one, two), (here, there) = world
    make_claim(1, one, proposal=there, conditions="if paid", said_on=date(2022, 1, 11))
    make_claim(1, one, proposal=there, conditions="if thanked", said_on=date(2022, 1, 13))
    make_claim(2, two, proposal=here, dimension="salience", said_on=date(2022, 1, 13))
    eves = [date(2021, 11, 1), date(2022, 1, 10), date(2022, 1, 12), date(2022, 1, 20)]
    seen = set()
    for eve, dimension in product(eves, Dimension):
        now, earlier = queries.get_snapshot(queries.Scope(), DataVersion.current()), queries.Scope(as_of=eve)
        vocab = now.get(queries.read_vocabulary)
        tables = [queries.read_stances(scope, vocab) for scope in (earlier, now.scope)]
        cells = tables[1].stances[dimension]
        expected = {c for c in cells if stances_differ(*(table.stance(dimension, *c) for table in tables))}
        changed = now.get(queries.find_changed_cells, earlier, dimension)
        assert {*zip(*(ids.tolist() for ids in changed), strict=True)} == expected
        seen.add(len(expected))
    assert len(seen) > 3


def stances_differ(before, after):
    return (before.state, before.value, conditions_of(before)) != (after.state, after.value, conditions_of(after))


def conditions_of(stance):
    folded = stance if stance.spoken else stance.forecast
    value = None if folded in (None, stance) else folded.value
    return value, sorted((b.value, b.conditions) for b in folded.branches) if folded else []


def test_a_value_kept_is_the_same_for_all_and_goes_with_its_version():
    version = DataVersion.current()
    first = queries.get_snapshot(queries.Scope(), version)
    assert queries.get_snapshot(queries.Scope(), version) is first
    assert queries.get_snapshot(queries.Scope(as_of=date(2022, 1, 1)), version) is not first
    newer = queries.get_snapshot(queries.Scope(), version + 1)
    assert newer is not first
    assert queries.get_snapshot(queries.Scope(), version + 1) is newer


def test_only_so_many_scopes_are_kept_and_what_all_share_is_none_of_them():
    version = DataVersion.current()
    first = queries.get_snapshot(queries.Scope(), version)
    vocab = first.get(queries.read_vocabulary)
    for year in range(1, cache.SCOPES.most + 1):
        snapshot = queries.get_snapshot(queries.Scope(as_of=date(year, 1, 1)), version)
        assert snapshot.get(queries.read_vocabulary) is vocab
    assert len(cache.SCOPES) == cache.SCOPES.most
    assert queries.get_snapshot(queries.Scope(), version) is not first


def test_only_so_many_days_since_are_kept(world):
    now = queries.get_snapshot(queries.Scope(), DataVersion.current())
    earlier = [queries.Scope(as_of=date(2022, 1, day)) for day in range(1, 12)]
    first = now.get(queries.find_changed_cells, earlier[0], Dimension.POSITION)
    assert now.get(queries.find_changed_cells, earlier[0], Dimension.POSITION) is first
    for scope in earlier:
        now.get(queries.find_changed_cells, scope, Dimension.POSITION)
    assert now.get(queries.find_changed_cells, earlier[0], Dimension.POSITION) is not first


def test_what_failed_to_be_made_is_made_by_the_next_who_asks():
    with pytest.raises(ZeroDivisionError):
        cache.SHARED.get(1, "number", lambda: 1 // 0)
    assert cache.SHARED.get(1, "number", lambda: 7) == 7


def test_a_list_is_counted_once_for_each_version_and_question(world, django_assert_num_queries):
    claims = Claim.objects.published()
    with django_assert_num_queries(2):
        assert [queries.count_rows(claims, 1), queries.count_rows(claims, 1)] == [8, 8]
        assert queries.count_rows(claims.filter(value=2), 1) == 1
    make_claim()
    assert [queries.count_rows(claims, 1), queries.count_rows(claims, 2), queries.count_rows(claims.none(), 2)] == [
        8,
        9,
        0,
    ]
    assert queries.count_rows(claims.filter(proposal__in=[]), 2) == 0


def test_a_change_is_seen_by_the_next_page(client, world):
    (one, _), (here, _) = world
    assert "+2" in client.get("/?others=open").content.decode()
    make_claim(-2, one, proposal=here, said_on=date(2022, 1, 20))
    assert b"rejects (\xe2\x88\x922)" in client.get("/?others=open").content
