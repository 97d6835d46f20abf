"""Networks of a negotiation as Graphs: actors and persons by what they agree and disagree on, actors and proposals by
what was said, proposals by what waits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ..models import Actor, Proposal
from ..rules.measures import networks
from ..rules.measures.linkages import Linkage
from .formats import ExportTable
from .graphs import Edge, Graph, Node

NETWORK, CONFLICT, PERSONS, TWO_MODE = "network", "conflict", "persons", "two-mode"  # which is asked for
ACTOR_ATTRIBUTES = {"name": str, "kind": str, "side": str, "negotiates": bool, "principal": bool}
TIE_ATTRIBUTES = {name.value: float for name in networks.Aggregation}
PERSON_ATTRIBUTES = {"name": str, "kind": str, "organization": str, "side": str}
BOTH_MODES_ATTRIBUTES = {"mode": str, "name": str, "side": str, "topic": str}
TWO_MODE_ATTRIBUTES = {"statements": int, "positive": int, "negative": int, "subtract": float, "sign": str}
PROPOSAL_ATTRIBUTES = {"full title": str, "topic": str}
LINKAGE_ATTRIBUTES = {"sign": str, "granted": int, "refused": int, "holders": str}
DIGITS = 6


def make_actors_graph(actors: Sequence[Actor], dimension: str, ties: Mapping[str, np.ndarray], weight: str) -> Graph:
    """Return the Graph of actors: the sum called `weight` (congruence or conflict) is the weight of each pair's edge,
    all sums are its attributes, and a pair for which it is 0 has none."""
    nodes = [Node(actor.slug, actor.short_name, _describe_actor(actor)) for actor in actors]
    about = f"Actors by {weight} in {dimension}, in pairs of statements on one proposal"
    return Graph(about, False, ACTOR_ATTRIBUTES, TIE_ATTRIBUTES, nodes, _list_ties(actors, ties, weight))


def make_persons_graph(
    persons: Sequence[Actor], holders: Sequence[Actor], dimension: str, ties: Mapping[str, np.ndarray], weight: str
) -> Graph:
    """Return the Graph of persons, as that of actors; each has the side of the holder for which it speaks."""
    sides = {holder.pk: holder.part.side.name for holder in holders}
    nodes = [Node(person.slug, person.short_name, _describe_person(person, sides)) for person in persons]
    about = f"Persons by {weight} in {dimension}, in pairs of statements on one proposal"
    return Graph(about, False, PERSON_ATTRIBUTES, TIE_ATTRIBUTES, nodes, _list_ties(persons, ties, weight))


def make_two_mode_graph(
    actors: Sequence[Actor], proposals: Sequence[Proposal], dimension: str, ties: networks.TwoMode
) -> Graph:
    """Return the Graph that ties actors to proposals by the number of their statements, divided perhaps; what they are
    for and against stands in attributes, since programs lay out no negative weights."""
    nodes = [Node(f"actor:{a.slug}", a.short_name, ("actor", a.name, a.part.side.name, None)) for a in actors]
    nodes += [Node(f"proposal:{p.slug}", p.title, ("proposal", str(p), None, p.topic.name)) for p in proposals]
    about = f"Actors and proposals by statements in {dimension}"
    edges = (
        Edge(f"actor:{tie.actor.slug}", f"proposal:{tie.proposal.slug}", tie.weight, tie[3:])
        for tie in list_two_mode(actors, proposals, ties)
    )
    return Graph(about, False, BOTH_MODES_ATTRIBUTES, TWO_MODE_ATTRIBUTES, nodes, edges)


class TwoModeTie(NamedTuple):
    """What an actor said of a proposal; the sign is positive, negative, both or neutral."""

    actor: Actor
    proposal: Proposal
    weight: float
    statements: int
    positive: int
    negative: int
    subtract: float
    sign: str


def list_two_mode(
    actors: Sequence[Actor], proposals: Sequence[Proposal], ties: networks.TwoMode
) -> Iterator[TwoModeTie]:
    """Yield the ties of a two-mode network, actor by actor."""
    for a, p in np.argwhere(ties.statements).tolist():
        statements, positive, negative = (int(array[a, p]) for array in (ties.statements, ties.positive, ties.negative))
        sign = "both" if positive and negative else "positive" if positive else "negative" if negative else "neutral"
        weight, subtract = (round(float(array[a, p]), DIGITS) for array in (ties.weight, ties.subtract))
        yield TwoModeTie(actors[a], proposals[p], weight, statements, positive, negative, subtract, sign)


def make_two_mode_table(
    actors: Sequence[Actor], proposals: Sequence[Proposal], dimension: str, ties: networks.TwoMode
) -> ExportTable:
    rows = ((tie.actor.slug, tie.proposal.slug, dimension, *tie[2:]) for tie in list_two_mode(actors, proposals, ties))
    return ExportTable("two-mode", ("actor", "proposal", "dimension", *TwoModeTie._fields[2:]), rows)


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


def _describe_person(person: Actor, sides: Mapping[int, str]) -> tuple[str, str, str | None, str | None]:
    organization = person.speaks_for
    side = sides.get(organization.pk if organization else person.pk)
    return person.name, str(person.kind), organization.name if organization else None, side


def _list_ties(actors: Sequence[Actor], ties: Mapping[str, np.ndarray], weight: str) -> Iterator[Edge]:
    sums = [ties[name] for name in networks.Aggregation]
    for a, b, tie in networks.list_edges(ties[weight], range(len(actors))):
        values = [None if array[a, b] != array[a, b] else round(float(array[a, b]), DIGITS) for array in sums]
        yield Edge(actors[a].slug, actors[b].slug, round(tie, DIGITS), values)


def _describe_linkages(linkages: Sequence[Linkage]) -> tuple[str, int, int, str]:
    granted, refused = ([one for one in linkages if one.granted is wanted] for wanted in (True, False))
    sign = "both" if granted and refused else "+" if granted else "-"
    names = sorted({linkage.holder.name for linkage in linkages})
    return sign, _count_holders(granted), _count_holders(refused), "; ".join(names)


def _count_holders(linkages: Iterable[Linkage]) -> int:
    return len({linkage.holder for linkage in linkages})
