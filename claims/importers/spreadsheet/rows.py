"""The rows that travel through an import, from the file to the gate.

Their `fields` are those of `models.claims.CLAIM_CONTENT`; what a claim refers to stands there by its key, which is
negative where it is new.
"""

from typing import Any, NamedTuple

from ...rules.exchange import Fields
from ...rules.quotes import QuoteCheck


class SheetRow(NamedTuple):
    """A row of a file: the line where it begins, and its cells by column."""

    line: int
    cells: dict[str, str]


class LinePlace(int):
    """Where a row begins that the number of a line alone does not tell: on a further sheet of a workbook, or in a cell
    of a wide sheet. It is a number of its own, and reads as the line with the name of the sheet or column."""

    _FIRST, _SHEET, _LINE = 10**12, 10**11, 20_000  # more columns than Excel has, and more lines

    line: int
    words: str

    def __new__(cls, line: int, words: str, sheet: int = 0, column: int = 0) -> "LinePlace":
        at = line - cls._FIRST if isinstance(line, LinePlace) else sheet * cls._SHEET + line * cls._LINE
        place = super().__new__(cls, cls._FIRST + at + column)
        place.line, place.words = getattr(line, "line", line), f"{line} {words}"
        return place

    def __str__(self) -> str:
        return self.words

    def __format__(self, form: str) -> str:
        return format(self.words, form)

    def __reduce__(self) -> Any:
        return _restore_place, (int(self), self.line, self.words)


def _restore_place(number: int, line: int, words: str) -> LinePlace:
    place: LinePlace = int.__new__(LinePlace, number)
    place.line, place.words = line, words
    return place


class ImportRow(NamedTuple):
    """A row that was read, and found to be sound in itself.

    `claim` is the id that it names, or empty; `version` the version that it says, or 0; `day_given` whether it says
    itself on which day it was said.
    """

    line: int
    claim: str
    version: int
    identity: str
    fields: Fields
    day_given: bool = True


class NewClaim(NamedTuple):
    """A claim to be made of a line; where `public_id` is empty, one is drawn."""

    line: int
    public_id: str
    status: str
    fields: Fields
    quote: QuoteCheck


class ChangedClaim(NamedTuple):
    """A claim to be changed by a line, and the version that it must still have."""

    line: int
    pk: int
    version: int
    status: str
    fields: Fields
    quote: QuoteCheck


class BatchPlan(NamedTuple):
    """What is to be written of a batch of rows."""

    new: list[NewClaim]
    changed: list[ChangedClaim]
