"""What is said of how a batch is settled: of what several coders coded, one is taken, or none."""

from collections.abc import Sequence

from ..rules.folding import isolate
from ..rules.settling import Decision
from .actors import begin_sentence
from .numbers import write_number

COMPARED_ANEW = "What the coders coded was put side by side anew: look at it again."
NOT_COMPARABLE = "Some coder is not done yet: until all are, nothing of the batch is compared."
NOTHING_TO_SETTLE = "That is settled, or it was put side by side anew. Look at it again."
SETTLED_ALREADY = "This was settled already."
SAY_WHY_EDITED = "Say why it was edited: its coders read the reason."
SAY_WHY_NONE = "Say why there is no claim: its coders read the reason."


def write_history(batch: str, coder: str, decision: Decision, reason: str) -> str:
    """Say in the history of a claim how it came about."""
    how = "as coded by" if decision == Decision.TAKEN else "edited from what was coded by"
    told = f"coded twice, blind, in “{batch}”: {how} {coder}"
    return f"{told}; {reason.strip()}" if reason.strip() else told


def say_settled(decision: Decision, name: str, coder: str = "", status: str = "", blockers: Sequence[str] = ()) -> str:
    """Say what became of a unit, and of its claim, which is in this status, by what keeps it there."""
    about = isolate(name)
    if decision == Decision.NONE:
        return f"Settled: no claim on {about}."
    taken = f"taken from {isolate(coder)}" if decision == Decision.TAKEN else "edited"
    if status == "published":
        return f"Settled and published: {about}, {taken}."
    kept = f" Not published yet: {' '.join(blockers)}" if blockers else " Another reviewer publishes it."
    return f"Settled: {about}, {taken}.{kept}"


def say_was_there(name: str, public_id: str, status: str) -> str:
    """Say that a claim that says the same is there already, and that none was made."""
    there = f"claim {public_id} ({status.replace('-', ' ')})"
    return f"Settled: {isolate(name)} is there already, as {there}. No other was made."


def say_alike(number: int, published: int, refused: Sequence[tuple[str, str]]) -> str:
    """Say how many units that were coded alike were settled, how many of their claims are published, and of each of the
    others (its name, and why) what keeps it open."""
    told = f", {write_number(published)} of them published" if published else ""
    done = f"{begin_sentence(write_number(number))} settled{told}." if number else "Nothing was settled."
    return " ".join([done, *(f"Left open: {isolate(name)}. {reason}" for name, reason in refused)])


def write_against(number: int, settled: int, coder: str) -> str:
    """Say how many of the settled units were settled otherwise than a coder coded them; empty for the reader."""
    whom = isolate(coder) if coder else "you"
    if not settled:
        return "Nothing is settled yet"
    if not number:
        return f"Nothing was settled otherwise than {whom} coded it"
    units = "1 unit" if settled == 1 else f"{settled:,} units"
    verb = "was" if number == 1 else "were"
    return begin_sentence(f"{write_number(number)} of {units} {verb} settled otherwise than {whom} coded")
