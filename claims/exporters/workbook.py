"""The matrix as a workbook: the picture as on the screen, with its quotes in comments; the long table; the legend."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from .. import queries
from ..models import Proposal
from ..rendering import cells
from ..rendering.columns import MatrixColumn
from ..rendering.legend import LegendSection
from ..rendering.palette import VALUE_SHADES, Shade
from ..rules.comparison import find_leaning
from ..rules.folding import isolate
from ..rules.measures.spread import compute_mean
from ..rules.scales import ATTRIBUTIONS, LEANINGS, VERDICTS, Attribution, State
from ..wording.conditions import write_condition
from ..wording.days import format_day
from ..wording.numbers import format_value
from ..wording.prospects import write_terms
from ..wording.sources import name_place_or_title
from ..wording.spread import write_shares
from ..wording.verdicts import write_reason
from .formats import DAYS, ExportTable, shorten, write_cell, write_sheet, write_text
from .matrix import MatrixCell, MatrixSlice, SliceChunk, make_cells, read_chunks
from .stopping import give_way

QUOTES_A_COMMENT = 20
LONGEST_QUOTE = 300
ROWS_WITH_QUOTES = 500  # beyond, no comments: a workbook holds them all in memory while it is written
LONGEST_COMMENT = 30_000  # Excel refuses more than 32,767
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # a comment cannot hold them

_OF_VERDICTS = ("Verdict", "Reason")
_COMPARED = ("Leaning", "Share of each value", "Mean", "A")
THIN, MEDIUM, DASHED = 1, 2, 3  # borders, as Excel numbers them
FIRST_ROW = 2  # below two lines of headings

# (dimension, proposal id, holder id) → the claims that prove a cell
Quotes = Mapping[tuple[str, int, int], Sequence[queries.QuotedClaim]]


class Styles:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        key = tuple(properties.items())
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]

    def get_for_cell(self, shade: Shade | None, conditional: bool = False, changed: bool = False) -> Format:
        """Return the format of a cell: its colours as on a light page, if it has a value; dashed below on a condition,
        framed if changed."""
        properties: dict[str, Any] = {"align": "center"}
        if shade:
            properties["bg_color"], properties["font_color"] = shade.background.light, shade.ink.light
        if conditional:
            properties["bottom"] = DASHED
        if changed:
            properties["border"] = MEDIUM
        return self.get(**properties)


class PictureSheet:
    """The sheet that shows a MatrixSlice as the page does: what names a row, the columns, and how much there is.

    By topic, a line with its name heads the rows of each.
    """

    def __init__(self, book: Workbook, matrix_slice: MatrixSlice, by_topic: bool) -> None:
        self.sheet, self.styles = book.add_worksheet("matrix"), Styles(book)
        self.matrix_slice, self.by_topic = matrix_slice, by_topic
        self.verdicts = matrix_slice.verdicts
        self.summaries = {
            summary.proposal.pk: summary for summary in matrix_slice.snapshot.get(queries.summarise_proposals)
        }
        self.spreads = {} if matrix_slice.has_verdicts else matrix_slice.snapshot.get(queries.compute_spreads)
        self.before = ["Proposal", *(_OF_VERDICTS if matrix_slice.has_verdicts else _COMPARED)]
        self.after = len(self.before) + len(matrix_slice.columns)  # the place of the first column after the stances

    def write(self) -> None:
        """Write all of it, chunk by chunk (queries as of `read_chunks`, and one for the quotes of each chunk)."""
        self._write_headings()
        self._arrange()
        line, topic = FIRST_ROW, None
        for chunk in read_chunks(self.matrix_slice):
            give_way()
            quotes = self._read_quotes(chunk) if line < ROWS_WITH_QUOTES else None
            for proposal in chunk.proposals:
                if self.by_topic and proposal.topic != topic:
                    topic = proposal.topic
                    write_text(self.sheet, line, 0, topic.name, self.styles.get(bold=True))
                    line += 1
                self._write_row(line, chunk, proposal, quotes)
                line += 1

    def _read_quotes(self, chunk: SliceChunk) -> Quotes:
        keys = [proposal.pk for proposal in chunk.proposals]
        return queries.read_quotes(self.matrix_slice.snapshot.scope, keys, QUOTES_A_COMMENT)

    def _write_headings(self) -> None:
        """Write two lines of headings, groups above columns."""
        outer = self.styles.get(bold=True, bottom=THIN)
        inner = self.styles.get(bold=True, align="center", bottom=THIN, text_wrap=True)
        first, columns, group = len(self.before), self.matrix_slice.columns, None
        for place, column in enumerate(columns, start=first):
            if column.group != group:
                group = column.group
                write_text(self.sheet, 0, place, group, self.styles.get(bold=True))
        headings = [*self.before, *(column.heading for column in columns), "Claims", "Newest"]
        for place, heading in enumerate(headings):
            write_text(self.sheet, 1, place, heading, inner if first <= place < self.after else outer)

    def _arrange(self) -> None:
        """Set widths, and keep the headings in sight and on each printed page."""
        self.sheet.set_column(0, 0, 34)
        self.sheet.set_column(1, 1, 16)
        self.sheet.set_column(2, 2, 34)
        self.sheet.set_column(len(self.before), self.after, 11)
        self.sheet.set_column(self.after + 1, self.after + 1, 12)
        self.sheet.freeze_panes(FIRST_ROW, 1)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0, FIRST_ROW - 1)

    def _write_row(self, line: int, chunk: SliceChunk, proposal: Proposal, quotes: Quotes | None) -> None:
        summary = self.summaries[proposal.pk]
        part = " ⊂" if summary.packages else ""
        write_text(self.sheet, line, 0, f"{proposal.title}{part}", self.styles.get(bold=False))
        if proposal.full_title:
            self._write_comment(line, 0, proposal.full_title)
        if self.matrix_slice.has_verdicts:
            verdict = self.verdicts[proposal.slug]
            word = VERDICTS[verdict.kind].word
            said = summary.outcome.write_above(verdict.kind) if summary.outcome else word
            write_text(self.sheet, line, 1, said, self.styles.get(bold=True))
            write_text(self.sheet, line, 2, write_reason(verdict, summary.parts))
        else:
            self._write_comparison(line, summary)
        for place, column in enumerate(self.matrix_slice.columns, start=len(self.before)):
            filled = [cell for cell in make_cells(chunk, proposal, column) if cell.stance.state != State.BLANK]
            if filled:
                self._write_cells(line, place, filled, column, quotes)
        write_cell(self.sheet, line, self.after, summary.tally.claims, None)
        write_cell(self.sheet, line, self.after + 1, summary.tally.newest, self.styles.get(num_format=DAYS))

    def _write_comparison(self, line: int, summary: queries.Summary) -> None:
        """Write what the values of all actors on a proposal come to; numbers as numbers, to be sorted by."""
        spread = self.spreads.get(summary.proposal.pk, queries.NO_SPREAD)
        became = f"{summary.outcome.outcome.words}; " if summary.outcome else ""
        write_text(self.sheet, line, 1, f"{became}{LEANINGS[find_leaning(spread.counts)].word}")
        write_text(self.sheet, line, 2, write_shares(spread.counts) if any(spread.counts) else "")
        for place, measure in enumerate((compute_mean(spread.counts), spread.agreement), start=3):
            write_cell(self.sheet, line, place, None if measure is None else round(measure, 2), None)

    def _write_cells(
        self, line: int, place: int, filled: Sequence[MatrixCell], column: MatrixColumn, quotes: Quotes | None
    ) -> None:
        """Write what a column shows of a proposal, in the colours of the first cell, with the quotes in a comment."""
        stance, shades = filled[0].stance, VALUE_SHADES[filled[0].dimension]
        style = self.styles.get_for_cell(
            shades[stance.value] if stance.value is not None else None,
            conditional=stance.state == State.CONDITIONAL,
            changed=any(cell.change for cell in filled),
        )
        write_text(self.sheet, line, place, " ".join(_write_face(cell, column) for cell in filled), style)
        if quotes is None:
            return
        note = shorten("\n\n".join(_write_note(cell, column, quotes) for cell in filled), LONGEST_COMMENT)
        self._write_comment(line, place, note)

    def _write_comment(self, line: int, place: int, note: str) -> None:
        height = min(30 + 17 * (note.count("\n") + len(note) // 60), 420)
        self.sheet.write_comment(line, place, note, {"width": 380, "height": height})


def make_writer(
    matrix_slice: MatrixSlice,
    long_table: ExportTable,
    legend: Iterable[LegendSection],
    sentences: Iterable[str],
    by_topic: bool = False,
) -> Callable[[Workbook], None]:
    """Return what fills a workbook with the picture, the long table and the legend.

    `sentences` say above the legend what is counted and shown.
    """

    def write(book: Workbook) -> None:
        PictureSheet(book, matrix_slice, by_topic).write()
        write_sheet(book, long_table)
        _write_legend(book, legend, sentences)

    return write


def _write_face(cell: MatrixCell, column: MatrixColumn) -> str:
    """Write a cell as the page shows it: one in another dimension than its column's by its sign alone."""
    if cell.dimension != column.dimension:
        return cells.write_sign(cell.stance, cell.dimension)
    return cells.write_face(cells.draw_face(cell.stance, cell.dimension, cell.marks), cell.stance.claim_count)


