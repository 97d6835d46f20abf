"""Networks of actors, of persons, and of actors and proposals, as files: one, or one a window of time."""

from ... import queries
from ...exporters import agreement as exporter
from ...exporters import networks as graphs
from ...exporters.networks import PERSONS, TWO_MODE
from ...rules.measures.networks import compute_two_mode, cut_windows
from . import downloads

MOST_WINDOWS = 200
TOO_MANY = "That makes {} windows: at most {} are made at once."


def send_network(request, filters, snapshot, asked):
    """Send the network that the query string asks for; None where that makes too many files, which is then said of
    the filters."""
    of_persons = filters.network_chosen == PERSONS
    statements = queries.read_statements(snapshot, asked.dimension, asked.actors, of_persons)
    network = _TwoMode if filters.network_chosen == TWO_MODE else _Persons if of_persons else _Actors
    drawn = network(filters, asked, statements)
    if not filters.graph_chosen:
        return downloads.send_table(request, filters, drawn.name, drawn.make_table())
    if not filters.chosen.get("window"):
        return downloads.send_graph(request, filters, drawn.name, drawn.make_graph(statements))
    windows = _list_windows(filters, statements)
    if len(windows) > MOST_WINDOWS:
        filters.refuse("window", TOO_MANY.format(len(windows), MOST_WINDOWS))
        return None
    of_windows = ((window, drawn.make_graph(statements.keep_days(window))) for window in windows)
    return downloads.send_graphs_of_windows(request, filters, drawn.name, of_windows)


def _list_windows(filters, statements):
    if not statements.days:
        return []
    length = filters.chosen["window"]
    return cut_windows(*statements.days, length, filters.chosen.get("step") or length, filters.unit_chosen)


class _Actors:
    def __init__(self, filters, asked, statements):
        self.filters, self.asked, self.statements = filters, asked, statements
        self.proposals = [proposal.pk for proposal in asked.proposals]
        self.actors = asked.actors
        self.name = f"network-{filters.weight_chosen}" if filters.graph_chosen else "network"

    def make_table(self):
        return exporter.make_network_table(self.actors, self.asked.dimension, self._count_ties(self.statements))

    def make_graph(self, statements):
        ties = self._count_ties(statements)
        return graphs.make_actors_graph(self.actors, self.asked.dimension, ties, self.filters.weight_chosen)

    def _count_ties(self, statements):
        actors = [actor.pk for actor in self.actors]
        return queries.count_ties(statements, actors, self.proposals, self.filters.normalisation_chosen)


class _Persons(_Actors):
    def __init__(self, filters, asked, statements):
        super().__init__(filters, asked, statements)
        self.actors = queries.list_persons(statements)
        self.name = "network-of-persons"

    def make_graph(self, statements):
        ties, weight = self._count_ties(statements), self.filters.weight_chosen
        return graphs.make_persons_graph(self.actors, self.asked.actors, self.asked.dimension, ties, weight)


class _TwoMode(_Actors):
    def __init__(self, filters, asked, statements):
        super().__init__(filters, asked, statements)
        self.name = "network-of-actors-and-proposals"

    def make_table(self):
        return graphs.make_two_mode_table(*self._tie(self.statements))

    def make_graph(self, statements):
        return graphs.make_two_mode_graph(*self._tie(statements))

    def _tie(self, statements):
        levels = queries.count_levels(statements, [actor.pk for actor in self.actors], self.proposals)
        ties = compute_two_mode(levels, queries.LEVELS, self.filters.share_chosen)
        return self.actors, self.asked.proposals, self.asked.dimension, ties
