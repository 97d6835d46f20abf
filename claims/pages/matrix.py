"""The stance matrix, and one cell of it opened."""

from typing import NamedTuple

import django_tables2 as tables
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.views.decorators.vary import vary_on_headers

from .. import cells, loading
from ..filters import MatrixFilter
from ..models import ActorKind, Claim, Proposal
from ..rules import stances, verdicts
from ..rules.scales import DIMENSIONS, MARKS, SCALES, STATES, VERDICTS, Dimension, State, VerdictKind, shown
from ..tables import MatrixTable

_VERDICT_ORDER = {kind: place for place, kind in enumerate(VerdictKind)}


class Column(NamedTuple):
    """A column of actors: one, or the other parties folded together."""

    key: str
    heading: str
    title: str
    actors: list
    dimension: Dimension
    group: str = ""
    folded: bool = False
    own_position: bool = False  # beside what an expert expects, a small mark for what it wants


class Row(NamedTuple):
    """A proposal with what the principals' positions on it add up to."""

    proposal: Proposal
    verdict: verdicts.Verdict
    gap: int | None
    claims: int
    newest: object


@vary_on_headers("HX-Request")
def matrix(request):
    """Show who stands where on what; for htmx, only what the filters change."""
    filters = MatrixFilter(request.GET, queryset=Claim.objects.published())
    valid = filters.is_valid()
    context = {"filters": filters, "said": filters.in_words(), "legend": legend()}
    if valid:
        context |= _matrix(filters, request.GET)
    template = "claims/partials/matrix.html" if request.htmx else "claims/matrix.html"
    return render(request, template, context, status=200 if valid else 400)


@vary_on_headers("HX-Request")
def cell(request, proposal, holder):
    """Open one cell: the stance in every dimension, the claims that decide it, and what others say."""
    filters = MatrixFilter(request.GET, queryset=Claim.objects.published())
    scope = filters.scope()
    vocab = loading.vocabulary()
    on = next((p for p in vocab.proposals.values() if p.slug == proposal), None)
    by = next((a for a in vocab.actors.values() if a.slug == holder and a.kind != ActorKind.OFFICIAL), None)
    if on is None or by is None:
        raise Http404(f"There is no cell of {holder} on {proposal}.")
    found = loading.cell_claims(scope, on, by)
    shown = [_opened(dimension, found.get(dimension, []), vocab) for dimension in Dimension]
    context = {
        "filters": filters,
        "said": filters.in_words(),
        "proposal": on,
        "holder": by,
        "dimensions": [opened for opened in shown if opened["claims"]],
        "sources": loading.fully_coded_sources(),
        "query": _counting_query(request.GET),
        "titles": {p.slug: p for p in vocab.proposals.values()},
    }
    template = "claims/partials/cell.html" if request.htmx else "claims/cell.html"
    return render(request, template, context, status=200 if filters.is_valid() else 400)


def legend():
    """Return the signs of the matrix with their words, by heading, from the scales that the cells use."""
    position, prospects = SCALES[Dimension.POSITION], SCALES[Dimension.PROSPECTS]
    values = [(shown(v, Dimension.POSITION), f"v-{c}", position[v].word) for v, c in _VALUE_CLASSES]
    expected = [(shown(v, Dimension.PROSPECTS), f"w-{c}", prospects[v].word) for v, c in _VALUE_CLASSES]
    states = [
        (STATES[s].sign, "", STATES[s].meaning) for s in (State.CONDITIONAL, State.DEPENDS, State.MIXED, State.AWAITING)
    ]
    states.insert(3, ("(−2)", "", STATES[State.FORECAST].meaning))
    states.append(("blank", "", STATES[State.BLANK].meaning))
    marks = [(word.sign, "", word.meaning) for word in MARKS.values()]
    return [("Position", values), ("Prospects", expected), ("States", states), ("Marks", marks)]


_VALUE_CLASSES = ((2, "p2"), (1, "p1"), (0, "z"), (-1, "n1"), (-2, "n2"))


