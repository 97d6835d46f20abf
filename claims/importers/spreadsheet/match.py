"""Second pass of an import: rows → the claims that they are, and what is to be done, or faults.

A row is the claim that its `claim` names. Without that it is the claim of the same identity
(`rules.exchange.compute_identity`); where several rows or claims share one, that with the same conditions, since one
passage may yield several claims under different conditions (codebook, rule 12).
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from ...models import Claim
from ...models.claims import CLAIM_CONTENT
from ...rules import exchange
from ...rules.exchange import Fields
from ...rules.publishing import Status
from ...rules.quotes import QuoteCheck, QuoteState
from ...rules.scales import SaidOnIs
from ...wording.exchange import write_fault
from ..errors import FileErrors
from .answered_wordings import KEPT, keeps_another
from .citations import FileCitations
from .row_state import say_why_kept
from .row_warnings import RowWarnings
from .rows import BatchPlan, ChangedClaim, ImportRow, NewClaim
from .spool import RepeatedKeys
from .texts import FileTexts

IDS_LISTED = 5
REFERRED = ("source", "proposal", "holder")
DAYS_BY_DEFAULT = (SaidOnIs.LOOSE.value, SaidOnIs.PUBLICATION.value)
PASSAGE = ("quote", "prefix", "suffix", "source")


class StoredClaim(NamedTuple):
    """A claim of the database."""

    pk: int
    public_id: str
    version: int
    status: str
    corrects: int | None
    identity: str
    quote_state: str
    quote_start: int | None
    quote_end: int | None
    fields: Fields

    @property
    def quote(self) -> QuoteCheck:
        return QuoteCheck(QuoteState(self.quote_state), self.quote_start, self.quote_end)


class TakingRow(NamedTuple):
    """The row that was first to be a claim, and whether it names that by an id."""

    line: int
    names_id: bool


class RowMatcher:
    """Matches spooled rows; `absent` are the columns that the file has not, which stay as they are stored, `moved` the
    sources to which it gives another day; `unconfirmed` takes what is odd about rows, `texts` come with the file."""

    def __init__(
        self,
        absent: Sequence[str],
        publish: bool,
        faults: FileErrors,
        repeats: RepeatedKeys,
        moved: Collection[int],
        unconfirmed: RowWarnings,
        texts: FileTexts | None = None,
    ) -> None:
        self.absent, self.moved = absent, moved
        self.publish = publish
        self.faults, self.repeats = faults, repeats
        self.unconfirmed = unconfirmed
        self.taken: dict[Hashable, TakingRow] = {}  # of repeated claims only
        self.citations = FileCitations(faults, texts)
        self.unchanged = 0
        self.before: dict[int, StoredClaim] = {}  # of each change that is to be judged, by key
        self.lines: dict[int, int] = {}  # of each stored claim that a row is, by key
        self.any_stored = Claim.objects.exists()

    def plan(self, batch: list[ImportRow]) -> BatchPlan:
        """Return what is to be written of a batch; what would change nothing is only counted."""
        by_id, by_identity = self._read_stored(batch)
        plan = BatchPlan([], [])
        for row in batch:
            stored = by_id.get(row.claim) if row.claim else self._pick(row, by_identity[row.identity])
            if self._is_taken(row, stored):
                continue
            if stored:
                self.lines[stored.pk] = row.line
                change = self.change(row, stored)
                if change:
                    plan.changed.append(change)
            else:
                quote, status = self.citations.check(row.fields), Status.PUBLISHED if self.publish else Status.DRAFT
                if self.citations.allows(row.line, row.fields, status, quote):
                    plan.new.append(NewClaim(row.line, row.claim, status, row.fields, quote))
        return self.judge(plan)

    def judge(self, plan: BatchPlan, noted: bool = False) -> BatchPlan:
        """Return a plan whose claims keep what is confirmed of them; what is not is noted, unless it was before."""
        before = {change.pk: self.before.pop(change.pk) for change in plan.changed}
        fields = {pk: stored.fields for pk, stored in before.items()}
        self.unconfirmed.judge(plan, fields, self.absent, noted)
        changed = [
            change
            for change in plan.changed
            if change.fields != fields[change.pk] or change.status != before[change.pk].status
        ]
        self.unchanged += len(plan.changed) - len(changed)  # all that differed was confirmed in vain
        return BatchPlan(plan.new, changed)

    def _read_stored(self, batch: list[ImportRow]) -> tuple[dict[str, StoredClaim], dict[str, list[StoredClaim]]]:
        """Return the claims that rows may be: by public id, and by identity."""
        ids = {row.claim for row in batch if row.claim}
        identities = {row.identity for row in batch if not row.claim}
        by_id: dict[str, StoredClaim] = {}
        by_identity: dict[str, list[StoredClaim]] = defaultdict(list)
        if ids:
            by_id = {stored.public_id: stored for stored in read_claims(Claim.objects.filter(public_id__in=ids))}
        if identities:
            for stored in read_claims(Claim.objects.filter(identity__in=identities, corrects=None)):
                by_identity[stored.identity].append(stored)
        self._add_of_other_days([row for row in batch if not row.claim and not row.day_given], by_identity)
        return by_id, by_identity

    def _add_of_other_days(self, rows: list[ImportRow], by_identity: dict[str, list[StoredClaim]]) -> None:
        """Find for rows that say no day themselves the claims that said none either: the day by default, the source's
        or the command's, is no part of what a claim is."""
        rows = [row for row in rows if row.identity not in by_identity and all(row.fields[n] > 0 for n in REFERRED)]
        if not rows or not self.any_stored:
            return
        alike: dict[tuple[Any, ...], list[StoredClaim]] = defaultdict(list)
        chosen = {f"{name}__in": {row.fields[name] for row in rows} for name in REFERRED}
        claims = Claim.objects.filter(**chosen, said_on_is__in=DAYS_BY_DEFAULT, corrects=None)
        for stored in read_claims(claims):
            alike[_tell_but_day(stored.fields)].append(stored)
        for row in rows:
            if row.identity not in by_identity and (candidates := alike.get(_tell_but_day(row.fields))):
                by_identity[row.identity] = candidates

    def _pick(self, row: ImportRow, candidates: list[StoredClaim]) -> StoredClaim | None:
        """Return the claim that a row without an id is, or None for a new one; withdrawn claims come last."""
        any_conditions = "conditions" in self.absent
        same = _prefer_alive(
            [c for c in candidates if any_conditions or c.fields["conditions"] == row.fields["conditions"]]
        )
        if len(same) > 1:
            ids = ", ".join(stored.public_id for stored in same[:IDS_LISTED])
            self.faults.add(row.line, "claim", f"may be any of several claims ({ids}): name one by its id.")
        if same:
            return same[0]
        alive = _prefer_alive(candidates)
        alone = len(alive) == 1 and row.identity not in self.repeats
        return alive[0] if alone else None

    def _is_taken(self, row: ImportRow, stored: StoredClaim | None) -> bool:
        """Whether a row above is the same claim, which is a fault.

        Two rows that name ids which no claim has yet are two claims, whatever they say.
        """
        if stored and stored.pk in self.lines:
            self.faults.add(row.line, "claim" if row.claim else "", _write_same(row, stored, self.lines[stored.pk]))
            return True
        names = {row.identity, row.claim or row.identity, stored.identity if stored else row.identity}
        if not any(name in self.repeats for name in names):
            return False
        this = TakingRow(row.line, bool(row.claim))
        keys: list[Hashable] = [stored.pk] if stored else [(row.identity, row.fields["conditions"])]
        if row.claim and not stored:
            keys.insert(0, row.claim)
        for key in keys:
            first = self.taken.setdefault(key, this)
            two_ids = isinstance(key, tuple) and first.names_id and this.names_id
            if first is not this and not two_ids:
                self.faults.add(row.line, "claim" if row.claim else "", _write_same(row, stored, first.line))
                return True
        return False

    def change(self, row: ImportRow, stored: StoredClaim) -> ChangedClaim | None:
        """Return what a row changes of a stored claim, if anything, and if that may be; `judge` is to follow."""
        fields = row.fields
        if not row.day_given and fields["said_on_is"] == SaidOnIs.LOOSE:
            fields |= {
                name: stored.fields[name] for name in ("said_on", "said_on_is")
            }  # the command's day says nothing
        kept = {name: stored.fields[name] for name in self.absent}
        if fields["source"] in self.moved and kept.get("said_on_is") == fields["said_on_is"] == SaidOnIs.PUBLICATION:
            kept.pop("said_on", None)  # it was said on the source's day, whichever that is
        fields.update(kept)
        differs = fields != stored.fields
        publishes = self.publish and stored.status not in (Status.PUBLISHED, Status.WITHDRAWN)
        if not differs and not (publishes and stored.corrects is None):
            self.unchanged += 1
            return None
        reason = self._say_why_kept(row, stored, differs)
        if reason:
            self.faults.add(row.line, "claim", f"{stored.public_id} {reason}")
            return None
        if "wording" in kept and keeps_another(stored.fields, fields, fields.keys() - kept.keys()):
            self.faults.add(row.line, "wording", f"{stored.public_id} {KEPT}")
            return None
        same_passage = all(fields[name] == stored.fields[name] for name in PASSAGE)
        quote = self.citations.check_again(fields, stored.quote) if same_passage else self.citations.check(fields)
        status = Status.PUBLISHED if publishes else stored.status
        broken = exchange.check_claim(fields)
        for fault in broken:
            reason = f"{write_fault(fault)} ({stored.public_id} keeps what the file leaves out.)"
            self.faults.add(row.line, fault.field, reason)
        if broken or not self.citations.allows(row.line, fields, status, quote):
            return None
        self.before[stored.pk] = stored
        return ChangedClaim(row.line, stored.pk, stored.version, status, fields, quote)

    def _say_why_kept(self, row: ImportRow, stored: StoredClaim, differs: bool) -> str:
        """Return why a stored claim cannot be changed, or an empty text."""
        if stored.corrects is not None:
            return "is a correction that waits for a reviewer to publish or return it."
        return say_why_kept(stored.status, stored.version, row.version, publish=self.publish, differs=differs)


