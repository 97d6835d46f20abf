"""Which rows and columns of the matrix a reader has chosen, in their order."""

from typing import NamedTuple

from ... import queries, search
from ...models import Actor, Proposal
from ...models.suggestions import CONFIRMED
from ...rendering.columns import MatrixColumn
from ...rules.comparison import ComparedBy
from ...wording.blanks import write_blanks
from ..rendering import matrix_columns


class MatrixSelection(NamedTuple):
    """What the filters choose of the whole table: all rows and columns in order, and the actors without a column.

    `of_any_kind` are the rows without regard to the verdict or leaning that is chosen, `of_some_rows` says whether
    others are left out of these, `settled` how many of those that are asked for have an outcome. `can_fold`: whether
    the other parties stand together unless they are asked for one by one. `before` is the table as of the day before
    the day since which changes are marked, or None.
    """

    snapshot: queries.Snapshot
    of_any_kind: list[queries.Summary]
    rows: list[queries.Summary]
    columns: list[MatrixColumn]
    hidden: list[Actor]
    can_fold: bool
    before: queries.Snapshot | None
    of_some_rows: bool
    settled: int


def select_matrix(filters, version, others_open=False) -> MatrixSelection:
    """Choose rows and columns from what is kept of the whole table; no cell is drawn from it."""
    snapshot = queries.get_snapshot(filters.scope, version)
    summaries = snapshot.get(queries.summarise_proposals)
    asked = _choose_rows(snapshot, filters)
    open_ones = [row for row in asked if row.outcome is None]
    of_any_kind = open_ones if filters.hides_settled else asked
    rows = _choose_kind(snapshot, filters, of_any_kind)
    in_rows = [row.proposal.pk for row in rows or summaries]
    choice = _read_choice(filters, others_open)._replace(of_some_rows=len(in_rows) < len(summaries))
    columns, hidden, can_fold = matrix_columns.choose_columns(snapshot, choice, in_rows)
    before = queries.get_snapshot_before(snapshot, filters.chosen.get("since"))
    of_some_rows = len(of_any_kind) < len(summaries)
    settled = len(asked) - len(open_ones)
    return MatrixSelection(snapshot, of_any_kind, rows, columns, hidden, can_fold, before, of_some_rows, settled)


def count_changed(selection: MatrixSelection) -> int:
    """Count the cells that changed or filled since then, in all rows and columns that are chosen, on whatever page."""
    if selection.before is None:
        return 0
    proposals = [row.proposal.pk for row in selection.rows]
    holders = matrix_columns.list_holders_by_dimension(selection.columns)
    return queries.count_changed_cells(selection.snapshot, selection.before.scope, proposals, holders)


def write_blanks_of(selection: MatrixSelection, filters) -> str:
    """Say what the blanks of all chosen rows say."""
    coded = queries.list_coded(selection.snapshot, [row.proposal for row in selection.rows])
    return write_blanks(coded, filtered=bool(filters.counted_words))


def _choose_kind(snapshot, filters, rows):
    """Return those of the Summaries that have the verdict and the leaning that are chosen."""
    verdict, leaning = filters.chosen.get("verdict"), filters.chosen.get("leaning")
    if verdict is not None:
        rows = [row for row in rows if filters.has_verdicts and row.verdict.kind == verdict]
    if leaning is not None:
        leanings = snapshot.get(queries.map_leanings)
        rows = [row for row in rows if leanings[row.proposal.pk] == leaning]
    return rows


def _choose_rows(snapshot, filters):
    """Return the Summaries that the reader asked for, of any verdict or leaning, in the order asked for."""
    chosen, rows = filters.chosen, _sort_rows(snapshot, filters)
    matches = _search_proposals(chosen.get("q"), snapshot)
    if matches is not None:
        rows = [row for row in rows if row.proposal.pk in matches]
    if chosen.get("topic") or chosen.get("proposal"):
        rows = [row for row in rows if filters.shows_proposal(row.proposal)]
    return rows


def _sort_rows(snapshot, filters):
    """Return all Summaries in their order; those that are grouped stand in this order within their group."""
    order, by_topic = filters.chosen.get("order"), filters.chosen.get("group") == "topic"
    if not filters.has_verdicts:
        rows = snapshot.get(queries.sort_compared, order or ComparedBy.DIVIDED)
    elif order:
        rows = sorted(snapshot.get(queries.sort_compared, order), key=lambda row: row.verdict.kind.place)
    else:
        rows = snapshot.get(queries.summarise_proposals if by_topic else queries.sort_by_verdict)
    if not by_topic:
        return rows
    listed = snapshot.get(queries.summarise_proposals)
    places = {row.proposal.topic_id: place for place, row in reversed(list(enumerate(listed)))}
    return sorted(rows, key=lambda row: places[row.proposal.topic_id])


def _search_proposals(words, snapshot):
    """Return the ids of the proposals in which the words are found, or None without any (one query)."""
    if not words:
        return None
    outcomes = queries.select_outcomes(snapshot)
    matches = search.find_proposals(
        Proposal.objects.filter(**CONFIRMED).of(snapshot.scope.negotiations),
        words,
        snapshot.scope.select_claims(),
        outcomes,
        queries.select_wordings(snapshot),
    )
    return set(matches.order_by().values_list("pk", flat=True))


def _read_choice(filters, others_open):
    chosen = filters.chosen
    return matrix_columns.ColumnChoice(
        forced=chosen.get("dimension"),
        actors=frozenset(actor.pk for actor in chosen.get("actor") or ()),
        sides=frozenset(side.pk for side in chosen.get("side") or ()),
        others_open=others_open or chosen.get("others") == "open",
        show_empty=chosen.get("empty") == "show",
    )
