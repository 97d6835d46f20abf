"""The columns of the matrix, as the page, the workbook and the long table have them."""

from typing import NamedTuple

from ..models import Actor
from ..rules.scales import Dimension


class MatrixColumn(NamedTuple):
    """A column: one actor, or the other parties folded together; `group` is the heading above it in a workbook."""

    key: str
    heading: str
    title: str
    actors: list[Actor]
    dimension: Dimension
    group: str
    of_experts: bool = False
    folded: bool = False
    own_position: bool = False  # what an expert wants, besides what it expects

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What its cells tell."""
        return (self.dimension, Dimension.POSITION) if self.own_position else (self.dimension,)

    @property
    def css(self) -> str:
        """The class of its cells."""
        return "o" if self.folded else "e" if self.of_experts else "p"


def make_column(actor: Actor, dimension: Dimension, group: str = "") -> MatrixColumn:
    """Return the column of one actor."""
    return MatrixColumn(actor.slug, actor.short_name, actor.name, [actor], dimension, group)
