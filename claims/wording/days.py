"""Days as people read them, on pages, in files and messages alike; only references write them as their style does."""

from collections.abc import Sequence
from datetime import date, datetime

from ..rules.days import MONTHS
from ..rules.folding import isolate

LONGEST_TITLE = 48  # characters of an event's title that a list of days has room for


def write_days(first: date | None, last: date | None) -> str:
    """Say from when to when something was, as far as that is known; empty if it is not."""
    if first and last:
        return f"{format_day(first)} – {format_day(last)}"
    if first:
        return f"since {format_day(first)}"
    return f"until {format_day(last)}" if last else ""


def format_day(day: date) -> str:
    """Write a day: 17 Jan 2022."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def format_moment(moment: datetime) -> str:
    """Write a day and the time of it, by the clock that it is told by: 17 Jan 2022, 09:30 UTC."""
    return f"{format_day(moment)}, {moment:%H:%M %Z}"


def write_day_to_choose(day: date, events: Sequence[str] = (), *, newest: bool = False) -> str:
    """Write a day as a list offers it, with what began on it: 10 Jan 2022 · Geneva talks."""
    words = f"{format_day(day)} (newest)" if newest else format_day(day)
    if not events:
        return words
    first = events[0] if len(events[0]) <= LONGEST_TITLE else f"{events[0][: LONGEST_TITLE - 1].rstrip()}…"
    more = f" and {len(events) - 1} more" if len(events) > 1 else ""
    return f"{words} · {isolate(first)}{more}"


def write_span(first: date, last: date | None) -> str:
    """Say on which day something is, or from which to which: 10 Jan 2022; 10–13 Jan 2022."""
    if last is None or last == first:
        return format_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_day(last)}"
    return f"{format_day(first)} – {format_day(last)}"
