"""What a blank cell says of the coded sources, in words."""

from collections.abc import Sequence

from ..rules.blanks import CoalitionStance, CodedSources
from ..rules.folding import isolate
from ..rules.scales import SCALES, SPOKEN_FOR, STATES, Blank, Dimension, State
from .numbers import format_value

NONE_CODED = "no source is fully coded yet"


def write_blank(coded: CodedSources, filtered: bool = False) -> str:
    """Say what the fully coded sources lack of a proposal: “nothing in 2 fully coded sources; 3 not yet looked
    through”.

    `filtered`: only some of their claims count.
    """
    if coded.kind == Blank.NOT_SEARCHED:
        return NONE_CODED
    if coded.kind == Blank.NOT_YET:
        return f"not yet looked for in {_count(coded.not_yet)}"
    nothing = f"nothing in {_count(coded.looked_through)}{' under this filter' if filtered else ''}"
    return f"{nothing}; {coded.not_yet} not yet looked through" if coded.not_yet else nothing


def write_blank_of(coded: CodedSources) -> str:
    """Say the same as it goes before names: “In 2 fully coded sources (3 not yet looked through), nothing from”."""
    if coded.kind == Blank.NOT_SEARCHED:
        return f"{NONE_CODED[0].upper()}{NONE_CODED[1:]}; nothing from"
    if coded.kind == Blank.NOT_YET:
        return f"Not yet looked for in {_count(coded.not_yet)}: anything from"
    not_yet = f" ({coded.not_yet} not yet looked through)" if coded.not_yet else ""
    return f"In {_count(coded.looked_through)}{not_yet}, nothing from"


def write_spoken_for(coalition: str, dimension: Dimension, stance: CoalitionStance) -> str:
    """Say what a coalition says where its member is silent: “spoken for by AOSIS: supports (+2)”."""
    if stance.value is None:
        word = STATES[stance.state].word
    else:
        condition = ", only on a condition" if stance.state == State.CONDITIONAL else ""
        word = f"{SCALES[dimension][stance.value].word} ({format_value(stance.value)}){condition}"
    return f"{SPOKEN_FOR.word} by {isolate(coalition)}: {word}"


def write_found_nothing(coded: CodedSources) -> str:
    """Say in a table of stances that there is none: “nothing found”, unless sources are still to be looked through."""
    return write_blank(coded) if coded.not_yet else STATES[State.BLANK].word


def write_blanks(of_rows: Sequence[CodedSources], filtered: bool = False) -> str:
    """Say once what the blanks of a whole table say; rows whose proposal was added later say it themselves."""
    if len(set(of_rows)) == 1:
        return write_blank(of_rows[0], filtered)
    usual = CodedSources(max((sum(coded) for coded in of_rows), default=0))
    later = sum(coded.not_yet > 0 for coded in of_rows)
    if not later:
        return write_blank(usual, filtered)
    added = "1 proposal was" if later == 1 else f"{later} proposals were"
    return (
        f"{write_blank(usual, filtered)}; but {added} added to the codebook since: each blank there says how many "
        f"sources are not yet looked through"
    )


def _count(sources: int) -> str:
    return f"{sources} fully coded source{'' if sources == 1 else 's'}"
