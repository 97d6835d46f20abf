"""Making a row what it was: at an earlier version, or before it was deleted.

Nothing is lost by it: what a row is now stays in its history. What readers see passes by another's eyes: of a published
claim the earlier version comes as a correction, of a source that is cited, or of a published outcome, search or remark,
as a change that waits.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError

from ..models import (
    Actor,
    Claim,
    EditorialNote,
    Negotiation,
    OldAddress,
    Outcome,
    PendingChange,
    Proposal,
    SearchRecord,
    Source,
    SourceCoding,
)
from ..models.claims import CLAIM_CONTENT
from ..models.history import Versioned, name_record
from ..models.reviewable import Reviewable
from ..models.stretches import OfStretch
from ..roles import is_reviewer
from ..rules.folding import isolate
from ..rules.publishing import REVIEWER, Status
from . import corrections, pending_changes
from .claims import save_claim
from .outcomes import save_outcome
from .review import may_edit
from .sources import save_source
from .stretches import save_stretches
from .write_gate import Gate, Refused, editing

RESTORED = "version {number} restored: {reason}"
BROUGHT_BACK = "brought back: {reason}"
SAY_WHY = "Say why: the history keeps the reason."
DELETED_SINCE = "It was deleted since."
# What is no part of a version: whose text is held, and who sees a negotiation, is settled where that is done.
LEFT_AS_IT_IS: Mapping[type[Versioned], frozenset[str]] = {
    Source: frozenset({"text_sha256"}),
    Negotiation: frozenset({"public", "team"}),
}
WAIT_FOR_A_REVIEWER = (Source, SourceCoding, Outcome, SearchRecord, EditorialNote)
MayName = Callable[[Any], bool] | None  # whether another row may be named to the user; None: each


class Restored(NamedTuple):
    """What came of restoring a version: the row as it is, or the correction or change of it that `waits`."""

    row: Versioned
    waits: bool


def may_restore(row: Versioned, user: User) -> bool:
    """Whether the user may make a row what it was at an earlier version, as far as the row as it is now tells."""
    if isinstance(row, PendingChange) or not user.has_perm(f"claims.change_{row._meta.model_name}"):
        return False
    if waits_for_a_reviewer(row):
        service: Any = corrections if isinstance(row, Claim) else pending_changes
        return bool(service.may_propose(row, user))
    return not isinstance(row, Claim | Outcome | SearchRecord | EditorialNote) or may_edit(row, user)


def waits_for_a_reviewer(row: Versioned) -> bool:
    """Whether readers see a row, so that an earlier version of it waits for a reviewer (three queries at most)."""
    if isinstance(row, Claim):
        return bool(row.status == Status.PUBLISHED)
    return isinstance(row, WAIT_FOR_A_REVIEWER) and row.is_public()


def restore(record: Any, *, user: User, version: int, reason: str, may_name: MayName = None) -> Restored:
    """Give a row the content of one of its history rows: at once, or where readers see it as a correction or a change
    that waits; its state, its names in addresses and who coded it stay.

    Raise Stale where the row is no longer at this version, Refused where the user may not, gives no reason, or the
    rules no longer allow that content. What is told of others names those that they `may_name`.
    """
    if not reason.strip():
        raise Refused([SAY_WHY])
    model = record.instance_type
    why = RESTORED.format(number=record.version, reason=reason)
    try:
        published = model is Claim and Claim.objects.published().filter(pk=record.id).first()
        if published:
            _refuse_gone(record, CLAIM_CONTENT)
            earlier = record.instance
            content = {name: getattr(earlier, name) for name in CLAIM_CONTENT}
            if all(getattr(published, name) == value for name, value in content.items()):
                raise Refused([f"It is what it was at version {record.version} already."])
            return Restored(
                corrections.propose(published, user=user, version=version, reason=why, content=content), waits=True
            )
        with editing(user, why) as gate:
            return _restore(gate, record, version, may_name)
    except ValidationError as error:
        raise Refused([f"Version {record.version} is not allowed any more. {' '.join(error.messages)}"]) from None
    except model.DoesNotExist:
        raise Refused([DELETED_SINCE]) from None


def _restore(gate: Gate, record: Any, version: int, may_name: MayName) -> Restored:
    model = record.instance_type
    names = list_restored(model)
    _refuse_gone(record, names)
    if model in (Claim, Outcome):
        gate.lock(Source, record.source_id)  # first, as saving a source does: the quote is looked for in its text
    row: Any = gate.lock(model, record.id, version)
    if gate.user is None or not may_restore(row, gate.user):
        raise Refused([f"This {model._meta.verbose_name} is not yours to change as it is now."])
    links = _read_links(record)
    columns = [model._meta.get_field(name).attname for name in names]
    differ = [column for column in columns if getattr(row, column) != getattr(record, column)]
    linked = [name for name, keys in links.items() if keys != set(getattr(row, name).values_list("pk", flat=True))]
    if not differ and not linked:
        raise Refused([f"It is what it was at version {record.version} already."])
    for column in differ:
        setattr(row, column, getattr(record, column))
    row.may_name = may_name
    row.full_clean(exclude=row.DERIVED)
    if waits_for_a_reviewer(row):
        change = pending_changes.propose(gate, row)
        if change is None:
            raise Refused([f"It is what it was at version {record.version} already."])
        return Restored(change, waits=True)
    _save(gate, row)
    for name in linked:
        getattr(row, name).set(links[name])
    return Restored(row, waits=False)


def bring_back(record: Any, *, user: User, reason: str, may_name: MayName = None) -> Any:
    """Make a deleted row again, by the history row of its deletion: with its key, its names and what it was linked
    with; the texts of a source, which outlive it, are its own again. What was published comes back as a draft.

    Raise Refused where the user is no reviewer or gives no reason, where it is there, or where something has taken its
    place or what it names is gone. What is told of others names those that they `may_name`.
    """
    model = record.instance_type
    if not is_reviewer(user):
        raise Refused([f"Only a {REVIEWER} brings back what was deleted."])
    if not reason.strip():
        raise Refused([SAY_WHY])
    if model is PendingChange:
        raise Refused(["A change of what is published is proposed anew."])
    try:
        with editing(user, BROUGHT_BACK.format(reason=reason)) as gate:
            if model._base_manager.filter(pk=record.id).exists():
                raise Refused(["It is there again already."])
            _refuse_gone(
                record, [field.name for field in model._meta.concrete_fields if hasattr(record, field.attname)]
            )
            _refuse_old_address(record, may_name)
            row: Any = record.instance
            row._state.adding = True
            row.may_name = may_name
            if isinstance(row, Reviewable) and row.status == Status.PUBLISHED:
                row.status = Status.DRAFT.value if isinstance(row, Claim | Outcome) else Status.DRAFT
            row.full_clean(exclude=row.DERIVED)
            _save(gate, row)
            for name, keys in _read_links(record).items():
                getattr(row, name).set(keys)
    except ValidationError as error:
        raise Refused(error.messages) from None
    return row


def list_restored(model: type[Versioned]) -> list[str]:
    """Return the names of the fields that a version gives back to its row."""
    if model is Claim:
        return list(CLAIM_CONTENT)
    left = LEFT_AS_IT_IS.get(model, frozenset())
    fields = [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]
    return [field.name for field in fields if field.name not in left]


def _read_links(record: Any) -> dict[str, set[int]]:
    """Return {field: keys} of the rows that a row was linked with at a version; at its deletion, before that (two
    queries for each)."""
    model = record.instance_type
    if record.history_type == "-":
        earlier = model.history.filter(id=record.id, history_id__lt=record.history_id).exclude(history_type="-")
        record = earlier.order_by("-history_id").first() or record
    links = {}
    for field in model.history.model._history_m2m_fields:
        if field.name not in LEFT_AS_IT_IS.get(model, ()):
            column = f"{field.m2m_reverse_field_name()}_id"
            keys = set(getattr(record, field.name).values_list(column, flat=True))
            _refuse_missing(field, keys)
            links[field.name] = keys
    return links


def _refuse_gone(record: Any, names: Any) -> None:
    """Raise Refused where a version names a row that is no longer there (a query for each that it names)."""
    for name in names:
        field = record.instance_type._meta.get_field(name)
        if field.is_relation and getattr(record, field.attname) is not None:
            _refuse_missing(field, {getattr(record, field.attname)})


def _refuse_missing(field: Any, keys: set[int]) -> None:
    """Raise Refused where any of the rows that a field names is no longer there."""
    model = field.related_model
    gone = keys - set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    if not gone:
        return
    names = [str(key) for key in sorted(gone)]
    if hasattr(model, "history"):
        kept = model.history.filter(id__in=gone).order_by("history_id")
        names = sorted({record.id: isolate(name_record(record)) for record in kept}.values())
    listed = ", ".join(f"“{name}”" for name in names)
    raise Refused([f"It names the {model._meta.verbose_name} {listed}, which is no longer there."])


def _refuse_old_address(record: Any, may_name: MayName) -> None:
    """Raise Refused where the address of a deleted row leads to another row now, into which it was merged (a query)."""
    model = record.instance_type
    kinds: dict[type[Versioned], dict[str, Any]] = {
        Actor: {"actor__isnull": False},
        Source: {"source__isnull": False},
        Proposal: {"proposal__isnull": False, "negotiation": getattr(record, "negotiation_id", None)},
    }
    if model in kinds and (old := OldAddress.objects.filter(slug=record.slug, **kinds[model]).first()):
        named = f"“{isolate(str(old.row))}”" if may_name is None or may_name(old.row) else "another"
        raise Refused([f"Its address leads to {named} now, into which it was merged."])


def _save(gate: Gate, row: Any) -> None:
    """Save a row as whoever edits one of its kind does."""
    try:
        if isinstance(row, Claim):
            save_claim(gate, row)
        elif isinstance(row, Outcome):
            save_outcome(gate, row)
        elif isinstance(row, Source):
            save_source(gate, row)
        elif isinstance(row, OfStretch):
            save_stretches(gate, [row])
        else:
            gate.save(row)
    except ObjectDoesNotExist:
        raise Refused([DELETED_SINCE]) from None
