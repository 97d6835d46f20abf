"""Where actors stand on one proposal, as marks on a line from “rejects” to “supports”.

Drawn as SVG on the server, in percent across and pixels down and without a view box, so that no text is ever scaled.
Principals stand on the line, each with its name above; whoever else has a position stands below it, small and stacked.
A hollow mark is thin evidence, a dashed line below a mark a condition. Each mark is a link with its words, and the
table beside the drawing says the same.
"""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import SafeString

from ..rules.folding import isolate
from ..rules.scales import HIGHEST, LOWEST, SCALES, VALUES, Dimension
from .palette import EXPERT_MARK, SideMark, get_side_mark

FIRST, LAST = 10, 90  # percent across, of −2 and +2: the words at the ends need room
LINE_AT = 26  # pixels down: above it are names
APART = 24  # pixels between principals that stand at the same value: each is a target of its own
SMALL_APART, SMALL_ROW = 10, 11  # pixels between those who are stacked, and between rows of them
MOST_IN_ROW = 8
MOST_ROWS = 3  # of more, the number that is left is said
MOST_NAMED = 3  # names above one value


class PositionMark(NamedTuple):
    """One actor's mark: its short name, its value, the number of its side among those of the drawing (None: an
    expert), whether it is a principal, and what its words are; `thin` is thin evidence."""

    name: str
    value: int
    side: int | None
    principal: bool
    words: str
    href: str
    conditional: bool = False
    thin: bool = False
    red_line: bool = False


def draw_scale() -> SafeString:
    """Draw the words of the scale, for the head of one line or of many."""
    words = "".join(
        f'<text class="soft mid" x="{find_across(value)}%" y="13">{SCALES[Dimension.POSITION][value].word}</text>'
        for value in sorted(VALUES)
    )
    return SafeString(f'<svg class="chart" height="18" aria-hidden="true">{words}</svg>')


def draw_line(title: str, marks: Sequence[PositionMark]) -> SafeString:
    """Draw the marks on one proposal; `title` names it for who cannot see the drawing."""
    principals = [mark for mark in marks if mark.principal]
    stood, others = _group(principals), _group([mark for mark in marks if not mark.principal])
    rows = max((_count_rows(len(group)) for _, group in others), default=0)
    drawn = [
        _draw_axis(principals),
        *(
            _draw_principals(value, group, high)
            for (value, group), high in zip(stood, _raise_names(stood), strict=True)
        ),
        *(_draw_stack(value, group) for value, group in others),
    ]
    label = escape(f"{isolate(title)}, from rejects to supports: {_write_label(marks)}")
    height = LINE_AT + 14 + rows * SMALL_ROW
    return SafeString(f'<svg class="chart" height="{height}" role="group" aria-label="{label}">{"".join(drawn)}</svg>')


def draw_key(number: int | None) -> SafeString:
    """Draw the mark of a side, or of experts, for the key of the drawing."""
    return SafeString(f'<svg viewBox="-8 -8 16 16" aria-hidden="true">{_draw_outline(_get_mark(number), "")}</svg>')


def find_across(value: int) -> int:
    """Return where a value stands, in percent of the width."""
    return FIRST + (value - LOWEST) * (LAST - FIRST) // (HIGHEST - LOWEST)


def _group(marks: Sequence[PositionMark]) -> list[tuple[int, list[PositionMark]]]:
    ordered = sorted(marks, key=lambda mark: mark.value)
    return [(value, list(group)) for value, group in groupby(ordered, key=lambda mark: mark.value)]


def _draw_axis(principals: Sequence[PositionMark]) -> str:
    """Draw the line with a notch at each value, and how far apart the principals are."""
    ticks = "".join(
        f'<line class="axis" x1="{x}%" x2="{x}%" y1="{LINE_AT - 4}" y2="{LINE_AT + 4}"/>'
        for x in map(find_across, sorted(VALUES))
    )
    axis = f'<line class="axis" x1="{FIRST}%" x2="{LAST}%" y1="{LINE_AT}" y2="{LINE_AT}"/>{ticks}'
    values = [mark.value for mark in principals]
    if len(set(values)) < 2:
        return axis
    first, last = find_across(min(values)), find_across(max(values))
    return f'{axis}<line class="gap" x1="{first}%" x2="{last}%" y1="{LINE_AT}" y2="{LINE_AT}"/>'


