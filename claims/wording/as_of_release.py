"""How a release is named where something is told as of it."""

from datetime import date

from .days import format_day


def name_release(number: int, day: date) -> str:
    """Write which release it is: release 3 of 12 Mar 2026."""
    return f"release {number} of {format_day(day)}"
