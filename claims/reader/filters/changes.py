"""What changed between two days, and the log of moves: since when, of whom, on what, of which kind."""

from typing import Any

from ...rules.measures.moves import MOVES, StepKind
from ...wording.moves import KINDS
from .base import OnProposalsFilter, join_query
from .days import DayFilter
from .fields import ChoiceFilter, Chooses, TicksFilter
from .named_rows import ActorsFilter, ProposalsFilter, TopicsFilter


class ChangesFilter(OnProposalsFilter):
    """The page of two days: `since` is the first day that counts as new, `as_of` the last."""

    FIRST_ON_FORM = ("since", "as_of", "attribution", "proposal", "actor", "topic")

    since = DayFilter(label="Changed since", words="changed since {}")
    actor = ActorsFilter(folded=True)
    table = ChoiceFilter(
        label="Table",
        choices=[("verdicts", "verdicts")],
        empty_label="stances",
        on_form=False,
        chooses=Chooses.OUTPUT,
    )

    @property
    def feed_query(self) -> str:
        """The part of the query string that the feed keeps: all but the days, since it goes on."""
        return join_query([(name, text) for name, text in self.chosen_of_page if name not in ("since", "as_of")])

    @property
    def verdicts_chosen(self) -> bool:
        """Whether the verdicts are to be downloaded, not the stances."""
        return self.chosen.get("table") == "verdicts"

    @property
    def downloads_of_verdicts(self) -> list[tuple[str, str]]:
        return self._link_downloads(table="verdicts")


class MovesFilter(OnProposalsFilter):
    """The log of moves; `since` is the first day on which one was said."""

    FIRST_ON_FORM = ("kind", "proposal", "actor", "since", "as_of", "attribution", "topic")

    topic = TopicsFilter(folded=True)
    proposal = ProposalsFilter()
    actor = ActorsFilter()
    since = DayFilter(label="Since", words="said on or after {}")
    kind = TicksFilter(
        label="Kind",
        choices=[(kind.value, KINDS[kind].word) for kind in MOVES],
        coerce=StepKind,
        words="{}",
    )

    @property
    def chosen_ids(self) -> dict[str, Any]:
        """The ids of the actors that are chosen, None where none is."""
        actors = frozenset(actor.pk for actor in self.chosen["actor"])
        return {"holders": actors or None, "kinds": frozenset(self.chosen["kind"]), "since": self.chosen.get("since")}
