"""How much memory what is kept takes, told closely enough to keep within a bound: arrays exactly, of a long list of
other things a sample."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from itertools import chain, islice
from sys import getsizeof
from typing import Any

from ..models import Actor, Negotiation, Proposal, Side, Topic

SAMPLED, SAMPLED_WITHIN = 12, 6  # parts of a long list, evenly, and of one that is a part itself
DEEPEST = 12  # of what holds what
PLAIN = (str, bytes, int, float, bool, type(None), date, Enum, type)
_FLAT = frozenset({str, bytes, int, float, bool, type(None), date})
# What the vocabulary holds for all that name them, and counts itself.
ELSEWHERE = (Actor, Negotiation, Proposal, Side, Topic)


def measure(value: Any) -> int:
    """Return the bytes that a value takes with all that it holds; of what says itself how many (`nbytes`), these."""
    return _measure(value, set(), DEEPEST)


def _measure(value: Any, seen: set[int], deepest: int) -> int:
    if value.__class__ in _FLAT:  # most parts are
        return getsizeof(value)
    if isinstance(value, ELSEWHERE) or callable(value) or id(value) in seen:
        return 0
    nbytes = getattr(value, "nbytes", None)
    if nbytes is not None:
        return int(nbytes)
    if isinstance(value, PLAIN) or not deepest:
        return getsizeof(value)
    seen.add(id(value))
    parts, number = _list_parts(value, SAMPLED if deepest >= DEEPEST - 1 else SAMPLED_WITHIN)
    if not parts:
        return getsizeof(value)
    held = sum(_measure(part, seen, deepest - 1) for part in parts)
    return getsizeof(value) + held * number // len(parts)


def _list_parts(value: Any, most: int) -> tuple[list[Any], int]:
    """Return what a value holds, or a sample of that with at most `most` parts, and how much it holds."""
    if isinstance(value, Mapping):
        step = _find_step(len(value), most)
        return list(chain.from_iterable(islice(value.items(), 0, None, step))), 2 * len(value)
    if isinstance(value, list | tuple | set | frozenset):
        return list(islice(value, 0, None, _find_step(len(value), most))), len(value)
    held = list(vars(value).values()) if hasattr(value, "__dict__") else []
    return held, len(held)


def _find_step(number: int, most: int) -> int:
    return max(1, -(-number // most))
