"""The numbers of a batch as its page shows them: by dimension, by pair of coders, by coder, and value against value."""

from typing import Any, NamedTuple

from ..models import BatchCoder
from ..queries.batch_units import ComparedBatch
from ..rules.measures.coder_agreement import Confusion, Share
from ..rules.measures.reliability import Alpha
from ..rules.scales import SCALES, VALUES, Dimension
from ..wording.coder_agreement import write_alpha, write_alpha_base, write_share
from ..wording.numbers import format_value


class WrittenAlpha(NamedTuple):
    """Alpha, and over how much it is."""

    value: str
    base: str


class DimensionRow(NamedTuple):
    """How far coders agree in a dimension, or in all."""

    name: str
    values: str
    alpha: WrittenAlpha


class CodersRow(NamedTuple):
    """Two coders: what both found and each alone, how far their values agree, and these against each other."""

    first: BatchCoder
    second: BatchCoder
    both: int
    first_only: int
    second_only: int
    values: str
    alpha: WrittenAlpha
    tables: "list[ConfusionTable]"


class CoderRow(NamedTuple):
    """One coder beside all others."""

    coder: BatchCoder
    claims: int
    cells: int
    alone: int
    missed: int
    values: str
    higher: int
    lower: int


class ConfusionRow(NamedTuple):
    """A value of the first coder: how often the second gave each value to the same cells."""

    word: str
    cells: list[tuple[int, bool]]  # the number, and whether both values are the same


class ConfusionTable(NamedTuple):
    """Values of a dimension against each other: the first coder's in rows, the second's in columns."""

    dimension: str
    columns: list[str]
    rows: list[ConfusionRow]
    equal: str


def describe_numbers(compared: ComparedBatch) -> dict[str, Any]:
    """Return what the page shows of the numbers of a batch."""
    numbers, coders = compared.numbers, {coder.pk: coder for coder in compared.coders}
    every = DimensionRow("all", write_share(numbers.values), _write(numbers.alpha))
    own = [DimensionRow(each.dimension, write_share(each.values), _write(each.alpha)) for each in numbers.dimensions]
    return {
        "alpha": _write(numbers.alpha),
        "values": write_share(numbers.values),
        "finding": write_share(numbers.finding),
        "split": numbers.split,
        "dimensions": [*own, every] if len(own) > 1 else own,
        "pairs": [
            CodersRow(
                coders[pair.first],
                coders[pair.second],
                len(pair.compared.both),
                len(pair.compared.first_only),
                len(pair.compared.second_only),
                write_share(Share(pair.compared.equal, len(pair.compared.both) - pair.compared.split)),
                _write(pair.compared.alpha),
                [_make_table(confusion) for confusion in pair.confusions],
            )
            for pair in numbers.pairs
        ],
        "coders": [
            CoderRow(coders[own.coder], *own[1:5], write_share(own.values), own.higher, own.lower)
            for own in numbers.coders
        ],
    }


def _make_table(confusion: Confusion) -> ConfusionTable:
    scale, values = SCALES[Dimension(confusion.dimension)], sorted(VALUES)
    return ConfusionTable(
        confusion.dimension,
        [f"{format_value(value)} {scale[value].word}" for value in values],
        [
            ConfusionRow(
                f"{format_value(one)} {scale[one].word}",
                [(confusion.counts.get((one, other), 0), one == other) for other in values],
            )
            for one in values
        ],
        write_share(Share(confusion.equal, confusion.total)),
    )


def _write(alpha: Alpha) -> WrittenAlpha:
    return WrittenAlpha(write_alpha(alpha), write_alpha_base(alpha))
