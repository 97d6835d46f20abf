"""The Discourse Network Analyzer's own numbers.

`SAMPLE` counts what its sample project holds, organisations × concepts × (disagrees, agrees), 40 statements; names are
ours. The published tests of its R package expect 40, 276, 26, 10, 22 and 21; the longer sums were recomputed.
"""

from datetime import date

import pytest

from claims.rules.measures.networks import (
    Aggregation,
    Normalisation,
    WindowUnit,
    compute_ties,
    compute_two_mode,
    count_statements,
    cut_windows,
    list_edges,
)

ACTORS = ["savers", "analysts", "agency", "refiners", "senate", "club", "students"]
CONCEPTS = ["harmless", "trade", "gases", "real", "carbon", "law"]
SAMPLE = {
    ("savers", "gases", "agrees"): 1,
    ("savers", "carbon", "agrees"): 2,
    ("savers", "law", "agrees"): 1,
    ("analysts", "harmless", "disagrees"): 2,
    ("analysts", "carbon", "disagrees"): 1,
    ("analysts", "carbon", "agrees"): 1,
    ("agency", "harmless", "disagrees"): 1,
    ("agency", "law", "agrees"): 10,
    ("refiners", "harmless", "disagrees"): 2,
    ("refiners", "law", "disagrees"): 2,
    ("senate", "harmless", "disagrees"): 2,
    ("senate", "carbon", "disagrees"): 1,
    ("senate", "law", "agrees"): 2,
    ("club", "harmless", "agrees"): 2,
    ("club", "gases", "agrees"): 1,
    ("club", "real", "agrees"): 1,
    ("club", "carbon", "agrees"): 1,
    ("club", "law", "agrees"): 1,
    ("students", "harmless", "agrees"): 1,
    ("students", "trade", "agrees"): 1,
    ("students", "gases", "agrees"): 1,
    ("students", "real", "agrees"): 2,
    ("students", "carbon", "agrees"): 1,
}


def counts(sample=SAMPLE, actors=ACTORS, concepts=CONCEPTS):
    statements = [key for key, number in sample.items() for _ in range(number)]
    kept = [(a, c, level) for a, c, level in statements if a in actors and c in concepts]
    return count_statements(kept, actors, concepts, ["disagrees", "agrees"])


def test_the_sample_has_its_published_statements_and_filled_cells():
    assert counts().sum() == 40 and counts().dtype == int
    assert (counts().sum(axis=2) > 0).sum() == 22


@pytest.mark.parametrize(
    ("normalisation", "sums"),
    [
        ("none", {"congruence": 160, "conflict": 116, "subtract": 44, "ignore": 276}),
        (
            "average activity",
            {"congruence": 25.802436, "conflict": 20.459418, "subtract": 5.343018, "ignore": 46.261854},
        ),
        ("jaccard", {"congruence": 13.610663, "conflict": 10.858340, "subtract": 2.752323, "ignore": 24.469002}),
        ("dna cosine", {"congruence": 4.806061, "conflict": 4.066667, "subtract": 0.739394, "ignore": 8.872727}),
    ],
)
def test_sums_of_the_sample_over_all_ordered_pairs(normalisation, sums):
    found = {name: float(compute_ties(counts(), name, normalisation).sum()) for name in Aggregation}
    assert found == pytest.approx(sums, abs=1e-6)


def test_sums_of_the_sample_with_each_statement_once_a_document():
    once = dict.fromkeys(SAMPLE, 1)
    assert counts(once).sum() == 23
    found = {name: compute_ties(counts(once), name).sum() for name in Aggregation}
    assert found == {"ignore": 86, "congruence": 48, "conflict": 38, "subtract": 10}


def test_sum_of_the_sample_without_two_actors_and_a_concept():
    actors = [a for a in ACTORS if a not in ("senate", "club")]
    found = compute_ties(counts(actors=actors, concepts=CONCEPTS[:-1]), "congruence", "average activity")
    assert found.shape == (5, 5)
    assert found.sum() == pytest.approx(9.809524, abs=1e-6)


@pytest.mark.parametrize(
    ("pair", "aggregation", "normalisation", "expected"),
    [
        (("senate", "agency"), "subtract", "average activity", 2.75),
        (("agency", "refiners"), "subtract", "average activity", -2.4),
        (("club", "students"), "subtract", "average activity", 1.0),
        (("senate", "agency"), "congruence", "none", 22),
        (("agency", "refiners"), "conflict", "none", 20),
    ],
)
def test_single_pairs_of_the_sample(pair, aggregation, normalisation, expected):
    ties = compute_ties(counts(), aggregation, normalisation)
    assert ties[ACTORS.index(pair[0]), ACTORS.index(pair[1])] == pytest.approx(expected)


@pytest.mark.parametrize("normalisation", Normalisation)
def test_statements_may_be_counted_in_bytes(normalisation):
    many = counts() * 10
    small = compute_ties(many.astype("int8"), "congruence", normalisation)
    assert small == pytest.approx(compute_ties(many, "congruence", normalisation))


