"""Verdicts and cells from one day to another: what changed, what is new, and what is noted of it."""

import pytest

from claims.rules.measures.changes import (
    ChangeNote,
    NoteCode,
    TurnedVerdict,
    compare_cell,
    compare_verdicts,
)
from claims.rules.measures.moves import StepKind
from claims.rules.scales import VerdictKind
from claims.rules.stances import BLANK, Novelty, summarise
from tests.rules.cases import make_claim

CONTESTED, BLOCKED, OPEN = VerdictKind.CONTESTED, VerdictKind.BLOCKED, VerdictKind.OPEN
CELL = (5, 1)


def change(before, after, **options):
    return compare_cell(CELL, summarise(before), summarise(after), **options)


def codes(compared):
    return [note.code.value for note in compared.notes]


def test_verdicts_that_are_others_stand_apart_from_those_of_new_proposals():
    before = {"a": OPEN, "b": BLOCKED, "gone": OPEN}
    after = {"new": OPEN, "b": CONTESTED, "a": OPEN}
    assert compare_verdicts(before, after) == (
        [TurnedVerdict("b", BLOCKED, CONTESTED)],
        [TurnedVerdict("new", None, OPEN)],
    )
    assert compare_verdicts({}, {}) == ([], [])


@pytest.mark.parametrize(
    ("before", "after", "novelty", "kind", "notes"),
    [
        ([], [make_claim(2)], "new", "new", []),
        ([make_claim(2)], [make_claim(-1)], "changed", "reversed", []),
        ([make_claim(2, "attributed")], [make_claim(-1)], "changed", "other-attribution", ["first-hand"]),
        ([make_claim(2, part=True)], [make_claim(1)], "changed", "other-part", ["on-whole"]),
        ([make_claim(2, "predicted")], [make_claim(-2)], "changed", "new", ["first-hand", "forecast-wrong"]),
        ([make_claim(2, "predicted")], [make_claim(1)], "changed", "new", ["first-hand", "forecast-true"]),
        ([make_claim(-1, "predicted")], [make_claim(-1)], "changed", "new", ["first-hand", "forecast-true"]),
        ([make_claim(2, "predicted", terms="if so")], [make_claim(-2)], "changed", "new", ["first-hand"]),
        ([make_claim(2, "predicted")], [make_claim(-2, part=True)], "changed", "new", ["first-hand"]),
        ([make_claim(2, "predicted")], [make_claim(-2, "reported")], "changed", "new", []),
        ([make_claim(2, "predicted")], [make_claim(0)], "changed", "new", ["first-hand"]),
        (
            [make_claim(1, terms="if a")],
            [make_claim(1, terms="if b")],
            "changed",
            "other-condition",
            ["other-condition"],
        ),
        ([make_claim(2)], [make_claim(2), make_claim(-2, terms="if b")], "changed", "conditioned", ["branch"]),
        ([make_claim(2)], [make_claim(1, terms="if b")], "changed", "conditioned", []),
    ],
)
def test_a_change_says_what_it_is_and_what_is_not_seen_at_a_glance(before, after, novelty, kind, notes):
    compared = change(before, after)
    assert (compared.novelty.value, compared.kind.value, codes(compared)) == (novelty, kind, notes)


def test_a_change_carries_its_cell_and_both_stances():
    before, after = summarise([make_claim(2)]), summarise([make_claim(-1)])
    compared = compare_cell(CELL, before, after)
    assert (compared.cell, compared.before, compared.after) == (CELL, before, after)


def test_notes_name_the_claims_that_they_are_about():
    forecast, branch = make_claim(2, "predicted"), make_claim(2, terms="if b")
    compared = change([forecast], [make_claim(-2), branch])
    assert compared.notes[1:] == (
        ChangeNote(NoteCode.FORECAST_WRONG, (forecast,)),
        ChangeNote(NoteCode.BRANCH, (branch,)),
    )
    compared = change([make_claim(2, terms="if a")], [branch])
    assert compared.notes == (ChangeNote(NoteCode.OTHER_CONDITION, (branch,)),)


def test_a_red_line_is_a_change_though_the_stance_is_the_same():
    same = [make_claim(2)]
    assert change(same, same) is None
    compared = change(same, same, is_new_red_line=True)
    assert (compared.novelty, compared.kind, codes(compared)) == (Novelty.CHANGED, StepKind.RESTATED, ["red-line"])
    assert compare_cell(CELL, BLANK, BLANK) is None
