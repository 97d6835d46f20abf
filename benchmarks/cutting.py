"""Cuts the product's answers into what a floor joins again: what stands around, and rows and cells by their keys."""

import csv
import re
from io import StringIO
from typing import NamedTuple

from .timing import Unequal

_TABLE = re.compile(r'(?s)(<table\s+class="matrix.*?<tbody>)(.*?)(</tbody>)')
_ROW = re.compile(r'(?s)<tr id="([^"]+)".*?</tr>')
_CELL = re.compile(r'(?s)<td class="[peo](?: blank)?"[^>]*>.*?</td>')
_OTHERS = '<td class="o"'
_ANCHOR = re.compile(r'href="/[\w-]+/\?(?:[^"]*&amp;)?cell=([^/"]+)/([^/"]+)"')
_CLAIM = re.compile(r'(?s)<tr id="claim-([^"]+)".*?</tr>')
_COUNT = re.compile(r'role="status">\s*(\d+) claim')


class CutMatrix(NamedTuple):
    """A page of the matrix.

    `rows` are (proposal id, what stands before its cells, what stands from them to the next row), `cells` their strings
    by proposal id and number of the column, `blanks` those of cells without claims in the same way, `column_of` the
    column of each holder's id.
    """

    before: str
    rows: list
    cells: dict
    blanks: dict
    column_of: dict
    after: str

    @property
    def columns(self):
        return len(self.cells) // len(self.rows)


class CutList(NamedTuple):
    """A page of a list: what stands before its rows by the number of claims, and each row's string by its key."""

    before: dict
    rows: dict
    after: str


class CutLines(NamedTuple):
    """A CSV file: its heading, and (key, cells) of each row."""

    before: list
    rows: list


def cut_matrix(html, proposals, holders):
    """Cut a page of the matrix; `proposals` and `holders` are ids by slug."""
    html = html.decode()
    table = _TABLE.search(html)
    matches = list(_ROW.finditer(html, *table.span(2)))
    rows, cells, blanks, column_of, others = [], {}, {}, {}, None
    for place, row in enumerate(matches):
        proposal = proposals[row[1]]
        drawn = list(_CELL.finditer(html, *row.span()))
        for number, cell in enumerate(drawn):
            cells[proposal, number] = cell[0]
            blanks[proposal, number] = _make_blank(cell[0])
            column_of |= {holders[holder]: number for _, holder in _ANCHOR.findall(cell[0])}
            others = number if cell[0].startswith(_OTHERS) else others
        end = matches[place + 1].start() if place + 1 < len(matches) else row.end()
        rows.append((proposal, html[row.start() : drawn[0].start()], html[drawn[-1].end() : end]))
    if not matches:
        raise Unequal("the matrix has no rows")
    folded = dict.fromkeys(holders.values(), others)  # who has no column stands among the others
    return CutMatrix(html[: matches[0].start()], rows, cells, blanks, folded | column_of, html[matches[-1].end() :])


def cut_claims(html):
    """Cut a page of the list of claims."""
    html = html.decode()
    matches = list(_CLAIM.finditer(html))
    starts = [row.start() for row in matches] + [matches[-1].end() if matches else len(html)]
    rows = {row[1]: html[start:end] for row, start, end in zip(matches, starts, starts[1:], strict=False)}
    before = html[: starts[0]]
    count = _COUNT.search(before)
    return CutList({int(count[1]) if count else None: before}, rows, html[starts[-1] :])


def cut_links(html):
    """Cut any page at its links."""
    return re.split(rb"(?=<a )", html)


def cut_lines(text):
    """Cut a CSV file into rows; the first three cells are the key of one."""
    before, *rows = csv.reader(StringIO(text.decode(), newline=""))
    return CutLines(before, [(tuple(row[:3]), row) for row in rows])


def _make_blank(cell):
    """Return the cell if nothing is known there, with whatever says so; else one that is no cell of the page."""
    return cell if "<a " not in cell else "<td></td>"
