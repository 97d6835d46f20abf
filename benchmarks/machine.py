"""How fast the machine is while it measures: milliseconds in a bar say little on one that is half as fast."""

from functools import partial

from .timing import Measure

TURNS = 1_000_000
NAME = "the machine: a loop of a million turns"


def list_measures(bench):
    yield NAME, partial(Measure, NAME, product=_turn)


def _turn():
    for _ in range(TURNS):
        pass
