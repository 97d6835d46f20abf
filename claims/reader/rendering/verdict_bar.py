"""The bar of verdicts: how many proposals have which, each a link."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ... import queries
from ...rendering.palette import get_verdict_class
from ...rules.scales import VERDICTS, VerdictKind, Word


class VerdictCount(NamedTuple):
    """How many proposals have one verdict, where they are listed, and the class of their part of the bar, with where
    that begins and how wide it is, in per cent; `chosen`: only these are shown."""

    word: Word
    number: int
    address: str
    css: str
    start: float
    width: float
    chosen: bool = False


def draw_verdict_bar(
    summaries: Iterable[queries.Summary],
    find_address: Callable[[VerdictKind], str],
    chosen: VerdictKind | None = None,
) -> list[VerdictCount]:
    """Return the parts of the bar of some proposals, in the order of verdicts; `find_address` says where those of one
    are listed."""
    counts = queries.count_verdicts(summaries)
    of_all, start, bar = sum(counts.values()), 0.0, []
    for kind, number in counts.items():
        width, css = 100 * number / of_all, get_verdict_class(kind)
        bar.append(VerdictCount(VERDICTS[kind], number, find_address(kind), css, start, width, kind == chosen))
        start += width
    return bar
