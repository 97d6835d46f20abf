"""A CSV file → its lines: UTF-8 or UTF-16, or the encoding that is named, with commas, semicolons or tabs."""

import codecs
import csv
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from openpyxl.utils.cell import get_column_letter

from ...rules.exchange import unescape_formula
from ..letters import find_undecodable_in
from .kinds import KINDS, read_column_names
from .tables import LINES_ABOVE, FileLine, Table, Unreadable

SEPARATORS = ",;\t"
BYTES_A_LOOK = 1 << 20
SAMPLE = 1 << 16
LONGEST_CELL = 1 << 26  # csv gives up at 131,072 letters, which a note that we exported may have
csv.field_size_limit(LONGEST_CELL)
LOOKED_AT = 1 << 20  # letters of a row in which its fault is looked for
NOT_UTF_8 = (
    "is not UTF-8 at letter {letter} of this line: in Excel, save it as “CSV UTF-8”, or name its encoding, such as "
    "--encoding cp1252 (Western Europe) or cp1251 (Cyrillic)."
)
NOT_IN_ENCODING = "is not {encoding} at letter {letter} of this line: name its encoding."
OPEN_QUOTE = 'has a cell here that opens with a quote mark (") which nothing closes: close it, or take it away.'
AFTER_QUOTE = (
    'has letters here behind the closing quote mark of a cell: a quote mark within a cell is written twice ("").'
)
TOO_LONG = f"has a cell here of more than {LONGEST_CELL:,} letters: it may open with a quote mark which nothing closes."


class CsvFile:
    """A CSV file; the number of a line is where its row begins."""

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path, self.encoding = path, encoding or _tell_encoding(path)
        self.file = path.open(encoding=self.encoding, newline="")

    def estimate_rows(self) -> int:
        with self.path.open("rb") as raw:
            return sum(look.count(b"\n") for look in iter(lambda: raw.read(BYTES_A_LOOK), b""))

    def read_tables(self) -> Iterator[Table]:
        yield Table("", self._read_lines())

    def _read_lines(self) -> Iterator[FileLine]:
        number, separator = 1, ","
        try:
            separator = _tell_separator(self.file.read(SAMPLE))
            self.file.seek(0)
            # With blanks before it, a quote mark would be a sign like any other.
            reader = csv.reader(self.file, delimiter=separator, strict=True, skipinitialspace=True)
            for cells in reader:
                # Few texts hold a quote mark: asking first spares all others the search for a guard.
                yield FileLine(number, [unescape_formula(cell) if "'" in cell else cell for cell in cells])
                number = reader.line_num + 1
        except UnicodeDecodeError as error:
            raise self._refuse_bytes(error) from None
        except csv.Error as error:
            raise self._refuse_row(number, separator, error) from None

    def _refuse_bytes(self, error: UnicodeDecodeError) -> Unreadable:
        line, letter = find_undecodable_in(self.path, self.encoding)
        words = NOT_UTF_8 if error.encoding == "utf-8" else NOT_IN_ENCODING
        return Unreadable(words.format(encoding=error.encoding.upper(), letter=letter), line)

    def _refuse_row(self, number: int, separator: str, error: csv.Error) -> Unreadable:
        with self.path.open(encoding=self.encoding, newline="", errors="replace") as file:
            row = "".join(islice(file, number - 1, None))[:LOOKED_AT]
        words = TOO_LONG if "limit" in str(error) else OPEN_QUOTE if "end of data" in str(error) else AFTER_QUOTE
        return Unreadable(words, number, f"column {get_column_letter(1 + _count_sound_cells(row, separator))}")

    def close(self) -> None:
        self.file.close()


def _tell_encoding(path: Path) -> str:
    """Return the encoding of a text: UTF-16 by its mark or by a null in every other byte, else UTF-8."""
    with path.open("rb") as raw:
        start = raw.read(SAMPLE)
    if start[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        return "utf-32"
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 3 and start[place::2].count(0) * 3 > len(start):  # more than two of three of every other byte
            return encoding
    return "utf-8-sig"


def _count_sound_cells(row: str, separator: str) -> int:
    """Return how many cells stand before the first in which a quote mark is not closed, or not followed by a
    separator."""
    cells, begins, quoted, closed = 0, True, False, False
    for sign in row:
        if quoted:
            quoted, closed = sign != '"', sign == '"'
        elif closed and sign == '"':  # the second of two: one within the cell
            quoted, closed = True, False
        elif sign == separator:
            cells, begins, closed = cells + 1, True, False
        elif closed:
            break
        elif begins and sign == '"':
            quoted, begins = True, False
        elif sign != " ":
            begins = False
    return cells


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
