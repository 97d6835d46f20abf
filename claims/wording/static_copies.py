"""What a frozen copy of the site says of itself."""

from collections.abc import Mapping
from datetime import date

from ..rules.folding import isolate
from .as_of_release import name_release
from .days import format_day

LIVE_SITE = "the live site"
FILTERS = f"This is a frozen copy: filters work on {LIVE_SITE}."
HOW_TO_CITE = "How to cite this page"
THIS_PAGE_LIVE = "This page on the live site"
THE_LIVE_SITE = "The live site"
ON_THE_LIVE_SITE = "On the live site"
NOT_IN_COPY = "Not in this frozen copy: it works on the live site only"
LEAVES_OUT = (
    "What this frozen copy leaves out: search, filters and other orders of lists, pictures as PNG, embeds, the feed of "
    "new claims, the API, logging in and all that is behind it."
)
LEAVES_OUT_ADDRESSES = "Since it names no site, it has no Word files, Web annotations, pictures and feeds either."
GONE_TITLE = "Not in this frozen copy"
GONE = "There is no such page in this frozen copy."
LEADS_ON = "This address leads on to another page of the copy:"
ITS_KINDS = {"claim": "pages of claims", "pair": "pages of pairs", "cell": "pages of cells"}


def tell_frozen(day: date) -> str:
    """Say what a copy is that belongs to no release."""
    return f"Frozen copy, {format_day(day)}"


def tell_frozen_release(number: int, day: date, title: str) -> str:
    """Say of which release a copy is: Frozen copy of release 3 of 12 Mar 2026, “After the Geneva round”."""
    return f"Frozen copy of {name_release(number, day)}, “{isolate(title)}”"


def tell_what_is_missing(live: bool) -> str:
    """Say what is in no copy; where nobody knows the live site, what bears its address is not either."""
    return LEAVES_OUT if live else f"{LEAVES_OUT} {LEAVES_OUT_ADDRESSES}"


def tell_left_out(counted: Mapping[str, int], most: Mapping[str, int]) -> str:
    """Say how many pages of a kind to which this one leads were left out, since there are too many."""
    return " ".join(
        f"Left out of this copy: {number:,} of the {ITS_KINDS[kind]} to which this page leads; the copy holds the "
        f"first {most[kind]:,} of them."
        for kind, number in sorted(counted.items())
    )