def _write_note(cell: MatrixCell, column: MatrixColumn, quotes: Quotes) -> str:
    """Say in words what a cell shows, and quote what proves it."""
    words = cells.draw_face(cell.stance, cell.dimension, cell.marks).words
    own = "own position: " if cell.dimension != column.dimension else ""
    change = f", {cell.change} since then" if cell.change else ""
    claims = quotes.get((cell.dimension.value, cell.proposal.pk, cell.holder.pk), ())
    left = cell.stance.claim_count - len(claims)
    lines = [
        f"{isolate(cell.holder.name)} on {isolate(cell.proposal.title)}: {own}{words}{change}",
        *map(_quote, claims),
        *([f"… and {left} more"] if left > 0 else []),
    ]
    return _UNPRINTABLE.sub(" ", "\n".join(lines))


def _quote(claim: queries.QuotedClaim) -> str:
    passage = f"“{isolate(shorten(claim.quote, LONGEST_QUOTE))}”" if claim.quote else isolate(claim.locator)
    source = isolate(name_place_or_title(claim.publisher, claim.origin, claim.title))
    place = isolate(claim.locator) if claim.quote else ""
    condition = f", {write_condition(claim.conditions)}:" if claim.conditions else ""
    part = f" [on a part: {isolate(claim.covers)}]" if claim.covers else ""
    terms = f" {text}" if (text := write_terms(claim.by_when, claim.probability)) else ""
    translation = f" Translation: “{isolate(shorten(claim.translation, LONGEST_QUOTE))}”" if claim.translation else ""
    argument = f" Because: {isolate(claim.argument)}" if claim.argument else ""
    how = ATTRIBUTIONS[Attribution(claim.attribution)].word
    told = ", ".join(filter(None, (how, isolate(claim.speaker or ""), format_day(claim.said_on), source, place)))
    label = f" “{isolate(claim.label)}”" if claim.label else ""
    said = f"{format_value(claim.value)}{label}{terms}{part}{condition}"
    return f"{said} {passage}{translation} ({told}; claim {claim.public_id}){argument}"


def _write_legend(book: Workbook, legend: Iterable[LegendSection], sentences: Iterable[str]) -> None:
    sheet, styles = book.add_worksheet("legend"), Styles(book)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    line = 0
    for sentence in sentences:
        write_text(sheet, line, 0, sentence)
        line += 1
    for section in legend:
        write_text(sheet, line + 1, 0, section.heading, styles.get(bold=True))
        line += 2
        for entry in section.entries:
            write_text(sheet, line, 0, entry.sign, styles.get_for_cell(entry.shade))
            write_text(sheet, line, 1, entry.words)
            line += 1
