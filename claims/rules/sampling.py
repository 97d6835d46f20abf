"""A sample of passages, stratified and drawn so that it can be drawn again: the same seed draws the same passages.

Each paragraph gets a number that follows from the seed and from where it stands; of each stratum those with the lowest
are drawn. So a paragraph that is added to one stratum changes nothing in another, and no generator of random numbers
has to stay what it is.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from math import ceil
from typing import NamedTuple

WHOLE = 100  # per cent


class Stratum(StrEnum):
    """Of what each has its share in a sample."""

    SOURCE = "source"
    TYPE = "type"
    PUBLISHER = "publisher"


class SampledSource(NamedTuple):
    """A document: its name, by which it is known for ever, the stratum that it is in, and its paragraphs."""

    name: str
    stratum: str
    paragraphs: int


def draw(seed: str, sources: Iterable[SampledSource], share: int) -> Mapping[str, list[int]]:
    """Return name → the numbers of the paragraphs that are drawn, in their order: of each stratum `share` per cent, at
    least one. A document of which none is drawn is not among them."""
    if not 1 <= share <= WHOLE:
        raise ValueError(f"A share of {share} per cent is none.")
    strata: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for source in sources:
        strata[source.stratum] += [(source.name, number) for number in range(1, source.paragraphs + 1)]
    drawn: defaultdict[str, list[int]] = defaultdict(list)
    for passages in strata.values():
        number = ceil(len(passages) * share / WHOLE)
        for name, paragraph in sorted(passages, key=lambda passage: _give_lot(seed, *passage))[:number]:
            drawn[name].append(paragraph)
    return {name: sorted(numbers) for name, numbers in drawn.items()}


def _give_lot(seed: str, name: str, paragraph: int) -> bytes:
    return hashlib.sha256(f"{seed}/{name}/{paragraph}".encode()).digest()
