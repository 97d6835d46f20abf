"""Rows of the matrix as ready strings: ten thousand cells by joins, none by a template."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from ... import queries
from ...models import Negotiation, Proposal
from ...rendering import cells
from ...rendering.columns import MatrixColumn
from ...rules import blanks, stances
from ...rules.folding import isolate
from ...rules.scales import BLANKS, SPOKEN_FOR, VERDICTS, Blank, Dimension, Mark, VerdictKind
from ...wording.blanks import write_blank, write_spoken_for
from ...wording.columns import list_all
from ...wording.outcomes import write_verdicts_around
from ...wording.packages import write_places
from ...wording.spread import explain_agreement, write_shares
from ...wording.verdicts import name_silent, write_reason
from .figures import draw_figure

_FULL, _FOLDED, _OWN = range(3)  # how much of a stance a cell shows
_ONE_SOURCE = frozenset({Mark.ONE_SOURCE})


class MatrixLine(NamedTuple):
    """A line of the matrix, ready for the table."""

    html: SafeString


class CellLinks(NamedTuple):
    """Where cells lead: an address is what stands before `proposal/holder`, these slugs, and what stands after."""

    before: str
    after: str

    @classmethod
    def to_pages(cls, negotiation: Negotiation, query: str) -> "CellLinks":
        """Return the links to the cells' own pages, with a query string kept."""
        before, after = negotiation.get_address("cell", "0", "1").split("0/1")
        return cls(before, f"{after}{query}")


class _FaceHtml(NamedTuple):
    """What the link of a cell shows, ready as HTML: its class, its words, and what stands in it."""

    css: str
    words: str
    inside: str


class _Actor(NamedTuple):
    """What a cell says of its actor, ready as HTML, and the slug of its side."""

    pk: int
    name: str
    slug: str
    side: str


class _Seat(NamedTuple):
    """A column's actors with their stances by (proposal, holder): now, before, and in salience where that shows.

    `beside` is the Seat of an expert's own position, a small second mark beside what it expects. `on_one_source` are
    the cells to mark as resting on one source.
    """

    actors: list[_Actor]
    dimension: str
    form: int
    now: Mapping[queries.Cell, stances.Stance]
    before: Mapping[queries.Cell, stances.Stance] | None
    salience: Mapping[queries.Cell, stances.Stance] | None = None
    beside: "_Seat | None" = None
    on_one_source: frozenset[queries.Cell] = frozenset()


class _Place(NamedTuple):
    """What all cells of a row share: the proposal, their address up to the holder, what their names say of it, the
    fully coded sources, and how a cell is drawn for which these alone say why it is blank."""

    pk: int
    address: str
    on: str
    coded: blanks.CodedSources
    blank: str


