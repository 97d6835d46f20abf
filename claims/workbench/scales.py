"""The five values as the form offers them, from against to for, each with its key and its word in each dimension."""

from functools import cache
from typing import NamedTuple

from ..rendering.palette import VALUE_SHADES
from ..rules.scales import SCALES, VALUES, Dimension


class ScalePoint(NamedTuple):
    """A value: its key, the class of its colour, and its word in each dimension, by the name of that."""

    value: int
    key: int
    css: str
    words: tuple[tuple[str, str], ...]


@cache
def list_scale() -> list[ScalePoint]:
    """Return the values from the lowest to the highest; the lowest has the key 1."""
    return [
        ScalePoint(
            value,
            key,
            VALUE_SHADES[Dimension.POSITION][value].css,
            tuple((dimension.value, SCALES[dimension][value].word) for dimension in Dimension),
        )
        for key, value in enumerate(sorted(VALUES), 1)
    ]
