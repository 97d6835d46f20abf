"""The columns of the matrix, as the page, the workbook and the long table have them."""

from typing import NamedTuple

from ..models import Actor
from ..rules.scales import Dimension


class MatrixColumn(NamedTuple):
    """A column: one actor, or the other parties folded together."""

    key: str
    heading: str
    title: str
    actors: list[Actor]
    dimension: Dimension
    group: str
    folded: bool = False
    own_position: bool = False  # beside what an expert expects, a small mark for what it wants


def make_column(actor: Actor, dimension: Dimension, group: str = "") -> MatrixColumn:
    """Return the column of one actor."""
    return MatrixColumn(actor.slug, actor.short_name, actor.name, [actor], dimension, group)
