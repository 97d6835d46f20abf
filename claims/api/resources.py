"""What there is to read: each resource with the filters of its page, the columns of its download, and its rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, islice
from typing import Any, NamedTuple, TypeVar

from .. import queries
from ..exporters import agreement, changes, claims, editorial, lists, matrix
from ..exporters.formats import Cell, make_table
from ..exporters.kinds import Kind, list_kinds
from ..models import Claim
from ..models.frozen import get_today
from ..reader import filters as pages
from ..reader.filters.base import ROWS_A_PAGE, CountingFilter
from ..reader.shared import chosen_rows, keyset_pagination
from ..reader.shared.keyset_pagination import ListError
from ..reader.shared.list_view import RowsWithNoneLast, sort_table
from ..reader.shared.matrix_selection import select_matrix
from ..reader.tables import ActorTable, ClaimTable, ProposalTable, SourceTable
from .parameters import make_filter

Row = TypeVar("Row")


class AskedList(NamedTuple):
    """What a request asks for: its filters, the data version, and the snapshot of the claims that count."""

    filters: Any
    version: Any
    snapshot: queries.Snapshot

    @property
    def size(self) -> int:
        return self.filters.chosen.get("per_page") or ROWS_A_PAGE

    @property
    def after(self) -> str:
        return self.filters.chosen.get("after") or ""


class Chunk(NamedTuple):
    """The rows of one page, the cursor at which the next begins (None: there is none), and how many there are on all
    pages, where that is counted."""

    rows: Iterable[Sequence[Cell]]
    cursor: str | None
    rows_in_all: int | None = None


class Resource(NamedTuple):
    """A list: its name in addresses, the name of its row, one sentence, its filters, its columns and what reads a
    page of it. It is there `of_one` negotiation, `everywhere` for all together, or both; `select` gives the filters
    more than they take by themselves."""

    name: str
    row: str
    sentence: str
    filter_set: type[CountingFilter]
    kinds: Mapping[str, Kind]
    read: Callable[[AskedList], Chunk]
    of_one: bool = True
    everywhere: bool = False
    select: Callable[[], dict[str, Any]] = dict


def cut_list(
    rows: Sequence[Row], asked: AskedList, write_key: Callable[[Row], str]
) -> tuple[Sequence[Row], str | None]:
    """Return the rows of a page, and the key of the last where others follow."""
    start = 0
    if asked.after:
        places = (place for place, row in enumerate(rows, start=1) if write_key(row) == asked.after)
        start = next(places, 0)
        if not start:
            raise refuse_cursor(asked.after)
    part = rows[start : start + asked.size]
    return part, write_key(part[-1]) if start + asked.size < len(rows) else None


def refuse_cursor(cursor: str) -> ListError:
    """Return what is raised where a list has no such place."""
    return ListError("after", f"“{cursor[:80]}” is no place in this list: begin at its first page.")


def _read_list(columns: Mapping[str, Any], rows: Sequence[Any], asked: AskedList, *key: str) -> Chunk:
    """Return a page of rows that are known by the cells of `key`."""
    readers = [columns[name] for name in key]
    part, cursor = cut_list(rows, asked, lambda row: "/".join(str(read(row)) for read in readers))
    return Chunk(make_table("", columns, part).rows, cursor, len(rows))


def _read_claims(asked: AskedList) -> Chunk:
    filters = asked.filters
    rows = chosen_rows.select_claims(filters, asked.version)
    table = ClaimTable(rows, everywhere=True)
    keyset_pagination.put_in_order(table, filters.chosen["sort"])
    of_all = table.data.data
    part, cursor = keyset_pagination.cut_after(of_all, asked.size, asked.after, filters.negotiations)
    cells = claims.make_claims_table(part, as_of=filters.scope.as_of).rows
    return Chunk(cells, cursor, queries.count_rows(of_all, asked.version))


def _read_proposals(asked: AskedList) -> Chunk:
    return _read_list(lists.PROPOSAL_COLUMNS, _sort_proposals(asked), asked, "proposal")


def _read_verdicts(asked: AskedList) -> Chunk:
    decided = [row for row in _sort_proposals(asked) if row.verdict]
    return _read_list(lists.VERDICT_COLUMNS, decided, asked, "proposal")


def _sort_proposals(asked: AskedList) -> Sequence[queries.ProposalRow]:
    rows = chosen_rows.choose_proposals(asked.filters, queries.list_proposals(asked.snapshot))
    table = sort_table(ProposalTable(RowsWithNoneLast(rows)), asked.filters)
    return [*table.data.data]


def _read_actors(asked: AskedList) -> Chunk:
    rows = chosen_rows.choose_actors(asked.filters, queries.list_actors(asked.snapshot))
    table = sort_table(ActorTable(rows), asked.filters)
    return _read_list(lists.ACTOR_COLUMNS, [*table.data.data], asked, "actor")


def _read_sources(asked: AskedList) -> Chunk:
    table = sort_table(SourceTable([*asked.snapshot.get(queries.list_sources)]), asked.filters)
    return _read_list(lists.SOURCE_COLUMNS, [*table.data.data], asked, "source")


def _read_outcomes(asked: AskedList) -> Chunk:
    listed = asked.snapshot.get(queries.list_outcomes).values()
    chosen = [one for of_proposal in listed for one in of_proposal if asked.filters.shows_proposal(one.proposal)]
    newest_first = sorted(chosen, key=lambda outcome: (outcome.day, outcome.public_id), reverse=True)
    return _read_list(editorial.list_outcome_columns(), newest_first, asked, "outcome")


def _read_moves(asked: AskedList) -> Chunk:
    log = chosen_rows.choose_moves(asked.filters, asked.snapshot)
    vocab = asked.snapshot.get(queries.read_vocabulary)

    def write_key(cell: queries.MovedCell) -> str:
        of_cell = vocab.proposals[cell.proposal].slug, vocab.actors[cell.holder].slug, cell.dimension.value
        return "/".join([cell.day.isoformat(), *of_cell])

    part, cursor = cut_list(log.list_cells(0, log.number), asked, write_key)
    return Chunk(changes.make_moves_table(queries.read_moves(asked.snapshot, part)).rows, cursor, log.number)


def _read_agreement(asked: AskedList) -> Chunk:
    pairs_request = chosen_rows.ask_for_pairs(asked.filters, asked.snapshot)
    pairs = asked.snapshot.get(queries.compare_pairs, pairs_request)
    lower = asked.snapshot.get(queries.compute_lower_bounds, pairs_request, tuple(range(len(pairs.actors))))
    layouts = asked.snapshot.get(queries.lay_out, pairs_request, asked.filters.reading_chosen)
    couples = [*combinations(chosen_rows.order_actors(asked.filters, pairs.actors, layouts), 2)]
    part, cursor = cut_list(couples, asked, lambda couple: "/".join(pairs.actors[place].slug for place in couple))
    return Chunk(agreement.make_pair_rows(pairs, lower, part), cursor, len(couples))


def _read_stances(asked: AskedList) -> Chunk:
    """Return a page of the cells that hold anything: no more rows of the matrix are folded than it takes."""
    selection = select_matrix(asked.filters, asked.version, others_open=True)
    proposals = [row.proposal for row in selection.rows]
    single = asked.filters.marks_one_source
    if asked.after:
        first = asked.after.partition("/")[0]
        start = next((place for place, proposal in enumerate(proposals) if proposal.slug == first), None)
        if start is None:
            raise refuse_cursor(asked.after)
        proposals = proposals[start:]
    whole = matrix.MatrixSlice(selection.snapshot, proposals, selection.columns, selection.before, single)
    cells = matrix.read_cells(whole)
    if asked.after and not any(_write_cell(cell) == asked.after for cell in _take_proposal(cells, proposals[0])):
        raise refuse_cursor(asked.after)
    part = [*islice(cells, asked.size + 1)]
    cursor = _write_cell(part[asked.size - 1]) if len(part) > asked.size else None
    return Chunk(matrix.make_cells_table(whole, part[: asked.size], every_column=True).rows, cursor)


def _take_proposal(cells: Iterable[matrix.MatrixCell], proposal: Any) -> Iterable[matrix.MatrixCell]:
    """Yield the cells of the first proposal."""
    for cell in cells:
        if cell.proposal != proposal:
            return
        yield cell


def _write_cell(cell: matrix.MatrixCell) -> str:
    return f"{cell.proposal.slug}/{cell.holder.slug}/{cell.dimension.value}"


def _select_claims_for_table() -> dict[str, Any]:
    return {"queryset": Claim.objects.published().said_by(get_today()).for_table()}


CLAIM_KINDS: Mapping[str, Kind] = {column.name: column.kind for column in claims.choose_columns()}
RESOURCES = (
    Resource(
        "claims",
        "Claim",
        "Published claims, the newest first: who stands where on what, with source and quote.",
        make_filter(pages.ClaimFilter),
        CLAIM_KINDS,
        _read_claims,
        everywhere=True,
        select=_select_claims_for_table,
    ),
    Resource(
        "sources",
        "Source",
        "The sources that published claims and outcomes cite, or from which wordings are taken.",
        make_filter(pages.SourceFilter),
        list_kinds(lists.SOURCE_COLUMNS),
        _read_sources,
        of_one=False,
        everywhere=True,
    ),
    Resource(
        "proposals",
        "Proposal",
        "The proposals with what the stances on each add up to.",
        make_filter(pages.ProposalFilter),
        list_kinds(lists.PROPOSAL_COLUMNS),
        _read_proposals,
    ),
    Resource(
        "actors",
        "Actor",
        "Parties by side, then experts, then officials.",
        make_filter(pages.ActorFilter),
        list_kinds(lists.ACTOR_COLUMNS),
        _read_actors,
    ),
    Resource(
        "stances",
        "Stance",
        "The cells of the matrix that hold anything: what the claims of an actor on a proposal add up to.",
        make_filter(pages.MatrixFilter),
        list_kinds(matrix.CELL_COLUMNS),
        _read_stances,
    ),
    Resource(
        "verdicts",
        "Verdict",
        "What the principals' stances add up to on each proposal; none where no side negotiates.",
        make_filter(pages.ProposalFilter),
        list_kinds(lists.VERDICT_COLUMNS),
        _read_verdicts,
    ),
    Resource(
        "moves",
        "Move",
        "The log of moves, the newest first.",
        make_filter(pages.MovesFilter),
        list_kinds(changes.MOVE_COLUMNS),
        _read_moves,
    ),
    Resource(
        "outcomes",
        "Outcome",
        "What became of proposals, the newest first; of the filters of claims, the day alone touches outcomes.",
        make_filter(pages.OnProposalsFilter),
        list_kinds(editorial.list_outcome_columns()),
        _read_outcomes,
    ),
    Resource(
        "agreement",
        "Pair",
        "How far each two actors agree, as the positions stand and as they would if all conditions were met.",
        make_filter(pages.AgreementFilter),
        agreement.PAIR_KINDS,
        _read_agreement,
    ),
)
