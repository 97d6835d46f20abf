"""The matrix and the page of a proposal as a Word file has them: stances in words, and the claims that decide them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ... import queries
from ...models import Claim, Proposal
from ...rendering.cells import draw_face
from ...rules.comparison import find_leaning
from ...rules.scales import LEANINGS, VERDICTS, Dimension, State
from ...rules.stances import RuleClaim, Stance
from ...wording.days import format_day
from ...wording.spread import write_shares
from ...wording.verdicts import write_reason
from ..matrix import MatrixCell, MatrixSlice, make_cells, read_chunks
from .reports import MOST_ROWS, Face, PositionsTable, Sentences

COLUMNS_A_TABLE = 7  # of the matrix, beside the proposal, on a page that lies on its long side


class PositionsRow(NamedTuple):
    """A proposal with the cells of each column that hold anything."""

    proposal: Proposal
    cells: list[list[MatrixCell]]


def read_rows(matrix_slice: MatrixSlice) -> tuple[list[PositionsRow], str]:
    """Return as many rows as a file holds, and the sentence that says so where there are more."""
    cut = matrix_slice._replace(proposals=matrix_slice.proposals[:MOST_ROWS])
    rows = [
        PositionsRow(proposal, [_list_filled(make_cells(chunk, proposal, column)) for column in cut.columns])
        for chunk in read_chunks(cut)
        for proposal in chunk.proposals
    ]
    more = len(matrix_slice.proposals) > MOST_ROWS
    return rows, f"This file holds the first {MOST_ROWS} proposals. Excel and CSV hold all of them." if more else ""


def read_deciding(matrix_slice: MatrixSlice, rows: Sequence[PositionsRow]) -> list[Claim]:
    """Return the claims that the cells rest on, those on a part among them, row by row (one query)."""
    ids = list(dict.fromkeys(claim.id for cell in _list_cells(rows) for claim in _list_resting(cell.stance)))
    claims = queries.read_claims_by_id(matrix_slice.snapshot.scope, ids)
    return [claims[key] for key in ids if key in claims]


def tabulate_matrix(
    matrix_slice: MatrixSlice, rows: Sequence[PositionsRow], claims: Sequence[Claim]
) -> list[PositionsTable]:
    """Return the matrix, as many tables below each other as its columns need on paper."""
    columns = matrix_slice.columns
    public_ids = {claim.pk: claim.public_id for claim in claims}
    tables = []
    for first in range(0, len(columns), COLUMNS_A_TABLE):
        part = slice(first, first + COLUMNS_A_TABLE)
        caption = f"Columns {first + 1} to {min(part.stop, len(columns))} of {len(columns)}"
        lines = [
            (Face(row.proposal.title), *(_draw_cells(cells, public_ids) for cells in row.cells[part])) for row in rows
        ]
        headings = ("Proposal", *(column.heading for column in columns[part]))
        tables.append(PositionsTable(caption if len(columns) > COLUMNS_A_TABLE else "", headings, lines))
    return tables


def tabulate_proposal(rows: Sequence[PositionsRow], claims: Sequence[Claim]) -> PositionsTable:
    """Return who stands where on a proposal, in each dimension: a line for each stance."""
    public_ids = {claim.pk: claim.public_id for claim in claims}
    lines = [
        (
            Face(cell.holder.name),
            Face(cell.dimension.value),
            _draw_cells([cell], public_ids),
            Face(format_day(cell.stance.said_on) if cell.stance.said_on else ""),
            Face(str(cell.stance.claim_count)),
        )
        for cell in _list_cells(rows)
    ]
    return PositionsTable("", ("Holder", "Dimension", "Stance", "As of", "Claims"), lines)


def tell_proposals(matrix_slice: MatrixSlice, proposals: Sequence[Proposal]) -> Sentences:
    """Say of each proposal what the positions on it add up to: its verdict, or how the values lie."""
    summaries = {each.proposal.pk: each for each in matrix_slice.snapshot.get(queries.summarise_proposals)}
    spreads = {} if matrix_slice.has_verdicts else matrix_slice.snapshot.get(queries.compute_spreads)
    told: Sentences = {}
    for proposal in proposals:
        summary = summaries.get(proposal.pk)
        if summary is None:
            continue
        if matrix_slice.has_verdicts:
            kind = summary.verdict.kind
            word = summary.outcome.write_above(kind) if summary.outcome else VERDICTS[kind].word
            told[proposal.pk] = [f"{word}: {write_reason(summary.verdict, summary.parts)}"]
        else:
            counts = spreads.get(proposal.pk, queries.NO_SPREAD).counts
            became = f"{summary.outcome.outcome.words}; " if summary.outcome else ""
            shares = f": {write_shares(counts)}" if any(counts) else ""
            told[proposal.pk] = [f"{became}{LEANINGS[find_leaning(counts)].word}{shares}"]
    return told


def _list_filled(cells: Sequence[MatrixCell]) -> list[MatrixCell]:
    return [cell for cell in cells if cell.stance.state != State.BLANK]


def _list_cells(rows: Sequence[PositionsRow]) -> Iterator[MatrixCell]:
    return (cell for row in rows for column in row.cells for cell in column)


def _list_resting(stance: Stance) -> list[RuleClaim]:
    """Return the claims that a stance rests on, or what stands in its place."""
    forecast = stance.forecast.deciding if stance.forecast else ()
    return [*stance.deciding, *stance.branches, *stance.pending, *forecast, *stance.on_part]


def _draw_cells(cells: Sequence[MatrixCell], public_ids: dict[int, str]) -> Face:
    """Write what a column shows of a proposal in words, and lead to the first claim that it rests on."""
    words = [draw_face(cell.stance, cell.dimension, cell.marks).words for cell in cells]
    changes = [f" ({cell.change} since then)" if cell.change else "" for cell in cells]
    own = ["", *("; own position: " if cell.dimension == Dimension.POSITION else "; " for cell in cells[1:])]
    resting = (public_ids[claim.id] for cell in cells for claim in _list_resting(cell.stance) if claim.id in public_ids)
    text = "".join(f"{before}{word}{change}" for before, word, change in zip(own, words, changes, strict=False))
    return Face(text, next(resting, ""))
