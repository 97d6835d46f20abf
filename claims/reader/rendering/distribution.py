"""How many stances stand at each value, as a drawing: five bars from −2 to +2, tall as there are stances.

Drawn as SVG on the server with classes and attributes of presentation only, so that the strictest policy lets it
pass; order and height say without colour what colour says too. In a table a drawing is one link to the page of its
proposal, where each bar is a link to who stands there and a table says the same in numbers.
"""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from ...models import Proposal
from ...rendering import palette
from ...rules.folding import isolate
from ...rules.scales import LOWEST, Dimension
from ...wording.numbers import format_value


class DrawingSize(NamedTuple):
    """A drawing in pixels: how wide a bar and how far the next, how tall the tallest, room above and below."""

    bar: int
    step: int
    tall: int
    above: int = 1
    below: int = 1

    @property
    def width(self) -> int:
        return 5 * self.step

    @property
    def height(self) -> int:
        return self.above + self.tall + self.below


SMALL, LARGE = DrawingSize(7, 9, 16), DrawingSize(30, 40, 60, above=16, below=18)


def write_counts(counts: Sequence[int]) -> str:
    """Say a distribution: “−2: 1, −1: 0, 0: 0, +1: 2, +2: 3”."""
    return ", ".join(f"{format_value(value)}: {n}" for value, n in enumerate(counts, LOWEST))


def draw_small(counts: Sequence[int], href: str, title: str) -> SafeString | str:
    """Draw a distribution as one link of a table; empty if nobody has a value."""
    if not any(counts):
        return ""
    label = escape(f"{isolate(title)}, stances by value: {write_counts(counts)}")
    bars = "".join(_draw_bar(SMALL, place, n, max(counts)) for place, n in enumerate(counts))
    svg = f'{_open_svg(SMALL)} aria-hidden="true">{bars}{_draw_base(SMALL)}</svg>'
    return SafeString(f'<a class="bars" href="{escape(href)}" aria-label="{label}" title="{label}">{svg}</a>')


def draw_large(counts: Sequence[int], proposal: Proposal, query: str = "") -> SafeString:
    """Draw a distribution with its numbers, each bar a link to the stances that it counts.

    `query` is the query string that says which claims count.
    """
    bars = []
    for place, n in enumerate(counts):
        value = place + LOWEST
        middle = place * LARGE.step + LARGE.step // 2
        bar = (
            f'<text class="count" x="{middle}" y="{_find_top(LARGE, n, max(counts)) - 4}">{n}</text>'
            f"{_draw_bar(LARGE, place, n, max(counts))}"
            f'<text x="{middle}" y="{LARGE.height - 4}">{format_value(value)}</text>'
        )
        href = link_standing(proposal, value, query)
        label = f"{n} at {format_value(value)}: who stands there"
        bars.append(f'<a href="{escape(href)}" aria-label="{label}">{bar}</a>' if n else bar)
    label = escape(f"Stances on {isolate(proposal.title)} by value: {write_counts(counts)}")
    return SafeString(
        f'{_open_svg(LARGE)} class="bars" role="group" aria-label="{label}">{"".join(bars)}{_draw_base(LARGE)}</svg>'
    )


def link_standing(proposal: Proposal, value: int, query: str = "") -> str:
    """Return the address of the list of who stands at this value on a proposal. Claims of the value are no such list:
    a stance is what several add up to."""
    return f"{proposal.get_absolute_url()}{query}{'&' if query else '?'}value={value}#standing"


def _open_svg(size: DrawingSize) -> str:
    return f'<svg width="{size.width}" height="{size.height}" focusable="false"'


def _find_top(size: DrawingSize, n: int, most: int) -> int:
    return size.above + size.tall - _measure_bar(size, n, most)


def _measure_bar(size: DrawingSize, n: int, most: int) -> int:
    """Return how tall a bar is; a single stance among thousands is still seen."""
    return max(2, round(size.tall * n / most)) if n else 0


def _draw_bar(size: DrawingSize, place: int, n: int, most: int) -> str:
    if not n:
        return ""
    x = place * size.step + (size.step - size.bar) // 2
    css = f"bar {palette.VALUE_SHADES[Dimension.POSITION][place + LOWEST].css}"
    top, tall = _find_top(size, n, most), _measure_bar(size, n, most)
    return f'<rect class="{css}" x="{x}" y="{top}" width="{size.bar}" height="{tall}"/>'


def _draw_base(size: DrawingSize) -> str:
    """Draw the line on which the bars stand, with a notch where 0 is."""
    y, middle = size.above + size.tall, size.width // 2
    return f'<path class="base" d="M0 {y}H{size.width}M{middle} {y}v{min(3, size.below)}"/>'
