"""The page of all experts: which of their expectations are judged, and which of these are listed."""

from ...queries import ExpectationChoice, Snapshot, list_put_forward
from ...rules.measures.expectations import ExpectationKind, Judged, ResultKind, classify_kind, classify_result
from ...rules.scales import SCALES, VALUES, Dimension
from ...wording.expectations import KINDS, RESULTS
from .base import OnProposalsFilter
from .days import DayFilter
from .fields import ChoiceFilter, Chooses, TicksFilter
from .named_rows import ActorsFilter, ProposalsFilter, TopicsFilter

_WORDS = {
    value: f"{SCALES[Dimension.PROSPECTS][value].word} / {SCALES[Dimension.POSITION][value].word}" for value in VALUES
}


class ExpertsFilter(OnProposalsFilter):
    """What experts expect: of whom, on which proposals, said since when, all of which is judged; `kind`, `result` and
    `value` choose rows of the list and change no number."""

    FIRST_ON_FORM = ("kind", "result", "actor", "proposal", "as_of", "since", "part", "value", "topic")

    topic = TopicsFilter(folded=True, chooses=Chooses.COMPARED)
    proposal = ProposalsFilter(chooses=Chooses.COMPARED)
    actor = ActorsFilter(label="Expert", chooses=Chooses.COMPARED)
    since = DayFilter(label="Said since", words="said on or after {}", folded=True, chooses=Chooses.COMPARED)
    part = ChoiceFilter(
        label="Agreed in part",
        choices=[("apart", "counted apart")],
        empty_label="counts as agreed",
        words="agreed in part counted apart",
        folded=True,
        chooses=Chooses.COMPARED,
    )
    kind = ChoiceFilter(
        label="Kind",
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        empty_label="all",
        coerce=ExpectationKind,
        words="{}",
    )
    result = ChoiceFilter(
        label="What came of it",
        choices=[(result.value, words) for result, words in RESULTS.items()],
        empty_label="all",
        coerce=ResultKind,
        words="what came of it: {}",
    )
    value = TicksFilter(
        label="Word",
        choices=[(str(value), words) for value, words in _WORDS.items()],
        coerce=int,
        words="called {}",
        folded=True,
        quiet=True,
    )

    @property
    def part_counts(self) -> bool:
        """Whether what was agreed in part came about."""
        return self.chosen.get("part") != "apart"

    def make_choice(self, snapshot: Snapshot) -> ExpectationChoice:
        """Return which expectations are judged."""
        proposals = None
        if self.chosen["topic"] or self.chosen["proposal"]:
            put_forward = snapshot.get(list_put_forward).values()
            proposals = frozenset(proposal.slug for proposal in put_forward if self.shows_proposal(proposal))
        experts = frozenset(actor.pk for actor in self.chosen["actor"]) or None
        return ExpectationChoice(experts, proposals, self.chosen.get("since"), self.part_counts)

    def choose_listed(self, judged: list[Judged]) -> list[Judged]:
        """Return which of the expectations that are judged stand in the list."""
        kind, result, values = (self.chosen.get(name) for name in ("kind", "result", "value"))
        if not (kind or result or values):
            return judged
        return [
            one
            for one in judged
            if (not kind or classify_kind(one) == kind)
            and (not result or classify_result(one.came, one.apart) == result)
            and (not values or one.expected.value in values)
        ]
