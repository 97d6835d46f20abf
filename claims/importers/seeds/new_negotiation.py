"""A negotiation that is started from a file like those of the seeds: one write shows what would be made, or makes it.

The file has no documents beside it: these are coded in the tracker, or loaded later from a folder of the same name.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from ...models import Actor, Event, LoadedRow, Negotiation, Participant, Proposal, Side, Topic
from ...services.write_gate import editing
from ..errors import FileError
from .files import NEGOTIATION_FILE
from .merge import Merge, MergedRow, MergeOutcome
from .toml_files import parse_toml
from .vocabulary import merge_events, merge_vocabulary
from .vocabulary_files import VocabularyRow, read_negotiation


class StartRefused(Exception):
    """A file of which no negotiation can be made as it is. Nothing was changed."""

    def __init__(self, faults: Sequence[FileError]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class MadeRows(NamedTuple):
    """The rows of one model that are made, by name."""

    model: type[Any]
    names: list[str]

    @property
    def words(self) -> str:
        """How many they are, such as “3 sides”."""
        meta = self.model._meta
        return f"{len(self.names)} {meta.verbose_name if len(self.names) == 1 else meta.verbose_name_plural}"

    @property
    def shared(self) -> bool:
        """Whether all negotiations share them."""
        return self.model is Actor


class StartedNegotiation(NamedTuple):
    """A negotiation, and what is made with it; of one that is only looked at nothing is kept."""

    negotiation: Negotiation
    made: list[MadeRows]


class _OnlyLookedAt(Exception):
    """Takes back what was written to be looked at, and hands it over."""

    def __init__(self, started: StartedNegotiation) -> None:
        super().__init__(str(started.negotiation))
        self.started = started


def start_negotiation(
    content: bytes, name: str, *, user: User, operator: bool = False, look: bool = False
) -> StartedNegotiation:
    """Make the negotiation that a file describes, in a user's name; with `look` only return what would be made.

    Raises StartRefused with every fault of the file, each at its line.
    """
    rows = _read(content, name)
    slug = rows[0].key
    kept_as = f"{slug}/{NEGOTIATION_FILE}"  # as it is called in a folder of seeds, from which it may be loaded later
    try:
        with transaction.atomic(), editing(user, f"started from {name}", operator=operator) as gate:
            LoadedRow.objects.filter(file__startswith=f"{slug}/").delete()  # of an earlier one that was deleted
            merge = Merge(gate)
            rows = [row._replace(file=kept_as) for row in rows]
            merge_vocabulary(merge, rows)
            if not merge.faults:
                merge_events(merge, rows)
            faults = [*merge.faults, *_refuse_other_actors(merge.merged)]
            if faults:
                raise StartRefused([fault._replace(file=name) for fault in faults])
            started = StartedNegotiation(Negotiation.objects.get(slug=slug), _list_made(slug, merge.merged))
            if look:
                raise _OnlyLookedAt(started)
            return started
    except _OnlyLookedAt as looked:
        return looked.started
    except IntegrityError:
        raise StartRefused(
            [FileError(name, 0, "", "Somebody else has just made one of its rows: try again.")]
        ) from None


def _read(content: bytes, name: str) -> list[VocabularyRow]:
    file, faults = parse_toml(content, name)
    rows: list[VocabularyRow] = []
    if file:
        rows, faults_of_rows = read_negotiation(file)
        faults += faults_of_rows
    if rows and Negotiation.objects.filter(slug=rows[0].key).exists():
        at = rows[0].lines.get("slug", rows[0].line)
        faults.append(FileError(name, at, "slug", f"“{rows[0].key}” is taken by another negotiation: write another."))
    if faults:
        raise StartRefused(faults)
    return rows


def _refuse_other_actors(merged: Sequence[MergedRow]) -> Iterator[FileError]:
    """Yield a fault for each actor that is there already and described otherwise."""
    for row in merged:
        if row.outcome == MergeOutcome.CONFLICT:
            reason = f"The {row.kind} “{row.key}” is there already with another description: leave it out here."
            yield FileError(row.file, row.line, "slug", reason)


def _list_made(slug: str, merged: Sequence[MergedRow]) -> list[MadeRows]:
    """Return what was made, by its models, in the order in which people read of it."""
    new = [row.key for row in merged if row.kind == "actor" and row.outcome == MergeOutcome.CREATED]
    parts = Participant.objects.filter(side__negotiation__slug=slug).select_related("actor", "side")
    made = [
        MadeRows(Actor, [str(actor) for actor in Actor.objects.filter(slug__in=new)]),
        MadeRows(Side, _list_names(Side, slug)),
        MadeRows(Participant, [_name_part(part) for part in parts.order_by("side__order", "order")]),
        MadeRows(Topic, _list_names(Topic, slug)),
        MadeRows(Proposal, _list_names(Proposal, slug)),
        MadeRows(Event, _list_names(Event, slug)),
    ]
    return [rows for rows in made if rows.names]


def _name_part(part: Participant) -> str:
    return f"{part.actor} ({part.side}{', principal' if part.principal else ''})"


def _list_names(model: Any, slug: str) -> list[str]:
    return [str(row) for row in model.objects.filter(negotiation__slug=slug)]
