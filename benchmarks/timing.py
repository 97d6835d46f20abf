"""Floor and product, timed in turns in the same run, once their results have been found equal."""

import gc
from statistics import median
from time import perf_counter
from typing import NamedTuple

FEWEST_RUNS, MOST_RUNS, SECONDS = 5, 15, 2


class Unequal(AssertionError):
    """The floor's result is not the product's: a time would say nothing."""


class Measure(NamedTuple):
    """One measured thing.

    `product` and `floor` return results that are equal, once `normalise` has made the product's comparable and
    `normalise_floor` the floor's; `before` is called before each run, outside the time. `bar` is the ratio that is
    allowed, `limit` the milliseconds.
    """

    name: str
    product: object
    floor: object = None
    bar: float | None = None
    limit: float | None = None
    before: object = None
    normalise: object = None
    normalise_floor: object = None


class Times(NamedTuple):
    """Seconds of each run."""

    product: list
    floor: list


def time_in_turns(measure):
    """Prove floor and product equal, then time them in turns. Raises Unequal."""
    prove(measure)
    times = Times([], [])
    gc.collect()
    end = perf_counter() + SECONDS
    while len(times.product) < FEWEST_RUNS or (perf_counter() < end and len(times.product) < MOST_RUNS):
        if measure.before:
            measure.before()
        times.product.append(_time(measure.product))
        if measure.floor:
            times.floor.append(_time(measure.floor))
    return times


def prove(measure):
    """Run both once: this warms them too."""
    if measure.before:
        measure.before()
    made = measure.product()
    if measure.floor is None:
        return
    made = measure.normalise(made) if measure.normalise else made
    try:
        bare = measure.floor()
    except KeyError as row:
        raise Unequal(f"the floor finds {row}, the product does not show it") from None
    bare = measure.normalise_floor(bare) if measure.normalise_floor else bare
    if made != bare:
        raise Unequal(_describe_difference(made, bare))


def take_spread(seconds):
    """Return median, fewest and most of some runs."""
    return median(seconds), min(seconds), max(seconds)


def _time(call):
    start = perf_counter()
    call()
    return perf_counter() - start


def _describe_difference(made, bare):
    if isinstance(made, dict) and isinstance(bare, dict):
        differing = [key for key in {**made, **bare} if made.get(key) != bare.get(key)]
        key = differing[0]
        return f"{len(differing)} unequal, first {key}: {_shorten(made.get(key))} is not {_shorten(bare.get(key))}"
    if not isinstance(made, bytes | str | list | tuple) or type(made) is not type(bare):
        return f"the product yields {_shorten(made)}, the floor {_shorten(bare)}"
    place = next((n for n, (a, b) in enumerate(zip(made, bare, strict=False)) if a != b), min(len(made), len(bare)))
    near = slice(max(0, place - 40), place + 80)
    return f"unequal from {place} of {len(made)} and {len(bare)}: {made[near]!r} is not {bare[near]!r}"


def _shorten(value):
    return f"{repr(value)[:120]} ({type(value).__name__})"
