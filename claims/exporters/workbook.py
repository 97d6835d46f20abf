"""The matrix as a workbook: the picture as on the screen, with its quotes in comments; the long table; the legend."""

import re

from .. import queries
from ..rendering import cells
from ..rendering.palette import VALUE_SHADES
from ..rules.scales import ATTRIBUTIONS, VERDICTS, Attribution, State
from ..wording.numbers import format_value
from ..wording.verdicts import write_reason
from . import matrix
from .formats import DAYS, shorten, write_cell, write_sheet, write_text

QUOTES_A_COMMENT = 20
LONGEST_QUOTE = 300
ROWS_WITH_QUOTES = 500  # beyond, no comments: a workbook holds them all in memory while it is written
LONGEST_COMMENT = 30_000  # Excel refuses more than 32,767
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # a comment cannot hold them

THIN, MEDIUM, DASHED = 1, 2, 3  # borders, as Excel numbers them


class Styles:
    """Formats of a workbook, each made once."""

    def __init__(self, book):
        self.book = book
        self.made = {}

    def of(self, **properties):
        key = tuple(properties.items())
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]

    def cell(self, shade, conditional=False, changed=False):
        """Return the format of a cell: its colours as on a light page, if it has a value; dashed below on a condition,
        framed if changed."""
        properties = {"align": "center"}
        if shade:
            properties["bg_color"], properties["font_color"] = shade.background.light, shade.ink.light
        if conditional:
            properties["bottom"] = DASHED
        if changed:
            properties["border"] = MEDIUM
        return self.of(**properties)


def make_writer(picture, long_table, legend, said, by_topic=False):
    """Return what fills a workbook with the picture, the long table and the legend (one query, for the quotes).

    `legend` are LegendSections, `said` the sentences that say what is counted and shown.
    """

    def write(book):
        _write_picture(book, picture, by_topic)
        write_sheet(book, long_table)
        _write_legend(book, legend, said)

    return write


def _write_picture(book, picture, by_topic):
    sheet, styles = book.add_worksheet("matrix"), Styles(book)
    before = ["Proposal", *(["Verdict", "Reason"] if picture.has_verdicts else [])]
    _write_headings(sheet, styles, picture, before)
    line, topic = 2, None
    for chunk in matrix.read_chunks(picture):
        quotes = None
        if line < ROWS_WITH_QUOTES:
            proposals = [row.proposal.pk for row in chunk.rows]
            quotes = queries.read_quotes(picture.snapshot.scope, proposals, QUOTES_A_COMMENT)
        for row in chunk.rows:
            if by_topic and row.proposal.topic != topic:
                topic = row.proposal.topic
                write_text(sheet, line, 0, topic.name, styles.of(bold=True))
                line += 1
            _write_row(sheet, line, styles, picture, chunk, row, len(before), quotes)
            line += 1


def _write_headings(sheet, styles, picture, before):
    """Write two lines of headings, groups above columns, which stay in sight and stand on each printed page."""
    bold, middle = styles.of(bold=True), styles.of(bold=True, align="center", bottom=THIN)
    group = None
    for place, column in enumerate(picture.columns, start=len(before)):
        if column.group != group:
            group = column.group
            write_text(sheet, 0, place, group, bold)
    after = len(before) + len(picture.columns)
    headings = [*before, *(column.heading for column in picture.columns), "Claims", "Newest"]
    for place, heading in enumerate(headings):
        write_text(sheet, 1, place, heading, middle if len(before) <= place < after else styles.of(bold=True, bottom=1))
    sheet.set_column(0, 0, 34)
    if len(before) > 1:
        sheet.set_column(1, 1, 16)
        sheet.set_column(2, 2, 34)
    sheet.set_column(len(before), after, 11)
    sheet.set_column(after + 1, after + 1, 12)
    sheet.freeze_panes(2, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)


def _write_row(sheet, line, styles, picture, chunk, row, start, quotes):
    proposal, verdict = row.proposal, row.verdict
    part = " ⊂" if proposal.part_of_id else ""
    write_text(sheet, line, 0, f"{proposal.title}{part}", styles.of(bold=False))
    if start > 1:
        reason = write_reason(verdict, row.parts)
        write_text(sheet, line, 1, VERDICTS[verdict.kind].word, styles.of(bold=True))
        write_text(sheet, line, 2, reason)
    for place, column in enumerate(picture.columns, start=start):
        found = [c for c in matrix.read_column(picture, chunk, row, column) if c.stance.state != State.BLANK]
        if found:
            _write_stances(sheet, line, place, styles, found, column, quotes)
    after = start + len(picture.columns)
    write_cell(sheet, line, after, row.tally.claims, None)
    write_cell(sheet, line, after + 1, row.tally.newest, styles.of(num_format=DAYS))


def _write_stances(sheet, line, place, styles, found, column, quotes):
    """Write what a column shows of a proposal, and the quotes behind it in a comment."""
    texts, notes = [], []
    for cell in found:
        face = cells.draw_face(cell.stance, cell.dimension, cell.marks)
        beside = cell.dimension != column.dimension
        texts.append(
            cells.write_sign(cell.stance, cell.dimension) if beside else cells.write_face(face, cell.stance.count)
        )
        key = str(cell.dimension), cell.row.proposal.pk, cell.holder.pk
        notes.append(_note(cell, face, beside, quotes.get(key, ()) if quotes else ()))
    stance, shades = found[0].stance, VALUE_SHADES[found[0].dimension]
    style = styles.cell(
        shades[stance.value] if stance.value is not None else None,
        conditional=stance.state == State.CONDITIONAL,
        changed=any(cell.change for cell in found),
    )
    write_text(sheet, line, place, " ".join(texts), style)
    if quotes is None:
        return
    note = shorten("\n\n".join(notes), LONGEST_COMMENT)
    height = min(30 + 17 * (note.count("\n") + len(note) // 60), 420)
    sheet.write_comment(line, place, note, {"width": 380, "height": height})


def _note(cell, face, beside, quotes):
    """Say in words what a cell shows, and quote what proves it."""
    head = f"{cell.holder.name} on {cell.row.proposal.title}: {'own position: ' if beside else ''}{face.words}"
    lines = [f"{head}, {cell.change} since then" if cell.change else head, *map(_quoted, quotes)]
    left = cell.stance.count - len(quotes)
    if left > 0:
        lines.append(f"… and {left} more")
    return _UNPRINTABLE.sub(" ", "\n".join(lines))


def _quoted(claim):
    what = f"“{shorten(claim.quote, LONGEST_QUOTE)}”" if claim.quote else claim.locator
    condition = f", {claim.conditions}:" if claim.conditions else ""
    by = [ATTRIBUTIONS[Attribution(claim.attribution)].word, claim.speaker, claim.said_on.isoformat(), claim.publisher]
    return f"{format_value(claim.value)}{condition} {what} ({', '.join(filter(None, by))}; claim {claim.public_id})"


def _write_legend(book, legend, said):
    sheet, styles = book.add_worksheet("legend"), Styles(book)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    line = 0
    for sentence in said:
        write_text(sheet, line, 0, sentence)
        line += 1
    for section in legend:
        write_text(sheet, line + 1, 0, section.heading, styles.of(bold=True))
        line += 2
        for entry in section.entries:
            write_text(sheet, line, 0, entry.sign, styles.cell(entry.shade))
            write_text(sheet, line, 1, entry.words)
            line += 1
