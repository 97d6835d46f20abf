"""Days as people read them."""

from datetime import date


def format_day(day: date) -> str:
    """Write a day out: 17 January 2022."""
    return f"{day.day} {day:%B %Y}"
