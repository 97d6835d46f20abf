"""The columns of the matrix, as the page, the workbook and the long table have them."""

from collections.abc import Sequence
from typing import NamedTuple

from ..models import Actor
from ..rules.scales import Dimension
from ..wording.columns import write_names

MOST_FITTING = 12  # columns of actors that fit a page with words in their cells; of more, cells show numbers


class MatrixColumn(NamedTuple):
    """A column: one actor, or the other parties folded together; `group` is the heading above it in a workbook. Where
    sides are compared `side` names that of the actor, and the first of each side `begins` it."""

    key: str
    heading: str
    title: str
    actors: list[Actor]
    dimension: Dimension
    group: str
    of_experts: bool = False
    folded: bool = False
    own_position: bool = False  # what an expert wants, besides what it expects
    side: str = ""
    begins: bool = False

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What its cells tell."""
        return (self.dimension, Dimension.POSITION) if self.own_position else (self.dimension,)

    @property
    def css(self) -> str:
        """The class of its cells."""
        kind = "o" if self.folded else "e" if self.of_experts else "p"
        return f"{kind} begins" if self.begins else kind

    @property
    def label(self) -> str:
        """What stands before a cell where there is no heading above it."""
        return f"{len(self.actors)} others" if self.folded else self.heading


def make_column(actor: Actor, dimension: Dimension, group: str = "") -> MatrixColumn:
    """Return the column of one actor."""
    return MatrixColumn(actor.slug, actor.short_name, actor.name, [actor], dimension, group)


def fold_columns(columns: Sequence[MatrixColumn]) -> MatrixColumn:
    """Return the one column in which several parties stand together; `columns` are theirs, at least one."""
    actors = [actor for column in columns for actor in column.actors]
    dimension, group = columns[0].dimension, columns[0].group
    names = write_names([actor.name for actor in actors])
    return MatrixColumn("others", "Others", names, actors, dimension, group, folded=True)