def _raise_names(groups: Sequence[tuple[int, list[PositionMark]]]) -> list[bool]:
    """Say for each value whether the names above it stand higher where the drawing is narrow: those beside others do,
    every second of a row."""
    high = [False] * len(groups)
    for place in range(1, len(groups)):
        high[place] = groups[place][0] - groups[place - 1][0] == 1 and not high[place - 1]
    return high


def _draw_principals(value: int, marks: Sequence[PositionMark], high: bool) -> str:
    """Draw the principals at one value side by side, and above them their names."""
    x, middle = find_across(value), (len(marks) - 1) / 2
    drawn = "".join(_draw_mark(mark, (place - middle) * APART) for place, mark in enumerate(marks))
    names = [
        f"{escape(isolate(mark.name))}{'!' if mark.red_line else ''}{' if' if mark.conditional else ''}"
        for mark in marks[:MOST_NAMED]
    ]
    more = [f"+{len(marks) - MOST_NAMED}"] if len(marks) > MOST_NAMED else []
    named = f'<text class="mid{" high" if high else ""}" x="{x}%" y="12">{" · ".join([*names, *more])}</text>'
    return f'<svg role="none" x="{x}%" y="{LINE_AT}">{drawn}</svg>{named}'


def _draw_mark(mark: PositionMark, right: float) -> str:
    dash = '<path class="dash" d="M-7 10h14"/>' if mark.conditional else ""
    outline = _draw_outline(_get_mark(mark.side), " weak" if mark.thin else "")
    title = escape(f"{isolate(mark.name)}: {mark.words}")
    return (
        f'<a href="{escape(mark.href)}" transform="translate({right:g})"><title>{title}</title>'
        f'<circle class="target" r="12"/>{outline}{dash}</a>'
    )


def _draw_stack(value: int, marks: Sequence[PositionMark]) -> str:
    """Draw whoever else stands at one value, small, in rows below the line; of very many, how many are left."""
    kept = marks if len(marks) <= MOST_ROWS * MOST_IN_ROW else marks[: MOST_ROWS * MOST_IN_ROW - 2]
    drawn = []
    for place, mark in enumerate(kept):
        row, column = divmod(place, MOST_IN_ROW)
        in_row = min(MOST_IN_ROW, len(kept) - row * MOST_IN_ROW)
        right, down = (column - (in_row - 1) / 2) * SMALL_APART, 14 + row * SMALL_ROW
        title = escape(f"{isolate(mark.name)}: {mark.words}")
        outline = _draw_outline(_get_mark(mark.side), " weak" if mark.thin else "")
        drawn.append(
            f'<a class="stacked-mark" href="{escape(mark.href)}" transform="translate({right:g} {down}) scale(.6)">'
            f"<title>{title}</title>{outline}</a>"
        )
    left = len(marks) - len(kept)
    below = 14 + (MOST_ROWS - 1) * SMALL_ROW + 4
    more = f'<text class="soft" x="{SMALL_APART * MOST_IN_ROW // 2 - 12}" y="{below}">+{left}</text>' if left else ""
    return f'<svg role="none" x="{find_across(value)}%" y="{LINE_AT}">{"".join(drawn)}{more}</svg>'


def _count_rows(number: int) -> int:
    return min(MOST_ROWS, -(-number // MOST_IN_ROW))


def _get_mark(number: int | None) -> SideMark:
    return EXPERT_MARK if number is None else get_side_mark(number)


def _draw_outline(mark: SideMark, more: str) -> str:
    letter = f'<text class="letter mid" y="3">{mark.letter}</text>' if mark.letter else ""
    return f'<path class="{mark.css}{more}" d="{mark.outline}"/>{letter}'


def _write_label(marks: Sequence[PositionMark]) -> str:
    """Say what the drawing says: the principals one by one, of the others how many stand at each value."""
    principals = [f"{isolate(mark.name)} {mark.words}" for mark in marks if mark.principal]
    others = [
        f"{len(group)} other{'' if len(group) == 1 else 's'} {SCALES[Dimension.POSITION][value].word}"
        for value, group in _group([mark for mark in marks if not mark.principal])
    ]
    return "; ".join([*principals, *others]) or "nobody has a position"
