"""The agreement of two actors with its arithmetic written out, so that it can be redone by hand."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ... import queries
from ...rules.measures.agreement import FARTHEST
from ...wording.numbers import format_hundredths

WRITTEN_OUT = 12  # distances; more are counted by their size


class AgreementSum(NamedTuple):
    """The numbers of a pair under one reading as a page writes them, and the divisions that make three of them; texts
    are empty where there is no number."""

    reading: str
    n: int
    units: int
    value: str
    coverage: str
    lowest: str
    highest: str
    value_division: str = ""
    lowest_division: str = ""
    highest_division: str = ""


def write_sum(terms: queries.AgreementTerms) -> AgreementSum:
    """Write out the agreement of a pair under one reading."""
    number = terms.agreement
    numbers = (number.value, number.coverage, number.lower, number.upper)
    written = AgreementSum(
        terms.reading, number.n, number.units, *("" if each is None else format_hundredths(each) for each in numbers)
    )
    if number.value is None:
        return written
    distances, nearest = [term.distance for term in terms.terms], [term.distance for term in terms.nearest]
    given = [reach.distance for reach in terms.farthest if reach.is_term]
    filled = [reach.distance for reach in terms.farthest if not reach.is_term]
    return written._replace(
        value_division=_write_division([_write_distances(distances)], sum(distances), number.n, written.value),
        highest_division=_write_division([_write_distances(nearest)], sum(nearest), terms.places, written.highest),
        lowest_division=_write_division(
            [_write_distances(given), *_count_by_size(filled)],
            sum(given) + sum(filled),
            len(terms.farthest),
            written.lowest,
        ),
    )


def _write_distances(distances: Sequence[int]) -> str:
    """Write a sum of distances: each of a few, of many how many there are of each size."""
    if len(distances) <= WRITTEN_OUT:
        return " + ".join(map(str, distances)) or "0"
    return " + ".join(_count_by_size(distances))


def _count_by_size(distances: Sequence[int]) -> list[str]:
    return [f"{count} · {distance}" for distance, count in sorted(Counter(distances).items(), reverse=True)]


def _write_division(parts: Sequence[str], total: int, number: int, value: str) -> str:
    """Write one division out: 1 − (4 + 4 + 1)/(4 · 3) = 1 − 9/12 = 0.25."""
    return f"1 − ({' + '.join(parts)})/({FARTHEST} · {number}) = 1 − {total}/{FARTHEST * number} = {value}"
