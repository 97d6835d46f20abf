"""How a release is named where something is told as of it."""

from datetime import date
from enum import StrEnum

from .days import format_day


class PageToday(StrEnum):
    """What became, until today, of a page as of a release; the words are those of the link to it."""

    THERE = "Today’s page"
    WITHDRAWN = "Withdrawn since"
    GONE = "There is no such page today"


def name_release(number: int, day: date) -> str:
    """Write which release it is: release 3 of 12 Mar 2026."""
    return f"release {number} of {format_day(day)}"
