"""The titles of proposals in a file: of long ones short ones are made once all are known, which tell them apart."""

from collections import defaultdict
from typing import Any

from ...rules.titles import shorten_apart
from .names import NameIndex


class FileTitles:
    """The titles that a file gives proposals, as long as they are, by their keys in each negotiation."""

    def __init__(self) -> None:
        self._given: dict[NameIndex[Any], dict[int, str]] = defaultdict(dict)

    def note(self, index: NameIndex[Any], key: int, title: str) -> None:
        """Take up what a file calls a proposal; what it called it above holds no more."""
        self._given[index][key] = title

    def settle(self) -> None:
        """Give each of these proposals a title that no other of its negotiation has."""
        for index, given in self._given.items():
            others = [index.rows[key] for key in index.slugs.values() if key not in given]
            taken = {other.title: other.full_title or other.title for other in others}
            for key, title in zip(given, shorten_apart(list(given.values()), taken), strict=True):
                index.rows[key].title = title
