"""What a frozen copy of the site says of itself."""

from datetime import date

from .as_of_release import name_release
from .days import format_day

FILTERS = "This is a frozen copy: filters work on the live site."
HOW_TO_CITE = "How to cite this page"
THIS_PAGE_LIVE = "This page on the live site"
THE_LIVE_SITE = "The live site"
ON_THE_LIVE_SITE = "On the live site"
NOT_IN_COPY = "Not in this frozen copy: it works on the live site only"
GONE_TITLE = "Not in this frozen copy"
GONE = "There is no such page in this frozen copy."
LEADS_ON = "This address leads on to another page of the copy:"
ITS_KINDS = {"pair": "pages of pairs", "cell": "pages of cells"}


def tell_frozen(day: date) -> str:
    """Say what a copy is that belongs to no release."""
    return f"Frozen copy, {format_day(day)}"


def tell_frozen_release(number: int, day: date) -> str:
    """Say of which release a copy is."""
    return f"Frozen copy of {name_release(number, day)}"


def tell_left_out(counted: dict[str, int], most: dict[str, int]) -> str:
    """Say how many pages of a kind to which this one leads were left out, since there are too many."""
    return " ".join(
        f"Left out of this copy: {number:,} of the {ITS_KINDS[kind]} to which this page leads; the copy holds the "
        f"first {most[kind]:,} of them."
        for kind, number in counted.items()
    )
