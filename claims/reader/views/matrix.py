"""The stance matrix: the first screen, which tells the story without a click."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

import django_tables2 as tables
import numpy as np
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from ... import queries, search
from ...exporters import matrix as exporter
from ...exporters import workbook
from ...models import Claim, Proposal
from ...rendering.legend import make_legend
from ...rules.scales import DIMENSIONS, VERDICTS, Dimension, VerdictKind
from ...wording.days import format_day
from ..filters import MatrixFilter
from ..rendering import matrix_columns
from ..rendering.matrix_rows import MatrixRows
from ..shared import downloads, matrix_window
from ..shared.urls_with import change_query
from ..tables import MatrixTable


@vary_on_headers("HX-Request")
def matrix(request):
    """Show who stands where on what; for htmx, only what the filters change."""
    filters = MatrixFilter(request.GET, queryset=Claim.objects.published())
    valid = filters.is_valid()
    context = {"filters": filters, "legend": make_legend(filters.marks_one_source)}
    if valid and filters.export_chosen:
        return _download(request, filters)
    if valid:
        context |= _matrix(request, filters)
    template = "claims/partials/matrix.html" if request.htmx else "claims/matrix.html"
    return render(request, template, context, status=200 if valid else 400)


class MatrixSelection(NamedTuple):
    """What the filters choose of the whole table: all rows and columns in order, and the actors without a column."""

    snapshot: queries.Snapshot
    rows: list
    columns: list
    hidden: list
    before: queries.Snapshot | None


def _shown(filters, version, choice):
    """Choose rows and columns from what is kept of the whole table; no cell is drawn from it."""
    snapshot = queries.get_snapshot(filters.scope, version)
    shown_columns, hidden = matrix_columns.choose(snapshot, choice)
    return MatrixSelection(
        snapshot, _rows(snapshot, filters), shown_columns, hidden, _before(filters.chosen.get("since"), snapshot)
    )


def _download(request, filters):
    """Send the cells as a long table; to Excel the picture too, with the other parties in columns of their own."""
    shown = _shown(filters, request.data_version, _choice(filters)._replace(others_open=True))
    single = filters.marks_one_source
    proposals = [row.proposal for row in shown.rows]
    matrix_slice = exporter.MatrixSlice(shown.snapshot, proposals, shown.columns, shown.before, single)
    cells = exporter.make_cells_table(matrix_slice, exporter.read_cells(matrix_slice))
    said = [
        f"Counted: published claims{', ' if filters.counted_words else ''}{', '.join(filters.counted_words)}.",
        *(f"Shown: {clause}." for clause in filters.display_words),
    ]
    write = workbook.make_writer(matrix_slice, cells, make_legend(single), said, filters.chosen.get("group") == "topic")
    return downloads.send_table(request, filters, "matrix", cells, write)


def _matrix(request, filters):
    """Draw a window of the table and all that stands above it."""
    shown = _shown(filters, request.data_version, _choice(filters))
    snapshot, vocab = shown.snapshot, shown.snapshot.vocab
    window = matrix_window.cut_window(request, filters, shown.rows, shown.columns)
    drawn = queries.WINDOWS.get(snapshot.version, request.GET.urlencode(), lambda: _drawn(filters, shown, window))
    return {
        "table": _tables2(window.columns, drawn, bool(vocab.principals)),
        "window": window,
        "has_verdicts": bool(vocab.principals),
        "what": DIMENSIONS[snapshot.scope.dimension or Dimension.POSITION].word,
        "coverage": snapshot.coverage,
        "sources": snapshot.sources,
        "days": snapshot.days,
        "hidden": shown.hidden,
        "rows_left_out": len(snapshot.summaries) - len(shown.rows),
        "since": filters.chosen.get("since") and format_day(filters.chosen["since"]),
        "changed": _changed(shown),
        **_links(filters, request.GET, snapshot.summaries),
    }


def _drawn(filters, shown, window):
    """Draw the rows of a window: what takes longest of the page, and is kept by its address."""
    tables = _tables(shown, window)
    newest = shown.snapshot.coverage.newest
    single = _one_source(shown, window, tables[0]) if filters.marks_one_source else None
    drawing = MatrixRows(shown.snapshot, tables, window.columns, filters, newest and newest.year, single)
    return _rows_drawn(drawing, window.rows, filters.chosen.get("group") == "topic")


def _tables(shown, window):
    """Return the stances of the window's cells, now and before (one query each)."""
    return [
        queries.read_stances(snapshot.scope, snapshot.vocab, **_cells(window)) if snapshot else None
        for snapshot in (shown.snapshot, shown.before)
    ]


def _one_source(shown, window, table):
    """Return the window's cells that rest on one source, by dimension (one query)."""
    claims = queries.select_claims_of_cells(shown.snapshot.scope, Dimension, **_cells(window))
    return queries.find_cells_on_one_source(table, queries.read_source_ids(claims))


