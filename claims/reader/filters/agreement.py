"""Where the sides agree, and who is close to whom."""

from collections.abc import Iterator

from ...exporters.graphs import GRAPH_FORMATS
from ...exporters.networks import CONFLICT, NETWORK, PERSONS, TWO_MODE
from ...models import Actor, Proposal
from ...queries import Snapshot, list_present, list_put_forward
from ...rules.measures.agreement import MINIMUM, READINGS
from ...rules.measures.networks import Aggregation, Normalisation, TwoModeDivisor, WindowUnit
from ...rules.scales import Dimension
from ..rendering.findings import ORDERS
from .base import OnProposalsFilter, declare_formats
from .fields import (
    ChoiceFilter,
    Chooses,
    DimensionFilter,
    GradesFilter,
    LeakedFilter,
    WholeNumberFilter,
)
from .named_rows import ActorsFilter, OriginsFilter, ProposalsFilter, SidesFilter, TopicsFilter

AS_IT_STANDS, IF_MET = READINGS
DIVISORS = {name.replace(" ", "-"): name for name in Normalisation if name != Normalisation.NONE}
SHARES = {str(name): name for name in TwoModeDivisor if name != TwoModeDivisor.NONE}
YEAR, MOST_DAYS = 365, 36_500  # of a window
WORDS_OF_GRAPHS = {extension: word for extension, (word, *_) in GRAPH_FORMATS.items()}


class FindingsFilter(OnProposalsFilter):
    """Common ground: on which proposals, in which order, and which of its tables downloads."""

    FIRST_ON_FORM = ("as_of", "order", "attribution")

    _export = declare_formats(*WORDS_OF_GRAPHS.items())
    order = ChoiceFilter(
        label="Order",
        empty_label="by verdict",
        about_verdicts=True,
        choices=[(name, order.offered) for name, order in ORDERS.items()],
    )
    table = ChoiceFilter(
        label="Table",
        choices=[("robustness", "what verdicts depend on"), ("linkages", "what waits on what")],
        empty_label="stances",
        on_form=False,
        chooses=Chooses.OUTPUT,
    )

    @property
    def robustness_chosen(self) -> bool:
        """Whether what the verdicts depend on is to be downloaded, not the stances."""
        return self.chosen.get("table") == "robustness"

    @property
    def graph_chosen(self) -> str | None:
        """The format in which the network of what waits is asked for, or None: it has no other."""
        return self.export_chosen if self.export_chosen in GRAPH_FORMATS else None

    @property
    def downloads_of_linkages(self) -> list[tuple[str, str]]:
        return self._link_downloads(WORDS_OF_GRAPHS, table="linkages")

    @property
    def downloads_of_robustness(self) -> list[tuple[str, str]]:
        return self._link_downloads(table="robustness")


class PairFilter(OnProposalsFilter):
    """The page of a pair of actors: what counts, the dimension, and which proposals are compared."""

    FIRST_ON_FORM: tuple[str, ...] = ("as_of", "dimension", "attribution")

    origin = OriginsFilter(folded=True)
    leaked = LeakedFilter(folded=True)
    grade = GradesFilter(folded=True)
    dimension = DimensionFilter(label="Compare", usual=Dimension.POSITION, chooses=Chooses.COMPARED)
    min_n = WholeNumberFilter(
        label="Proposals in common, at least",
        least=1,
        most=1000,
        usual=MINIMUM,
        folded=True,
        quiet=True,
        chooses=Chooses.COMPARED,
    )
    topic = TopicsFilter(folded=True, chooses=Chooses.COMPARED)
    proposal = ProposalsFilter(folded=True, chooses=Chooses.COMPARED)

    @property
    def dimension_chosen(self) -> Dimension:
        return self.chosen.get("dimension") or Dimension.POSITION

    @property
    def minimum(self) -> int:
        """The number of terms under which there is no number."""
        return self.chosen.get("min_n") or MINIMUM

    def choose_proposals(self, snapshot: Snapshot) -> list[Proposal]:
        """Return the proposals that are compared, in order."""
        return [proposal for proposal in snapshot.get(list_put_forward).values() if self.shows_proposal(proposal)]