def _matrix(filters, query):
    """Load, fold and draw the table and all that stands above it."""
    scope = filters.scope()
    vocab = loading.vocabulary()
    table = loading.table(scope, vocab)
    positions = loading.positions(vocab, table)
    decided = loading.all_verdicts(vocab, positions)
    counts = loading.claim_counts(scope)
    columns, hidden = _columns(vocab, table, filters)
    rows = [
        Row(p, decided[p.slug], verdicts.gap(positions[p.slug]), *counts.get(p.pk, (0, None)))
        for p in vocab.proposals.values()
    ]
    kinds = [row.verdict.kind for row in rows]
    wanted = filters.verdict_chosen()
    rows = sorted((row for row in rows if wanted in (None, row.verdict.kind)), key=_row_order)
    draw = _Drawing(vocab, table, verdicts.refused_by_others(positions), columns, _counting_query(query))
    return {
        "table": _tables2(columns, [draw.row(row) for row in rows], bool(vocab.principals)),
        "has_verdicts": bool(vocab.principals),
        "coverage": loading.coverage(scope),
        "sources": loading.fully_coded_sources(),
        "verdict_counts": [
            (VERDICTS[kind].word, VERDICTS[kind].meaning, kinds.count(kind), _with(query, verdict=kind.value))
            for kind in VerdictKind
            if kind in kinds
        ],
        "verdict": VERDICTS[wanted] if wanted else None,
        "all_verdicts": _with(query, verdict=None),
        "hidden": hidden,
        "show_hidden": _with(query, empty="show"),
        "open_others": _with(query, others="open"),
        "fold_others": _with(query, others=None),
        "others_open": filters.chosen.get("others") == "open",
        "first_hand": _with(query, attribution="own"),
        "any_hand": _with(query, attribution=None),
        "titles": {p.slug: p for p in vocab.proposals.values()},
    }


def _row_order(row):
    """By verdict; inside, the widest gap first (none last), then the most claims."""
    gap = -1 if row.gap is None else row.gap
    return _VERDICT_ORDER[row.verdict.kind], -gap, -row.claims, row.proposal.topic.order, row.proposal.order


def _columns(vocab, table, filters):
    """Return the columns that are shown, and the actors hidden since they have nothing under this filter."""
    forced = filters.dimension_chosen()
    show_empty = filters.chosen.get("empty") == "show"
    holders = [a for a in vocab.actors.values() if a.kind != ActorKind.OFFICIAL]
    filled = {d: {holder for _, holder in table.stances[d]} for d in Dimension}

    def has_something(actor):
        seen = [forced] if forced else [Dimension.POSITION, Dimension.PROSPECTS, Dimension.SALIENCE]
        return any(actor.pk in filled[d] for d in seen)

    shown = [a for a in holders if show_empty or a.always_show or has_something(a)]
    hidden = [a for a in holders if a not in shown]
    columns, folded = [], []
    negotiation = bool(vocab.principals)
    for actor in shown:
        if actor.kind == ActorKind.EXPERT:
            continue
        own_column = (actor.principal and actor.side.negotiates) or actor.always_show or not negotiation
        if own_column or filters.chosen.get("others") == "open":
            columns.append(_column(actor, forced or Dimension.POSITION, "Parties"))
        else:
            folded.append(actor)
    if folded:
        names = ", ".join(actor.name for actor in folded)
        columns.append(Column("others", "Others", names, folded, forced or Dimension.POSITION, "Parties", folded=True))
    # A principal's column stands before a voice's, whatever the order of the sides.
    columns.sort(key=lambda c: (c.folded, not (c.actors[0].principal and c.actors[0].side.negotiates)))
    experts = [a for a in shown if a.kind == ActorKind.EXPERT]
    prospects = [holder for _, holder in table.stances[Dimension.PROSPECTS]]
    experts.sort(key=lambda a: -prospects.count(a.pk))
    group = "Experts" if forced else "Experts expect"
    columns += [_column(a, forced or Dimension.PROSPECTS, group)._replace(own_position=forced is None) for a in experts]
    return columns, hidden


def _column(actor, dimension, group):
    return Column(actor.slug, actor.short_name, actor.name, [actor], dimension, group)


def _column_groups(columns):
    """Return (heading, number of columns) of the groups, in order."""
    groups = {}
    for column in columns:
        groups[column.group] = groups.get(column.group, 0) + 1
    return list(groups.items())


