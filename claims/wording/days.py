"""Days as people read them, on pages, in files and messages alike; only references write them as their style does."""

from datetime import date, datetime

from ..rules.days import MONTHS


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


def write_span(first: date, last: date | None) -> str:
    """Say on which day something is, or from which to which: 10 Jan 2022; 10–13 Jan 2022."""
    if last is None or last == first:
        return format_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_day(last)}"
    return f"{format_day(first)} – {format_day(last)}"
