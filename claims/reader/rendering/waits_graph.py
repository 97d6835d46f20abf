"""What waits on what, drawn: proposals on the left, what they wait on on the right, a line for each.

In percent across and pixels down and without a view box, so that no text is ever scaled. A line is purple where another
side refuses what is awaited, dashed where no party has spoken of it, and grey where the condition names no proposal.
Each is a link to the claims that say so; the table beside it says the same.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

ROW = 36  # pixels
LEFT, RIGHT = 36, 64  # percent across: where lines begin and end
LETTERS = 34  # that a name has room for


class WaitLine(NamedTuple):
    """A proposal that waits: its name, whose condition it is and which (“US if”), the whole of it in words, and the
    address of the claims."""

    name: str
    label: str
    words: str
    href: str


class WaitGroup(NamedTuple):
    """What is awaited: its name, what has become of it, the class of its lines, the lines, and how many more wait."""

    name: str
    state: str
    css: str
    lines: Sequence[WaitLine]
    more: int = 0


def draw_waits(groups: Sequence[WaitGroup]) -> SafeString:
    """Draw the groups one below the other."""
    drawn, y = [], 16
    for group in groups:
        rows = len(group.lines) + bool(group.more)
        drawn.append(_draw_group(group, y, y + (rows - 1) * ROW // 2))
        y += max(rows, 1) * ROW
    return SafeString(
        f'<svg class="chart waits" height="{y}" role="group" aria-label="What waits on what; as a table below">'
        f"{''.join(drawn)}</svg>"
    )


def _draw_group(group: WaitGroup, top: int, middle: int) -> str:
    lines = [_draw_line(line, group.css, top + place * ROW, middle) for place, line in enumerate(group.lines)]
    y = top + len(group.lines) * ROW + 4
    more = f'<text class="soft end" x="{LEFT - 1}%" y="{y}">and {group.more} more</text>' if group.more else ""
    name = escape(_cut(group.name))
    return (
        f'{"".join(lines)}{more}<text class="strong" x="{RIGHT + 1}%" y="{middle + 1}">{name}</text>'
        f'<text class="soft" x="{RIGHT + 1}%" y="{middle + 16}">{escape(_cut(group.state, 2 * LETTERS))}</text>'
    )


def _draw_line(line: WaitLine, css: str, y: int, to: int) -> str:
    return (
        f'<a href="{escape(line.href)}"><title>{escape(line.words)}</title>'
        f'<line class="{css}" x1="{LEFT}%" x2="{RIGHT}%" y1="{y}" y2="{to}"/></a>'
        f'<text class="strong end" x="{LEFT - 1}%" y="{y + 4}">{escape(_cut(line.name))}</text>'
        f'<text class="on" x="{LEFT + 1}%" y="{y + (to - y) * 0.04 - 4:g}">{escape(_cut(line.label))}</text>'
    )


def _cut(text: str, most: int = LETTERS) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
