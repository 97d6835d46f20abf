"""The days of the talks that a reader may look back to."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from ..models import VersionNumber
from ..models.frozen import get_today
from .counts import count_evidence
from .events import list_events
from .scope import Scope
from .snapshot import Snapshot, get_snapshot

MOST_DAYS = 60  # more are no list to choose from: the others are typed


class DayOfTalks(NamedTuple):
    """A day on which something was published, or on which events began: these by their titles."""

    day: date
    events: tuple[str, ...] = ()


def offer_days(version: VersionNumber, negotiations: tuple[int, ...] | None) -> Callable[[], Sequence[DayOfTalks]]:
    """Return what lists the newest days of these negotiations (ids, None for all) at a data version, the newest first:
    those on which sources of published claims came out, and those on which events began.

    None is to come, and none is after the last publication, as nothing has been said since. Events of several
    negotiations would only confuse: they stand in the list of one alone (two queries, the first time).
    """
    snapshot = get_snapshot(Scope(negotiations=negotiations), version)
    return lambda: snapshot.get(_list_days, get_today())


def _list_days(snapshot: Snapshot, today: date) -> Sequence[DayOfTalks]:
    negotiations = snapshot.scope.negotiations
    days: defaultdict[date, list[str]] = defaultdict(list)
    for day in snapshot.get(count_evidence).days:
        if day <= today:
            days[day] = []
    newest = max(days, default=date.min)
    for event in snapshot.get(list_events) if negotiations is not None and len(negotiations) == 1 else ():
        if event.first_day <= newest:
            days[event.first_day].append(event.title)
    return [DayOfTalks(day, tuple(days[day])) for day in sorted(days, reverse=True)[:MOST_DAYS]]