def test_edges_of_the_sample():
    found = list(list_edges(compute_ties(counts(), "ignore"), ACTORS))
    assert len(found) == 21
    assert ("savers", "analysts", 4.0) in found
    assert len({frozenset(pair) for *pair, _ in found}) == 21
    assert all(weight for *_, weight in list_edges(compute_ties(counts(), "congruence"), ACTORS))


def test_the_manual_s_example_of_an_ordered_scale():
    statements = [("one", "tax", -4)] * 2 + [("other", "tax", 2)] * 3
    found = compute_ties(count_statements(statements, ["one", "other"], ["tax"], range(-5, 6)), "congruence")
    assert found[0, 1] == pytest.approx(2.4)


@pytest.mark.parametrize("statement", [("one", "tax"), ("one", "tax", 2, "2022-01-10")])
def test_what_is_no_actor_concept_and_level_is_not_counted(statement):
    with pytest.raises(ValueError, match="shorter|longer"):
        count_statements([statement], ["one"], ["tax"], [1, 2])


def test_an_actor_who_says_nothing_has_no_ties_and_two_of_them_no_defined_ones():
    silent = count_statements([("a", "x", 1)], ["a", "b", "c"], ["x"], [0, 1])
    assert compute_ties(silent, "ignore").tolist() == [[0] * 3] * 3
    averaged = compute_ties(silent, "ignore", "average activity")
    assert averaged[0, 1] == 0 and averaged[1, 2] != averaged[1, 2]
    assert list(list_edges(averaged, "abc")) == []


def test_ties_are_symmetric_whatever_the_order_of_actors_or_the_direction_of_the_scale():
    order = [3, 0, 6, 1, 5, 2, 4]
    for aggregation in Aggregation:
        for normalisation in Normalisation:
            ties = compute_ties(counts(), aggregation, normalisation)
            assert ties == pytest.approx(ties.T)
            assert compute_ties(counts()[order], aggregation, normalisation) == pytest.approx(ties[order][:, order])
            assert compute_ties(counts()[:, :, ::-1], aggregation, normalisation) == pytest.approx(ties)


def test_the_two_mode_network_of_the_sample_has_its_published_sums():
    ties = compute_two_mode(counts(), [-1, 1])
    assert (ties.weight.sum(), (ties.weight > 0).sum()) == (40, 22)
    assert (ties.positive.sum(), ties.negative.sum(), ties.subtract.sum()) == (29, 11, 18)
    assert ((ties.positive > 0) & (ties.negative > 0)).sum() == 1  # the analysts on carbon


def test_shares_of_what_an_actor_said_and_of_what_was_said_add_up_to_one():
    by_actor, by_concept = (compute_two_mode(counts(), [-1, 1], share) for share in ("activity", "prominence"))
    assert by_actor.weight.sum(axis=1) == pytest.approx([1] * 7)
    assert by_concept.weight.sum(axis=0) == pytest.approx([1] * 6)
    senate, law = ACTORS.index("senate"), CONCEPTS.index("law")
    assert (by_actor.weight[senate, law], by_concept.weight[senate, law]) == pytest.approx((2 / 5, 2 / 16))
    silent = compute_two_mode([[[0, 0]]], [-1, 1], "activity")
    assert silent.weight.tolist() == [[0]]


def test_subtract_weighs_a_statement_by_its_level():
    ties = compute_two_mode([[[1, 0, 3, 0, 2]]], range(-2, 3))
    assert (ties.statements.item(), ties.positive.item(), ties.negative.item(), ties.subtract.item()) == (6, 2, 1, 2)


def test_windows_go_on_until_one_holds_the_last_day():
    first, last = date(2022, 1, 1), date(2022, 1, 10)
    assert [(w.start.day, w.end.day) for w in cut_windows(first, last, 4, 3)] == [(1, 4), (4, 7), (7, 10)]
    assert [(w.start.day, w.end.day) for w in cut_windows(first, first, 5, 5)] == [(1, 5)]
    assert cut_windows(first, last, 4, 4)[-1] == (date(2022, 1, 9), date(2022, 1, 12))


def test_windows_of_months_and_years_are_those_of_the_calendar():
    first, last = date(2021, 12, 17), date(2022, 2, 28)
    assert cut_windows(first, last, 1, 1, WindowUnit.MONTH) == [
        (date(2021, 12, 1), date(2021, 12, 31)),
        (date(2022, 1, 1), date(2022, 1, 31)),
        (date(2022, 2, 1), date(2022, 2, 28)),
    ]
    assert cut_windows(first, last, 3, 2, WindowUnit.MONTH) == [
        (date(2021, 12, 1), date(2022, 2, 28)),
    ]
    assert cut_windows(first, last, 1, 1, WindowUnit.YEAR) == [
        (date(2021, 1, 1), date(2021, 12, 31)),
        (date(2022, 1, 1), date(2022, 12, 31)),
    ]


@pytest.mark.parametrize("unit", WindowUnit)
def test_windows_end_with_the_calendar(unit):
    (window,) = cut_windows(date(9998, 5, 1), date(9999, 12, 31), 36_500, 36_500, unit)
    assert window.end == date(9999, 12, 31)
