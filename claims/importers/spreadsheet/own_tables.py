"""A file in somebody's own words, read whole to be matched: its headings, its rows as they stand, and what occurs in
them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ...rules.guesses import is_called_like_a_column
from ...rules.import_profiles import (
    KINDS_OF_NAMES,
    NAME_COLUMNS,
    WORD_COLUMNS,
    Profile,
    Translator,
    fold_heading,
    is_day,
)
from ...rules.scales import NO_VALUE_WORD
from ..errors import FileError, FileErrors, ImportFailed
from .kinds import KINDS, read_column_names
from .own_headings import HANDED_BACK, OwnHeadings
from .reader import FileReading, open_sheet
from .rows import SheetRow

NO_HEADING = (
    "has no heading: the first line has to name the columns, and “{first}” reads like a value. Put a line above it, "
    "such as: Who, Issue, Stance, Day, Source."
)
LONGEST_HEADING = 120  # letters; a longer one is a text


class OwnTable(NamedTuple):
    """The headings of a file, its rows that can be read, and what is to be remarked of it."""

    headings: tuple[str, ...]
    rows: Sequence[SheetRow]
    remarks: Sequence[str]

    def list_cells(self, heading: str) -> list[str]:
        return [row.cells[heading] for row in self.rows]


def read_own_table(path: Path, file_name: str, encoding: str = "", most_rows: int | None = None) -> OwnTable:
    """Read a file as it stands; raise ImportFailed where it cannot be read, or has no heading or no row. What is wrong
    with single rows is left to the preview."""
    faults = FileErrors(file_name)
    with open_sheet(path, faults, FileReading(encoding, OwnHeadings(), (), most_rows)) as sheet:
        if sheet is None:
            raise ImportFailed(faults.sort_by_line(), faults.total)
        headings = tuple(heading for heading in sheet.columns if heading and fold_heading(heading) != HANDED_BACK)
        _refuse_values(headings, file_name)
        rows = list(sheet.rows)
        of_file = faults.list_of_file()
        if of_file:
            raise ImportFailed(of_file, len(of_file))
        if not rows and faults.total:
            raise ImportFailed(faults.sort_by_line(), faults.total)
        if not rows:
            raise ImportFailed([FileError(file_name, 0, "", "has a heading and no row that can be read.")], 1)
        return OwnTable(headings, rows, list(sheet.remarks))


def is_of_exchange(headings: Sequence[str]) -> bool:
    """Whether headings are columns of the exchange throughout, so that nothing is to be matched."""
    claims = KINDS[0]
    names = read_column_names(headings)
    return claims.is_whole(names) and claims.count_known(names) == len(names)


def count_words(table: OwnTable, profile: Profile) -> dict[str, Counter[str]]:
    """Return how often each word occurs in the columns of words, by the keys of a profile's words."""
    counts: dict[str, Counter[str]] = {}
    words_alone = profile._replace(words={key: of for key, of in profile.words.items() if key == "dimension"})
    for cells in _translate(table, words_alone):
        dimension = cells.get("dimension") or "position"
        for column in WORD_COLUMNS:
            if cells.get(column) and column not in profile.always and column != "dimension":
                key = f"value:{dimension}" if column == "value" else column
                counts.setdefault(key, Counter())[cells[column]] += 1
    heading = profile.find_heading("dimension")
    if heading:
        counts["dimension"] = Counter(filter(None, table.list_cells(heading)))
    return counts


def count_names(table: OwnTable, profile: Profile) -> dict[str, Counter[str]]:
    """Return how often each name of an actor or a proposal occurs in the rows that are not left out by their words."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS_OF_NAMES}
    for cells in _translate(table, profile._replace(names={})):
        for column, kind in NAME_COLUMNS.items():
            if cells.get(column):
                counts[kind][cells[column]] += 1
    return counts


def _translate(table: OwnTable, profile: Profile) -> Iterator[dict[str, str]]:
    translator = Translator(profile)
    for row in table.rows:
        for own in translator.translate(row.cells, row.line):
            if not own.left_out:
                yield own.cells


def _refuse_values(headings: Sequence[str], file_name: str) -> None:
    """Refuse a first line that holds values: what it says would be lost as headings."""
    odd = [heading for heading in headings if _is_value(heading)]
    if odd and len(odd) >= sum(map(is_called_like_a_column, headings)):
        raise ImportFailed([FileError(file_name, 0, "", NO_HEADING.format(first=odd[0][:60]))], 1)


def _is_value(heading: str) -> bool:
    number = heading.replace("−", "-").lstrip("+-").replace(".", "").replace(",", "")
    long = len(heading) > LONGEST_HEADING or heading.startswith(("http://", "https://"))
    return number.isdecimal() or is_day(heading) or long or heading == NO_VALUE_WORD