class MatrixRows:
    """Draws rows of cells of a window of the whole table, which the Snapshot holds.

    `cell_stances` are those of the window's cells, `links` where these lead. `query` is what links to pages keep,
    `numbers_query` what those to the claims keep that a number counts. Days of `year`, the newest, are written without
    it.
    """

    def __init__(
        self,
        snapshot: queries.Snapshot,
        cell_stances: queries.CellStances,
        columns: Iterable[MatrixColumn],
        links: CellLinks,
        query: str,
        numbers_query: str,
        year: int | None = None,
    ) -> None:
        self.has_verdicts = snapshot.get(queries.read_vocabulary).has_verdicts
        self.spreads = {} if self.has_verdicts else snapshot.get(queries.compute_spreads)
        self.is_refused = snapshot.get(queries.decide_verdicts).is_refused
        self.seats = [_make_seat(column, cell_stances) for column in columns]
        self.query = query
        self.claims_query = numbers_query.removeprefix("?")
        self.year = year
        self.before_slugs, self.after_slugs = escape(links.before), escape(links.after)
        self.searches = snapshot.get(queries.read_searches)
        self.coding_days = snapshot.get(queries.read_coding_days)
        self.spoken_for = {seat.dimension: snapshot.get(queries.map_spoken_for, seat.dimension) for seat in self.seats}
        self.actors = snapshot.get(queries.read_vocabulary).actors
        self.faces: dict[tuple, _FaceHtml] = {}  # thousands of cells show a few hundred different things

    def draw_rows(self, rows: Iterable[queries.Summary], by_topic: bool) -> list[MatrixLine]:
        """Draw rows; by topic with a heading for each, else with a line above each new verdict."""
        drawn = []
        for group, members in groupby(
            rows, key=lambda row: row.proposal.topic.name if by_topic else row.verdict.kind.value
        ):
            if by_topic:
                drawn.append(self.draw_heading(group))
            drawn += [self.draw_row(row, first=number == 0 and not by_topic) for number, row in enumerate(members)]
        return drawn

    def draw_row(self, row: queries.Summary, first: bool) -> MatrixLine:
        """Draw one proposal; `first` marks the first row of a group."""
        css = f"verdict-{row.verdict.kind.value}" if self.has_verdicts else ""
        css += " first" if first else ""
        verdict = self._draw_verdict(row) if self.has_verdicts else self._draw_division(row)
        proposal = row.proposal
        place = self._make_place(proposal)
        html_of_cells = "".join([self._draw_cell(seat, place) for seat in self.seats])
        html = (
            f'<tr id="{row.proposal.slug}" class="{css}">{self._draw_head(row)}{verdict}{html_of_cells}'
            f"{self._draw_count(row)}{self._draw_newest(row)}</tr>"
        )
        return MatrixLine(SafeString(html))

    def _make_place(self, proposal: Proposal) -> _Place:
        coded = self.coding_days.count_for(proposal)
        address, on = f"{self.before_slugs}{proposal.slug}/", f" on {escape(isolate(proposal.title))}: "
        return _Place(proposal.pk, address, on, coded, _draw_coded(coded))

    def draw_heading(self, title: str) -> MatrixLine:
        """Draw the heading of a group of rows."""
        span = len(self.seats) + 4
        return MatrixLine(format_html('<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>', span, title))

    def _draw_head(self, row: queries.Summary) -> str:
        proposal = row.proposal
        note = ""
        if row.packages:
            note = _draw_mark("⊂", write_places(row.packages))
        return format_html(
            '<th scope="row"><a href="{}" hx-boost="false" title="{}">{}</a>{}</th>',
            proposal.get_absolute_url() + self.query,
            proposal.told_beside,
            proposal.title,
            note,
        )

    def _draw_verdict(self, row: queries.Summary) -> str:
        verdict, word = row.verdict, VERDICTS[row.verdict.kind]
        reason = write_reason(verdict, row.parts)
        silent = f" Silent: {', '.join(name_silent(verdict))}." if verdict.silent else ""
        second = f" Second-hand: {list_all(verdict.second_hand)}." if verdict.second_hand else ""
        in_part = f" Known on a part only: {list_all(verdict.in_part)}." if verdict.in_part else ""
        why = f": {reason}" if reason else ""
        title = f"{word.word.capitalize()}{why}. {word.meaning}{silent}{second}{in_part}"
        said = format_html("<strong>{}</strong>", word.word)
        if row.outcome:
            title = f"{row.outcome.write_above(verdict.kind).capitalize()}. {title}"
            said = _draw_outcome(row.outcome, verdict.kind)
        return format_html('<td class="verdict" title="{}">{} <span class="reason">{}</span></td>', title, said, reason)

    def _draw_division(self, row: queries.Summary) -> str:
        """Draw, where no side negotiates, van der Eijk's A of all actors and the share of each value."""
        spread = self.spreads.get(row.proposal.pk, queries.NO_SPREAD)
        sums = f"{row.proposal.get_absolute_url()}{self.query}#divides"
        figure = draw_figure(spread.agreement, sums, explain_agreement(spread))
        shares = write_shares(spread.counts) if spread.sides else ""
        outcome = format_html("<strong>{}</strong><br>", row.outcome.outcome.words) if row.outcome else ""
        return format_html('<td class="verdict">{}{} <span class="reason">{}</span></td>', outcome, figure, shares)

    def _draw_count(self, row: queries.Summary) -> str:
        if not row.tally.claims:
            return '<td class="number">0</td>'
        query = "&".join(filter(None, [self.claims_query, f"proposal={row.proposal.slug}"]))
        href = escape(f"{row.proposal.negotiation.get_address('claims')}?{query}")
        return f'<td class="number"><a hx-boost="false" href="{href}">{row.tally.claims}</a></td>'

    def _draw_newest(self, row: queries.Summary) -> str:
        newest = row.tally.newest
        if not newest:
            return '<td class="date"></td>'
        day = f"{newest.day} {newest:%b}" if newest.year == self.year else f"{newest:%b %Y}"
        return f'<td class="date"><time datetime="{newest.isoformat()}" title="{newest}">{day}</time></td>'

    def _draw_cell(self, seat: _Seat, place: _Place) -> str:
        inside = "".join([self._draw_actor(seat, place, actor) for actor in seat.actors])
        return f'<td class="actor folded">{inside}</td>' if seat.form == _FOLDED else f'<td class="actor">{inside}</td>'

    def _draw_actor(self, seat: _Seat, place: _Place, actor: _Actor) -> str:
        html = self._draw_stance(seat, place, actor)
        if seat.beside:
            html += self._draw_stance(seat.beside, place, actor)
        return html or ("" if seat.form == _FOLDED else self._draw_blank(seat, place, actor))

    def _draw_blank(self, seat: _Seat, place: _Place, actor: _Actor) -> str:
        """Draw a blank: why it is one; where that was recorded, or a coalition speaks for the actor, as a link."""
        recorded = self.searches.get((place.pk, actor.pk))
        why = blanks.classify_blank(seat.dimension, recorded, place.coded) if recorded else place.coded.kind
        spoken_for = self.spoken_for[seat.dimension].get((place.pk, actor.pk), ())
        if not spoken_for and why not in (Blank.SEARCHED, Blank.NOT_APPLICABLE):
            return place.blank
        href = f"{place.address}{actor.slug}{self.after_slugs}"
        words = [BLANKS[why].word, *(self._write_spoken_for(seat, one) for one in spoken_for)]
        label = f"{actor.name}{place.on}{escape(', '.join(words))}"
        css, inside = "cell", _draw_blank(why)
        if spoken_for:
            css, inside = "cell spoken-for", f"{inside} {SPOKEN_FOR.word}"
        return f'<a class="{css}" href="{href}" aria-label="{label}" title="{label}">{inside}</a>'

    def _write_spoken_for(self, seat: _Seat, stance: blanks.CoalitionStance) -> str:
        return write_spoken_for(self.actors[stance.coalition].in_sentence, Dimension(seat.dimension), stance)

    def _draw_stance(self, seat: _Seat, place: _Place, actor: _Actor) -> str:
        """Draw an actor's stance on a proposal as a link to its proof; empty where it has no claims."""
        key = place.pk, actor.pk
        stance = seat.now.get(key)
        if stance is None:
            return ""
        css, words, inside = self._draw_face(seat, key, stance, actor.side)
        label = f"{actor.name}{place.on}{words}"
        if stance.claim_count > 1 and seat.form == _FULL:
            label = f"{label}, {stance.claim_count} claims"
            inside = f'{inside}<span class="count">×{stance.claim_count}</span>'
        href = f"{place.address}{actor.slug}{self.after_slugs}"
        return f'<a class="cell {css}" href="{href}" aria-label="{label}" title="{label}">{inside}</a>'

    def _draw_face(self, seat: _Seat, key: queries.Cell, stance: stances.Stance, side: str) -> _FaceHtml:
        """Draw the link of a cell, outlined where it changed since."""
        change, marks, forecast = "", stance.marks, stance.forecast
        if seat.before is not None:
            change = stances.classify_change(seat.before.get(key, stances.BLANK), stance)
        if seat.salience is not None:
            marks = queries.combine_marks(stance, seat.salience.get(key, stances.BLANK), side, self.is_refused)
        if key in seat.on_one_source:
            marks |= _ONE_SOURCE
        expected = forecast and (forecast.value, forecast.conditional, forecast.part)
        said = cells.write_label(stance)
        alike = seat.dimension, seat.form, change, stance.state, stance.value, expected, said, marks
        if alike not in self.faces:
            self.faces[alike] = _draw_face(seat, stance, marks, change)
        return self.faces[alike]


