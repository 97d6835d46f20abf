"""Cells of the matrix as ready strings: ten thousand by joins, none by a template."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from ... import queries
from ...models import Negotiation, Proposal
from ...rendering import cells, chips
from ...rendering.columns import MatrixColumn
from ...rules import blanks, stances
from ...rules.folding import isolate
from ...rules.scales import BLANKS, SPOKEN_FOR, Blank, Dimension, Mark
from ...wording.blanks import write_blank, write_spoken_for
from ...wording.columns import NONE_OF_THEM
from .others_strip import Spoken, draw_others

_ONE_SOURCE = frozenset({Mark.ONE_SOURCE})
# What a blank says that leads to what was recorded, and what it says in a narrow column.
_RECORDED = {Blank.SEARCHED: ("searched", "none"), Blank.NOT_APPLICABLE: ("n/a", "n/a")}
_SPOKEN_FOR = (SPOKEN_FOR.word, "via")


class CellLinks(NamedTuple):
    """Where cells lead: an address is what stands before `proposal/holder`, these slugs, and what stands after."""

    before: str
    after: str

    @classmethod
    def to_pages(cls, negotiation: Negotiation, query: str) -> "CellLinks":
        """Return the links to the cells' own pages, with a query string kept."""
        before, after = negotiation.cut_address("cell")
        return cls(before, f"{after}{query}")

    def write(self, proposal: str, holder: str) -> str:
        """Return the address of a cell, of these slugs."""
        return f"{self.before}{proposal}/{holder}{self.after}"


class _Actor(NamedTuple):
    """What a cell says of its actor, ready as HTML, its short name, and the slug of its side."""

    pk: int
    name: str
    short_name: str
    slug: str
    side: str


class _Seat(NamedTuple):
    """A column's actors with their stances by (proposal, holder): now, before, and in salience where that shows.

    `opens` is the tag of its cells, `opens_blank` that of a blank, which goes on. `wishes` holds the Seat of what
    an expert wants, which its cell says where it expects nothing; there `of_wishes` holds. `on_one_source` are the
    cells to mark as resting on one source.
    """

    actors: list[_Actor]
    dimension: Dimension
    opens: str
    opens_blank: str
    folded: bool
    now: Mapping[queries.Cell, stances.Stance]
    before: Mapping[queries.Cell, stances.Stance] | None
    salience: Mapping[queries.Cell, stances.Stance] | None = None
    wishes: tuple["_Seat", ...] = ()
    of_wishes: bool = False
    on_one_source: frozenset[queries.Cell] = frozenset()


class _Place(NamedTuple):
    """What all cells of a row share: the proposal, the address of its page, that of its cells up to the holder, what
    their names say of it, the fully coded sources, and the rest of a blank of which these alone tell."""

    pk: int
    page: str
    address: str
    on: str
    coded: blanks.CodedSources
    blank: str


class _Face(NamedTuple):
    """What a cell's link shows, ready as HTML: its class, its words, and what stands in it."""

    css: str
    words: str
    inside: str


# Thousands of cells, on whatever page, show a few hundred different things.
_FACES: dict[tuple, _Face] = {}
MOST_FACES = 5000  # labels of sources make more of them


