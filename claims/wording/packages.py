"""Places in packages, in words, and what is wrong with one."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from ..rules.folding import isolate

OF_ITSELF = "A proposal is no part of itself."
BAR_IN_PLACE = "Where in a package a part stands is written without “|”, which separates places in files."
MOST_STEPS = 10  # of a circle that are told


class HasPlace(Protocol):
    """What is read of a place in a package."""

    @property
    def package(self) -> Any: ...

    @property
    def where(self) -> str: ...


def write_places(places: Iterable[HasPlace]) -> str:
    """Say of which packages a proposal is part, and where in them: “part of Security treaty, Article 4”."""
    return "; ".join(f"part of {isolate(str(one.package))}{write_where(one.where)}" for one in places)


def write_where(where: str) -> str:
    """Return where in a package a part stands, as it goes on after a name; empty where it is not said."""
    return f", {isolate(where)}" if where else ""


def write_elsewhere(package: str) -> str:
    return f"“{isolate(package)}” is a proposal of another negotiation."


def write_circle(way: Sequence[str]) -> str:
    """Say that a proposal would be within itself; `way` leads from it down to itself, each named by its title."""
    if len(way) == 2:
        return OF_ITSELF
    return f"It would go in a circle, each being part of the one before: {_list_steps(way)}."


def write_found_circle(way: Sequence[str]) -> str:
    """Say that a proposal is within itself; `way` as above."""
    return f"It is within itself, each being part of the one before: {_list_steps(way)}. Take it out of one of them."


def _list_steps(way: Sequence[str]) -> str:
    names = [f"“{isolate(title)}”" for title in way]
    if len(names) > MOST_STEPS:
        names = [*names[: MOST_STEPS - 2], "…", *names[-2:]]
    return ", ".join(names)
