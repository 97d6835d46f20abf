"""What only a claim of prospects says besides its value."""

from datetime import date

from .days import format_day
from .numbers import format_probability


def write_terms(by_when: date | None, probability: int | None) -> str:
    """Say until when something is expected, and how probably; empty where the speaker says neither."""
    until = f"by {format_day(by_when)}" if by_when else ""
    number = "" if probability is None else f"{format_probability(probability)} (the speaker's own number)"
    return ", ".join(filter(None, (until, number)))
