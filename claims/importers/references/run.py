"""Takes chosen records of a file as sources, all or none, by what was looked at."""

from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from ...models import Source
from ...services.sources import add_sources
from ...services.write_gate import editing
from .plan import Plan, RecordState, plan_records
from .records import FileRecords

REASON = "taken from {form}: {name}"


class ChangedSince(Exception):
    """The plan is no longer what was looked at; it is `plan` now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("Something has changed since the records were looked at.")
        self.plan = plan


def take_records(
    file: FileRecords,
    name: str,
    sources: QuerySet[Any],
    *,
    user: User | None,
    looked_at: str | None = None,
    chosen: Collection[int] | None = None,
) -> list[Source]:
    """Save the sources of the chosen records (by number; None: of all new ones) in one transaction and return them.

    Raise ChangedSince where what would be made is no longer what was `looked_at`. What cannot be taken is not taken.
    """
    with editing(user, REASON.format(form=file.format, name=name)[:100]) as gate:
        plan = plan_records(file.records, sources)
        if looked_at is not None and plan.identify() != looked_at:
            raise ChangedSince(plan)
        made = list(_choose(plan, chosen))
        add_sources(gate, made)
    return made


def _choose(plan: Plan, chosen: Collection[int] | None) -> Iterator[Source]:
    for record in plan.records:
        takes = record.state == RecordState.NEW if chosen is None else record.takeable and record.number in chosen
        if record.source and takes:
            yield record.source
