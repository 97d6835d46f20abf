"""The preview of a file as its page shows it: by what rows are, a page at a time; and the rows that are handed back."""

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from ..exporters.formats import Download, ExportTable, make_download
from ..importers.spreadsheet.own_headings import HANDED_BACK
from ..importers.spreadsheet.preview import PreviewState, preview_import
from ..importers.spreadsheet.stamp import read_stamp_with_claims
from ..rules.import_profiles import LEFT_OUT
from ..rules.scales import NO_VALUE_WORD, SCALES, Attribution, Dimension
from ..services.imports import keep_preview, read_preview
from ..wording.days import format_day
from ..wording.exchange import RowError
from .versioned_admin import skip_while_hindered
from .waiting_import import WaitingImport

ROWS_A_PAGE = 50
STATE_WORDS = {
    PreviewState.INVALID: "invalid",
    PreviewState.CHANGED: "changed",
    PreviewState.NEW: "new",
    PreviewState.UNCHANGED: "unchanged",
    PreviewState.LEFT_OUT: "left out",
}


class ShownRow(NamedTuple):
    """A row of the preview as it is kept: see `preview.PreviewedRow`."""

    number: int
    place: str
    state: str
    cells: Mapping[str, str]
    reasons: list[RowError]
    to_confirm: bool
    changes: list[list[Any]]
    claim: str

    @property
    def words(self) -> str:
        return "to confirm" if self.to_confirm else STATE_WORDS[PreviewState(self.state)]

    @property
    def day(self) -> str:
        """Its day as readers are told of it; what is none stands as it is."""
        said_on = self.cells.get("said_on", "")
        try:
            return format_day(date.fromisoformat(said_on))
        except ValueError:
            return said_on

    @property
    def stance(self) -> str:
        """Its value as readers are told of it."""
        return write_value(self.cells.get("value", ""), self.cells.get("dimension", ""))

    @property
    def differences(self) -> list[str]:
        """What it changes, in words."""
        dimension = self.cells.get("dimension", "")
        return [
            f"{field.replace('_', ' ')}: {_write(field, a, dimension)} → {_write(field, b, dimension)}"
            for field, a, b in self.changes
        ]


class ShownPreview:
    """A preview as it is kept with its file; of its rows only those of a page are read."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self.rows: list[dict[str, Any]] = kept["rows"]
        self.sources: list[str] = kept["sources"]
        self.missing: list[str] = kept["missing"]
        self.remarks: list[str] = kept["remarks"]
        self.accepted: int = kept["accepted"]
        self.counts = Counter(row["state"] for row in self.rows)

    def count(self, state: str) -> int:
        return self.counts[state]

    @property
    def good(self) -> int:
        """How many rows would be written."""
        return self.count(PreviewState.NEW) + self.count(PreviewState.CHANGED)

    @cached_property
    def odd(self) -> int:
        """How many rows are only odd, and nobody has confirmed them."""
        return sum(row["to_confirm"] for row in self.rows)

    @cached_property
    def near(self) -> int:
        """How many rows are in nearly the words of a claim."""
        return sum(any("--add-near" in said for _, said in map(tuple, row["reasons"])) for row in self.rows)

    @cached_property
    def digest(self) -> str:
        """By what it is told whether what is imported is what was looked at."""
        return f"{zlib.crc32(json.dumps(self.rows).encode()):08x}"

    def list_invalid(self) -> list[ShownRow]:
        return [read_row(row) for row in self.rows if row["state"] == PreviewState.INVALID]

    def list_wrong(self) -> frozenset[int]:
        return frozenset(row["number"] for row in self.rows if row["state"] == PreviewState.INVALID)


def read_row(kept: Mapping[str, Any]) -> ShownRow:
    reasons = [RowError(*reason) for reason in kept["reasons"]]
    return ShownRow(**{**kept, "reasons": reasons, "place": str(kept["place"])})


class Tab(NamedTuple):
    """What rows are shown by: in words, how many they are, where they are shown, and whether they are now."""

    words: str
    number: int
    url: str
    now: bool


def open_preview(waiting: WaitingImport) -> ShownPreview:
    """Return the preview of a file: as it was kept, or made anew where anything was written since; raise ImportFailed
    where the file as a whole is wrong. What is imported is shown as it was."""
    kept = read_preview(waiting.row)
    if kept is None or not (waiting.row.done or kept.get("stamp") == read_stamp_with_claims()):
        with waiting.as_path() as path:
            preview = preview_import(path, waiting.make_options())
        made = preview._asdict() | {"rows": [row._asdict() for row in preview.rows]}
        kept = json.loads(json.dumps(made, default=str))
        with skip_while_hindered():
            keep_preview(waiting.row, kept)
    return ShownPreview(kept)


def list_tabs(preview: ShownPreview, chosen: str) -> list[Tab]:
    """Return what rows may be shown by, those first that want looking at."""
    tabs = [Tab("all", len(preview.rows), "?", not chosen)]
    for state, words in STATE_WORDS.items():
        if number := preview.count(state):
            tabs.append(Tab(words, number, f"?{urlencode({'state': state.value})}", chosen == state))
    return tabs


def cut_page(preview: ShownPreview, chosen: str, number: str | None) -> Page[Any]:
    """Return a page of the rows of a state, or of all with those first that want looking at."""
    order = {state.value: place for place, state in enumerate(STATE_WORDS)}
    rows = [row for row in preview.rows if not chosen or row["state"] == chosen]
    rows.sort(key=lambda row: (order[row["state"]], row["number"]))
    page: Page[Any] = Paginator(rows, ROWS_A_PAGE).get_page(number)
    page.object_list = [read_row(row) for row in page.object_list]
    return page


def hand_back(waiting: WaitingImport, preview: ShownPreview, extension: str) -> Download:
    """Return the rows that are wrong as a file: in the columns in which they came, with what is wrong with each."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for row in preview.list_invalid():
        line, _, heading = row.place.partition(" (“")
        reasons[line] += [f"{heading.removesuffix('”)')}: {one}" if heading else str(one) for one in row.reasons]
    table = waiting.table
    by_line = {str(row.line): row.cells for row in table.rows}
    columns = (*table.headings, HANDED_BACK)

    def read_rows() -> Iterator[list[str]]:
        for line, said in reasons.items():
            cells = by_line.get(line)
            as_they_came = [cells[heading] for heading in table.headings] if cells else [""] * len(table.headings)
            yield [*as_they_came, f"line {line}: {' '.join(said)}"]

    stem = waiting.row.name.rpartition(".")[0] or "claims"
    return make_download(ExportTable("to mend", columns, read_rows()), extension, f"{stem} to mend")


def write_value(value: str, dimension: str) -> str:
    """Return a value in the words of its dimension; what is none stands as it is."""
    if value == LEFT_OUT:
        return ""
    if value == NO_VALUE_WORD:
        return "takes no stance"
    scale = SCALES[Dimension(dimension)] if dimension in list(Dimension) else SCALES[Dimension.POSITION]
    number = value.replace("−", "-").removeprefix("+")
    return scale[int(number)].word if number in map(str, scale) else value


def _write(field: str, value: Any, dimension: str) -> str:
    if field == "value":
        return write_value(NO_VALUE_WORD if value is None else str(value), dimension)
    if field == "attribution":
        return Attribution(int(value)).word
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”" if value not in ("", None) else "nothing"
