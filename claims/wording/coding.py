"""What the workbench says of what was done."""

from collections.abc import Sequence

from ..rules.folding import isolate
from .actors import begin_sentence
from .numbers import write_number
from .publishing import TRANSITIONS

NOT_TO_EDIT = "That claim is not yours to edit here: only a draft of yours is, or a claim of yours that was returned."
NO_LONGER_TO_EDIT = (
    "Not saved: meanwhile the claim was submitted, withdrawn or given to somebody else. What you typed is kept; if you "
    "save it now, it becomes a new claim."
)
MOST_NAMED = 12  # paragraphs in one sentence


def write_documents(number: int, left: int) -> str:
    """Say how many documents there are, and how many of them are left to code."""
    if not number:
        return "No document has been entered yet"
    which = "document" if number == 1 else "documents"
    listed = begin_sentence(f"{write_number(number)} {which}")
    if not left:
        return f"{listed}, {'' if number == 1 else 'all '}coded to the end"
    if left == number:
        return f"{listed} to code"
    return f"{listed}, {write_number(left)} of them to code"


def say_saved(holder: str, proposal: str, value: str) -> str:
    """Say which draft was saved: “Saved as a draft: US on Missile moratorium, open.”"""
    return f"Saved as a draft: {isolate(holder)} on {isolate(proposal)}, {value}."


def say_edited(holder: str, proposal: str, value: str) -> str:
    """Say which claim of their own a coder edited: “Saved as edited: US on Missile moratorium, open.”"""
    return f"Saved as edited: {isolate(holder)} on {isolate(proposal)}, {value}."


def write_queue(place: int, number: int) -> str:
    """Say where a claim stands among those that wait for a reviewer: “3 of 27 to review”."""
    return f"{place} of {number:,} to review"


def say_passed(transition: str, holder: str, proposal: str) -> str:
    """Say what became of a claim that was reviewed: “Published: US on Missile moratorium.”"""
    done = TRANSITIONS[transition].done
    return f"{begin_sentence(done)}: {isolate(holder)} on {isolate(proposal)}."


def say_submitted(number: int, refused: Sequence[tuple[str, str]]) -> str:
    """Say how many drafts wait for a reviewer now, and of each of the others (its name, and why) what keeps it back."""
    if not number and not refused:
        return "There is no draft of yours to submit."
    which = "draft" if number == 1 else "drafts"
    done = f"{begin_sentence(write_number(number))} {which} submitted." if number else "Nothing was submitted."
    return " ".join([done, *(f"Kept back: {isolate(name)}. {reason}" for name, reason in refused)])


def write_progress(read: int, number: int, claims: int) -> str:
    """Say how far somebody has come: “2 of 8 paragraphs read, 2 claims”."""
    coded = f"{claims:,} claim{'' if claims == 1 else 's'}"
    if not number:
        return coded
    return f"{read:,} of {number:,} paragraph{'' if number == 1 else 's'} read, {coded}"


def say_nothing_to_read(number: int) -> str:
    """Say why no paragraph was marked as read, in a text that has so many."""
    if not number:
        return "The text of this document is not held here: there is no paragraph to mark as read."
    return f"Say which paragraph was read: they are numbered from 1 to {number:,}."


def say_unread(numbers: Sequence[int]) -> str:
    """Ask whether a document is done of which these paragraphs are not marked as read."""
    one = len(numbers) == 1
    listed = ", ".join(map(str, numbers[:MOST_NAMED]))
    more = f" and {len(numbers) - MOST_NAMED:,} more" if len(numbers) > MOST_NAMED else ""
    which = f"Paragraph {listed} is" if one else f"{len(numbers):,} paragraphs are"
    return f"{which} not marked as read{'' if one else f': {listed}{more}'}. Is the document done all the same?"


def say_document_done(*, waits: bool) -> str:
    """Say that a document is coded to its end; it `waits` where readers see the source."""
    if waits:
        return "Noted that every passage was read. Readers see this source: a reviewer publishes the note."
    return "Noted that every passage was read."
