"""The stance matrix: the first screen, which tells the story without a click."""

from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

import django_tables2 as tables
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from .. import loading, search
from ..filters import MatrixFilter, day
from ..models import Claim, Proposal
from ..outgoing import matrix as outgoing
from ..outgoing import workbook
from ..outgoing.matrix import Picture
from ..rules import verdicts
from ..rules.scales import DIMENSIONS, MARKS, SCALES, STATES, VERDICTS, Dimension, State, VerdictKind, shown
from ..tables import MatrixTable
from . import columns, downloads
from .drawing import Drawing
from .queries import with_changes

_VALUE_CLASSES = ((2, "p2"), (1, "p1"), (0, "z"), (-1, "n1"), (-2, "n2"))


class Row(NamedTuple):
    """A proposal with what the principals' positions on it add up to; `parts`: the verdicts of a package's parts."""

    proposal: Proposal
    verdict: verdicts.Verdict
    gap: int | None
    claims: int
    newest: date | None
    parts: str = ""


@vary_on_headers("HX-Request")
def matrix(request):
    """Show who stands where on what; for htmx, only what the filters change."""
    filters = MatrixFilter(request.GET, queryset=Claim.objects.published())
    valid = filters.is_valid()
    context = {
        "filters": filters,
        "said": filters.in_words(),
        "names": filters.names_chosen(),
        "folded_chosen": filters.folded_chosen(),
        "legend": legend(),
    }
    if valid and filters.export_chosen():
        return _download(request, filters)
    if valid:
        context |= _matrix(filters, request.GET)
    template = "claims/partials/matrix.html" if request.htmx else "claims/matrix.html"
    return render(request, template, context, status=200 if valid else 400)


def legend():
    """Return the signs of the matrix with their words, by heading, from the scales that the cells use."""

    def values(dimension, palette):
        scale = SCALES[dimension]
        return [(shown(value, dimension), f"{palette}-{css}", scale[value].word) for value, css in _VALUE_CLASSES]

    states = [(STATES[s].sign, "", STATES[s].meaning) for s in (State.CONDITIONAL, State.DEPENDS, State.MIXED)]
    states.append(("(−2)", "", STATES[State.FORECAST].meaning))
    states.append((STATES[State.AWAITING].sign, "", STATES[State.AWAITING].word))
    states.append(("·", "", STATES[State.BLANK].meaning))
    marks = [(word.sign, "", word.meaning) for word in MARKS.values()]
    marks.append(("⊂", "", "part of a package"))
    return [
        ("Position", values(Dimension.POSITION, "v")),
        ("Prospects", values(Dimension.PROSPECTS, "w")),
        ("Salience", values(Dimension.SALIENCE, "w")),
        ("States", states),
        ("Marks", marks),
    ]


def _folded(filters, choice):
    """Load and fold the table: return it as a Picture of the rows and columns that are shown, all its rows, and the
    actors without a column."""
    scope = filters.scope()
    vocab = loading.vocabulary()
    table = loading.table(scope, vocab)
    positions = loading.positions(vocab, table)
    everything = _rows(scope, vocab, positions)
    shown_columns, hidden = columns.choose(vocab, table, choice)
    picture = Picture(
        scope=scope,
        vocab=vocab,
        table=table,
        refused=verdicts.refused_by_others(positions),
        rows=_chosen_rows(everything, filters, scope),
        columns=shown_columns,
        before=_before(filters.chosen.get("since"), scope, vocab),
    )
    return picture, everything, hidden


def _download(request, filters):
    """Send the cells as a long table; to Excel the picture too, with the other parties in columns of their own."""
    picture, _, _ = _folded(filters, _choice(filters)._replace(others_open=True))
    cells = outgoing.long_table(picture, outgoing.cells(picture))
    said = [
        f"Counted: published claims{', ' if filters.in_words() else ''}{', '.join(filters.in_words())}.",
        *(f"Shown: {clause}." for clause in filters.shown_in_words()),
    ]
    write = workbook.writer(picture, cells, legend(), said, filters.chosen.get("group") == "topic")
    return downloads.answer(request, filters, "matrix", cells, write)


