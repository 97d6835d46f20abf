"""Networks of a negotiation as Graphs: actors by what they agree and disagree on, proposals by what waits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from ..models import Actor, Proposal
from ..rules.measures import networks
from ..rules.measures.linkages import Linkage
from .graphs import Edge, Graph, Node

ACTOR_ATTRIBUTES = {"name": str, "kind": str, "side": str, "negotiates": bool, "principal": bool}
TIE_ATTRIBUTES = {name.value: float for name in networks.Aggregation}
PROPOSAL_ATTRIBUTES = {"full title": str, "topic": str}
LINKAGE_ATTRIBUTES = {"sign": str, "granted": int, "refused": int, "holders": str}
DIGITS = 6


def make_actors_graph(actors: Sequence[Actor], dimension: str, ties: Mapping[str, np.ndarray], weight: str) -> Graph:
    """Return the Graph of actors: the sum called `weight` (congruence or conflict) is the weight of each pair's edge,
    all sums are its attributes, and a pair for which it is 0 has none."""
    nodes = [Node(actor.slug, actor.short_name, _describe_actor(actor)) for actor in actors]
    about = f"Actors by {weight} in {dimension}, in pairs of statements on one proposal"
    return Graph(about, False, ACTOR_ATTRIBUTES, TIE_ATTRIBUTES, nodes, _list_ties(actors, ties, weight))


def make_linkages_graph(
    proposals: Mapping[str, Proposal], linkages: Iterable[Linkage], chosen: Collection[str]
) -> Graph:
    """Return the signed Graph of proposals (by slug): an edge leads from one that waits to what it waits on, where one
    of both is `chosen`; its weight is the number of holders who let it wait."""
    holders: defaultdict[tuple[str, str], list[Linkage]] = defaultdict(list)
    for linkage in linkages:
        if linkage.proposal in chosen or linkage.awaited in chosen:
            holders[linkage.proposal, linkage.awaited].append(linkage)
    slugs = [slug for slug in proposals if slug in chosen or any(slug in ends for ends in holders)]
    nodes = [
        Node(slug, proposals[slug].title, (proposals[slug].full_title or None, proposals[slug].topic.name))
        for slug in slugs
    ]
    edges = [Edge(*ends, _count_holders(of_both), _describe_linkages(of_both)) for ends, of_both in holders.items()]
    about = "Proposals by what waits on what, and whether that has to be granted (+) or refused (-)"
    return Graph(about, True, PROPOSAL_ATTRIBUTES, LINKAGE_ATTRIBUTES, nodes, edges)


def _describe_actor(actor: Actor) -> tuple[str, str, str, bool, bool]:
    side = actor.part.side
    return actor.name, str(actor.kind), side.name, side.negotiates, actor.part.counts


def _list_ties(actors: Sequence[Actor], ties: Mapping[str, np.ndarray], weight: str) -> Iterator[Edge]:
    sums = [ties[name] for name in networks.Aggregation]
    for a, b, tie in networks.list_edges(ties[weight], range(len(actors))):
        values = [round(float(array[a, b]), DIGITS) for array in sums]
        yield Edge(actors[a].slug, actors[b].slug, round(tie, DIGITS), values)


def _describe_linkages(linkages: Sequence[Linkage]) -> tuple[str, int, int, str]:
    granted, refused = ([one for one in linkages if one.granted is wanted] for wanted in (True, False))
    sign = "both" if granted and refused else "+" if granted else "-"
    names = sorted({linkage.holder.name for linkage in linkages})
    return sign, _count_holders(granted), _count_holders(refused), "; ".join(names)


def _count_holders(linkages: Iterable[Linkage]) -> int:
    return len({linkage.holder for linkage in linkages})
