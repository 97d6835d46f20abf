"""What the page on coverage begins with: how much is filled and why the rest is blank, or what was recorded."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..rules.scales import Blank, State
from .days import format_day
from .findings import ALL, Narrowing
from .list_findings import ListFinding, count_things, make_finding, say_none
from .numbers import write_number


class BlankWords(NamedTuple):
    """What is said of one blank cell, and of several."""

    one: str
    several: str


BLANK_WORDS: dict[State | Blank, BlankWords] = {
    State.FORECAST: BlankWords("has a forecast only", "have a forecast only"),
    State.AWAITING: BlankWords("awaits an answer", "await an answer"),
    State.NO_STANCE: BlankWords("took no stance", "took no stance"),
    Blank.NOTHING_CODED: BlankWords("has nothing in the coded sources", "have nothing in the coded sources"),
    Blank.NOT_YET: BlankWords("was not yet looked for", "were not yet looked for"),
    Blank.SEARCHED: BlankWords("was searched elsewhere without result", "were searched elsewhere without result"),
    Blank.NOT_APPLICABLE: BlankWords("does not apply", "do not apply"),
    Blank.NOT_SEARCHED: BlankWords("was not searched", "were not searched"),
}


class ListedCells(NamedTuple):
    """How many cells are listed, what they hold or why they are blank, how many sources are fully coded, and for how
    many proposals some of these are to be read again."""

    cells: int
    counts: Mapping[State | Blank, int]
    coded: int = 0
    to_reread: int = 0


class ListedRecords(NamedTuple):
    """How many records are listed, called by a noun, how many say what, of how many proposals (0: left out), and the
    day of the newest."""

    noun: str
    number: int
    words: Sequence[tuple[str, int]] = ()
    proposals: int = 0
    newest: date | None = None


def tell_coverage(listed: ListedCells, narrowing: Narrowing = ALL) -> ListFinding:
    """Say how many cells have a stance, what the others are, and how many sources are fully coded."""
    coded = f"{count_things(listed.coded, 'source')} are fully coded"
    if listed.coded < 2:
        coded = f"{'one' if listed.coded else 'no'} source is fully coded"
    if listed.to_reread:
        coded += f", but not all for {count_things(listed.to_reread, 'proposal')} added to the codebook since"
    if not listed.cells:
        return make_finding("no cell fits" if narrowing.rows is not None else "there is no cell yet", narrowing, coded)
    stances = listed.counts.get(State.STANCE, 0)
    blank = [(kind, listed.counts[kind]) for kind in BLANK_WORDS if listed.counts.get(kind)]
    if len(blank) == 1:
        rest = f"the {'other' if blank[0][1] == 1 else 'others'} {_say_blank(*blank[0])}"
    else:
        rest = "of the others, " + ", ".join(f"{write_number(n)} {_say_blank(kind, n)}" for kind, n in blank)
    have = "has" if stances < 2 else "have"
    headline = f"{f'{stances:,}' if stances else 'none'} of {listed.cells:,} cells {have} a stance"
    return make_finding(headline, narrowing, rest if blank and stances else "", coded)


def tell_records(listed: ListedRecords, narrowing: Narrowing = ALL) -> ListFinding:
    """Say how many records there are, what they say, and when the newest is of."""
    if not listed.number:
        return say_none(listed.noun, f"No {listed.noun} has been recorded yet", narrowing)
    of = f" of {count_things(listed.proposals, 'proposal')}" if listed.proposals else ""
    said = [(word, number) for word, number in listed.words if number]
    words = ", ".join(f"{'' if listed.number == 1 else f'{write_number(number)} '}{word}" for word, number in said)
    headline = f"{count_things(listed.number, listed.noun)}{of}{f': {words}' if words else ''}"
    whose = "it" if listed.number == 1 else "the newest"
    return make_finding(headline, narrowing, f"{whose} is of {format_day(listed.newest)}" if listed.newest else "")


def tell_rereads(sources: int, proposals: int, narrowing: Narrowing = ALL) -> ListFinding:
    """Say how many sources are to be read again, and for how many proposals."""
    if not sources:
        return say_none("source", "No source needs to be read again", narrowing)
    again = f"{count_things(sources, 'source')} {'needs' if sources == 1 else 'need'} to be read again"
    added = f"{count_things(proposals, 'proposal')} {'was' if proposals == 1 else 'were'} added to the codebook"
    return make_finding(again, narrowing, f"{added} after {'it' if sources == 1 else 'they'} had been coded")


def _say_blank(kind: State | Blank, number: int) -> str:
    return BLANK_WORDS[kind].one if number == 1 else BLANK_WORDS[kind].several