class MatrixCells:
    """Draws the cells of a window of the whole table, which the Snapshot holds.

    `cell_stances` are those of the window's cells, `links` where these lead, `query` what links to pages keep.
    `style` says how they tell values.
    """

    def __init__(
        self,
        snapshot: queries.Snapshot,
        cell_stances: queries.CellStances,
        columns: Iterable[MatrixColumn],
        links: CellLinks,
        query: str,
        style: chips.Style,
    ) -> None:
        self.is_refused = snapshot.get(queries.decide_verdicts).is_refused
        self.seats = [_make_seat(column, cell_stances) for column in columns]
        self.before_slugs, self.after_slugs, self.query = escape(links.before), escape(links.after), escape(query)
        self.style, self.for_coders = style, style == chips.Style.SIGNS
        self.seen_as = style.value  # a text: Python makes the hash of such an enum anew each time
        self.searches = snapshot.get(queries.read_searches)
        self.coding_days = snapshot.get(queries.read_coding_days)
        self.spoken_for = {seat.dimension: snapshot.get(queries.map_spoken_for, seat.dimension) for seat in self.seats}
        self.actors = snapshot.get(queries.read_vocabulary).actors

    def draw(self, proposal: Proposal) -> str:
        """Draw the cells of a proposal."""
        coded = self.coding_days.count_for(proposal)
        place = _Place(
            proposal.pk,
            escape(proposal.get_absolute_url()),
            f"{self.before_slugs}{proposal.slug}/",
            f" on {escape(isolate(proposal.title))}: ",
            coded,
            _draw_blank(coded),
        )
        return "".join([self._draw_cell(seat, place) for seat in self.seats])

    def _draw_cell(self, seat: _Seat, place: _Place) -> str:
        if seat.folded:
            others = self._draw_others(seat, place)
            return f"{seat.opens}{others}</td>" if others else f"{seat.opens_blank}>{NONE_OF_THEM}</td>"
        (actor,) = seat.actors
        key = place.pk, actor.pk
        faces, claims = [], 0
        for each in (seat, *seat.wishes):
            stance = each.now.get(key)
            if stance is not None:
                faces.append(self._find_face(each, key, stance, actor))
                claims = claims or stance.claim_count
        if not faces:
            return self._draw_blank(seat, place, actor)
        href = f"{place.address}{actor.slug}{self.after_slugs}"
        return f"{seat.opens}{self._draw_link(faces, claims, href, f'{actor.name}{place.on}')}</td>"

    def _draw_link(self, faces: Sequence[_Face], claims: int, href: str, name: str) -> str:
        """Draw the link of a cell, which shows the first of its faces; the name says the second, which coders see."""
        first, *others = faces  # most have but one
        label, inside = f"{name}{'; '.join([face.words for face in faces]) if others else first.words}", first.inside
        if claims > 1:
            label = f"{label}, {claims} claims"
            inside = f'{inside}<span class="count">×{claims}</span>' if self.for_coders else inside
        link = f'<a class="{first.css}" href="{href}" aria-label="{label}" title="{label}">{inside}</a>'
        beside = others if self.for_coders else ()
        return link + "".join([f'<i class="{face.css}">{face.inside}</i>' for face in beside])

    def _draw_others(self, seat: _Seat, place: _Place) -> str:
        now, pk = seat.now, place.pk
        heard = [(actor, stance) for actor in seat.actors if (stance := now.get((pk, actor.pk))) is not None]
        spoken = [Spoken(actor.short_name, stance) for actor, stance in heard]
        changed = []
        if seat.before is not None:
            changed = [a.short_name for a, stance in heard if self._find_change(seat, (pk, a.pk), stance)]
        return draw_others(spoken, seat.dimension, f"{place.page}{self.query}#stances", place.on, changed)

    def _draw_blank(self, seat: _Seat, place: _Place, actor: _Actor) -> str:
        """Draw a blank: empty, but named; where a search was recorded, or a coalition speaks for the actor, a link."""
        recorded = self.searches.get((place.pk, actor.pk))
        why = blanks.classify_blank(seat.dimension, recorded, place.coded) if recorded else place.coded.kind
        spoken_for = self.spoken_for[seat.dimension].get((place.pk, actor.pk), ())
        if not spoken_for and why not in _RECORDED:
            return f"{seat.opens_blank}{place.blank}</td>"
        href = f"{place.address}{actor.slug}{self.after_slugs}"
        text = (_SPOKEN_FOR if spoken_for else _RECORDED[why])[self.style == chips.Style.NUMBERS]
        words = [*(self._write_spoken_for(seat, one) for one in spoken_for), BLANKS[why].word]
        label = f"{actor.name}{place.on}{escape(', '.join(words))}"
        link = f'<a class="own" href="{href}" aria-label="{label}" title="{label}">{text}</a>'
        return f"{seat.opens}{link}</td>"

    def _write_spoken_for(self, seat: _Seat, stance: blanks.CoalitionStance) -> str:
        return write_spoken_for(self.actors[stance.coalition].in_sentence, seat.dimension, stance)

    def _find_face(self, seat: _Seat, key: queries.Cell, stance: stances.Stance, actor: _Actor) -> _Face:
        """Return what the link of a stance shows, outlined where it changed since."""
        change = "" if seat.before is None else self._find_change(seat, key, stance)
        marks, forecast, salience = stance.marks, stance.forecast, seat.salience
        if salience is not None and (key in salience or stance.branches):  # most cells have neither
            marks = queries.combine_marks(stance, salience.get(key, stances.BLANK), actor.side, self.is_refused)
        if key in seat.on_one_source:
            marks |= _ONE_SOURCE
        expected = forecast and (forecast.value, forecast.conditional, forecast.part)
        label = cells.write_label(stance)
        seen_as = self.seen_as, seat.dimension, seat.of_wishes, change
        alike = (*seen_as, stance.state, stance.value, expected, label, marks)
        face = _FACES.get(alike)
        if face is None:
            if len(_FACES) >= MOST_FACES:
                _FACES.clear()
            face = _FACES[alike] = self._draw_face(seat, stance, marks, change)
        return face

    def _find_change(self, seat: _Seat, key: queries.Cell, stance: stances.Stance) -> str:
        if seat.before is None:
            return ""
        return stances.classify_change(seat.before.get(key, stances.BLANK), stance)

    def _draw_face(self, seat: _Seat, stance: stances.Stance, marks: frozenset[Mark], change: str) -> _Face:
        dimension = seat.dimension
        chip = chips.write_wish(stance) if seat.of_wishes else chips.write_chip(stance, dimension, marks)
        if change:
            chip = chip._replace(css=f"{chip.css} changed", words=f"{chip.words}, {change} since then")
        return _Face(chip.css, escape(chip.words), self._draw_inside(seat, stance, marks, chip))

    def _draw_inside(self, seat: _Seat, stance: stances.Stance, marks: frozenset[Mark], chip: chips.Chip) -> str:
        if self.style == chips.Style.WORDS:
            return chip.inside
        if self.style == chips.Style.NUMBERS:
            text = chips.write_narrow_wish(stance) if seat.of_wishes else chips.write_number(stance)
            return chip._replace(text=text).inside
        if seat.of_wishes:
            return cells.write_sign(stance, seat.dimension)
        return chips.draw_numbered(stance, seat.dimension, marks)


