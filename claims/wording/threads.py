"""What editors read of the thread of a claim, and of what awaits them in it."""

from ..rules.folding import isolate
from ..rules.publishing import PUBLISH, RETURN, SUBMIT, WITHDRAW, Status
from ..rules.threads import LONGEST_COMMENT
from .publishing import TRANSITIONS

REMARKS, ANSWERS = "Remarks on mine that await my answer", "Answers to my remarks"
RETURNED_PILE, REMARKS_PILE, ANSWERS_PILE = (
    "Returned to you",
    "Remarks that await your answer",
    "Answers to your remarks",
)
AWAITING = {
    "returned": "{number:,} returned to you",
    "remarks": "{number:,} of yours with a remark to answer",
    "answers": "{number:,} with an answer to your remark",
    "review": "{number:,} to review",
}

CODED, AGAIN = "coded it", "made it a draft again"
STEPS = {
    Status.IN_REVIEW: TRANSITIONS[SUBMIT].done,
    Status.RETURNED: TRANSITIONS[RETURN].done,
    Status.PUBLISHED: TRANSITIONS[PUBLISH].done,
    Status.WITHDRAWN: TRANSITIONS[WITHDRAW].done,
}


def write_step(status: Status, *, first: bool) -> str:
    """Say what somebody did to a claim by the status to which it came: “coded it”, “returned it”."""
    if status == Status.DRAFT:
        return CODED if first else AGAIN
    verb, _, rest = STEPS[status].partition(" ")
    return f"{verb} it {rest}".strip()


def say_commented(awaits: str) -> str:
    """Say that a comment was written, and who is to answer it, if anybody."""
    return f"Written: it awaits {isolate(awaits)}." if awaits else "Written: it awaits nobody."


def refuse_comment(reason: str, text: str, undone: str = "Not written.") -> str:
    """Say why a comment was not written, or a step not made with it (`undone` says so), with what was typed."""
    kept = text.strip()[:LONGEST_COMMENT]
    return f"{undone} {reason} You typed: “{isolate(kept)}”" if kept else f"{undone} {reason}"


def write_awaiting(name: str, number: int) -> str:
    """Say how many claims await somebody for a reason: “2 returned to you”."""
    return AWAITING[name].format(number=number)
