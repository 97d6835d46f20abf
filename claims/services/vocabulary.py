"""Work on the vocabulary by reviewers: rows are merged, split and moved, with all that names them.

A change is an object that says what it does (`VocabularyChange`). `preview` does it and undoes it, and `carry_out` does
it: both return the same Report, so that what was read is what is done. What readers see changes at once, by a reviewer
alone, and every row that changes keeps a history.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, ClassVar, Generic, NamedTuple, NoReturn, Protocol, TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError
from django.db.models import Model

from ..models import (
    Actor,
    Claim,
    LoadedRow,
    OldAddress,
    PendingChange,
    Proposal,
    Source,
    SourceReading,
)
from ..models.batches import InBatch
from ..models.history import Versioned
from ..roles import is_reviewer, read_closed
from ..rules.exchange import compute_digest
from ..rules.publishing import REVIEWER, Status
from .pending_changes import LINKS
from .write_gate import Gate, Refused, editing

SAY_WHY = "Say why: the history of every row that changes keeps the reason."
OVERTAKEN = "Something was changed since you looked: look again at what moves, then decide."
OUT_OF_SIGHT = "You cannot do this: ask a reviewer who works in all negotiations."
GONE = "What you chose is no longer there: somebody merged or deleted it."
UNTOLD = (InBatch, SourceReading)
UNDER_WAY = (Status.IN_REVIEW.value, Status.RETURNED.value)

Read = TypeVar("Read")
Linked = Actor | Proposal | Source  # what has a page, whose address lasts


class MovedRows(NamedTuple):
    """Rows of one model that a change moves or writes, as they are afterwards."""

    model: type[Model]
    rows: Sequence[Any]


class Report(NamedTuple):
    """What a change of the vocabulary does: the row that it ends in, what moves with it, and in sentences what else is
    to be known. `digest` tells two reports apart."""

    row: Any
    moved: Sequence[MovedRows]
    remarks: Sequence[str]
    digest: str


class Preview(NamedTuple, Generic[Read]):
    """What a change would do, and what somebody read of the database before and after it."""

    report: Report
    before: Read
    after: Read


class Watched(NamedTuple):
    """Where a change may change verdicts and stances: in these negotiations, in the cells of these proposals and in
    those of these holders (ids)."""

    negotiations: frozenset[int] = frozenset()
    proposals: frozenset[int] = frozenset()
    holders: frozenset[int] = frozenset()


class Moves:
    """What a change moves, noted as it is done inside an open gate."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.rows: dict[type[Model], dict[int, Any]] = {}
        self.remarks: list[str] = []

    def tell(self, sentence: str) -> None:
        self.remarks.append(sentence)

    def write(self, rows: Sequence[Any], names: Collection[str]) -> None:
        """Write these fields of rows of one model, each with its history. What is proposed of a row, and was not
        overtaken, stays so."""
        if not rows:
            return
        model, before = type(rows[0]), {row.pk: row.version for row in rows}
        if model._meta.many_to_many:  # whose history is written with the links
            for row in rows:
                row.save()
        else:
            self.gate.change_many(rows, names)
        self.note(rows)
        self._keep_up_proposed(model, before)

    def note(self, rows: Iterable[Any]) -> None:
        """Note rows that were written; of those of batches nothing is told, for some are blind."""
        for row in rows:
            if isinstance(row, UNTOLD):
                continue
            self.rows.setdefault(type(row), {})[row.pk] = row

    def delete(self, row: Versioned) -> None:
        """Delete a row whose history stays."""
        self.rows.get(type(row), {}).pop(row.pk, None)
        row.delete()

    def _keep_up_proposed(self, model: type[Model], before: Mapping[int, int]) -> None:
        """Let corrections and pending changes name the new versions of rows that they were proposed for."""
        written = self.rows.get(model, {})
        if model is Claim:
            drafts = Claim.objects.filter(corrects__in=before).exclude(status=Status.WITHDRAWN.value)
            current = [draft for draft in drafts if draft.corrects_version == before[_key(draft.corrects_id)]]
            for draft in current:
                draft.corrects_version = written[_key(draft.corrects_id)].version
            self.gate.change_many(current, {"corrects_version"})
            return
        link = next((link for target, link in LINKS.items() if target is model), None)
        if link is None:
            return
        waiting = PendingChange.objects.filter(**{f"{link}__in": before, "status__in": UNDER_WAY})
        for change in waiting.select_for_update():
            target = getattr(change, f"{link}_id")
            if change.target_version == before[target]:
                change.target_version = written[target].version
                change.save()

    def make_report(self, row: Any) -> Report:
        moved = [MovedRows(model, [*rows.values()]) for model, rows in self.rows.items() if rows]
        versions = {
            model._meta.label_lower: sorted((pk, getattr(one, "version", 0)) for pk, one in rows.items())
            for model, rows in self.rows.items()
        }
        return Report(row, moved, self.remarks, compute_digest({"rows": versions, "remarks": self.remarks}))


