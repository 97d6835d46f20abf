"""Moves and changes in words: what a step of a stance is called, and what changed between two days."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..rules.folding import isolate
from ..rules.measures.changes import ChangeNote, NoteCode
from ..rules.measures.moves import StepKind
from ..rules.scales import SCALES, STATES, VERDICTS, Dimension, State, VerdictKind, Word
from ..rules.stances import ON_A_CONDITION, Fold, RuleClaim, Stance
from .actors import begin_sentence
from .columns import list_all
from .conditions import write_condition
from .days import format_day
from .numbers import write_number

KINDS = {
    StepKind.NEW: Word("new", "the first stance, where there was none"),
    StepKind.FIRMED: Word("firmed", "from neutral to one side"),
    StepKind.SOFTENED: Word("softened", "from one side to neutral"),
    StepKind.REVERSED: Word("reversed", "to the other side of neutral"),
    StepKind.RETURNED: Word("returned", "back at what it held before it reversed"),
    StepKind.CONDITIONED: Word("conditioned", "a condition came"),
    StepKind.FREED: Word("freed", "the condition went"),
    StepKind.RESTATED: Word("restated", "one step on the same side of neutral, or the same again: no move"),
    StepKind.OTHER_ATTRIBUTION: Word("better known", "the first stance on stronger evidence: nobody need have moved"),
    StepKind.OTHER_PART: Word("on the whole", "the first stance on the whole: before it was on a part"),
    StepKind.OTHER_CONDITION: Word("other condition", "on a condition before and after"),
    StepKind.NO_VALUE: Word("no one value", "statements of one day lie on both sides of neutral: nothing to compare"),
    StepKind.NOT_SAID: Word("said by others", "the holder has no stance: others forecast it, or it was asked"),
}
NOTES = {
    NoteCode.FIRST_HAND: "first-hand for the first time",
    NoteCode.ON_WHOLE: "on the whole proposal; before, on a part",
    NoteCode.FORECAST_TRUE: "as others had forecast",
    NoteCode.FORECAST_WRONG: "others had forecast the opposite",
    NoteCode.OTHER_CONDITION: "another condition",
    NoteCode.BRANCH: "a new branch",
    NoteCode.RED_LINE: "now a red line",
}


class ToldStep(NamedTuple):
    """What is told of a step: its holder's name as a sentence has it, and the stances before and after it."""

    name: str
    kind: StepKind
    dimension: Dimension
    before: Stance
    after: Stance


class MovesTold(NamedTuple):
    """What is told of many moves: how many there are besides first stances, of how many actors on how many proposals,
    and how many first stances there are."""

    moves: int
    actors: int
    proposals: int
    new: int


class ChangesTold(NamedTuple):
    """What is told of two days: how many verdicts, proposals and stances changed or are new, and how many proposals
    were settled. `since` is the first day that counts, `as_of` the last, None for today. Without verdicts, where no
    side negotiates, stances come first."""

    since: date
    as_of: date | None
    verdicts: int
    new_proposals: int
    changed: int
    new: int
    has_verdicts: bool = True
    settled: int = 0


def write_stance(stance: Stance, dimension: Dimension) -> str:
    """Write a stance in a word or two: “supports”, “open if”, “(rejects)” for a forecast, “nothing” for a blank."""
    match stance.state:
        case State.STANCE | State.CONDITIONAL if stance.value is not None:
            return _write_value(stance.value, dimension, stance.state == State.CONDITIONAL)
        case State.FORECAST if stance.forecast:
            return f"({_write_forecast(stance.forecast, dimension)})"
        case State.BLANK:
            return "nothing"
        case _:
            return STATES[stance.state].word


def write_step(told: ToldStep) -> str:
    """Write a step as a sentence: “Russia reversed: from supports to rejects.”"""
    name, dimension = isolate(begin_sentence(told.name)), told.dimension
    before, after = (write_stance(stance, dimension) for stance in (told.before, told.after))
    if told.kind == StepKind.NEW:
        return f"{name} took a first stance: {after}{_write_terms(told.after, dimension)}."
    if told.kind == StepKind.RETURNED:
        return f"{name} returned to {after}, from {before}."
    verb = _VERBS.get(told.kind)
    if verb is None:
        return f"{name}, {KINDS[told.kind].word}: {after}{_write_terms(told.after, dimension)}, before that {before}."
    return f"{name} {verb}: from {before} to {after}{_write_terms(told.after, dimension)}."


def write_turn(title: str, before: VerdictKind | None, after: VerdictKind) -> str:
    """Write how a verdict turned as a sentence: “Zones turned from common ground to contested.” `before` is None where
    the proposal is new."""
    came = f"turned from {VERDICTS[before].word} to" if before else "was put forward:"
    return f"{title} {came} {VERDICTS[after].word}."