def _matrix(filters, query):
    """Draw the table and all that stands above it."""
    picture, everything, hidden = _folded(filters, _choice(filters))
    vocab = picture.vocab
    year = max((row.newest.year for row in everything if row.newest), default=None)
    drawing = Drawing(vocab, picture.table, picture.refused, picture.columns, filters, picture.before, year)
    drawn = _drawn(drawing, picture.rows, filters.chosen.get("group") == "topic")
    return {
        "table": _tables2(picture.columns, drawn, bool(vocab.principals)),
        "has_verdicts": bool(vocab.principals),
        "what": DIMENSIONS[picture.scope.dimension or Dimension.POSITION].word,
        "coverage": loading.coverage(picture.scope),
        "sources": loading.fully_coded_sources(),
        "days": loading.days_of_publication(),
        "hidden": hidden,
        "rows_left_out": len(everything) - len(picture.rows),
        "shown_words": filters.shown_in_words(),
        "since": filters.chosen.get("since") and day(filters.chosen["since"]),
        "changed": drawing.changed,
        **_links(filters, query, everything),
    }


def _rows(scope, vocab, positions):
    decided = loading.all_verdicts(vocab, positions)
    counts = loading.claim_counts(scope)
    parts = {}
    for proposal in vocab.proposals.values():
        if proposal.part_of_id:
            parts.setdefault(proposal.part_of_id, []).append(decided[proposal.slug].kind)
    return [
        Row(
            proposal,
            decided[proposal.slug],
            verdicts.gap(positions[proposal.slug]),
            *counts.get(proposal.pk, (0, None)),
            parts=_parts_in_words(parts.get(proposal.pk, [])),
        )
        for proposal in vocab.proposals.values()
    ]


def _parts_in_words(kinds):
    """Say how many parts of a package have which verdict: “1 contested, 3 blocked”."""
    return ", ".join(f"{kinds.count(kind)} {VERDICTS[kind].word}" for kind in VerdictKind if kind in kinds)


def _chosen_rows(rows, filters, scope):
    """Keep the rows that the reader asked for, in the order asked for."""
    chosen = filters.chosen
    topics = {topic.pk for topic in chosen.get("topic") or ()}
    proposals = {proposal.pk for proposal in chosen.get("proposal") or ()}
    found = _found(chosen.get("q"), scope)
    kept = [
        row
        for row in rows
        if filters.verdict_chosen() in (None, row.verdict.kind)
        and (not topics or row.proposal.topic_id in topics)
        and (not proposals or row.proposal.pk in proposals)
        and (found is None or row.proposal.pk in found)
    ]
    by_topic = chosen.get("group") == "topic"
    return sorted(kept, key=lambda row: (row.proposal.topic.order, row.proposal.order) if by_topic else _order(row))


def _found(words, scope):
    """Return the ids of the proposals in which the words are found, or None without any (one query)."""
    if not words:
        return None
    found = search.proposals_with(Proposal.objects.all(), words, scope.claims())
    return set(found.order_by().values_list("pk", flat=True))


def _order(row):
    """By verdict; inside, the widest gap first (none last), then the most claims."""
    gap = -1 if row.gap is None else row.gap
    return row.verdict.kind.place, -gap, -row.claims, row.proposal.topic.order, row.proposal.order


def _choice(filters):
    chosen = filters.chosen
    return columns.Choice(
        forced=filters.dimension_chosen(),
        actors=frozenset(actor.pk for actor in chosen.get("actor") or ()),
        sides=frozenset(side.pk for side in chosen.get("side") or ()),
        others_open=chosen.get("others") == "open",
        show_empty=chosen.get("empty") == "show",
    )


def _before(since, scope, vocab):
    """Return the table as of the day before `since`, under the same filters, or None (one query)."""
    if not since or since == date.min:
        return None
    eve = since - timedelta(days=1)
    return loading.table(scope._replace(as_of=min(eve, scope.as_of or eve)), vocab)


def _drawn(drawing, rows, by_topic):
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
    kinds = [row.verdict.kind for row in rows]
    path = reverse("claims:matrix")
    wanted = filters.verdict_chosen()
    return {
        "verdict_counts": [
            (VERDICTS[kind], kinds.count(kind), with_changes(path, query, verdict=kind.value), kind == wanted)
            for kind in VerdictKind
            if kind in kinds
        ],
        "verdict": VERDICTS[wanted] if wanted else None,
        "all_verdicts": with_changes(path, query, verdict=None),
        "show_hidden": with_changes(path, query, empty="show"),
        "others_open": filters.chosen.get("others") == "open",
        "open_others": with_changes(path, query, others="open"),
        "fold_others": with_changes(path, query, others=None),
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
    groups = columns.groups(shown_columns)
    return MatrixTable(rows, extra_columns=extra, groups=groups, has_verdicts=has_verdicts)
