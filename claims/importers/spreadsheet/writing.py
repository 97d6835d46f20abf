"""What an import writes: new rows that claims refer to, then claims, all through one open gate."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model

from ...models import Actor, Claim, Negotiation, Participant, Proposal, Side, Source, Topic
from ...models.claims import CLAIM_CONTENT
from ...models.public_ids import new_public_id
from ...models.vocabulary import ActorKind
from ...services import review
from ...services.sources import add_sources, save_source
from ...services.stretches import order_stretches
from ...services.warnings import SAID_LATER, LaterClaims, settle_day
from ...services.write_gate import Gate
from .descriptions import ChangedRow
from .names import NameIndex, NewRows, SharedNames
from .rows import ChangedClaim, NewClaim
from .spool import cut_into_batches
from .updates import MissingClaim

REFERENCES = {"source": Source, "holder": Actor, "speaker": Actor, "proposal": Proposal}
ATTNAMES = {field.name: field.attname for field in Claim._meta.concrete_fields}

Keys = dict[type[Model], dict[int, int]]  # of new rows, by the negative numbers that they went by


class ChangedMeanwhile(Exception):
    """Somebody else changed what the file was checked against."""


def write_names(
    gate: Gate,
    new_rows: Iterable[NewRows],
    check: Callable[[Any], object] = lambda row: None,
    others: Keys | None = None,
) -> Keys:
    """Save the new rows that claims refer to, each checked before; return their keys beside those of others."""
    keys = others or {model: {} for model in (Negotiation, Side, Topic, Actor, Participant, Proposal, Source)}
    for new in new_rows:
        for row in new.rows:
            refer(row, new.references, keys)
            check(row)
        numbers = {id(row): -place for place, row in enumerate(new.names.new, start=1)}
        for batch in cut_into_batches(new.rows):
            gate.create_many(batch)
            keys[new.names.model].update({numbers[id(row)]: row.pk for row in batch})
    return keys


def write_sources(gate: Gate, sources: NameIndex[Source], texts: Mapping[str, str] | None = None) -> dict[int, int]:
    """Save the new sources, with their texts where there are any (by slug); return their keys."""
    add_sources(gate, sources.new, texts)
    return {-place: row.pk for place, row in enumerate(sources.new, start=1)}


def change_sources(gate: Gate, changed: dict[int, dict[str, Any]]) -> None:
    """Save what a file changes of sources that are here; what a new day means for claims, `settle_days` looks at once
    these are written."""
    for key, fields in changed.items():
        source = gate.lock(Source, key)
        for name, value in fields.items():
            setattr(source, name, value)
        save_source(gate, source, confirmed=None)


def settle_days(gate: Gate, moved: Iterable[int], accept: bool) -> None:
    """Make the claims of sources that got another day agree with it; raise ChangedMeanwhile where some that are said
    later came in since the file was read."""
    for key in moved:
        try:
            settle_day(gate, gate.lock(Source, key), {SAID_LATER} if accept else ())
        except LaterClaims as later:
            raise ChangedMeanwhile(later.claims[0]) from None


def withdraw(gate: Gate, missing: Iterable[MissingClaim], reason: str) -> None:
    """Withdraw the claims that a file has no more; raise Stale where one was changed since it was looked for."""
    for batch in cut_into_batches(missing):
        review.withdraw_many(gate, {claim.pk: claim.version for claim in batch}, reason)


def refer(row: Any, references: dict[str, NameIndex[Any]], keys: Keys) -> None:
    """Put the keys of saved rows in the place of the numbers that they went by."""
    for attname, other in references.items():
        key = getattr(row, attname)
        setattr(row, attname, keys[other.model].get(key, key))


def change_names(
    gate: Gate, changed: Iterable[ChangedRow], names: SharedNames, keys: Keys, check: Callable[[Any], object]
) -> None:
    """Save rows of the vocabulary that a file changes; raise Stale where one was changed since it was read."""
    references: dict[type[Model], dict[str, NameIndex[Any]]] = {
        Actor: {"speaks_for_id": names.actors},
        Participant: {"side_id": names.sides},
        Proposal: {"topic_id": names.topics, "variant_of_id": names.proposals},
    }
    rows = sorted((row for row, _ in changed), key=lambda row: getattr(row, "kind", "") == ActorKind.OFFICIAL)
    for row in rows:  # a party before those that speak for it
        refer(row, references.get(type(row), {}), keys)
        gate.lock(type(row), row.pk, row.version)
    for row in [row for row in rows if not isinstance(row, Participant)]:
        check(row)
        gate.save(row)
    for part in order_stretches([row for row in rows if isinstance(row, Participant)]):
        check(part)
        gate.save(part)


def link_proposers(proposals: NameIndex[Any], links: dict[int, list[int]], keys: Keys) -> None:
    """Say who put proposals on the table."""
    for key, proposers in links.items():
        proposals.rows[key].proposers.set([keys[Actor].get(actor, actor) for actor in proposers])


def write_new(gate: Gate, planned: list[NewClaim], keys: Keys) -> None:
    ids = _draw_ids(sum(not new.public_id for new in planned))
    claims = []
    for new in planned:
        claim = Claim(public_id=new.public_id or ids.pop(), status=new.status, coder=gate.user, written_by=gate.user)
        _fill(claim, new, keys)
        claim.derive()
        claims.append(claim)
    _check_none_is_there(planned, claims)
    gate.create_many(claims)


def _check_none_is_there(planned: list[NewClaim], claims: list[Claim]) -> None:
    """Raise ChangedMeanwhile where somebody else entered one of these new claims since the file was read."""
    named = [new.public_id for new in planned if new.public_id]
    unnamed = {(c.identity, c.conditions) for c, new in zip(claims, planned, strict=True) if not new.public_id}
    alike = Claim.objects.filter(identity__in=[claim.identity for claim in claims], corrects=None)
    if unnamed & set(alike.values_list("identity", "conditions")) or (
        named and Claim.objects.filter(public_id__in=named).exists()
    ):
        raise ChangedMeanwhile("claims that are in the file")


def write_changed(gate: Gate, planned: list[ChangedClaim], keys: Keys) -> None:
    claims = gate.lock_many(Claim, {change.pk: change.version for change in planned})
    for change in planned:
        claim = claims[change.pk]
        claim.status, claim.written_by, claim.coder = change.status, gate.user, claim.coder or gate.user
        _fill(claim, change, keys)
    gate.change_many(list(claims.values()), {*CLAIM_CONTENT, "status", "coder", "written_by"})


def _fill(claim: Claim, planned: NewClaim | ChangedClaim, keys: Keys) -> None:
    for name, value in planned.fields.items():
        model = REFERENCES.get(name)
        setattr(claim, ATTNAMES[name], keys[model].get(value, value) if model else value)
    claim.place_quote(planned.quote)


def _draw_ids(number: int) -> list[str]:
    """Return so many public ids that no claim has: of a million claims, two would share one."""
    ids: set[str] = set()
    while len(ids) < number:
        drawn = {new_public_id() for _ in range(number - len(ids))}
        ids |= drawn - set(Claim.objects.filter(public_id__in=drawn).values_list("public_id", flat=True))
    return list(ids)
