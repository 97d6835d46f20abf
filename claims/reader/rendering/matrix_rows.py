"""Rows of the matrix as ready strings: ten thousand cells by joins, none by a template."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from ... import queries
from ...rendering import cells
from ...rules import blanks, stances
from ...rules.scales import BLANKS, VERDICTS, Blank, Dimension, Mark
from ...wording.verdicts import write_reason

_FULL, _FOLDED, _OWN = range(3)  # how much of a stance a cell shows
_ONE_SOURCE = frozenset({Mark.ONE_SOURCE})


class MatrixRows:
    """Draws rows of cells of a window of the `whole` table.

    `tables` are the stances of its cells, now and as of the day before `since` (or None). Days of `year`, the newest,
    are written without it. `single` are the cells to be marked as resting on one source, by dimension.
    """

    def __init__(self, snapshot, tables, columns, filters, year=None, single=None):
        self.vocab = snapshot.vocab
        self.refused = snapshot.refused
        self.seats = [_seat(column, *tables, single) for column in columns]
        self.query = filters.counting_query
        self.claims_query = filters.numbers_query.removeprefix("?")
        self.year = year
        before, after = reverse("claims:cell", args=["0", "1"]).split("0/1")
        self.before_slugs, self.after_slugs = before, f"{after}{escape(self.query)}"
        self.searches, self.sources = snapshot.searches, snapshot.sources
        self.blank = _blank(blanks.classify_blank("", (), snapshot.sources))
        self.faces = {}  # thousands of cells show a few hundred different things

    def row(self, row, first):
        """Draw one proposal; `first` marks the first row of a group."""
        css = f"verdict-{row.verdict.kind.value}" if self.vocab.principals else ""
        css += " first" if first else ""
        verdict = self._verdict(row) if self.vocab.principals else ""
        proposal = row.proposal
        place = _Place(proposal.pk, f"{self.before_slugs}{proposal.slug}/", f" on {escape(proposal.title)}: ")
        drawn = "".join([self._cell(seat, place) for seat in self.seats])
        html = (
            f'<tr id="{row.proposal.slug}" class="{css}">{self._head(row)}{verdict}{drawn}'
            f"{self._count(row)}{self._newest(row)}</tr>"
        )
        return {"html": SafeString(html)}

    def heading(self, title):
        """Draw the heading of a group of rows."""
        span = len(self.seats) + 3 + bool(self.vocab.principals)
        return {"html": format_html('<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>', span, title)}

    def _head(self, row):
        proposal = row.proposal
        note = ""
        if proposal.part_of_id:
            note = _mark("⊂", f"part of {proposal.part_of.title}")
        return format_html(
            '<th scope="row"><a href="{}" hx-boost="false" title="{}">{}</a>{}</th>',
            proposal.get_absolute_url() + self.query,
            proposal.definition,
            proposal.title,
            note,
        )

    def _verdict(self, row):
        verdict, word = row.verdict, VERDICTS[row.verdict.kind]
        reason = write_reason(verdict, row.parts)
        silent = f" Silent: {', '.join(verdict.silent)}." if verdict.silent else ""
        second = f" Second-hand: {', '.join(verdict.second_hand)}." if verdict.second_hand else ""
        title = f"{word.word}: {reason}. {word.meaning}{silent}{second}"
        return format_html(
            '<td class="verdict" title="{}"><strong>{}</strong> <span class="reason">{}</span></td>',
            title,
            word.word,
            reason,
        )

    def _count(self, row):
        if not row.tally.claims:
            return '<td class="number">0</td>'
        query = "&".join(filter(None, [self.claims_query, f"proposal={row.proposal.slug}"]))
        href = escape(f"{reverse('claims:claims')}?{query}")
        return f'<td class="number"><a hx-boost="false" href="{href}">{row.tally.claims}</a></td>'

    def _newest(self, row):
        newest = row.tally.newest
        if not newest:
            return '<td class="date"></td>'
        shown = f"{newest.day} {newest:%b}" if newest.year == self.year else f"{newest:%b %Y}"
        return f'<td class="date"><time datetime="{newest.isoformat()}" title="{newest}">{shown}</time></td>'

    def _cell(self, seat, place):
        inside = "".join([self._stances(seat, place, actor) for actor in seat.actors])
        return f'<td class="actor folded">{inside}</td>' if seat.form == _FOLDED else f'<td class="actor">{inside}</td>'

    def _stances(self, seat, place, actor):
        shown = self._stance(seat, place, actor)
        if seat.beside:
            shown += self._stance(seat.beside, place, actor)
        return shown or ("" if seat.form == _FOLDED else self._nothing(seat, place, actor))

    def _nothing(self, seat, place, actor):
        """Draw a blank: why it is one; where that was recorded, as a link to the record."""
        recorded = self.searches.get((place.pk, actor.pk))
        why = recorded and blanks.classify_blank(seat.dimension, recorded, self.sources)
        if why not in (Blank.SEARCHED, Blank.NOT_APPLICABLE):
            return self.blank
        href = f"{place.address}{actor.slug}{self.after_slugs}"
        label = f"{actor.name}{place.on}{escape(BLANKS[why].word)}"
        return f'<a class="cell" href="{href}" aria-label="{label}" title="{label}">{_blank(why)}</a>'

    def _stance(self, seat, place, actor):
        """Draw what is known of an actor on a proposal as a link to its proof; nothing where that is nothing."""
        key = place.pk, actor.pk
        stance = seat.now.get(key)
        if stance is None:
            return ""
        css, words, inside = self._face(seat, key, stance, actor.side)
        label = f"{actor.name}{place.on}{words}"
        if stance.claim_count > 1 and seat.form == _FULL:
            label = f"{label}, {stance.claim_count} claims"
            inside = f'{inside}<span class="count">×{stance.claim_count}</span>'
        href = f"{place.address}{actor.slug}{self.after_slugs}"
        return f'<a class="cell {css}" href="{href}" aria-label="{label}" title="{label}">{inside}</a>'

    def _face(self, seat, key, stance, side):
        """Return (class, words, inside) of a cell's link, ready as HTML; outlined where it changed since."""
        change, marks, forecast = "", stance.marks, stance.forecast
        if seat.before is not None:
            change = stances.classify_change(seat.before.get(key, stances.BLANK), stance)
        if seat.salience is not None:
            marks = queries.combine_marks(stance, seat.salience.get(key, stances.BLANK), side, self.refused)
        if seat.single is not None and key in seat.single:
            marks |= _ONE_SOURCE
        told = forecast and (forecast.value, forecast.conditional)
        alike = seat.dimension, seat.form, change, stance.state, stance.value, told, marks
        if alike not in self.faces:
            self.faces[alike] = _drawn(seat, stance, marks, change)
        return self.faces[alike]


