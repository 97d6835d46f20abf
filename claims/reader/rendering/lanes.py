"""The lanes of a timeline as SVG: chips at the days on which something was said, bars for as long as it stands.

Drawn in percent across and pixels down and without a view box, so that no text is ever scaled. Where chips would lie on
each other they take a second line, and where that does not do, they become small marks without a word. Each mark is a
link with its words, and the list of days below says the same.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from ... import queries
from ...models import Event, Source
from ...rendering import chips
from ...rendering.time_axis import TimeAxis
from ...rules.folding import isolate
from ...rules.lanes import LaneBar, LaneMark
from ...rules.scales import HIGHEST, LOWEST, Dimension, Mark, State
from ...rules.stances import Stance
from ...wording.days import format_day

CHIP_WIDTH, CHIP_HEIGHT, SMALL = 66, 22, 10  # pixels
CHIPS_APART, LABEL_PER_LETTER = 8.0, 0.72  # percent across, where the drawing is as wide as on a desk
LINE, TOP, BOTTOM = 26, 8, 20  # pixels: of one line of chips, above the first and below the last
MOST_LINES = 2
EVENT_ROW, MOST_EVENT_ROWS = 16, 5
MOST_TICKED = 60  # publications that are links


class DrawnLane(NamedTuple):
    """A lane with its drawing; `heads` where it is the first of its proposal."""

    cell: queries.LaneCell
    role: str
    drawing: SafeString
    heads: bool


class Timeline(NamedTuple):
    """The drawings of a timeline: the names of its events above, the lanes, and below the days and publications."""

    axis: TimeAxis
    events: list[Event]
    named_events: SafeString
    lanes: list[DrawnLane]
    days: SafeString


class _Placed(NamedTuple):
    """A mark, where it stands across and on which line; `small` where there is no room for its word."""

    mark: LaneMark
    across: float
    line: int
    small: bool


def draw_timeline(
    snapshot: queries.Snapshot, lanes: Sequence[queries.LaneOfCell], query: str, since: date | None = None
) -> Timeline | None:
    """Draw lanes from the first day on which something was said on them, or `since`, to the last, or the day of the
    page; None without claims. `query` is what links keep."""
    axis = _find_axis(lanes, since, snapshot.scope.as_of)
    if axis is None:
        return None
    events = [event for event in snapshot.get(queries.list_events) if axis.first <= event.first_day <= axis.last]
    lines = [axis.find_across(day) for day in sorted({event.first_day for event in events})]
    vocab = snapshot.get(queries.read_vocabulary)
    drawn = [
        DrawnLane(
            each.cell,
            vocab.name_role(each.cell.actor),
            _draw_lane(axis, each, lines, query),
            not place or lanes[place - 1].cell.proposal != each.cell.proposal,
        )
        for place, each in enumerate(lanes)
    ]
    sources = {claim.source_id: claim.source for each in lanes for claim in each.claims}
    return Timeline(axis, events, _draw_events(axis, events), drawn, _draw_days(axis, sources.values()))


def _find_axis(lanes: Sequence[queries.LaneOfCell], since: date | None, as_of: date | None) -> TimeAxis | None:
    days = [mark.day for each in lanes for mark in each.lane.marks]
    if not days:
        return None
    last = max(as_of or max(days), max(days))
    return TimeAxis(min(since, last) if since else min(days), last)


def _find_address(each: queries.LaneOfCell, mark: LaneMark, query: str) -> str:
    """Return the page of the claim that a mark is made of; of several, that of their cell."""
    behind = {claim.id for claim in mark.stance.deciding}
    claims = [claim for claim in each.claims if claim.pk in behind]
    if len(claims) == 1:
        return claims[0].get_absolute_url()
    negotiation = each.cell.proposal.negotiation
    return negotiation.get_address("cell", each.cell.proposal.slug, each.cell.actor.slug) + query


def write_mark(dimension: Dimension, mark: LaneMark) -> chips.Chip:
    """Return the chip of what was said on one day."""
    marks = mark.stance.marks | {Mark.ESSENTIAL} if mark.red_line else mark.stance.marks
    return chips.write_chip(mark.stance, dimension, marks)


def _draw_lane(axis: TimeAxis, each: queries.LaneOfCell, event_lines: Iterable[float], query: str) -> SafeString:
    dimension = queries.find_shown_dimension(each.cell.actor)
    marks = [mark for mark in each.lane.marks if mark.day >= axis.first]
    own = _place([mark for mark in marks if mark.own], axis)
    others = _place([mark for mark in marks if not mark.own], axis)
    own_lines = max((placed.line + 1 for placed in own), default=1 if _has_bar(each.lane.bars, own=True) else 0)
    lines = own_lines + max((placed.line + 1 for placed in others), default=0)
    height = TOP + max(lines, 1) * LINE + BOTTOM
    down = {True: TOP, False: TOP + own_lines * LINE}
    drawn = [
        *(f'<line class="event" x1="{x:g}%" x2="{x:g}%" y2="{height}"/>' for x in event_lines),
        *(_draw_bar(axis, bar, dimension, down[bar.own] + CHIP_HEIGHT // 2) for bar in each.lane.bars),
        *(
            _draw_mark(placed, dimension, down[placed.mark.own], _find_address(each, placed.mark, query))
            for placed in (*own, *others)
        ),
    ]
    told = "; ".join(f"{format_day(mark.day)}: {write_mark(dimension, mark).words}" for mark in marks)
    name = f"{isolate(each.cell.actor.name)} on {isolate(each.cell.proposal.title)}"
    label = escape(f"{name}. {told}" if told else name)
    return SafeString(f'<svg class="chart" height="{height}" role="group" aria-label="{label}">{"".join(drawn)}</svg>')


def _has_bar(bars: Sequence[LaneBar], *, own: bool) -> bool:
    return any(bar.own == own for bar in bars)


def _place(marks: Sequence[LaneMark], axis: TimeAxis) -> list[_Placed]:
    """Give each mark a line such that chips on one line stand apart; small ones, on one line, where that fails."""
    ends = [-CHIPS_APART] * MOST_LINES
    placed = []
    for mark in marks:
        across = axis.find_across(mark.day)
        line = next((number for number, end in enumerate(ends) if across - end >= CHIPS_APART), None)
        if line is None:
            return [_Placed(each, axis.find_across(each.day), 0, True) for each in marks]
        ends[line] = across
        placed.append(_Placed(mark, across, line, False))
    return placed


def _draw_bar(axis: TimeAxis, bar: LaneBar, dimension: Dimension, y: int) -> str:
    """Draw how long a position stands; what experts expect has no colour to draw it in."""
    if dimension != Dimension.POSITION or (bar.until is not None and bar.until <= axis.first):
        return ""
    css = chips.write_chip(bar.stance, dimension, bar.stance.marks).css.removeprefix("c").strip()
    first, last = axis.find_across(bar.first), axis.find_across(bar.until or axis.last)
    return f'<line class="hold {css}" x1="{first:g}%" x2="{last:g}%" y1="{y}" y2="{y}"/>' if last > first else ""


def _draw_mark(placed: _Placed, dimension: Dimension, top: int, href: str) -> str:
    mark, chip = placed.mark, write_mark(dimension, placed.mark)
    number = mark.stance.claim_count
    claims = f", {number} claims" if number > 1 else ""
    title = escape(f"{format_day(mark.day)}: {chip.words}{claims}")
    css = chip.css.removeprefix("c").strip()
    inside = _draw_small() if placed.small else _draw_chip(chip, mark, dimension)
    return (
        f'<a href="{escape(href)}" class="{css}"><title>{title}</title>'
        f'<svg role="none" x="{placed.across:g}%" y="{top + placed.line * LINE}">{inside}</svg></a>'
    )


def _draw_small() -> str:
    return (
        f'<circle class="target" r="12" cy="{CHIP_HEIGHT // 2}"/>'
        f'<rect x="{-SMALL // 2}" y="{(CHIP_HEIGHT - SMALL) // 2}" width="{SMALL}" height="{SMALL}" rx="2"/>'
    )


def _draw_chip(chip: chips.Chip, mark: LaneMark, dimension: Dimension) -> str:
    """Draw a chip about its middle: room of 24 pixels to hit it, its ground, its word, and of how many claims it is
    made."""
    left = CHIP_WIDTH // 2
    room = f'<path class="target" d="M{-left}-1h{CHIP_WIDTH}v{CHIP_HEIGHT + 2}h{-CHIP_WIDTH}z"/>'
    number = mark.stance.claim_count
    base = 13 if dimension != Dimension.POSITION and mark.stance.value is not None else 15
    text = f'<text class="mid" y="{base}">{escape(chip.text)}{"!" if chip.red_line else ""}</text>'
    times = f'<text class="times" x="{left + 3}" y="6">×{number}</text>' if number > 1 else ""
    return f"{room}{_draw_ground(mark.stance, dimension)}{text}{times}"


def _draw_ground(stance: Stance, dimension: Dimension) -> str:
    """Draw what the word of a chip stands on, a box, or of what experts expect a meter; nothing without a value."""
    if stance.value is None:
        return ""
    left, base = -(CHIP_WIDTH // 2), CHIP_HEIGHT - 2
    if dimension == Dimension.POSITION:
        dash = f'<path class="dash" d="M{left} {base + 1}h{CHIP_WIDTH}"/>' if stance.state == State.CONDITIONAL else ""
        return f'<rect x="{left}" width="{CHIP_WIDTH}" height="{CHIP_HEIGHT}" rx="3"/>{dash}'
    full = CHIP_WIDTH * (stance.value - LOWEST) // (HIGHEST - LOWEST)
    return "".join(
        f'<path class="{css}" d="M{left} {base}h{width}"/>'
        for css, width in (("track", CHIP_WIDTH), ("meter", full), ("hole", full))
    )


def _draw_events(axis: TimeAxis, events: Sequence[Event]) -> SafeString:
    """Draw the names of events above the lanes, in as many rows as they need; one for whom there is none has a line."""
    placed: list[tuple[Event, float, int]] = []
    taken: list[list[tuple[float, float]]] = [[] for _ in range(MOST_EVENT_ROWS)]
    for event in events:
        across = axis.find_across(event.first_day)
        span = _find_span(across, _name(event))
        row = next((n for n, spans in enumerate(taken) if all(span[0] >= b or span[1] <= a for a, b in spans)), None)
        if row is not None:
            taken[row].append(span)
            placed.append((event, across, row))
    rows = max((row + 1 for _, _, row in placed), default=0)
    height = rows * EVENT_ROW + 6
    drawn = [_draw_event(event, across, (rows - 1 - row) * EVENT_ROW, height) for event, across, row in placed]
    return SafeString(f'<svg class="chart" height="{height}" aria-hidden="true">{"".join(drawn)}</svg>')


def _name(event: Event) -> str:
    return f"{isolate(event.title)}, {event.first_day.day} {format_day(event.first_day).split()[1]}"


def _find_span(across: float, text: str) -> tuple[float, float]:
    """Return from where to where a text goes, towards the middle of the axis."""
    width = len(text) * LABEL_PER_LETTER + 1
    return (across, across + width) if across < 50 else (across - width, across)


def _draw_event(event: Event, across: float, y: int, height: int) -> str:
    left = across < 50
    return (
        f'<line class="event" x1="{across:g}%" x2="{across:g}%" y1="{y}" y2="{height}"/>'
        f'<text class="{"start" if left else "end"}" x="{across:g}%" y="{y + 10}" dx="{5 if left else -5}">'
        f"{escape(_name(event))}</text>"
    )


def _draw_days(axis: TimeAxis, sources: Iterable[Source]) -> SafeString:
    """Draw the days that the axis names, and a link to each source on the day of its publication."""
    dated = [(source.published_on, source.pk, source) for source in sources if source.published_on]
    published = [(day, source) for day, _, source in sorted(dated) if axis.first <= day <= axis.last]
    ticks = [
        f'<text class="soft mid" x="{axis.find_across(tick.day):g}%" y="30">{tick.words}</text>'
        for tick in axis.list_ticks()
    ]
    links = [_draw_publication(axis, day, source) for day, source in published[:MOST_TICKED]]
    return SafeString(
        f'<svg class="chart" height="36" role="group" aria-label="Days, and what was published on them">'
        f"{''.join(links)}{''.join(ticks)}</svg>"
    )


def _draw_publication(axis: TimeAxis, day: date, source: Source) -> str:
    title = escape(f"{format_day(day)}, published: {isolate(str(source))}")
    return (
        f'<a href="{escape(source.get_absolute_url())}"><title>{title}</title>'
        f'<svg role="none" x="{axis.find_across(day):g}%" y="8"><circle class="target" r="12"/>'
        f'<path class="published" d="M-4 4L0 -4L4 4z"/></svg></a>'
    )