def _draw_blank(coded: blanks.CodedSources) -> str:
    """Draw what a blank says: what a note below the table says of all, in a few words; where the proposal was added
    later, in how many sources it is still to be looked for."""
    if not coded.not_yet:
        return f">{BLANKS[coded.kind].word}"
    words = escape(write_blank(coded))
    return f' title="{words}">{words}'


def _make_seat(column: MatrixColumn, cell_stances: queries.CellStances) -> _Seat:
    now, before = cell_stances.now.stances, cell_stances.before.stances if cell_stances.before else None
    actors = [
        _Actor(one.pk, escape(isolate(one.name)), one.short_name, one.slug, one.part.side.slug) for one in column.actors
    ]
    named = f'data-h="{escape(column.label)}"'
    tags = f'<td class="{column.css}" {named}>', f'<td class="{column.css} blank" {named}'

    def make_seat(dimension: Dimension, **fields: Any) -> _Seat:
        single = cell_stances.on_one_source.get(dimension, frozenset())
        earlier = before[dimension] if before else None
        return _Seat(actors, dimension, *tags, column.folded, now[dimension], earlier, on_one_source=single, **fields)

    wishes = (make_seat(Dimension.POSITION, of_wishes=True),) if column.own_position else ()
    salience = now[Dimension.SALIENCE] if column.dimension == Dimension.POSITION else None
    return make_seat(column.dimension, salience=salience, wishes=wishes)
