"""Packages of proposals: what is in them, at any depth.

A **package** has **parts**; a part may have parts of its own, and may be part of several packages. Nothing is, by
whatever way, a part of itself: then a proposal's parts of parts are all *within* it.

`Parts` maps a package to its parts, whatever stands for a proposal: a key of the database, a place in a list. All
functions stop on a ring too, which a database may hold though every form refuses it.
"""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Proposal = TypeVar("Proposal", bound=Hashable)
Parts = Mapping[Proposal, Sequence[Proposal]]


def list_within(parts: Parts[Proposal], package: Proposal) -> list[Proposal]:
    """Return all that a package has in it, at any depth, each once and without itself, in the order of the parts."""
    within: dict[Proposal, None] = {}
    ahead = [*reversed(parts.get(package, ()))]
    while ahead:
        part = ahead.pop()
        if part not in within and part != package:
            within[part] = None
            ahead += reversed(parts.get(part, ()))
    return [*within]


def list_nearest(parts: Parts[Proposal], package: Proposal, kept: Container[Proposal]) -> list[Proposal]:
    """Return the parts of a package that are kept, and in the place of one that is not, those of its own."""
    nearest: dict[Proposal, None] = {}
    passed = {package}
    ahead = [*reversed(parts.get(package, ()))]
    while ahead:
        part = ahead.pop()
        if part in kept:
            nearest[part] = None
        elif part not in passed:
            passed.add(part)
            ahead += reversed(parts.get(part, ()))
    return [*nearest]


def find_way(parts: Parts[Proposal], start: Proposal, end: Proposal) -> list[Proposal]:
    """Return the shortest way down from a package to what is within it, both named; empty where it is not within.

    From a proposal to itself the way leads all round, at least one step.
    """
    before: dict[Proposal, Proposal] = {}
    layer = [start]
    while layer and end not in before:
        steps = [(at, part) for at in layer for part in parts.get(at, ())]
        layer = []
        for at, part in steps:
            if part not in before:
                before[part] = at
                layer.append(part)
    if end not in before:
        return []
    way = [end, before[end]]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


def find_circles(parts: Parts[Proposal], among: Iterable[Proposal]) -> dict[Proposal, list[Proposal]]:
    """Return those of the proposals that are within themselves, each with the shortest way down to itself."""
    ways = ((proposal, find_way(parts, proposal, proposal)) for proposal in among)
    return {proposal: way for proposal, way in ways if way}


def list_bottom_up(parts: Parts[Proposal]) -> list[Proposal]:
    """Return all that is a package or a part, each part before what it is part of."""
    done: dict[Proposal, None] = {}
    entered: set[Proposal] = set()
    ahead = [*parts][::-1]
    while ahead:
        at = ahead.pop()
        if at in entered:
            done[at] = None
            continue
        entered.add(at)
        ahead += [at, *(part for part in reversed(parts.get(at, ())) if part not in entered)]
    return [*done]


def list_packages(parts: Mapping[Proposal, Iterable[Proposal]]) -> dict[Proposal, list[Proposal]]:
    """Return part → the packages that it is part of; of such a mapping package → parts again."""
    packages: dict[Proposal, list[Proposal]] = {}
    for package, its_parts in parts.items():
        for part in its_parts:
            packages.setdefault(part, []).append(package)
    return packages


def narrow(parts: Parts[Proposal], kept: Iterable[Proposal]) -> dict[Proposal, list[Proposal]]:
    """Return what is left of packages among the proposals that are kept: each with the nearest that are within it.

    What lies between two of them and is not kept is stepped over. A part that is within another part of the same
    package is named there only, and of a ring the step that closes it is left out.
    """
    order = {proposal: place for place, proposal in enumerate(list_bottom_up(parts))}
    places = {at: place for place, at in enumerate(dict.fromkeys(kept))}
    below = {at: set(list_within(parts, at)) for at in places if parts.get(at)}
    narrowed = {}
    for package, within in below.items():
        # On a ring, no further than the step that closes it.
        inside = sorted((at for at in within if at in places and order[at] < order[package]), key=places.__getitem__)
        covered = set().union(*(below.get(at, ()) for at in inside))
        if nearest := [at for at in inside if at not in covered]:
            narrowed[package] = nearest
    return narrowed
