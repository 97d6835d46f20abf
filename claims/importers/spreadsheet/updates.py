"""A file that was imported before, in a newer version: the claims that it has no more, and those that it has otherwise.

A claim that no row is may be one that a new row says in nearly the same words: a typo was mended. Else it has gone from
the file.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import Q

from ...models import Claim
from ...rules.likeness import is_near
from ...rules.publishing import Status
from .match import RowMatcher, StoredClaim, read_claims
from .rows import BatchPlan, ImportRow
from .spool import Spool, cut_into_batches

UNDER_WAY = (Status.DRAFT.value, Status.RETURNED.value, Status.IN_REVIEW.value)
Cell = tuple[int, int, int, str]  # source, holder, proposal, dimension


class NearClaim(NamedTuple):
    """A stored claim that no row is, and the line of a new one in nearly the same words."""

    line: int
    stored: StoredClaim


class MissingClaim(NamedTuple):
    """A stored claim of the file's sources that no row of it is."""

    pk: int
    public_id: str
    version: int


class Updates(NamedTuple):
    """What a file says otherwise than before, and what no more."""

    near: list[NearClaim]
    missing: list[MissingClaim]


def find_updates(
    plans: Spool[BatchPlan],
    matched: Collection[int],
    sources: Collection[int],
    negotiations: Collection[int],
    reason: str,
    coders: Collection[int],
) -> Updates:
    """Return what a file leaves of the claims of these sources, and of those that were imported with this `reason`, in
    the negotiations (keys) that it names.

    `matched` are the keys of claims that rows are. What others than `coders` have under way is none of the file's.
    """
    missing = [claim for claim in _read_others(sources, negotiations, reason, coders) if claim.pk not in matched]
    if not missing:
        return Updates([], [])
    near = _find_near(plans, {claim.pk for claim in missing})
    taken = {pair.stored.pk for pair in near}
    return Updates(near, [claim for claim in missing if claim.pk not in taken])


def replace_near(plans: Spool[BatchPlan], near: list[NearClaim], matcher: RowMatcher) -> Spool[BatchPlan]:
    """Return the plans with the claims of near rows changed instead of made anew."""
    stored_of = {pair.line: pair.stored for pair in near}
    replaced: Spool[BatchPlan] = Spool()
    for plan in plans:
        changed = list(plan.changed)
        for new in plan.new:
            if new.line in stored_of:
                change = matcher.change(ImportRow(new.line, "", 0, "", new.fields), stored_of[new.line])
                changed += matcher.judge(BatchPlan([], [change]), noted=True).changed if change else []
        replaced.put(BatchPlan([new for new in plan.new if new.line not in stored_of], changed))
    plans.close()
    return replaced


def _read_others(
    sources: Collection[int], negotiations: Collection[int], reason: str, coders: Collection[int]
) -> Iterator[MissingClaim]:
    claims = Claim.objects.exclude(status=Status.WITHDRAWN.value).filter(corrects=None)
    claims = claims.filter(proposal__negotiation__in=list(negotiations))
    theirs = Q(status__in=UNDER_WAY) & Q(coder__isnull=False) & ~Q(coder__in=coders)
    claims = claims.exclude(theirs).order_by("pk")
    seen = set()
    brought = Claim.history.filter(history_type="+", history_change_reason=reason).values("id")
    chosen = [Q(source__in=batch) for batch in cut_into_batches(sorted(sources))]
    for condition in (*chosen, Q(pk__in=brought)):
        for row in claims.filter(condition).values_list("pk", "public_id", "version").iterator():
            if row[0] not in seen:
                seen.add(row[0])
                yield MissingClaim(*row)


def _find_near(plans: Spool[BatchPlan], missing: set[int]) -> list[NearClaim]:
    """Return the missing claims that new rows say in nearly the same words, each once."""
    quotes: dict[Cell, list[tuple[int, str]]] = defaultdict(list)
    for plan in plans:
        for new in plan.new:
            fields = new.fields
            cell = fields["source"], fields["holder"], fields["proposal"], fields["dimension"]
            if not new.public_id and fields["quote"] and min(cell[:3]) > 0:
                quotes[cell].append((new.line, fields["quote"]))
    near: list[NearClaim] = []
    taken: set[int] = set()
    if not quotes:
        return near
    for batch in cut_into_batches(sorted(missing)):
        for stored in read_claims(Claim.objects.filter(pk__in=batch)):
            fields = stored.fields
            cell = fields["source"], fields["holder"], fields["proposal"], fields["dimension"]
            for line, quote in quotes.get(cell, ()):
                if line not in taken and is_near(quote, fields["quote"]):
                    taken.add(line)
                    near.append(NearClaim(line, stored))
                    break
    return near