class VocabularyChange(Protocol):
    """A change of the vocabulary that can be looked at before it is made."""

    NAME: ClassVar[str]  # by which the history calls it

    @property
    def of_shared(self) -> bool:
        """Whether it is about a row that negotiations share, some of which may be out of the sight of who does it."""

    def carry_out(self, moves: Moves) -> Any:
        """Do it inside an open gate, and return the row that it ends in; raise Refused where it cannot be."""

    def watch(self) -> Watched:
        """Return where verdicts and stances may change."""

    def describe(self) -> str:
        """Say in the history what was done."""


class _Undo(Exception):
    """Takes back what a preview has done."""


def preview(change: VocabularyChange, *, user: User | None, read: Callable[[], Read]) -> Preview[Read]:
    """Return what a change would do, and what `read` reads before and after it: it is done, and undone again.

    Raise Refused where it cannot be done.
    """
    looked: list[Preview[Read]] = []
    with suppress(_Undo), editing(user, "looked at") as gate:
        before = read()
        report = _do(gate, change)
        looked.append(Preview(report, before, read()))
        raise _Undo
    return looked[0]


def carry_out(change: VocabularyChange, *, user: User | None, reason: str, digest: str | None = None) -> Report:
    """Make a change and return what it did, which must be what the Report of this digest said, where one is given.

    Raise Refused where it cannot be done, or where something of it was changed since that Report.
    """
    if not reason.strip():
        raise Refused([SAY_WHY])
    with editing(user, reason) as gate:
        report = _do(gate, change, reason)
        if digest is not None and digest != report.digest:
            raise Refused([OVERTAKEN])
        return report


def _do(gate: Gate, change: VocabularyChange, reason: str = "") -> Report:
    if gate.user is not None and not is_reviewer(gate.user):
        raise Refused([f"Only a {REVIEWER} may {change.NAME}."])
    moves, closed = Moves(gate), read_closed(gate.user) if gate.user else frozenset()
    try:
        hidden = change.watch().negotiations & closed
        if hidden and not change.of_shared:
            raise Refused([GONE])
        gate.reason = f"{change.describe()}: {reason}"
        with gate.releasing():
            report = moves.make_report(change.carry_out(moves))
        return _leave_out(report, closed) if hidden else report
    except Refused:
        if hidden and change.of_shared:
            raise Refused([OUT_OF_SIGHT]) from None
        raise
    except ObjectDoesNotExist:
        raise Refused([GONE]) from None
    except ValidationError as error:
        raise Refused(error.messages) from None
    except IntegrityError as error:
        raise Refused([f"The database refuses it: {error}"]) from None


def _leave_out(report: Report, closed: frozenset[int]) -> Report:
    """Leave out of a Report what is of negotiations that its reader does not work in, and sentences that may be."""
    moved = [MovedRows(model, _select_open(model, rows, closed)) for model, rows in report.moved]
    return report._replace(moved=[one for one in moved if one.rows], remarks=())


def _select_open(model: Any, rows: Sequence[Any], closed: frozenset[int]) -> list[Any]:
    link, _, rest = getattr(model, "TO_NEGOTIATION", "").partition("__")
    if rest:
        named = {getattr(row, f"{link}_id") for row in rows}
        among = model._meta.get_field(link).related_model._base_manager.filter(pk__in=named)
        hidden = {*among.filter(**{f"{rest}__in": closed}).values_list("pk", flat=True)}
        return [row for row in rows if getattr(row, f"{link}_id") not in hidden]
    if model is PendingChange:
        return []
    return [row for row in rows if getattr(row, "negotiation_id", None) not in closed]


def keep_old_address(row: Linked, now: Linked) -> None:
    """Let the address that a row has lead to where another one, or the row itself, is from now on."""
    kind, negotiation = row._meta.model_name, row.negotiation if isinstance(row, Proposal) else None
    old = OldAddress.objects.filter(slug=row.slug, negotiation=negotiation, **{f"{kind}__isnull": False}).first()
    old = old or OldAddress(slug=row.slug, negotiation=negotiation)
    setattr(old, str(kind), now)
    old.save()


def follow_in_seeds(row: Any, before: str, after: str) -> None:
    """Let the record of what was loaded know a row by its new name."""
    LoadedRow.objects.filter(kind=row._meta.model_name, target=before).update(target=after)


def point_changes(moves: Moves, gone: Any, kept: Any) -> None:
    """Let changes that wait for a reviewer, or were returned, propose the other one where they propose the one that
    goes."""
    for change in PendingChange.objects.filter(status__in=UNDER_WAY).select_for_update():
        naming = [
            field.attname
            for field in change.target._meta.concrete_fields
            if field.related_model is type(gone) and change.fields.get(field.attname) == gone.pk
        ]
        if naming:
            change.fields = {**change.fields, **dict.fromkeys(naming, kept.pk)}
            change.save()
            moves.note([change])


def refuse(reasons: Iterable[str]) -> NoReturn | None:
    """Raise Refused, if there are reasons."""
    if listed := [*reasons]:
        raise Refused(listed)
    return None


def _key(pk: int | None) -> int:
    return pk or 0
