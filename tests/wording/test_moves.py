"""Moves and changes in words: none, one, many; every kind has a word, and every note."""

from datetime import date

import pytest

from claims.rules.measures.changes import ChangeNote, NoteCode
from claims.rules.measures.moves import StepKind
from claims.rules.scales import Dimension
from claims.rules.stances import BLANK, summarise
from claims.wording.moves import (
    KINDS,
    NOTES,
    ChangesTold,
    MovesTold,
    ToldStep,
    write_changes_headline,
    write_changes_lede,
    write_found_later,
    write_moves_headline,
    write_moves_lede,
    write_notes,
    write_stance,
    write_step,
)
from tests.rules.cases import make_claim, make_depends, make_no_stance, make_pending, make_stance

POSITION = Dimension.POSITION
IF_PAID = summarise([make_claim(1, terms="they pay")])


@pytest.mark.parametrize(
    ("stance", "words"),
    [
        (BLANK, "nothing"),
        (make_stance(2), "supports"),
        (IF_PAID, "open if"),
        (make_depends(), "depends"),
        (summarise([make_claim(2), make_claim(-2)]), "mixed"),
        (summarise([make_claim(-2, "predicted")]), "(rejects)"),
        (summarise([make_claim(1, "predicted", terms="if paid")]), "(open if)"),
        (summarise([make_claim(1, "predicted"), make_claim(-1, "predicted")]), "(mixed)"),
        (summarise([make_pending()]), "awaiting answer"),
        (summarise([make_no_stance()]), "spoke, takes no stance"),
    ],
)
def test_a_stance_is_told_in_a_word_or_two(stance, words):
    assert write_stance(stance, POSITION) == words


@pytest.mark.parametrize(
    ("kind", "before", "after", "sentence"),
    [
        (StepKind.NEW, BLANK, make_stance(2), "The US took a first stance: supports."),
        (StepKind.NEW, BLANK, IF_PAID, "The US took a first stance: open if they pay."),
        (StepKind.REVERSED, make_stance(2), make_stance(-2), "The US reversed: from supports to rejects."),
        (StepKind.FIRMED, make_stance(0), make_stance(1), "The US firmed: from neutral to open."),
        (StepKind.SOFTENED, make_stance(-1), make_stance(0), "The US softened: from sceptical to neutral."),
        (StepKind.RETURNED, make_stance(-1), make_stance(2), "The US returned to supports, from sceptical."),
        (StepKind.CONDITIONED, make_stance(2), IF_PAID, "The US set a condition: from supports to open if they pay."),
        (StepKind.FREED, IF_PAID, make_stance(2), "The US dropped the condition: from open if to supports."),
        (StepKind.RESTATED, make_stance(2), make_stance(1), "The US, restated: open, before that supports."),
    ],
)
def test_a_step_is_a_sentence(kind, before, after, sentence):
    told = ToldStep("the US", kind, POSITION, before, after)
    assert write_step(told).replace("\u2068", "").replace("\u2069", "") == sentence


def test_a_condition_that_needs_no_if_is_set_apart():
    unless = summarise([make_claim(1, terms="unless they attack")])
    words = write_step(ToldStep("Russia", StepKind.NEW, POSITION, BLANK, unless))
    assert words == "Russia took a first stance: open if, unless they attack."


def test_branches_beside_a_stance_are_told():
    branched = summarise([make_claim(2), make_claim(-2, terms="they refuse")])
    words = write_step(ToldStep("Russia", StepKind.CONDITIONED, POSITION, make_stance(2), branched))
    assert words == "Russia set a condition: from supports to supports, but rejects if they refuse."


def test_prospects_have_words_of_their_own():
    told = ToldStep("Sokov", StepKind.REVERSED, Dimension.PROSPECTS, make_stance(1), make_stance(-2))
    assert write_step(told) == "Sokov reversed: from possible to ruled out."


def test_every_kind_and_every_note_has_its_words():
    assert set(KINDS) == set(StepKind) and set(NOTES) == set(NoteCode)
    assert all(word.word and word.meaning for word in KINDS.values()) and all(NOTES.values())


@pytest.mark.parametrize(
    ("told", "headline", "lede"),
    [
        (MovesTold(0, 0, 0, 0), "Nobody has taken a stance yet", ""),
        (MovesTold(0, 0, 0, 1), "Nobody has moved", "One first stance is no change of mind."),
        (MovesTold(1, 1, 1, 0), "One move of one actor on one proposal", ""),
        (
            MovesTold(14, 3, 12, 30),
            "14 moves of three actors on twelve proposals",
            "30 first stances are no change of mind.",
        ),
    ],
)
def test_how_much_moved(told, headline, lede):
    assert (write_moves_headline(told), write_moves_lede(told)) == (headline, lede)


@pytest.mark.parametrize(
    ("numbers", "as_of", "headline", "lede"),
    [
        ((0, 0, 0, 0), None, "Since 21 Dec 2021 no verdict changed", "No stance changed; none is new."),
        (
            (1, 1, 1, 1),
            None,
            "Since 21 Dec 2021 one verdict changed",
            "One proposal is new. One stance changed; one is new.",
        ),
        (
            (7, 8, 8, 30),
            date(2022, 1, 10),
            "From 21 Dec 2021 to 10 Jan 2022 seven verdicts changed",
            "Eight proposals are new. Eight stances changed; 30 are new.",
        ),
    ],
)
def test_what_changed_between_two_days(numbers, as_of, headline, lede):
    told = ChangesTold(date(2021, 12, 21), as_of, *numbers)
    assert (write_changes_headline(told), write_changes_lede(told)) == (headline, lede)


def test_where_there_are_no_verdicts_stances_are_told_of_first():
    told = ChangesTold(date(2021, 12, 21), None, 0, 2, 0, 29, has_verdicts=False)
    assert write_changes_headline(told) == "Since 21 Dec 2021 no stance changed; 29 are new"
    assert write_changes_lede(told) == "Two proposals are new."
    assert write_changes_lede(told._replace(new_proposals=0)) == ""


def test_what_became_of_proposals_is_told_first():
    told = ChangesTold(date(2021, 12, 21), None, 1, 0, 2, 1)
    assert write_changes_lede(told._replace(settled=1)) == "One proposal was settled. Two stances changed; one is new."
    assert write_changes_lede(told._replace(settled=3)).startswith("Three proposals were settled. ")


def test_notes_name_conditions_and_branches():
    branch = make_claim(-2, terms="they refuse")
    notes = [
        ChangeNote(NoteCode.FIRST_HAND),
        ChangeNote(NoteCode.OTHER_CONDITION, (branch,)),
        ChangeNote(NoteCode.BRANCH, (branch,)),
    ]
    words = "first-hand for the first time; another condition: if they refuse; a new branch: rejects if they refuse"
    assert write_notes(notes, POSITION) == words
    assert write_notes([], POSITION) == ""


def test_what_is_found_later_says_both_days():
    assert write_found_later(date(2022, 1, 5), date(2022, 2, 20)) == (
        "found later: said on 5 Jan 2022, published here on 20 Feb 2022"
    )
