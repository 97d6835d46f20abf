"""Which cells the last writes touched: what is kept of a whole table follows a change, at the cost of the change.

A write has a row for each negotiation whose version it raised, under the number to which it raised that. A number
without a row, as of a version that was raised past the gate, says that anything may have changed.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import models

from .claims import Claim, StandingCell
from .history import Versioned
from .negotiations import Negotiation

MOST_CELLS = 1_000  # that are told of one write; of more, only that there were many
MOST_WRITES = 256  # of a negotiation that are remembered at least
TRIMMED_EACH = 64  # writes: to look for what is to be forgotten takes a while


class Touched(NamedTuple):
    """What was written since: the cells in which claims came, went or changed, each with the source of these. `alone`
    says that nothing but claims was written of what readers see."""

    cells: frozenset[StandingCell]
    alone: bool

    def join(self, later: "Touched") -> "Touched | None":
        """Return what was written in both times; None where that is more than is told of."""
        cells = self.cells | later.cells
        return Touched(cells, self.alone and later.alone) if len(cells) <= MOST_CELLS else None

    @property
    def proposals(self) -> set[int]:
        """The ids of the proposals of touched cells."""
        return {cell.proposal for cell in self.cells}

    @property
    def sources(self) -> set[int]:
        """The ids of the sources of the claims that touched them."""
        return {cell.source for cell in self.cells}

    def list_ids(self, dimension: str) -> list[tuple[int, int]]:
        """Return the touched cells of a dimension, ascending, as ids of their proposals and holders."""
        return sorted({(cell.proposal, cell.holder) for cell in self.cells if cell.dimension == dimension})


class TouchedCells(models.Model):
    """The cells that one write touched in a negotiation, or None where these may be any; `alone` as in Touched."""

    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    number = models.PositiveBigIntegerField()
    cells = models.JSONField(null=True)
    alone = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="touched_cells_once"),
        ]

    def __str__(self) -> str:
        return f"{self.negotiation_id}: {self.number}"

    @classmethod
    def read_since(cls, negotiation: int, before: int, now: int) -> Touched | None:
        """Return what was written of a negotiation after its own counter stood at `before`, until it stood at `now`
        (one query); None where one of these writes is not remembered, or may have touched any cell."""
        if now - before > MOST_WRITES + TRIMMED_EACH:
            return None
        rows = cls.objects.filter(negotiation=negotiation, number__gt=before, number__lte=now)
        told = list(rows.values_list("cells", "alone"))
        if len(told) < now - before or any(cells is None for cells, _ in told):
            return None
        touched = frozenset(StandingCell(*cell) for cells, _ in told for cell in cells)
        return Touched(touched, all(alone for _, alone in told)) if len(touched) <= MOST_CELLS else None


class CellNotes:
    """What an open gate notes of the rows that are written through it, to tell which cells they touched."""

    def __init__(self) -> None:
        self._cells: set[StandingCell] = set()
        self._any = False
        self._alone = True

    def note(self, row: Versioned) -> Iterable[int]:
        """Note the cells of a row that readers see; return the ids of the proposals of these, if it is a claim."""
        if not isinstance(row, Claim):
            self.note_beside(row.MOVES_CLAIMS)
            return ()
        cells = row.list_cells()
        self._any |= cells is None or len(self._cells) > MOST_CELLS
        if not self._any:
            self._cells.update(cells or ())
        return {row.proposal_id, *(cell.proposal for cell in cells or ())}

    def note_beside(self, moves_claims: bool) -> None:
        """Note that something else was written: whether cells may hold other claims by that."""
        self._alone = False
        self._any |= moves_claims

    def record(self, numbers: Mapping[int, int]) -> None:
        """Write the row of each negotiation, by the number to which its version was raised, and forget old ones."""
        cells = None if self._any or len(self._cells) > MOST_CELLS else sorted(self._cells)
        rows = [
            TouchedCells(negotiation_id=negotiation, number=number, cells=cells, alone=self._alone)
            for negotiation, number in numbers.items()
        ]
        TouchedCells.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["negotiation", "number"], update_fields=["cells", "alone"]
        )
        for negotiation, number in numbers.items():
            if number % TRIMMED_EACH == 0:
                TouchedCells.objects.filter(negotiation=negotiation, number__lte=number - MOST_WRITES).delete()