def _write_same(row: ImportRow, stored: StoredClaim | None, line: int) -> str:
    """Say why a row is the claim of an earlier line, and what would tell the two apart."""
    if row.claim:
        return (
            f"is the same claim as line {line}: the id “{row.claim}” stands for it. Another claim has an id of its own."
        )
    quote = "and quote" if row.fields["quote"] else "and no quote"
    same = f"the same holder, speaker, proposal, dimension, attribution, day, source {quote}"
    also = f", which is {stored.public_id} here" if stored else ""
    apart = "the passage in “quote”, the day in “said_on”, a condition in “conditions”, an id in “claim”"
    names = "of two of one name “holder_key” or “proposal_key”"
    return f"is the same claim as line {line}{also}: {same}. What tells two claims apart: {apart}, or {names}."


def _prefer_alive(claims: list[StoredClaim]) -> list[StoredClaim]:
    """Return the claims that are not withdrawn, or all where all are."""
    return [claim for claim in claims if claim.status != Status.WITHDRAWN] or claims


def _tell_but_day(fields: Fields) -> tuple[Any, ...]:
    """Return what tells a claim from others but for its day."""
    return tuple(fields[name] for name in exchange.IDENTIFYING if name != "said_on")


def read_claims(claims: QuerySet[Claim]) -> Iterator[StoredClaim]:
    own = ("pk", "public_id", "version", "status", "corrects", "identity", "quote_state", "quote_start", "quote_end")
    rows = claims.order_by("pk").values_list(*own, *CLAIM_CONTENT)
    for pk, public_id, version, status, corrects, identity, state, start, end, *content in rows:
        fields = dict(zip(CLAIM_CONTENT, content, strict=True))
        fields["note"] = fields["note"].replace("\r\n", "\n")  # as browsers send lines, and no file holds them
        yield StoredClaim(pk, public_id, version, status, corrects, identity, state, start, end, fields)
