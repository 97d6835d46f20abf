"""From when until when an actor takes part on a side: a stretch of days, open where a day is empty.

`until` is the last day. Of one actor no two stretches overlap, so that each day has one part or none.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Stretch(NamedTuple):
    """Days from `since` to `until`, both of them included; None is no end."""

    since: date | None = None
    until: date | None = None

    @property
    def start(self) -> date:
        return self.since or date.min

    @property
    def end(self) -> date:
        return self.until or date.max


def holds_on(stretch: Stretch, day: date) -> bool:
    """Whether a day is in a stretch."""
    return stretch.start <= day <= stretch.end


def overlap(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches have a day in common."""
    return one.start <= other.end and other.start <= one.end


def find_overlap(stretches: Mapping[Key, Stretch]) -> tuple[Key, Key] | None:
    """Return two of these stretches that overlap, the earlier first, or None."""
    in_order = sorted(stretches, key=lambda key: stretches[key].start)
    for one, other in pairwise(in_order):
        if overlap(stretches[one], stretches[other]):
            return one, other
    return None


def put_in_order(stored: Mapping[Key, Stretch], wanted: Mapping[Key, Stretch]) -> list[Key] | None:
    """Return the wanted stretches in an order in which each can be saved beside those that then are stored; None where
    there is no such order: two that take each other's days."""
    at, left, order = dict(stored), list(wanted), []
    while left:
        free = next((key for key in left if not _is_taken(wanted[key], (s for k, s in at.items() if k != key))), None)
        if free is None:
            return None
        at[free] = wanted[free]
        left.remove(free)
        order.append(free)
    return order


def _is_taken(stretch: Stretch, others: Iterable[Stretch]) -> bool:
    return any(overlap(stretch, other) for other in others)
