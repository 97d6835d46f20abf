"""For which negotiations a source is fully coded, and what is wrong with what is entered of it, in words."""

from datetime import date

from ..rules.folding import isolate
from .days import format_day

BY_AND_ON = "A fully coded source says by whom and when: fill in both or neither."
BAR_IN_NAME = "Who coded it is written without “|”, which separates codings in files."
STAYS = "Its source and its negotiation cannot change: add another line instead."


def write_by_and_on(fully_coded_by: str, fully_coded_on: date | None) -> str:
    """Say by whom and when a source was fully coded: “by Ann on 1 Feb 2022”."""
    return f"by {isolate(fully_coded_by)} on {format_day(fully_coded_on)}" if fully_coded_on else "by nobody yet"


def write_coding(source: str, negotiation: str) -> str:
    return f"{isolate(source)}, for {isolate(negotiation)}"
