"""A CSV file → its lines: UTF-8 or UTF-16, or the encoding that is named, with commas, semicolons or tabs."""

import csv
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from ...rules.exchange import unescape_formula
from .kinds import KINDS, read_column_names
from .tables import LINES_ABOVE, FileLine, Table

SEPARATORS = ",;\t"
BYTES_A_LOOK = 1 << 20
SAMPLE = 1 << 16
LONGEST_CELL = 1 << 26  # csv gives up at 131,072 letters, which a note that we exported may have
csv.field_size_limit(LONGEST_CELL)


class CsvFile:
    """A CSV file; the number of a line is where its row begins."""

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path = path
        self.file = path.open(encoding=encoding or _tell_encoding(path), newline="")

    def estimate_rows(self) -> int:
        with self.path.open("rb") as raw:
            return sum(look.count(b"\n") for look in iter(lambda: raw.read(BYTES_A_LOOK), b""))

    def read_tables(self) -> Iterator[Table]:
        yield Table("", self._read_lines())

    def _read_lines(self) -> Iterator[FileLine]:
        separator = _tell_separator(self.file.read(SAMPLE))
        self.file.seek(0)
        # With blanks before it, a quote mark would be a sign like any other.
        reader = csv.reader(self.file, delimiter=separator, strict=True, skipinitialspace=True)
        number = 1
        for cells in reader:
            # Few texts hold a quote mark: asking first spares all others the search for a guard.
            yield FileLine(number, [unescape_formula(cell) if "'" in cell else cell for cell in cells])
            number = reader.line_num + 1

    def close(self) -> None:
        self.file.close()


def _tell_encoding(path: Path) -> str:
    """Return the encoding of a text: UTF-16 by its mark or by a null in every other byte, else UTF-8."""
    with path.open("rb") as raw:
        start = raw.read(SAMPLE)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 3 and start[place::2].count(0) * 3 > len(start):  # more than two of three of every other byte
            return encoding
    return "utf-8-sig"


def _tell_separator(sample: str) -> str:
    """Return the separator under which a line near the top is a heading, or that by which most lines near the top have
    as many cells as each other."""
    lines = sample.splitlines(keepends=True)
    for separator in SEPARATORS:
        rows = csv.reader(lines, delimiter=separator, skipinitialspace=True)
        if any(_is_heading(cells) for cells in islice(rows, LINES_ABOVE)):
            return separator
    return max(SEPARATORS, key=lambda separator: _count_alike(lines, separator))


def _count_alike(lines: list[str], separator: str) -> tuple[int, int]:
    """Return how many lines near the top have one number of cells, more than one, and that number."""
    rows = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    widths = Counter(width for width in (len(cells) for cells in islice(rows, LINES_ABOVE)) if width > 1)
    return max(((number, width) for width, number in widths.items()), default=(0, 0))


def _is_heading(cells: Collection[str]) -> bool:
    names = read_column_names(cells)
    return any(kind.is_whole(names) and kind.count_known(names) > 1 for kind in KINDS)