def _cells(window):
    """Return which cells the window shows, as ids."""
    return {
        "proposals": [row.proposal.pk for row in window.rows],
        "holders": [actor.pk for column in window.columns for actor in column.actors],
    }


def _changed(shown):
    """Count the cells that changed or filled since then, in all rows and columns that are shown, on whatever page."""
    if shown.before is None:
        return 0
    rows = [row.proposal.pk for row in shown.rows]
    holders = defaultdict(set)
    for column in shown.columns:
        holders[column.dimension].update(actor.pk for actor in column.actors)
        if column.own_position:
            holders[Dimension.POSITION].update(actor.pk for actor in column.actors)
    changes = {dimension: shown.snapshot.changes(shown.before, dimension) for dimension in holders}
    return sum(
        int((np.isin(proposals, rows) & np.isin(found, list(holders[dimension]))).sum())
        for dimension, (proposals, found) in changes.items()
    )


def _rows(snapshot, filters):
    """Return the Summaries that the reader asked for, in the order asked for."""
    chosen = filters.chosen
    topics = {topic.pk for topic in chosen.get("topic") or ()}
    proposals = {proposal.pk for proposal in chosen.get("proposal") or ()}
    found = _found(chosen.get("q"), snapshot.scope)
    return [
        row
        for row in (snapshot.summaries if chosen.get("group") == "topic" else snapshot.by_verdict)
        if filters.chosen.get("verdict") in (None, row.verdict.kind)
        and (not topics or row.proposal.topic_id in topics)
        and (not proposals or row.proposal.pk in proposals)
        and (found is None or row.proposal.pk in found)
    ]


def _found(words, scope):
    """Return the ids of the proposals in which the words are found, or None without any (one query)."""
    if not words:
        return None
    found = search.find_proposals(Proposal.objects.all(), words, scope.claims())
    return set(found.order_by().values_list("pk", flat=True))


def _choice(filters):
    chosen = filters.chosen
    return matrix_columns.ColumnChoice(
        forced=filters.chosen.get("dimension"),
        actors=frozenset(actor.pk for actor in chosen.get("actor") or ()),
        sides=frozenset(side.pk for side in chosen.get("side") or ()),
        others_open=chosen.get("others") == "open",
        show_empty=chosen.get("empty") == "show",
    )


def _before(since, snapshot):
    """Return the whole table as of the day before `since`, under the same filters, or None."""
    if not since or since == date.min:
        return None
    eve = since - timedelta(days=1)
    return queries.get_snapshot(snapshot.scope._replace(as_of=min(eve, snapshot.scope.as_of or eve)), snapshot.version)


def _rows_drawn(drawing, rows, by_topic):
    """Draw the rows; by topic with a heading for each, else with a line above each new verdict."""
    drawn = []
    group_of = (lambda row: row.proposal.topic.name) if by_topic else (lambda row: row.verdict.kind)
    for group, members in groupby(rows, key=group_of):
        if by_topic:
            drawn.append(drawing.heading(group))
        drawn += [drawing.row(row, first=number == 0 and not by_topic) for number, row in enumerate(members)]
    return drawn


def _links(filters, query, rows):
    """Return the links above and below the table, each with the rest of the query string kept."""
    kinds = Counter(row.verdict.kind for row in rows)
    path = reverse("claims:matrix")
    wanted = filters.chosen.get("verdict")
    return {
        "verdict_counts": [
            (VERDICTS[kind], kinds[kind], change_query(path, query, verdict=kind.value, page=None), kind == wanted)
            for kind in VerdictKind
            if kinds[kind]
        ],
        "verdict": VERDICTS[wanted] if wanted else None,
        "all_verdicts": change_query(path, query, verdict=None, page=None),
        "show_hidden": change_query(path, query, empty="show", columns=None),
        "others_open": filters.chosen.get("others") == "open",
        "open_others": change_query(path, query, others="open", columns=None),
        "fold_others": change_query(path, query, others=None, columns=None),
    }


def _tables2(shown_columns, rows, has_verdicts):
    """Make the django-tables2 table: its columns are the headings, its rows ready strings."""
    extra = [("proposal", tables.Column(verbose_name="Proposal"))]
    if has_verdicts:
        extra.append(("verdict", tables.Column(verbose_name="Verdict")))
    for column in shown_columns:
        attrs = {"th": {"title": column.title, "class": "actor"}}
        extra.append((f"actor-{column.key}", tables.Column(verbose_name=column.heading, attrs=attrs)))
    extra += [("claims", tables.Column(verbose_name="Claims")), ("newest", tables.Column(verbose_name="Newest"))]
    groups = matrix_columns.groups(shown_columns)
    return MatrixTable(rows, extra_columns=extra, groups=groups, has_verdicts=has_verdicts)
