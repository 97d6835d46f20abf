"""States, transitions and what blocks them, as editors read them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..rules.publishing import (
    PUBLISH,
    RETURN,
    SUBMIT,
    TAKE_BACK,
    WITHDRAW,
    Blocker,
    Status,
    Transition,
)
from .outcomes import ANOTHER_OF_THE_DAY

STATUSES = {
    Status.DRAFT: "being written; seen by editors only",
    Status.IN_REVIEW: "waits for a reviewer",
    Status.RETURNED: "sent back to its coder with a remark",
    Status.PUBLISHED: "seen by every reader, counted in every stance",
    Status.WITHDRAWN: "taken back; kept with its history",
}

TAKEN_OVER = "taken over"  # what became of a correction that was published; its status is withdrawn
WITHDRAWN_WITH = "Withdrawn with the claim that it corrects,"  # how the last remark on a correction begins then
TAKEN_OVER_INTO = "Taken over into"  # how the last remark on it begins
CORRECTED = "published: readers see its content in the claim that it corrects"


class TransitionWords(NamedTuple):
    """A transition in words: on the button of a row's page, in the menu of a list, and when it was made."""

    button: str
    action: str
    done: str


TRANSITIONS = {
    SUBMIT: TransitionWords("Submit for review", "Submit for review", "submitted for review"),
    PUBLISH: TransitionWords("Publish", "Publish", "published"),
    RETURN: TransitionWords("Return to its coder", "Return with a remark", "returned"),
    WITHDRAW: TransitionWords("Withdraw", "Withdraw with a reason", "withdrawn"),
    TAKE_BACK: TransitionWords("Take back", "Take back with a reason", "taken back"),
}
SUGGESTED = "It names what is only suggested: {suggested}. A reviewer must confirm that first."
CITATION_BLOCKERS = {
    Blocker.NO_PASSAGE: "It cites no passage: give a quote, or a locator where there is nothing to quote.",
    Blocker.MISSING_QUOTE: "Its quote is not found in the source's text.",
    Blocker.STRANGER: (
        "It is first-hand, and its speaker is neither the holder nor an official who speaks for it: make it "
        "second-hand (attributed), or correct the speaker."
    ),
}
CLAIM_BLOCKERS = CITATION_BLOCKERS | {
    Blocker.ROLE: "Only a {role} may {name} {which} claim.",
    Blocker.CODER: "It belongs to {coder}: only they or a reviewer may {name} it.",
    Blocker.STATUS: "“{name}” is not possible for a claim that is {status}.",
    Blocker.UNCONFIRMED: "Nobody has confirmed that this was checked: {warnings}",
    Blocker.SUGGESTED: SUGGESTED,
    Blocker.NO_REASON: "Say why: to {name} a claim needs a reason.",
    Blocker.WROTE_LAST: "You wrote this claim last: somebody else must publish it.",
}
OUTCOME_BLOCKERS = CITATION_BLOCKERS | {
    Blocker.ROLE: "Only a {role} may {name} it.",
    Blocker.CODER: "It belongs to {coder}: only they or a reviewer may {name} it.",
    Blocker.STATUS: "“{name}” is not possible for an outcome that is {status}.",
    Blocker.DAY_TAKEN: ANOTHER_OF_THE_DAY,
    Blocker.SUGGESTED: SUGGESTED,
    Blocker.NO_REASON: "Say why: to {name} an outcome needs a reason.",
    Blocker.WROTE_LAST: "You wrote this outcome last: somebody else must publish it.",
}
RECORD_BLOCKERS = {
    Blocker.ROLE: "Only a {role} may {name} it.",
    Blocker.STATUS: "It is {standing}.",
    Blocker.SUGGESTED: SUGGESTED,
    Blocker.NO_REASON: "Say why: readers saw it, and its history keeps the reason.",
    Blocker.WROTE_LAST: "You wrote it last: somebody else must publish it.",
}
CHANGE_BLOCKERS = {
    Blocker.ROLE: "Only a {role} may {name} it.",
    Blocker.STATUS: "“{name}” is not possible for a change that is {status}.",
    Blocker.SUGGESTED: SUGGESTED,
    Blocker.NO_REASON: "Say why: to {name} a change needs a reason.",
    Blocker.WROTE_LAST: "You proposed it: somebody else must publish it.",
}


def write_blockers(
    blockers: Sequence[Blocker],
    transition: Transition,
    status: Status,
    *,
    coder: str = "",
    warnings: str = "",
    suggested: str = "",
    words: Mapping[Blocker, str] = CLAIM_BLOCKERS,
) -> list[str]:
    """Say what blocks a transition of a row of this status, which `coder` codes, in the words for rows of its kind;
    `warnings` say what odd about a claim was not confirmed, `suggested` names what it names and no reviewer has."""
    parameters = {
        "name": transition.name,
        "role": transition.role,
        "which": "this" if transition.open_to_coder else "a",
        "status": status.value,
        "standing": "published already" if status == Status.PUBLISHED else "not published",
        "coder": coder,
        "warnings": warnings,
        "suggested": suggested,
    }
    return [words[blocker].format(**parameters) for blocker in blockers]
