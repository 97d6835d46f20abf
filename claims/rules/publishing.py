"""How a row passes from draft to published, who may let it pass, and what keeps it back.

Status is never typed in: it changes by the transitions of three tables: for claims and outcomes, for what else analysts
record beside claims (searches, remarks), and for changes of what readers see. Analysts write and submit, and take back
what they have not submitted; reviewers publish; nobody publishes what they wrote last, unless four eyes are switched
off. What is published changes only by what is published in its place; to take it down, one reviewer is enough, with a
reason.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from .quotes import QuoteState


class Status(StrEnum):
    """Where a row stands between its coder and its readers."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Blocker(StrEnum):
    """What keeps a row from making a transition."""

    ROLE = "another role makes it"
    CODER = "somebody else codes the row"
    STATUS = "it is not made from this status"
    NO_PASSAGE = "the claim cites no passage"
    MISSING_QUOTE = "the quote is not in the source's text"
    STRANGER = "somebody is quoted first-hand who may not speak for the holder"
    UNCONFIRMED = "something odd about the claim was not confirmed"
    DAY_TAKEN = "the proposal has another published outcome of the same day"
    SUGGESTED = "it names what a reviewer has not confirmed"
    NO_REASON = "it needs a reason"
    WROTE_LAST = "whoever asks wrote the row last"


ANALYST, REVIEWER = "analyst", "reviewer"
EDITABLE_BY_ANALYSTS = frozenset({Status.DRAFT, Status.RETURNED})
SUBMIT, PUBLISH, RETURN, WITHDRAW, TAKE_BACK = "submit", "publish", "return", "withdraw", "take back"


class Transition(NamedTuple):
    """One transition: its name, from which states to which, who makes it, and what it needs.

    From the states of `open_to_coder` an analyst makes it too, of a row that is theirs or nobody's.
    """

    name: str
    sources: frozenset[Status]
    target: Status
    role: str
    needs_citation: bool = False
    needs_reason: bool = False
    needs_other_eyes: bool = False
    needs_own: bool = False
    open_to_coder: frozenset[Status] = frozenset()


class Citation(NamedTuple):
    """What a claim or outcome cites, what checking the quote found, and of a claim whether its speaker may be quoted as
    it says, and whether something odd about it was not confirmed."""

    quote: str
    locator: str
    quote_state: QuoteState
    by_stranger: bool = False
    unconfirmed: bool = False


def _index_by_name(*transitions: Transition) -> dict[str, Transition]:
    return {transition.name: transition for transition in transitions}


CLAIM_TRANSITIONS = _index_by_name(
    Transition(SUBMIT, EDITABLE_BY_ANALYSTS, Status.IN_REVIEW, ANALYST, needs_citation=True, needs_own=True),
    Transition(
        PUBLISH,
        frozenset({Status.IN_REVIEW}),
        Status.PUBLISHED,
        REVIEWER,
        needs_citation=True,
        needs_other_eyes=True,
    ),
    Transition(RETURN, frozenset({Status.IN_REVIEW}), Status.RETURNED, REVIEWER, needs_reason=True),
    Transition(
        WITHDRAW,
        frozenset(set(Status) - {Status.WITHDRAWN}),
        Status.WITHDRAWN,
        REVIEWER,
        needs_reason=True,
        open_to_coder=EDITABLE_BY_ANALYSTS,
    ),
)
# A recorded search or a remark is a draft or published; it has no other state.
RECORD_TRANSITIONS = _index_by_name(
    Transition(PUBLISH, frozenset({Status.DRAFT}), Status.PUBLISHED, REVIEWER, needs_other_eyes=True),
    Transition(TAKE_BACK, frozenset({Status.PUBLISHED}), Status.DRAFT, REVIEWER, needs_reason=True),
)

