"""What became of a proposal as of a day: the latest outcome that there was by then stands above the verdict.

An outcome is no claim: no stance, verdict or number reads it. Before its day it does not exist.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar


class DatedOutcome(Protocol):
    """What the rule reads of an outcome: the day on which it became so, and that of its source (None: unknown)."""

    @property
    def day(self) -> date: ...
    @property
    def published_on(self) -> date | None: ...


Dated = TypeVar("Dated", bound=DatedOutcome)


def list_as_of(outcomes: Iterable[Dated], as_of: date, published_by_then: bool = False) -> list[Dated]:
    """Return the outcomes of one proposal that there were by a day, newest first: the first of them stands.

    With `published_by_then`, only those whose sources are known to have been published by then too.
    """
    by_then = [outcome for outcome in outcomes if outcome.day <= as_of]
    if published_by_then:
        by_then = [outcome for outcome in by_then if (outcome.published_on or date.max) <= as_of]
    return sorted(by_then, key=lambda outcome: outcome.day, reverse=True)


def find_day_before(day: date) -> date:
    """Return the last day on which the verdict stood alone, of an outcome of this day: that of “until then”."""
    return day - timedelta(days=1)
