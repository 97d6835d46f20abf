"""Contradictions inside actors: of whom, on what, of which kind, within how many days, answered or not."""

from ...rules.measures.contradictions import WITHIN_DAYS, ContradictionKind
from ...wording.contradictions import KINDS, write_days
from .base import ROWS_A_PAGE, OnProposalsFilter
from .fields import ChoiceFilter, RowsFilter, TicksFilter
from .named_rows import ActorsFilter, ProposalsFilter, TopicsFilter

OTHER_SPANS = (7, 90, 365)  # days


class ContradictionsFilter(OnProposalsFilter):
    """The list of contradictions; `within` is the most days that lie between two claims."""

    FIRST_ON_FORM = ("answered", "actor", "proposal", "kind", "within", "as_of", "attribution", "topic")

    topic = TopicsFilter(folded=True)
    proposal = ProposalsFilter()
    actor = ActorsFilter()
    kind = TicksFilter(
        label="Kind",
        choices=[(kind.value, word.word) for kind, word in KINDS.items()],
        coerce=ContradictionKind,
        words="{}",
    )
    within = ChoiceFilter(
        label="Within",
        choices=[(str(days), write_days(days)) for days in OTHER_SPANS],
        empty_label=write_days(WITHIN_DAYS),
        coerce=int,
        words="within {}",
    )
    answered = ChoiceFilter(
        label="Remark",
        choices=[("no", "not answered yet"), ("yes", "answered by a remark")],
        empty_label="answered or not",
        words="{}",
    )
    per_page = RowsFilter(usual=ROWS_A_PAGE, folded=True, quiet=True)

    @property
    def days_chosen(self) -> int:
        """The most days that may lie between two claims."""
        return self.chosen.get("within") or WITHIN_DAYS

    @property
    def holders_chosen(self) -> frozenset[int] | None:
        """The ids of the actors that are chosen, None where none is."""
        return frozenset(actor.pk for actor in self.chosen["actor"]) or None

    @property
    def rows_a_page(self) -> int:
        return self.chosen.get("per_page") or ROWS_A_PAGE

    @property
    def answered_chosen(self) -> bool | None:
        """Whether only those that a remark answers stand on the page, or only the others; None where all do."""
        return {"yes": True, "no": False}.get(self.chosen.get("answered") or "")

    @property
    def chooses_rows(self) -> bool:
        """Whether anything but actors and days chooses which of them stand on the page."""
        return any(self.chosen.get(name) for name in ("topic", "proposal", "kind", "answered"))