# A change of something that readers see is not edited: what a reviewer read, they publish or return.
CHANGE_STATUSES = (Status.IN_REVIEW, Status.RETURNED, Status.PUBLISHED, Status.WITHDRAWN)
CHANGE_TRANSITIONS = _index_by_name(
    Transition(PUBLISH, frozenset({Status.IN_REVIEW}), Status.PUBLISHED, REVIEWER, needs_other_eyes=True),
    Transition(RETURN, frozenset({Status.IN_REVIEW}), Status.RETURNED, REVIEWER, needs_reason=True),
    Transition(
        WITHDRAW,
        frozenset({Status.IN_REVIEW, Status.RETURNED}),
        Status.WITHDRAWN,
        REVIEWER,
        needs_reason=True,
        open_to_coder=frozenset({Status.IN_REVIEW, Status.RETURNED}),
    ),
)


def may_make(transition: Transition, *, status: Status, roles: Collection[str], mine: bool) -> bool:
    """Whether somebody with these roles may make the transition of a row of this status, if nothing else blocks it;
    `mine`: the row is theirs, or nobody's."""
    as_coder = ANALYST in roles and mine and status in transition.open_to_coder
    return transition.role in roles or as_coder


def find_citation_blockers(citation: Citation) -> list[Blocker]:
    """Return what keeps a claim or outcome with this citation from being published; empty when nothing does."""
    blockers = []
    if not citation.quote.strip() and not citation.locator.strip():
        blockers.append(Blocker.NO_PASSAGE)
    if citation.quote_state == QuoteState.MISSING:
        blockers.append(Blocker.MISSING_QUOTE)
    if citation.by_stranger:
        blockers.append(Blocker.STRANGER)
    return blockers


def find_blockers(
    transition: Transition,
    *,
    status: Status,
    roles: Collection[str],
    mine: bool,
    wrote_last: bool,
    reason: str,
    citation: Citation | None = None,
    day_taken: bool = False,
    names_suggested: bool = False,
) -> list[Blocker]:
    """Return what keeps a row from making the transition now; empty when nothing does.

    `roles` are the roles of whoever asks, `mine` whether the row is theirs or nobody's, `wrote_last` whether they wrote
    it last (False where four eyes are switched off). Only claims and outcomes have a citation; `day_taken` says whether
    the proposal of an outcome has another published one of its day, `names_suggested` whether the row names an actor or
    a proposal that is suggested only.
    """
    blockers = []
    if not may_make(transition, status=status, roles=roles, mine=mine):
        blockers.append(Blocker.ROLE)
    elif transition.needs_own and not mine and REVIEWER not in roles:
        blockers.append(Blocker.CODER)
    if status not in transition.sources:
        blockers.append(Blocker.STATUS)
    if transition.needs_citation and citation:
        blockers.extend(find_citation_blockers(citation))
        if citation.unconfirmed:
            blockers.append(Blocker.UNCONFIRMED)
    if transition.needs_citation and day_taken:
        blockers.append(Blocker.DAY_TAKEN)
    if transition.name == PUBLISH and names_suggested:
        blockers.append(Blocker.SUGGESTED)
    if transition.needs_reason and not reason.strip():
        blockers.append(Blocker.NO_REASON)
    if transition.needs_other_eyes and wrote_last:
        blockers.append(Blocker.WROTE_LAST)
    return blockers


def may_edit(*, status: Status, roles: Collection[str], mine: bool, signed: bool = False) -> bool:
    """Whether somebody with these roles may edit a row of this status; `mine`: it is theirs, or nobody's.

    What is published nobody edits: a change of it is proposed, and another publishes that. What is signed, a remark,
    are its author's words: a reviewer takes it back, but nobody else rewrites it.
    """
    if signed and not mine:
        return False
    if REVIEWER in roles:
        return status not in (Status.PUBLISHED, Status.WITHDRAWN)
    return ANALYST in roles and status in EDITABLE_BY_ANALYSTS and mine


def may_propose(*, roles: Collection[str], mine: bool, signed: bool = False) -> bool:
    """Whether somebody with these roles may propose a change of what readers see: any analyst, but of what is signed
    its author alone."""
    return ANALYST in roles and (mine or not signed)