class _Actor(NamedTuple):
    """What a cell says of its actor, ready as HTML, and the slug of its side."""

    pk: int
    name: str
    slug: str
    side: str


class _Seat(NamedTuple):
    """A column's actors with their stances by (proposal, holder): now, before, and in salience where that shows.

    `beside` is the Seat of an expert's own position, a small second mark beside what it expects. `single` are the cells
    that are marked as resting on one source, None where that was not asked for.
    """

    actors: list
    dimension: str
    form: int
    now: dict
    before: dict | None
    salience: dict | None = None
    beside: object = None
    single: frozenset | None = None


class _Place(NamedTuple):
    """What all cells of a row share: the proposal, their address up to the holder, and what their names say of it."""

    pk: int
    address: str
    on: str


def _seat(column, now, before, single):
    actors = [_Actor(actor.pk, escape(actor.name), actor.slug, actor.side.slug) for actor in column.actors]

    def seat(dimension, form, **fields):
        earlier = before.stances[dimension] if before else None
        fields["single"] = single[dimension] if single else None
        return _Seat(actors, dimension.value, form, now.stances[dimension], earlier, **fields)

    beside = seat(Dimension.POSITION, _OWN) if column.own_position else None
    salience = now.stances[Dimension.SALIENCE] if column.dimension == Dimension.POSITION else None
    return seat(column.dimension, _FOLDED if column.folded else _FULL, salience=salience, beside=beside)


def _blank(why):
    return f'<span class="blank">{BLANKS[why].sign}</span>'


def _drawn(seat, stance, marks, change):
    """Return (class, words, inside) of a stance as HTML; folded and own positions show one sign only."""
    dimension = Dimension(seat.dimension)
    face = cells.draw_face(stance, dimension, marks)
    if seat.form != _FULL:
        face = face._replace(text=cells.write_sign(stance, dimension), marks=())
    if seat.form == _OWN:
        face = face._replace(css=f"own {face.css}", words=f"own position: {face.words}")
    if change:
        face = face._replace(css=f"{face.css} changed", words=f"{face.words}, {change} since then")
    return face.css, escape(face.words), cells.draw_inside(face)


def _mark(sign, words):
    return format_html(
        ' <span class="mark" title="{1}"><span aria-hidden="true">{0}</span><span class="unseen">{1}</span></span>',
        sign,
        words,
    )
