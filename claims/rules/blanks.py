"""Why a cell is blank. A blank is never neutral: it says what was looked through, and no number counts it.

Analysts record what they searched outside the coded sources; what the coded sources lack needs no record. But whoever
coded a source looked only for the proposals that stood in the codebook by then: for one added later, nothing in it is
no answer until the source was read again.

Beside these reasons a blank may be *spoken for*: a coalition of which the holder is a member has a stance. That is said
with the blank and never filled in, since a member may want otherwise.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate
from typing import NamedTuple, Protocol, TypeVar

from .scales import Blank, SearchOutcome, State


class RuleSearch(Protocol):
    """What the rule reads of a recorded search. An empty dimension means all; a *not applicable* has no day."""

    @property
    def outcome(self) -> str: ...

    @property
    def dimension(self) -> str: ...

    @property
    def searched_on(self) -> date | None: ...


Search = TypeVar("Search", bound=RuleSearch)


class CodedSources(NamedTuple):
    """The fully coded sources as they tell of one proposal: how many were coded once it stood in the codebook, and how
    many before, in which it is not yet looked for."""

    looked_through: int
    not_yet: int = 0

    @property
    def kind(self) -> Blank:
        """Why a cell is blank of which nothing is recorded."""
        if self.looked_through:
            return Blank.NOTHING_CODED
        return Blank.NOT_YET if self.not_yet else Blank.NOT_SEARCHED


class CoalitionStance(NamedTuple):
    """What a coalition (its id) says where its member is silent: the state of its stance, and its value if any."""

    coalition: int
    state: State
    value: int | None


def map_beside(
    stances: Mapping[int, Iterable[CoalitionStance]], members: Mapping[int, Iterable[int]]
) -> dict[tuple[int, int], list[CoalitionStance]]:
    """Return the cells (proposal, member) of the members of coalitions with what these say there; `stances` are those
    by proposal, `members` those of each coalition on the day. Which of the cells are blank, the caller knows."""
    beside: dict[tuple[int, int], list[CoalitionStance]] = {}
    for proposal, spoken in stances.items():
        for stance in spoken:
            for member in members.get(stance.coalition, ()):
                beside.setdefault((proposal, member), []).append(stance)
    return beside


class CodingDays:
    """On which days how many sources were fully coded; `total` is how many in all."""

    def __init__(self, sources_by_day: Mapping[date, int]) -> None:
        self._days = sorted(sources_by_day)
        self._up_to = [0, *accumulate(sources_by_day[day] for day in self._days)]
        self.total = self._up_to[-1]

    def count_for(self, added_on: date | None) -> CodedSources:
        """Return the CodedSources of a proposal that was added on this day, None for one that was there from the
        beginning. A source coded on that day counts: it was finished with the proposal in the codebook."""
        before = self._up_to[bisect_left(self._days, added_on)] if added_on else 0
        return CodedSources(self.total - before, before)


def classify_blank(dimension: str, searches: Iterable[RuleSearch], coded: CodedSources) -> Blank:
    """Return the Blank of a cell without a stance, a forecast or an awaited answer.

    `searches` are those recorded of its holder and proposal, in any dimension; `coded` are the sources that are fully
    coded. That it is not applicable outweighs a search, and a search what the coded sources lack.
    """
    outcomes = {search.outcome for search in select_by_dimension(dimension, searches)}
    if SearchOutcome.NOT_APPLICABLE in outcomes:
        return Blank.NOT_APPLICABLE
    if SearchOutcome.NOTHING_FOUND in outcomes:
        return Blank.SEARCHED
    return coded.kind


def find_last_searched(dimension: str, searches: Iterable[RuleSearch]) -> date | None:
    """Return the newest day on which something was searched for this dimension, or None."""
    return max((s.searched_on for s in select_by_dimension(dimension, searches) if s.searched_on), default=None)


def select_by_dimension(dimension: str, searches: Iterable[Search]) -> list[Search]:
    """Return those of the searches that tell of this dimension."""
    return [search for search in searches if search.dimension in ("", str(dimension))]
