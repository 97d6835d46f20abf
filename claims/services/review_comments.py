"""Writing to each other of a claim: what a coder or a reviewer asks or answers, and what is settled by it."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from ..models import Claim, ReviewComment
from ..models.review_comments import ReviewCommentQuerySet, read_versions
from ..roles import is_analyst, is_reviewer
from ..rules.publishing import REVIEWER, Status
from ..rules.threads import ANSWERING, FINAL, LONGEST_COMMENT, find_awaited, find_steps
from .write_gate import Gate, Refused, editing

AT_ONCE = 500  # claims asked about in one statement
SAY_SOMETHING = "Write what you have to say."
WITHDRAWN = "The claim is withdrawn: nobody works on it any more."
NOT_YOURS = f"Its coder and every {REVIEWER} write comments on a claim; this one is somebody else's."
TOO_LONG = "A comment has at most {most:,} characters; this one has {number:,}."


def may_comment(claim: Claim, user: User) -> bool:
    """Whether the user may write comments on a claim (one query, once for a user object)."""
    return claim.status != Status.WITHDRAWN and _takes_part(claim, user)


def comment(claim: Claim, text: str, *, user: User) -> ReviewComment:
    """Write a comment on a claim: it answers what awaits the user there, and awaits whoever is to answer it.

    Raise Refused where the user may not, or where it says nothing or too much.
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused([SAY_SOMETHING])
    if len(text) > LONGEST_COMMENT:
        raise Refused([TOO_LONG.format(most=LONGEST_COMMENT, number=len(text))])
    with editing(user) as gate:
        claim = gate.lock(Claim, claim.pk)
        _refuse_strangers(claim, user)
        _settle(gate, ReviewComment.objects.awaiting(user).filter(claim=claim))
        written = ReviewComment(claim=claim, author=user, text=text, awaits_id=_find_awaited(claim, user))
        written.save()
    return written


def settle(claim: Claim, comment_key: int, *, user: User) -> bool:
    """Say that a comment on a claim needs no answer any more; return whether it still did. Raise Refused where the user
    may not."""
    with editing(user) as gate:
        claim = gate.lock(Claim, claim.pk)
        _refuse_strangers(claim, user)
        return bool(_settle(gate, ReviewComment.objects.open().filter(claim=claim, pk=comment_key)))


def settle_passed(gate: Gate, claims: Sequence[Claim], name: str) -> None:
    """Settle what a transition of claims, which the gate holds, answers: all of it where it is the last word, else what
    awaits whoever makes it."""
    if name not in FINAL and (name not in ANSWERING or gate.user is None):
        return
    whose = ~Q(awaits=None) if name in FINAL else Q(awaits=gate.user)
    keys = [claim.pk for claim in claims]
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        _settle(gate, ReviewComment.objects.filter(whose, claim__in=some, settled_at=None))


def _takes_part(claim: Claim, user: User) -> bool:
    return is_reviewer(user) or (is_analyst(user) and claim.is_theirs(user))


def _refuse_strangers(claim: Claim, user: User) -> None:
    if claim.status == Status.WITHDRAWN:
        raise Refused([WITHDRAWN])
    if not _takes_part(claim, user):
        raise Refused([NOT_YOURS])


def _settle(gate: Gate, comments: ReviewCommentQuerySet) -> int:
    return comments.update(settled_at=timezone.now(), settled_by=gate.user)


def _find_awaited(claim: Claim, user: User) -> int | None:
    """Return who is to answer what a user writes now, of those who can still log in (four queries at most)."""
    spoken = [(step.at, step.user) for step in find_steps(read_versions([claim.pk])[claim.pk])]
    spoken += ReviewComment.objects.filter(claim=claim).values_list("written_at", "author")
    spoken.sort(key=lambda one: one[0])
    voices = [voice for _, voice in spoken if voice is not None]
    active = set(User.objects.filter(pk__in=voices, is_active=True).values_list("pk", flat=True))
    coder = claim.coder_id if claim.coder and claim.coder.is_active else None
    return find_awaited(user.pk, coder, [voice for voice in voices if voice in active])