class _Drawing:
    """Draws rows of cells as ready strings."""

    def __init__(self, vocab, table, refused, columns, query):
        self.vocab = vocab
        self.table = table
        self.refused = refused
        self.columns = columns
        self.query = query

    def row(self, row):
        head = self._head(row.proposal)
        verdict = self._verdict(row.verdict) if self.vocab.principals else ""
        drawn = "".join(self._cell(column, row.proposal) for column in self.columns)
        newest = (
            f'<time datetime="{row.newest:%Y-%m-%d}">{row.newest.day} {row.newest:%b %y}</time>' if row.newest else ""
        )
        href = f"{reverse('claims:claims')}?proposal={row.proposal.slug}"
        count = f'<a href="{escape(href)}">{row.claims}</a>' if row.claims else "0"
        tail = f'<td class="number">{count}</td><td class="date">{newest}</td>'
        css = f'class="verdict-{row.verdict.kind.value}"' if self.vocab.principals else ""
        html = f'<tr id="{row.proposal.slug}" {css}>{head}{verdict}{drawn}{tail}</tr>'
        return {"html": SafeString(html)}

    def _head(self, proposal):
        part = (
            format_html(
                ' <span class="mark" title="part of {0}"><span aria-hidden="true">⊂</span>'
                '<span class="unseen">part of {0}</span></span>',
                proposal.part_of.title,
            )
            if proposal.part_of_id
            else ""
        )
        return format_html(
            '<th scope="row"><a href="{}" title="{}">{}</a>{}</th>',
            proposal.get_absolute_url(),
            proposal.definition,
            proposal.title,
            part,
        )

    def _verdict(self, verdict):
        word = VERDICTS[verdict.kind]
        silent = f" Silent: {', '.join(verdict.silent)}." if verdict.silent else ""
        second = f" Second-hand: {', '.join(verdict.second_hand)}." if verdict.second_hand else ""
        title = f"{word.word}: {verdict.reason}. {word.meaning}{silent}{second}"
        return format_html(
            '<td class="verdict" title="{}"><strong>{}</strong> <span class="reason">{}</span></td>',
            title,
            word.word,
            verdict.reason,
        )

    def _cell(self, column, proposal):
        css = "actor folded" if column.folded else "actor"
        inside = "".join(self._stance(column, proposal, actor) for actor in column.actors)
        return f'<td class="{css}">{inside}</td>'

    def _stance(self, column, proposal, actor):
        stance = self.table.stance(column.dimension, proposal.pk, actor.pk)
        extra = self._own_position(proposal, actor) if column.own_position else ""
        if stance.state == State.BLANK:
            return extra or ("" if column.folded else '<span class="blank">·</span>')
        marks = stance.marks
        if column.dimension == Dimension.POSITION:
            salience = self.table.stance(Dimension.SALIENCE, proposal.pk, actor.pk)
            marks = loading.marks_of(stance, salience, actor.side.slug, self.refused)
        face = cells.face(stance, column.dimension, marks)
        name = f"{actor.name} on {proposal.title}"
        if column.folded:
            narrow = cells.narrow(stance, column.dimension)
            return cells.link(face._replace(text=narrow, marks=()), self._href(proposal, actor), name)
        return cells.link(face, self._href(proposal, actor), name, stance.count) + extra

    def _own_position(self, proposal, actor):
        """An expert's own position, as a small second mark beside what it expects."""
        stance = self.table.stance(Dimension.POSITION, proposal.pk, actor.pk)
        if stance.state == State.BLANK:
            return ""
        face = cells.face(stance, Dimension.POSITION, stance.marks)
        sign = cells.narrow(stance, Dimension.POSITION)
        face = face._replace(text=sign, marks=(), css=f"own {face.css}", words=f"own position: {face.words}")
        return cells.link(face, self._href(proposal, actor), f"{actor.name} on {proposal.title}")

    def _href(self, proposal, actor):
        return f"{reverse('claims:cell', args=[proposal.slug, actor.slug])}{self.query}"


def _tables2(columns, rows, has_verdicts):
    """Make the django-tables2 table: its columns are the headings, its rows ready strings."""
    extra = [("proposal", tables.Column(verbose_name="Proposal"))]
    if has_verdicts:
        extra.append(("verdict", tables.Column(verbose_name="Verdict")))
    extra += [
        (
            column.key,
            tables.Column(verbose_name=column.heading, attrs={"th": {"title": column.title, "class": "actor"}}),
        )
        for column in columns
    ]
    extra += [
        ("claims", tables.Column(verbose_name="Claims")),
        ("newest", tables.Column(verbose_name="Newest")),
    ]
    return MatrixTable(rows, extra_columns=extra, groups=_column_groups(columns), has_verdicts=has_verdicts)


def _opened(dimension, claims, vocab):
    """Fold the claims of one cell and sort them into what decides, branches, what others say, and the rest."""
    by_id = {claim.pk: claim for claim in claims}
    stance = stances.summarise(loading.rule_claims(claims, vocab))
    deciding = {c.id for c in stance.deciding}
    branches = {c.id for c in stance.branches} - deciding
    others = {c.pk for c in claims if c.attribution >= 2} - deciding - branches
    rest = set(by_id) - deciding - branches - others
    return {
        "word": DIMENSIONS[dimension],
        "stance": stance,
        "face": cells.face(stance, dimension, stance.marks),
        "marks": [MARKS[mark] for mark in stance.marks],
        "claims": claims,
        "deciding": [c for c in claims if c.pk in deciding],
        "branches": [c for c in claims if c.pk in branches],
        "others": [c for c in claims if c.pk in others],
        "rest": [c for c in claims if c.pk in rest],
    }


def _with(query, **changes):
    """Return the query string with parameters set, or taken out where None."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}" if changed else "?"


def _counting_query(query):
    """Return the part of the query string that says which claims count, for links to cells."""
    kept = query.copy()
    for name in query:
        if name not in ("as_of", "attribution"):
            del kept[name]
    return f"?{kept.urlencode()}" if kept else ""
