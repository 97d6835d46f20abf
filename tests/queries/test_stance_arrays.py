"""Packed keys from the database: every cell as the readable rule folds it, on both databases."""

from datetime import date
from itertools import product

import pytest

from claims import queries
from claims.queries import stance_arrays as loaded
from claims.rules import stance_arrays
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_source
from tests.rules.cell_rows import row_of, rows_of
from tests.versions import read_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two holders on two proposals, with claims that reach each state."""
    holders, proposals = [make_actor(), make_actor()], [make_proposal(), make_proposal()]
    (one, two), (here, there) = holders, proposals
    source = make_source(origin="Elsewhere", leaked=True, grade="B")
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
    return queries.read_stance_arrays(queries.Snapshot(read_version(), scope), dimension)


def by_the_readable_rule(scope, dimension):
    """Return the rows of a dimension's cells from the claims themselves."""
    vocab, cells = queries.read_vocabulary_alone(), {}
    for claim in scope.select_claims().filter(dimension=dimension).mark_earlier_wordings(scope.day):
        cells.setdefault((claim.proposal_id, claim.holder_id), []).append(claim)
    return {cell: row_of(queries.make_rule_claims(claims, vocab)) for cell, claims in cells.items()}


SCOPES = [
    queries.Scope(),
    queries.Scope(as_of=date(2022, 1, 11)),
    queries.Scope(attributions=(Attribution.REPORTED, Attribution.PREDICTED)),
    queries.Scope(voices=("Elsewhere",)),
    queries.Scope(leaked="no"),
    queries.Scope(leaked="yes"),
    queries.Scope(grades=("", "C")),
    queries.Scope(as_of=date(1900, 1, 1)),
]


@pytest.mark.parametrize(
    "scope", SCOPES, ids=["all", "as of", "attribution", "origin", "not leaked", "leaked", "grade", "nothing"]
)
def test_each_cell_is_what_the_readable_rule_makes_of_its_claims(world, scope):
    for dimension in Dimension:
        assert rows_of(read_arrays(scope, dimension)) == by_the_readable_rule(scope, dimension)


@pytest.mark.parametrize("day", [date(1648, 10, 24), date(1, 1, 1)])
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
    snapshot = queries.get_snapshot(queries.Scope(), read_version())
    assert snapshot.get(queries.tally_proposals)[here.pk] == queries.Tally(4, 2, date(2022, 1, 17))
    assert snapshot.get(queries.tally_holders)[two.pk] == queries.Tally(5, 2, date(2022, 1, 17))
    assert snapshot.get(queries.count_filled_cells, Dimension.POSITION) == {one.pk: 2, two.pk: 2}
    assert queries.list_proposals_of(snapshot, one) == [here, there]
    totals = snapshot.get(queries.count_totals)
    assert (totals.claims, totals.documents, totals.voices) == (8, 8, 2)


def test_what_changed_since_is_what_the_readable_rule_says_changed(world):
    (one, two), (here, there) = world
    make_claim(1, one, proposal=there, conditions="if paid", said_on=date(2022, 1, 11))
    make_claim(1, one, proposal=there, conditions="if thanked", said_on=date(2022, 1, 13))
    make_claim(2, two, proposal=here, dimension="salience", said_on=date(2022, 1, 13))
    eves = [date(2021, 11, 1), date(2022, 1, 10), date(2022, 1, 12), date(2022, 1, 20)]
    seen = set()
    for eve, dimension in product(eves, Dimension):
        now, earlier = queries.get_snapshot(queries.Scope(), read_version()), queries.Scope(as_of=eve)
        vocab = now.get(queries.read_vocabulary)
        tables = [queries.read_stances(scope, vocab) for scope in (earlier, now.scope)]
        cells = tables[1].stances[dimension]
        expected = {c for c in cells if stances_differ(*(table.get_stance(dimension, *c) for table in tables))}
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


def test_a_change_is_seen_by_the_next_page(client, world):
    (one, _), (here, _) = world
    assert "+2" in client.get("/talks/?others=open").content.decode()
    make_claim(-2, one, proposal=here, said_on=date(2022, 1, 20))
    assert b"rejects (\xe2\x88\x922)" in client.get("/talks/?others=open").content
