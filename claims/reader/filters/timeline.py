"""The timeline: of which proposals and actors, and from which day on."""

from .base import OF_WORD, WORDS_TO_READ, OnProposalsFilter, declare_formats, join_query
from .days import DayFilter
from .fields import Chooses
from .named_rows import ActorsFilter, ProposalsFilter, TopicsFilter


class TimelineFilter(OnProposalsFilter):
    """The lanes of a timeline: the cells of these proposals, topics and actors; of none, the principals on all. `since`
    is the first day on the axis and changes no stance."""

    FIRST_ON_FORM = ("proposal", "actor", "since", "as_of", "attribution", "topic")

    FORMATS = WORDS_TO_READ

    _export = declare_formats(OF_WORD)
    topic = TopicsFilter(folded=True)
    proposal = ProposalsFilter()
    actor = ActorsFilter()
    since = DayFilter(label="From", words="from {} on")

    def write_query_of_claims(self, holders: list[tuple[str, str]]) -> str:
        """Return the query string of the list of the same claims; `holders` as (parameter, slug)."""
        chosen = [(name, row.slug) for name in ("topic", "proposal") for row in self.chosen[name]]
        return join_query([*self._read((Chooses.CLAIMS,)), *chosen, *holders])
