"""Wordings of proposals, in words: what one is called, and what is wrong with what names one."""

from datetime import date

from ..rules.folding import isolate
from .days import format_day

LONGEST_TEXT = 20_000  # characters; the text of one proposal, not of a whole treaty
TOO_LONG = f"A wording is the text of one proposal, of at most {LONGEST_TEXT:,} characters."


def write_wording(label: str, day: date) -> str:
    """Name a wording: “draft of 17 December, 17 Dec 2021”."""
    return f"{isolate(label)}, {format_day(day)}"
