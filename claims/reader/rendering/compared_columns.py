"""Where no side negotiates: what stands between a proposal and the actors, the share of each value, the mean and A,
under heads that lead to their orders."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from ... import queries
from ...models import Proposal
from ...rendering import palette
from ...rules.comparison import ComparedBy, count_camps, find_value, measure_distance
from ...rules.folding import isolate
from ...rules.measures.spread import Spread, compute_mean
from ...rules.scales import HIGHEST, LOWEST, SCALES, Dimension
from ...wording.comparison import (
    AGREEMENT_HEADING,
    AGREEMENT_TITLE,
    DISTANCE_HEADING,
    DISTANCE_TITLE,
    MEAN_HEADING,
    MEAN_TITLE,
    write_camps,
    write_distance,
    write_mean,
    write_share,
    write_shares_heading,
    write_values,
)
from ...wording.numbers import format_hundredths
from ...wording.spread import TOO_FEW
from .others_strip import draw_segments

_SHADES = palette.VALUE_SHADES[Dimension.POSITION]
_MOST_SUPPORT = SCALES[Dimension.POSITION][HIGHEST].word


class _Head(NamedTuple):
    """The head of a column: its words, what they mean, the order to which they lead, and how rows are sorted by it."""

    css: str
    words: str
    title: str
    order: str
    sorted_now: str


class ComparedColumns:
    """Draws these cells of rows. `order` is that of the rows, None the usual one; `query` is what links keep."""

    def __init__(self, spreads: Mapping[int, Spread], order: str | None, query: str) -> None:
        self.spreads, self.order, self.query = spreads, order or ComparedBy.DIVIDED, query
        self.value = find_value(order)
        # Where on no proposal enough have a value for A, the column tells the distance between the ends.
        self.has_agreement = any(spread.agreement is not None for spread in spreads.values())
        self.measure = AGREEMENT_HEADING if self.has_agreement else DISTANCE_HEADING

    def draw_heads(self, find_address: Callable[[str], str]) -> SafeString:
        """Draw the heads; `find_address` says where the rows stand in an order."""
        return SafeString("".join(_draw_head(head, find_address(head.order)) for head in self._list_heads()))

    def draw(self, proposal: Proposal) -> str:
        """Draw the cells of a proposal."""
        spread = self.spreads.get(proposal.pk, queries.NO_SPREAD)
        page = escape(proposal.get_absolute_url() + self.query)
        return (
            f'<td class="shares" hx-boost="false">{self._draw_strip(proposal, spread, page)}</td>'
            f'<td class="num mean" data-h="Mean">{write_mean(compute_mean(spread.counts))}</td>'
            f'<td class="num a" data-h="{self.measure}" hx-boost="false">{_draw_agreement(spread, page)}</td>'
        )

    def _list_heads(self) -> list[_Head]:
        by_mean = self.order in (ComparedBy.MEAN, ComparedBy.LOWEST_MEAN)
        falls = self.order == ComparedBy.MEAN
        return [
            _Head(
                "shares",
                write_shares_heading(self.order),
                "from those who reject it to those who support it, of all that have a value",
                _MOST_SUPPORT,
                "descending" if self.value is not None else "",
            ),
            _Head(
                "num mean",
                MEAN_HEADING,
                MEAN_TITLE,
                ComparedBy.LOWEST_MEAN if falls else ComparedBy.MEAN,
                ("descending" if falls else "ascending") if by_mean else "",
            ),
            _Head(
                "num a",
                self.measure,
                AGREEMENT_TITLE if self.has_agreement else DISTANCE_TITLE,
                ComparedBy.DIVIDED,
                "" if self.order != ComparedBy.DIVIDED else "ascending" if self.has_agreement else "descending",
            ),
        ]

    def _draw_strip(self, proposal: Proposal, spread: Spread, page: str) -> str:
        counts = spread.counts
        if not any(counts):
            return ""
        numbers = {_SHADES[place + LOWEST].css: n for place, n in enumerate(counts) if n}
        words = escape(f"{isolate(proposal.title)}: {write_camps(count_camps(counts))}: {write_values(counts)}")
        share = f"<span>{write_share(counts, self.value)}</span>" if self.value is not None else ""
        return (
            f'<a class="strip" href="{page}#stances" aria-label="{words}" title="{words}">'
            f'<svg class="dist" aria-hidden="true">{draw_segments(numbers, sum(counts))}</svg>{share}</a>'
        )


def _draw_head(head: _Head, address: str) -> str:
    sorted_now = format_html(' aria-sort="{}"', head.sorted_now) if head.sorted_now else ""
    return format_html(
        '<th scope="col" class="{}"{} title="{}"><a href="{}" hx-boost="false">{}</a></th>',
        head.css,
        sorted_now,
        head.title,
        address,
        head.words,
    )


def _draw_agreement(spread: Spread, page: str) -> str:
    """Draw A as a link to its sum; where too few have a value for it, how far apart these are."""
    if spread.agreement is not None:
        return f'<a class="quiet" href="{page}#divides">{format_hundredths(spread.agreement)}</a>'
    distance = measure_distance(spread.counts)
    return "" if distance is None else f'<abbr title="{TOO_FEW}">{write_distance(distance)}</abbr>'