def _make_seat(column: MatrixColumn, cell_stances: queries.CellStances) -> _Seat:
    now, before = cell_stances.now.stances, cell_stances.before.stances if cell_stances.before else None
    actors = [_Actor(one.pk, escape(isolate(one.name)), one.slug, one.part.side.slug) for one in column.actors]

    def make_seat(dimension: Dimension, form: int, **fields: Any) -> _Seat:
        single = cell_stances.on_one_source.get(dimension, frozenset())
        earlier = before[dimension] if before else None
        return _Seat(actors, dimension.value, form, now[dimension], earlier, on_one_source=single, **fields)

    beside = make_seat(Dimension.POSITION, _OWN) if column.own_position else None
    salience = now[Dimension.SALIENCE] if column.dimension == Dimension.POSITION else None
    return make_seat(column.dimension, _FOLDED if column.folded else _FULL, salience=salience, beside=beside)


def _draw_outcome(standing: queries.StandingOutcome, now: VerdictKind) -> SafeString:
    """Draw what became of a proposal, and on a line below it the verdicts until then and since."""
    around = write_verdicts_around(standing.until or now, now)
    return format_html("<strong>{}</strong><br>{}", standing.outcome.words, around)


def _draw_blank(why: Blank) -> str:
    return f'<span class="blank">{BLANKS[why].sign}</span>'


def _draw_coded(coded: blanks.CodedSources) -> str:
    """Draw what the coded sources lack. What a note below the table says of all blanks, not each of them says again:
    only where the proposal was added later, so that a screen reader is not told ten thousand times."""
    if not coded.not_yet:
        return _draw_blank(coded.kind)
    words, sign = write_blank(coded), BLANKS[coded.kind].sign
    return (
        f'<span class="blank" title="{words}"><span aria-hidden="true">{sign}</span>'
        f'<span class="unseen">{words}</span></span>'
    )


def _draw_face(seat: _Seat, stance: stances.Stance, marks: frozenset[Mark], change: str) -> _FaceHtml:
    """Draw the link of a stance; folded and own positions show one sign only."""
    dimension = Dimension(seat.dimension)
    face = cells.draw_face(stance, dimension, marks)
    if seat.form != _FULL:
        face = face._replace(text=cells.write_sign(stance, dimension), marks=())
    if seat.form == _OWN:
        face = face._replace(css=f"own {face.css}", words=f"own position: {face.words}")
    if change:
        face = face._replace(css=f"{face.css} changed", words=f"{face.words}, {change} since then")
    return _FaceHtml(face.css, escape(face.words), cells.draw_inside(face))


def _draw_mark(sign: str, words: str) -> SafeString:
    return format_html(
        ' <span class="mark" title="{1}"><span aria-hidden="true">{0}</span><span class="unseen">{1}</span></span>',
        sign,
        words,
    )
