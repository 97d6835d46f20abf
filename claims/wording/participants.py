"""The days of a part in the negotiation, and what is wrong with one, in words."""

from datetime import date

from ..rules.folding import isolate
from .actors import begin_sentence, choose_verb
from .days import format_day


def write_stretch(since: date | None, until: date | None) -> str:
    """Say from when until when: “from 1 Mar 2022 to 4 Apr 2023”, “until 4 Apr 2023”, “at all times”."""
    if since and until:
        return f"from {format_day(since)} to {format_day(until)}"
    if since:
        return f"from {format_day(since)} on"
    return f"until {format_day(until)}" if until else "at all times"


def write_overlap(actor: str, side: str, since: date | None, until: date | None) -> str:
    """Say that an actor has a part already on some of the days of another one."""
    return (
        f"{isolate(begin_sentence(actor))} {choose_verb([actor], 'is', 'are')} on the side {isolate(side)} already, "
        f"{write_stretch(since, until)}. An actor has one part at a time: let the earlier one end on the day before "
        "the later one begins."
    )


OF_OFFICIAL = "An official has no part of its own: it is on the side of the party for which it speaks."
PRINCIPAL_IS_PARTY = "Only a party or a coalition can be its side's principal."
ENDS_BEFORE = "It ends before it begins."
IN_TURNS = "Each of these takes days of the other: change one and save, then change the other."
