"""What is wrong in a file, and where."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..wording.exchange import RowError

_VALUES = re.compile(r"“[^”]*”|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} [A-Z][a-z]{2} \d{4}\b")


class FileError(NamedTuple):
    """A fault of a file at a line (0: the file as a whole), at a field where one is to blame; `number` rows have it, of
    which `lines` are the first."""

    file: str
    line: int
    field: str
    reason: str
    number: int = 1
    lines: tuple[int, ...] = ()

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        fault = f"{place}: {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"
        if self.number == 1:
            return fault
        more = " …" if self.number > len(self.lines) else ""
        return f"{fault} ({self.number:,} rows: lines {', '.join(map(str, self.lines))}{more})"


class FileErrors:
    """The faults of one file: all of them counted, and each said once, with the first lines that have it.

    Of faults that differ in the values that they name only, the first `OF_A_KIND` are said one by one. Where it
    `keeps_rows`, all are kept by their rows too. `headings` are what a file calls its fields.
    """

    MOST, OF_A_KIND, LINES = 1000, 10, 5

    def __init__(self, file: str, keeps_rows: bool = False) -> None:
        self.file = file
        self.total = 0
        self.headings: Mapping[str, str] = {}
        self.by_row: dict[int, list[RowError]] | None = {} if keeps_rows else None
        self._faults: dict[tuple[str, str], FileError] = {}
        self._stops: set[tuple[str, str]] = set()
        self._of_a_kind: dict[tuple[str, str], int] = {}

    def add(self, line: int, field: str, reason: str) -> None:
        self.total += 1
        field = self.headings.get(field, field)
        if self.by_row is not None:
            self.by_row.setdefault(line, []).append(RowError(field, reason))
        same = self._faults.get((field, reason))
        if same is None:
            kind = field, _VALUES.sub("“…”", reason)
            number = self._of_a_kind[kind] = self._of_a_kind.get(kind, 0) + 1
            if number > self.OF_A_KIND:
                reason = f"likewise: {kind[1]}"
                same = self._faults.get((field, reason))
        if same is not None:
            lines = (*same.lines, line)[: self.LINES]
            self._faults[field, reason] = same._replace(number=same.number + 1, lines=lines)
        elif len(self._faults) < self.MOST:
            self._faults[field, reason] = FileError(self.file, line, field, reason, 1, (line,))

    def stop(self, line: int, field: str, reason: str) -> None:
        """Add a fault behind which the file cannot be read: it is one of the file as a whole, wherever it stands."""
        self._stops.add((field, reason))
        self.add(line, field, reason)

    def list_of_file(self) -> list[FileError]:
        """Return the faults that are of no row: without the rows that have one, the rest of the file would not stand
        either."""
        return [fault for fault in self.sort_by_line() if not fault.line or (fault.field, fault.reason) in self._stops]

    def sort_by_line(self) -> list[FileError]:
        return sorted(self._faults.values(), key=lambda fault: fault.line)


def count_lines(before: bytes) -> int:
    """Return the number of the line that goes on after these bytes of a file."""
    return 1 + before.count(b"\n")


class ImportFailed(Exception):
    """A file that cannot be imported as it is: `faults` are some or all of `total`, `unconfirmed` some or all of `odd`
    warnings that nobody has confirmed. Nothing was changed."""

    def __init__(
        self, faults: list[FileError], total: int, unconfirmed: Sequence[FileError] = (), odd: int = 0
    ) -> None:
        super().__init__(f"{total} faults, {odd} warnings")
        self.faults, self.total = faults, total
        self.unconfirmed, self.odd = unconfirmed, odd
