"""The filters that are on, each with the way to take it off."""

from typing import NamedTuple

from .fields import COUNTING, Chooses

# What a page says before them, and which: only what is counted changes numbers.
HEADINGS = {"Counted": COUNTING, "Compared": (Chooses.COMPARED,), "Shown": (Chooses.DISPLAY,)}


class Pill(NamedTuple):
    """A filter that is on, in words, and the query string of the page without it."""

    words: str
    query: str