class AgreementFilter(PairFilter):
    """The table of all pairs: whose, in which order, and which of the two numbers tree and map are drawn from."""

    FIRST_ON_FORM = ("as_of", "dimension", "order", "attribution", "min_n")

    _export = declare_formats(*WORDS_OF_GRAPHS.items())
    side = SidesFilter(folded=True)
    actor = ActorsFilter(folded=True)
    order = ChoiceFilter(
        label="Order",
        choices=[("side", "by side"), ("name", "by name"), ("cluster", "by tree")],
        empty_label="automatic",
    )
    bounds = ChoiceFilter(
        label="Bounds",
        choices=[("show", "in each cell")],
        empty_label="when pointing at a cell",
        folded=True,
        quiet=True,
    )
    reading = ChoiceFilter(
        label="Tree and map from",
        choices=[("as-it-stands", AS_IT_STANDS), ("if-met", IF_MET)],
        empty_label="the second number",
        folded=True,
    )
    table = ChoiceFilter(
        label="Table",
        choices=[
            (NETWORK, "network"),
            (CONFLICT, "network of conflict"),
            (PERSONS, "network of persons"),
            (TWO_MODE, "network of actors and proposals"),
        ],
        empty_label="agreement",
        on_form=False,
        chooses=Chooses.OUTPUT,
    )
    divide = ChoiceFilter(
        label="Divide by",
        choices=[(name, f"by {word}") for name, word in {**DIVISORS, **SHARES}.items()],
        empty_label="nothing",
        on_form=False,
        chooses=Chooses.OUTPUT,
    )
    window = WholeNumberFilter(
        label="Length of a window", least=1, most=MOST_DAYS, usual=YEAR, on_form=False, chooses=Chooses.OUTPUT
    )
    step = WholeNumberFilter(
        label="From window to window", least=1, most=MOST_DAYS, usual=YEAR, on_form=False, chooses=Chooses.OUTPUT
    )

    unit = ChoiceFilter(
        label="Windows count",
        choices=[(WindowUnit.MONTH.value, "months"), (WindowUnit.YEAR.value, "years")],
        empty_label="days",
        on_form=False,
        chooses=Chooses.OUTPUT,
    )

    def choose_actors(self, snapshot: Snapshot) -> list[Actor]:
        """Return the parties and experts that are compared, in order."""
        sides = {side.pk for side in self.chosen.get("side") or ()}
        named = {actor.pk for actor in self.chosen.get("actor") or ()}
        return [
            actor
            for actor in list_present(snapshot, (self.dimension_chosen,))
            if (not sides or actor.part.side.pk in sides) and (not named or actor.pk in named)
        ]

    @property
    def reading_chosen(self) -> str:
        """The name of the reading that tree and map are drawn from."""
        return AS_IT_STANDS if self.chosen.get("reading") == "as-it-stands" else IF_MET

    @property
    def graph_chosen(self) -> str | None:
        """The format in which a network is asked for as a graph, or None."""
        return self.export_chosen if self.export_chosen in GRAPH_FORMATS else None

    @property
    def weight_chosen(self) -> Aggregation:
        """The sum that is the weight of the edges of a graph: positive, as programs for networks need it."""
        return Aggregation.CONFLICT if self.chosen.get("table") == CONFLICT else Aggregation.CONGRUENCE

    @property
    def network_chosen(self) -> str | None:
        """Which network is asked for; a graph is one of congruence, if nothing else is said."""
        table: str | None = self.chosen.get("table")
        return table or (NETWORK if self.graph_chosen else None)

    @property
    def unit_chosen(self) -> WindowUnit:
        return WindowUnit(self.chosen.get("unit") or WindowUnit.DAY)

    @property
    def normalisation_chosen(self) -> Normalisation:
        return Normalisation(DIVISORS.get(self.chosen.get("divide") or "", Normalisation.NONE))

    @property
    def share_chosen(self) -> TwoModeDivisor:
        return TwoModeDivisor(SHARES.get(self.chosen.get("divide") or "", TwoModeDivisor.NONE))

    def list_misfits(self) -> Iterator[tuple[str, str]]:
        """Yield (parameter, why) of what does not fit the file that is asked for."""
        network, divide = self.network_chosen, self.chosen.get("divide")
        if divide and not network:
            yield "divide", "Only the sums of networks are divided."
        elif divide in SHARES and network != TWO_MODE:
            yield "divide", "Activity and prominence divide the network of actors and proposals alone."
        elif divide in DIVISORS and network == TWO_MODE:
            yield "divide", "The network of actors and proposals is divided by activity or by prominence."
        if self.chosen.get("window") and not self.graph_chosen:
            yield "window", "Networks of windows of time download as GEXF or GraphML."
        if self.chosen.get("step") and not self.chosen.get("window"):
            yield "step", "A step needs a window."
        if self.chosen.get("unit") and not self.chosen.get("window"):
            yield "unit", "What windows count needs a window."

    @property
    def networks(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """(what it is, its downloads) of each network."""
        offered = (
            ("by congruence", {"table": NETWORK}),
            ("by conflict", {"table": CONFLICT}),
            ("of persons", {"table": PERSONS}),
            ("of actors and proposals", {"table": TWO_MODE}),
            ("by congruence, one a year", {"table": NETWORK, "window": "1", "unit": WindowUnit.YEAR.value}),
        )
        graphs = [(words, self._link_downloads(WORDS_OF_GRAPHS, **changes)) for words, changes in offered]
        return [("pairs with their sums", self._link_downloads(table=NETWORK)), *graphs]