def write_found_later(said_on: date, found_on: date) -> str:
    """Say of a step that it was known only after what was said later."""
    return f"found later: said on {format_day(said_on)}, published here on {format_day(found_on)}"


def write_moves_headline(told: MovesTold) -> str:
    """Write how much moved, without a full stop."""
    if told.moves:
        where = f"{_count(told.actors, 'actor')} on {_count(told.proposals, 'proposal')}"
        return f"{begin_sentence(_count(told.moves, 'move'))} of {where}"
    return "Nobody has moved" if told.new else "Nobody has taken a stance yet"


def write_moves_lede(told: MovesTold) -> str:
    """Write how many first stances there are beside the moves; empty where there is none."""
    if not told.new:
        return ""
    return f"{begin_sentence(_count(told.new, 'first stance'))} {'is' if told.new == 1 else 'are'} no change of mind."


def write_changes_headline(told: ChangesTold) -> str:
    """Write how many verdicts changed between two days, where there are none how many stances; without a full stop."""
    until = f" to {format_day(told.as_of)}" if told.as_of else ""
    changed = f"{_count(told.verdicts, 'verdict')} changed" if told.has_verdicts else _say_stances(told)
    return begin_sentence(f"{'from' if until else 'since'} {format_day(told.since)}{until} {changed}")


def write_changes_lede(told: ChangesTold) -> str:
    """Write what the headline leaves: how many proposals were settled, how many are new, and how many stances changed
    or are new."""
    settled = f"{_count(told.settled, 'proposal')} {'was' if told.settled == 1 else 'were'} settled"
    proposals = f"{_count(told.new_proposals, 'proposal')} {'is' if told.new_proposals == 1 else 'are'} new"
    parts = [settled] if told.settled else []
    parts += [*([proposals] if told.new_proposals else []), *([_say_stances(told)] if told.has_verdicts else [])]
    return " ".join(f"{begin_sentence(part)}." for part in parts)


def _say_stances(told: ChangesTold) -> str:
    new = f"{write_number(told.new) if told.new else 'none'} {'are' if told.new > 1 else 'is'} new"
    return f"{_count(told.changed, 'stance')} changed; {new}"


def write_notes(notes: Sequence[ChangeNote], dimension: Dimension) -> str:
    """Write what is noted of a change: “first-hand for the first time; a new branch: rejects if they refuse”."""
    return "; ".join(_write_note(note, dimension) for note in notes)


_VERBS = {
    StepKind.FIRMED: "firmed",
    StepKind.SOFTENED: "softened",
    StepKind.REVERSED: "reversed",
    StepKind.CONDITIONED: "set a condition",
    StepKind.FREED: "dropped the condition",
}


def _write_note(note: ChangeNote, dimension: Dimension) -> str:
    words = NOTES[note.code]
    if note.code == NoteCode.OTHER_CONDITION:
        return f"{words}: {list_all(dict.fromkeys(write_condition(claim.conditions) for claim in note.claims))}"
    if note.code == NoteCode.BRANCH:
        return f"{words}: {list_all(_write_branch(claim, dimension) for claim in note.claims)}"
    return words


def _write_branch(claim: RuleClaim, dimension: Dimension) -> str:
    return f"{_write_value(claim.value, dimension)} {write_condition(claim.conditions)}"


def _write_value(value: int, dimension: Dimension, conditional: bool = False) -> str:
    word = SCALES[dimension][value].word
    return f"{word} {STATES[State.CONDITIONAL].sign}" if conditional else word


def _write_forecast(forecast: Fold, dimension: Dimension) -> str:
    if forecast.value is None:
        return STATES[State.DEPENDS if forecast.conditional else State.MIXED].word
    return _write_value(forecast.value, dimension, forecast.conditional)


def _write_terms(stance: Stance, dimension: Dimension) -> str:
    """Write after its word the condition of a stance, where there is but one, or the branches beside it."""
    if stance.state not in ON_A_CONDITION and stance.branches:
        return f", but {list_all(_write_branch(branch, dimension) for branch in stance.branches)}"
    terms = {claim.conditions for claim in stance.deciding} if stance.state == State.CONDITIONAL else set()
    if len(terms) != 1:
        return ""
    words = write_condition(terms.pop())
    return f" {words.removeprefix('if ')}" if words.startswith("if ") else f", {words}"


def _count(number: int, noun: str) -> str:
    return f"{write_number(number)} {noun}{'s' if number > 1 else ''}"
