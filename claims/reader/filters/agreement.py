"""Where the sides agree, and who is close to whom."""

from urllib.parse import urlencode

from ...models import Actor, ActorKind, Proposal, Side, Topic
from ...rules.measures.agreement import MINIMUM, READINGS
from ...rules.scales import DIMENSIONS, Dimension
from .base import TableFilter
from .fields import DisplayChoiceFilter, NamedRowsFilter, WholeNumberFilter

READING_WORDS = dict(zip(("as-it-stands", "if-met"), READINGS, strict=True))


class FindingsFilter(TableFilter):
    """Common ground: in which order, and which of its tables downloads."""

    order = DisplayChoiceFilter(
        label="Order",
        empty_label="by verdict",
        choices=[
            ("gap", "widest gap first"),
            ("agreement", "least agreement (A) first"),
            ("between-sides", "most variance between sides (η²) first"),
        ],
    )
    table = DisplayChoiceFilter(label="Table", choices=[("robustness", "what verdicts hang on")], empty_label="stances")

    def robustness_chosen(self):
        """Whether what the verdicts hang on is to be downloaded, not the stances."""
        return self.chosen.get("table") == "robustness"

    def downloads_of_robustness(self):
        return self.downloads(table="robustness")


class PairFilter(TableFilter):
    """The page of a pair of actors: what counts, the dimension, and which proposals are compared."""

    dimension = DisplayChoiceFilter(label="Compare", choices=[(d.value, w.word.lower()) for d, w in DIMENSIONS.items()])
    min_n = WholeNumberFilter(label="Minimum n", least=1, most=1000, usual=MINIMUM)
    topic = NamedRowsFilter(Topic.objects.all(), shown_only=True, label="Topic")
    proposal = NamedRowsFilter(Proposal.objects.all(), names=("slug", "title"), shown_only=True, label="Proposal")

    UNFOLDED = ("as_of", "attribution", "dimension", "min_n", "order", "reading", "bounds", "table")

    def dimension_chosen(self):
        return Dimension(self.chosen.get("dimension") or Dimension.POSITION)

    def minimum(self):
        """Return the number of terms under which there is no number."""
        return self.chosen.get("min_n") or MINIMUM

    def proposals(self, vocab):
        """Return the proposals that are compared, in order."""
        topics = {topic.pk for topic in self.chosen.get("topic") or ()}
        named = {proposal.pk for proposal in self.chosen.get("proposal") or ()}
        return [
            proposal
            for proposal in vocab.proposals.values()
            if (not topics or proposal.topic_id in topics) and (not named or proposal.pk in named)
        ]

    def pair_query(self):
        """Return the part of the query string that a link to a pair keeps."""
        names = [name for name in PairFilter.base_filters if name != "_export"]
        kept = [(name, value) for name in names for value in self.data.getlist(name) if value]
        return f"?{urlencode(kept)}" if kept else ""

    def shown_in_words(self):
        """Return the clauses that say what is compared; empty when everything is."""
        return [
            f"{label} {' or '.join(str(row) for row in self.chosen[label])}"
            for label in ("topic", "proposal", "side", "actor")
            if self.chosen.get(label)
        ]


class AgreementFilter(PairFilter):
    """The table of all pairs: whose, in which order, and which of the two numbers tree and map are drawn from."""

    side = NamedRowsFilter(Side.objects.all(), shown_only=True, label="Side")
    actor = NamedRowsFilter(Actor.objects.all(), names=("slug", "name", "short_name"), shown_only=True, label="Actor")
    order = DisplayChoiceFilter(
        label="Order",
        choices=[("side", "by side"), ("name", "by name"), ("cluster", "by tree")],
        empty_label="automatic",
    )
    reading = DisplayChoiceFilter(
        label="Tree and map from",
        choices=list(READING_WORDS.items()),
        empty_label="the second number",
    )
    bounds = DisplayChoiceFilter(label="Bounds", choices=[("show", "in each cell")], empty_label="on pointing")
    table = DisplayChoiceFilter(label="Table", choices=[("network", "network")], empty_label="agreement")

    def actors(self, vocab):
        """Return the parties and experts that are compared, in order."""
        sides = {side.pk for side in self.chosen.get("side") or ()}
        named = {actor.pk for actor in self.chosen.get("actor") or ()}
        return [
            actor
            for actor in vocab.actors.values()
            if actor.kind != ActorKind.OFFICIAL
            and (not sides or actor.side_id in sides)
            and (not named or actor.pk in named)
        ]

    def reading_chosen(self):
        """Return the name of the reading that tree and map are drawn from."""
        return READING_WORDS[self.chosen.get("reading") or "if-met"]

    def downloads_of_the_network(self):
        return self.downloads(table="network")
