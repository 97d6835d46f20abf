"""What is said of documents that are coded twice, blind."""

from datetime import date

from ..rules.folding import isolate
from ..rules.sampling import Stratum
from ..rules.settling import Decision
from .actors import begin_sentence
from .days import format_day
from .numbers import write_number

STRATA = {
    Stratum.SOURCE: "of each document",
    Stratum.TYPE: "of each type of document",
    Stratum.PUBLISHER: "of each publisher",
}
EACH_ONCE = "This document is in the batch already."
ONE_CODER = "A coder is a user or a named machine."
TWO_CODERS = "Two coders or more: choose at least two."
NO_DOCUMENT = "Choose the documents that are coded."
NO_TEXT_TO_DRAW = (
    "No text is held of {sources}: passages can only be drawn from a text. Take them whole, or leave them out."
)
NO_CODER = "{users} cannot code in this negotiation: only an analyst who works in it can."
NOT_YOURS = "You are no coder of this batch."
DONE_ALREADY = "You are done with this batch: a reviewer can open it to you again, as long as not all are done."
ALL_DONE = "All its coders are done, and have seen what the others coded: nobody can code in it blind any more."
NOTHING_TO_TAKE_BACK = "There is nothing of yours to take back."
TAKEN_BACK = "Taken back: the form holds what it said."
YOU_ARE_DONE = "You are done. The batch stays blind until the others are too."
ALL_ARE_DONE = "All coders are done: what they coded can be compared now."
CLOSED_FOR_THEM = "Noted that this coder is done."
OPENED_AGAIN = "Opened again to this coder."
NOT_DONE = "This coder is not done yet."
OTHERS_SAY_WHY = "Say why: the coder did not press “done” themselves."
REOPEN_SAY_WHY = "Say why: the history of the batch keeps the reason."
NOT_IN_BATCH = "This document is not in the batch."
OUTSIDE_SAMPLE = "This passage was not drawn: code the paragraphs that are marked as drawn."
MACHINE_DONE = "“{machine}” has entered what it coded already: give another name for another run."
NO_TEXT_TO_PROVE = "No text is held of this document: no quote of a machine can be proved."
SETTLING_BEGUN = "What was coded in this batch is being settled: no other coder can be added."
IN_BLIND_BATCH = "“{row}” was suggested in a batch that is coded blind: wait until all its coders are done."
IN_UNSETTLED_BATCH = "Both are documents of the batch “{batch}”: settle that first."
HINDERED = (
    "Codings of a batch stand in the way: with the two as one, they would say of somebody what only others can say."
)


DECISIONS = {
    Decision.TAKEN: "taken as it was coded",
    Decision.EDITED: "taken and edited",
    Decision.NONE: "no claim",
}


def write_place_in_batch(row: str, batch: str) -> str:
    """Name a row of a batch."""
    return f"{isolate(row)}, in the batch “{isolate(batch)}”"


def write_coding_in(batch: str) -> str:
    """Name what somebody coded in a batch, without a word of what that is, or whose."""
    return f"a coding in the batch “{isolate(batch)}”"


def say_coded(holder: str, proposal: str, value: str) -> str:
    """Say what a coder of a batch saved."""
    return f"Saved, unseen by the other coders: {isolate(holder)} on {isolate(proposal)}, {value}."


def write_closed(batch: str) -> str:
    """Say why somebody does not see the open page of a document."""
    return (
        f"You code this document blind in the batch “{isolate(batch)}”. Until you are done with that, what is coded of "
        "it elsewhere is closed to you."
    )


def write_batches(number: int, mine: int) -> str:
    """Say how many batches there are, and how many await whoever asks."""
    if not number:
        return "No document is coded twice yet"
    listed = begin_sentence(f"{write_number(number)} batch{'' if number == 1 else 'es'}")
    if number == 1:
        return f"{listed}, which {'awaits you' if mine else 'does not await you'}"
    if not mine:
        return f"{listed}, none of which awaits you"
    return f"{listed}, {write_number(mine)} of which await{'s' if mine == 1 else ''} you"


def write_awaiting_batches(to_code: int, to_settle: int) -> str:
    """Say how many batches of a negotiation await somebody; nothing where none does."""
    told = [f"{write_number(to_code)} to code"] if to_code else []
    return ", ".join([*told, f"{write_number(to_settle)} to settle"] if to_settle else told)


def write_standing(blind: bool, done: int, coders: int, settled: bool) -> str:
    """Say how far a batch has come."""
    if settled:
        return "settled"
    return f"blind: {done} of {coders} coders done" if blind else "all coders done, to compare and settle"


def write_blind_note(batch: str) -> str:
    """Say above the text what a coder of a batch does not see, and until when."""
    return (
        f"You are one of the coders of “{isolate(batch)}”. What the others mark is hidden from you, and what you mark "
        "from them, until all of you are done; then it is compared, claim by claim."
    )


def ask_done(unread: int) -> str:
    """Ask whether a coder is done with a batch of which so many paragraphs are not marked as read."""
    which = "1 paragraph is" if unread == 1 else f"{unread:,} paragraphs are"
    return f"{which} not marked as read. Are you done all the same? You cannot come back to it."


def say_opened(batch: str, number: int) -> str:
    """Say that a batch was opened, of so many documents."""
    return f"Opened: “{isolate(batch)}”, {write_number(number)} document{'' if number == 1 else 's'}."


def write_opened(day: date, by: str, settled_on: date | None) -> str:
    """Say when a batch was opened and by whom, and when it was settled: “Opened 3 Mar 2022 by Ann, settled 5 Mar”."""
    opened = f"Opened {format_day(day)}" + (f" by {isolate(by)}" if by else "")
    return f"{opened}, settled {format_day(settled_on)}" if settled_on else opened


def write_sample(stratum: str, share: int | None) -> str:
    """Say which passages of a batch are coded."""
    return f"{share} % of the paragraphs {STRATA[Stratum(stratum)]}, drawn by lot" if stratum else "the whole texts"
