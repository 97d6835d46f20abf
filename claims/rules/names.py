"""What a name stands for: the rows that are meant by what somebody typed, or by what a file holds.

A row goes by its slug, which no other has, and by names: its full one, a short one, aliases. Names are compared as
`folding.fold_name` folds them. What no row goes by may be near a name: that is offered, and never taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from .folding import fold_for_search, fold_name

SOMEWHAT_NEAR = 60  # of 100
NEAR = 80  # of 100: Moskow is near Moscow, Iran is not near Iraq
Row = TypeVar("Row")


class Called(NamedTuple, Generic[Row]):
    """A row by its slug and its names."""

    row: Row
    slug: str
    names: Sequence[str]


def find_meant(text: str, called: Iterable[Called[Row]]) -> list[Called[Row]]:
    """Return the rows that a text may mean: none, one, or several, of which none may be taken in silence.

    A slug that is written as it stands means its row, unless another goes by a name that is written just so. Else all
    rows count of which the text is a name, or the slug, in any spelling.
    """
    folded = fold_name(text)
    if not folded:
        return []
    meant = [one for one in called if folded in {fold_name(one.slug), *map(fold_name, one.names)}]
    of_slug = [one for one in meant if one.slug == text]
    return meant if any(text in one.names for one in meant if one not in of_slug) else of_slug or meant


def collect_near(names: Iterable[str]) -> dict[str, str]:
    """Return names for `find_near`, each by what is compared of it: folded, without marks and articles."""
    return {drop_articles(name): name for name in reversed([*names])}


def find_near(text: str, names: Mapping[str, str]) -> str | None:
    """Return the name that reads nearly as a text does, or None: one that shares but some letters is not near.

    `names` are as `collect_near` returns them. The measure is rapidfuzz's ratio: the share of letters that stand in
    both in one order.
    """
    near = process.extractOne(drop_articles(text), names.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
    return names[near[0]] if near else None


def list_near(text: str, names: Mapping[str, str], most: int = 4) -> list[str]:
    """Return the names that read somewhat as a text does, the nearest first: they are shown to choose among, and the
    measure is rapidfuzz's weighted ratio, by which a name also is near one that it begins or contains."""
    near = process.extract(
        drop_articles(text), names.keys(), scorer=fuzz.WRatio, score_cutoff=SOMEWHAT_NEAR, limit=most
    )
    return [names[key] for key, _, _ in near]


def drop_articles(name: str) -> str:
    """Return what is compared of a name."""
    return " ".join(word for word in fold_for_search(name).split() if word != "the")
