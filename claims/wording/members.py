"""Who is a member of which coalition, and what is wrong with what is entered of it, in words."""

from datetime import date

from ..rules.folding import isolate
from .actors import begin_sentence, choose_verb
from .days import format_day
from .participants import write_stretch

IS_NO_MEMBER = "Only a party is a member of a coalition."
HAS_NO_MEMBERS = "Only a coalition has members."


def write_membership(member: str, coalition: str) -> str:
    return f"{isolate(member)}, member of {isolate(coalition)}"


def write_overlap(member: str, coalition: str, since: date | None, until: date | None) -> str:
    """Say that a party is a member of a coalition already on some of the days of another membership."""
    return (
        f"{isolate(begin_sentence(member))} {choose_verb([member], 'is', 'are')} already a member of "
        f"{isolate(coalition)}, {write_stretch(since, until)}: let the earlier membership end on the day before the "
        "later one begins."
    )


def write_stranded(member: str, coalition: str, number: int, first: str, said_on: date) -> str:
    """Say that claims rest on a membership that does not hold on their day; `first` is the id of the first, which was
    said on a day."""
    claims = "1 claim" if number == 1 else f"{number} claims"
    return (
        f"{isolate(begin_sentence(member))} {choose_verb([member], 'is', 'are')} quoted first-hand for "
        f"{isolate(coalition)} in {claims} of a day outside this membership ({first}, said on {format_day(said_on)}): "
        "change these claims first."
    )
