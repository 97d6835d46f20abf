"""The bar of verdicts, or where no side negotiates of leanings: how many proposals have which, each a link."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ... import queries
from ...rendering.palette import get_leaning_class, get_verdict_class
from ...rules.scales import LEANINGS, VERDICTS, Leaning, VerdictKind, Word


class BarPart(NamedTuple):
    """How many proposals have one verdict or leaning, where they are listed, and the class of their part of the bar,
    with where that begins and how wide it is, in per cent; `chosen`: only these are shown."""

    word: Word
    number: int
    address: str
    css: str
    start: float
    width: float
    chosen: bool = False


class _Counted(NamedTuple):
    """How many proposals have one kind; its word and class."""

    number: int
    word: Word
    css: str


def draw_verdict_bar(
    summaries: Iterable[queries.Summary],
    find_address: Callable[[str], str],
    chosen: VerdictKind | None = None,
) -> list[BarPart]:
    """Return the parts of the bar of some proposals, in the order of verdicts; `find_address` says where those of one
    are listed."""
    counts = queries.count_verdicts(summaries)
    counted = {str(kind): _Counted(n, VERDICTS[kind], get_verdict_class(kind)) for kind, n in counts.items()}
    return _draw_bar(counted, find_address, chosen)


def draw_leaning_bar(
    summaries: Iterable[queries.Summary],
    leanings: Mapping[int, Leaning],
    find_address: Callable[[str], str],
    chosen: Leaning | None = None,
) -> list[BarPart]:
    """Return the parts of the bar of some proposals, in the order of leanings, which are told by proposal id."""
    counts = queries.count_leanings(summaries, leanings)
    counted = {str(one): _Counted(n, LEANINGS[one], get_leaning_class(one)) for one, n in counts.items()}
    return _draw_bar(counted, find_address, chosen)


def _draw_bar(counted: Mapping[str, _Counted], find_address: Callable[[str], str], chosen: str | None) -> list[BarPart]:
    of_all, start, bar = sum(one.number for one in counted.values()), 0.0, []
    for kind, (number, word, css) in counted.items():
        width = 100 * number / of_all
        bar.append(BarPart(word, number, find_address(kind), css, start, width, kind == chosen))
        start += width
    return bar
