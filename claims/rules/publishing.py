"""How a claim moves from draft to published, who may move it, and what keeps it back.

Status is never typed in: it changes by the transitions of one table. Analysts write and submit, and take back what
they have not submitted; reviewers publish; nobody publishes what they wrote last, unless four eyes are switched off.
"""

from enum import StrEnum
from typing import NamedTuple

from .quotes import QuoteState


class Status(StrEnum):
    """Where a claim stands between its coder and its readers."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STATUSES = {
    Status.DRAFT: "being written; seen by editors only",
    Status.IN_REVIEW: "waits for a reviewer",
    Status.RETURNED: "sent back to its coder with a remark",
    Status.PUBLISHED: "seen by every reader, counted in every stance",
    Status.WITHDRAWN: "taken back; kept with its history",
}

ANALYST, REVIEWER = "analyst", "reviewer"
EDITABLE_BY_ANALYSTS = frozenset({Status.DRAFT, Status.RETURNED})


class Transition(NamedTuple):
    """One move: its name, from which states to which, who makes it, and what it needs.

    From the states of `open_to_coder` an analyst makes it too, of a claim that is theirs or nobody's.
    """

    name: str
    sources: frozenset
    target: Status
    role: str
    needs_citation: bool = False
    needs_reason: bool = False
    needs_other_eyes: bool = False
    needs_own: bool = False
    open_to_coder: frozenset = frozenset()


PUBLISH = "publish"
CLAIM_TRANSITIONS = {
    t.name: t
    for t in (
        Transition(
            "submit",
            frozenset({Status.DRAFT, Status.RETURNED}),
            Status.IN_REVIEW,
            ANALYST,
            needs_citation=True,
            needs_own=True,
        ),
        Transition(
            PUBLISH,
            frozenset({Status.IN_REVIEW}),
            Status.PUBLISHED,
            REVIEWER,
            needs_citation=True,
            needs_other_eyes=True,
        ),
        Transition("return", frozenset({Status.IN_REVIEW}), Status.RETURNED, REVIEWER, needs_reason=True),
        Transition(
            "withdraw",
            frozenset({Status.DRAFT, Status.RETURNED, Status.IN_REVIEW, Status.PUBLISHED}),
            Status.WITHDRAWN,
            REVIEWER,
            needs_reason=True,
            open_to_coder=EDITABLE_BY_ANALYSTS,
        ),
    )
}


def may_make(transition, *, status, roles, mine):
    """Whether somebody with these roles may make the transition of a claim of this status, if nothing hinders it."""
    as_coder = ANALYST in roles and mine and status in transition.open_to_coder
    return transition.role in roles or as_coder


def find_missing_citation(quote, locator, quote_state):
    """Return what keeps a claim with this citation from being published, as sentences; empty when nothing does."""
    faults = []
    if not quote.strip() and not locator.strip():
        faults.append("It cites no passage: give a quote, or a locator where there is nothing to quote.")
    if quote_state == QuoteState.MISSING:
        faults.append("Its quote is not found in the source's text.")
    return faults


def find_blockers(transition, *, status, roles, quote, locator, quote_state, reason, wrote_last, mine=True, coder=""):
    """Return the sentences that say why a claim cannot make the transition now; empty when it can.

    `roles` are the roles of whoever asks, `wrote_last` whether they wrote the claim last (False where four eyes
    are switched off), `mine` whether the claim is theirs or nobody's, `coder` whose it is.
    """
    faults = []
    if not may_make(transition, status=status, roles=roles, mine=mine):
        which = "this" if transition.open_to_coder else "a"
        faults.append(f"Only a {transition.role} may {transition.name} {which} claim.")
    elif transition.needs_own and not mine and REVIEWER not in roles:
        faults.append(f"It is {coder}'s: only they or a reviewer {transition.name} it.")
    if status not in transition.sources:
        faults.append(f"A claim that is {Status(status).value} cannot be moved by “{transition.name}”.")
    if transition.needs_citation:
        faults.extend(find_missing_citation(quote, locator, quote_state))
    if transition.needs_reason and not reason.strip():
        faults.append(f"Say why: to {transition.name} a claim needs a reason.")
    if transition.needs_other_eyes and wrote_last:
        faults.append("You wrote this claim last: somebody else must publish it.")
    return faults


def may_edit(*, status, roles, mine):
    """Whether somebody with these roles may edit a claim of this status; `mine`: theirs, or nobody's."""
    if REVIEWER in roles:
        return status != Status.WITHDRAWN
    return ANALYST in roles and status in EDITABLE_BY_ANALYSTS and mine


# What analysts record beside claims (searches, remarks) is a draft or published; there is no other state.
TAKE_BACK = "take back"
RECORD_TRANSITIONS = {
    t.name: t
    for t in (
        Transition(PUBLISH, frozenset({Status.DRAFT}), Status.PUBLISHED, REVIEWER, needs_other_eyes=True),
        Transition(TAKE_BACK, frozenset({Status.PUBLISHED}), Status.DRAFT, REVIEWER, needs_reason=True),
    )
}


def find_record_blockers(move, *, published, roles, reason, wrote_last):
    """Return the sentences that say why a recorded search or a remark cannot be published or taken back now."""
    faults = []
    if REVIEWER not in roles:
        faults.append(f"Only a {REVIEWER} may {move} it.")
    if published == (move == PUBLISH):
        faults.append("It is published already." if published else "It is not published.")
    if move == TAKE_BACK and not reason.strip():
        faults.append("Say why: readers saw it, and its history keeps the reason.")
    if move == PUBLISH and wrote_last:
        faults.append("You wrote it last: somebody else must publish it.")
    return faults


def may_edit_record(*, published, roles, mine, signed=False):
    """Whether somebody with these roles may edit a recorded search or a remark; `mine`: theirs, or nobody's.

    What is signed, a remark, are its author's words: a reviewer takes it back, but nobody else rewrites it.
    """
    if signed and not mine:
        return False
    return REVIEWER in roles or (ANALYST in roles and mine and not published)
