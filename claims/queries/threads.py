"""What was said of claims among their coders and reviewers, in the order of time: the steps by which each passed, with
the remarks on them, and the comments between. No page of readers asks for it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from ..models import Claim, ReviewComment
from ..models.review_comments import read_versions
from ..rules.publishing import Status
from ..rules.threads import ClaimVersion, find_steps
from ..wording.threads import write_step


class ThreadEntry(NamedTuple):
    """A step (the status to which it led, and in words what was done) or a comment (its key): when, by whom, what was
    said, who is still to answer it, and who settled it."""

    at: datetime
    author: str
    text: str
    step: str = ""
    done: str = ""
    awaits: str = ""
    settled_by: str = ""
    comment: int | None = None


class Awaiting(NamedTuple):
    """Numbers of claims on which comments await a user: what others remark on claims that they code, and what coders
    answer to their remarks."""

    remarks: int
    answers: int


def read_thread(claim: Claim) -> list[ThreadEntry]:
    """Return what was done and said of a claim, the newest last (three queries)."""
    return read_threads([claim])[claim.pk]


def read_threads(claims: Collection[Claim]) -> dict[int, list[ThreadEntry]]:
    """Return {key: what was done and said of it, the newest last} of claims (three queries)."""
    keys = [claim.pk for claim in claims]
    steps = {pk: find_steps(versions) for pk, versions in read_versions(keys).items()}
    comments: dict[int, list[ReviewComment]] = {pk: [] for pk in keys}
    rows = ReviewComment.objects.filter(claim__in=keys).select_related("author", "awaits", "settled_by")
    for row in rows.order_by("written_at", "pk"):
        comments[row.claim_id].append(row)
    users = {step.user for of_claim in steps.values() for step in of_claim} | {claim.coder_id for claim in claims}
    named = User.objects.filter(pk__in=[user for user in users if user is not None])
    names = {user.pk: user.get_username() for user in named}
    return {claim.pk: _merge(claim, steps[claim.pk], comments[claim.pk], names) for claim in claims}


def count_awaiting(user: User, claims: QuerySet[Claim]) -> Awaiting:
    """Count those of the claims on which comments await a user (one query). They are looked for from the comments: of a
    large table these name few."""
    own, waiting = Q(coder=user), _match_awaiting(user)
    return Awaiting(
        **claims.filter(waiting).order_by().aggregate(remarks=Count("pk", filter=own), answers=Count("pk", filter=~own))
    )


def select_commented(user: User, claims: QuerySet[Claim], *, own: bool) -> QuerySet[Claim]:
    """Return those of the claims on which comments await a user: of claims that they code, or of those of others."""
    waiting = claims.filter(_match_awaiting(user))
    return waiting.filter(coder=user) if own else waiting.exclude(coder=user)


def _match_awaiting(user: User) -> Q:
    """Match the claims on which comments await a user."""
    return Q(pk__in=ReviewComment.objects.awaiting(user).order_by().values("claim"))


def _merge(
    claim: Claim, steps: list[ClaimVersion], comments: list[ReviewComment], names: dict[int, str]
) -> list[ThreadEntry]:
    entries = [
        ThreadEntry(
            step.at,
            names.get(step.user or 0, ""),
            step.remark,
            step.status.value,
            write_step(step.status, first=number == 0),
            awaits=names.get(claim.coder_id or 0, "") if _awaits_coder(claim, step, steps, comments) else "",
        )
        for number, step in enumerate(steps)
    ]
    entries += [
        ThreadEntry(
            row.written_at,
            row.author.get_username(),
            row.text,
            awaits=row.awaits.get_username() if row.awaits and row.is_open else "",
            settled_by=row.settled_by.get_username() if row.settled_by else "",
            comment=row.pk,
        )
        for row in comments
    ]
    return sorted(entries, key=lambda entry: entry.at)


def _awaits_coder(claim: Claim, step: ClaimVersion, steps: list[ClaimVersion], comments: list[ReviewComment]) -> bool:
    """Whether a step returned a claim to its coder, who has neither answered nor submitted it again."""
    returned = step is steps[-1] and step.status == claim.status == Status.RETURNED
    return returned and not any(row.author_id == claim.coder_id and row.written_at > step.at for row in comments)
