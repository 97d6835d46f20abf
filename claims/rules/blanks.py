"""Why a cell is blank. A blank is never neutral: it says what was looked through, and no number counts it.

Analysts record what they searched outside the coded sources; what the coded sources lack needs no record.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from .scales import Blank, SearchOutcome


class RuleSearch(Protocol):
    """What the rule reads of a recorded search. An empty dimension means all; a *not applicable* has no day."""

    @property
    def outcome(self) -> str: ...

    @property
    def dimension(self) -> str: ...

    @property
    def searched_on(self) -> date | None: ...


Search = TypeVar("Search", bound=RuleSearch)


def classify_blank(dimension: str, searches: Iterable[RuleSearch], fully_coded: int) -> Blank:
    """Return the Blank of a cell without a stance, a forecast or an awaited answer.

    `searches` are those recorded of its holder and proposal, in any dimension; `fully_coded` is how many sources are.
    That it is not applicable outweighs a search, and a search what the coded sources lack.
    """
    outcomes = {search.outcome for search in select_by_dimension(dimension, searches)}
    if SearchOutcome.NOT_APPLICABLE in outcomes:
        return Blank.NOT_APPLICABLE
    if SearchOutcome.NOTHING_FOUND in outcomes:
        return Blank.SEARCHED
    return Blank.NOTHING_CODED if fully_coded else Blank.NOT_SEARCHED


def find_last_searched(dimension: str, searches: Iterable[RuleSearch]) -> date | None:
    """Return the newest day on which something was searched for this dimension, or None."""
    return max((s.searched_on for s in select_by_dimension(dimension, searches) if s.searched_on), default=None)


def select_by_dimension(dimension: str, searches: Iterable[Search]) -> list[Search]:
    """Return those of the searches that tell of this dimension."""
    return [search for search in searches if search.dimension in ("", str(dimension))]
