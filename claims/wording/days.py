"""Days as people read them."""

from datetime import date


def write_days(first: date | None, last: date | None) -> str:
    """Say from when to when something was, as far as that is known; empty if it is not."""
    if first and last:
        return f"{format_day(first)} – {format_day(last)}"
    if first:
        return f"since {format_day(first)}"
    return f"until {format_day(last)}" if last else ""


def format_day(day: date) -> str:
    """Write a day out: 17 January 2022."""
    return f"{day.day} {day:%B %Y}"


def format_day_briefly(day: date) -> str:
    """Write a day for a table: 17 Jan 2022."""
    return f"{day.day} {day:%b %Y}"


def write_span(first: date, last: date | None) -> str:
    """Say on which day something is, or from which to which: 10 January 2022; 10–13 January 2022."""
    if last is None or last == first:
        return format_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_day(last)}"
    return f"{format_day(first)} – {format_day(last)}"
