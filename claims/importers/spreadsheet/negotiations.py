"""The negotiations of a file: each row names its own, else it is of the one that was chosen, or of the only one.

Where there is none yet, an import that makes what is not known makes that too.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

from ...models import Negotiation
from ...rules.slugs import ADDRESSES
from ...rules.titles import shorten
from ...wording.exchange import RowError
from .descriptions import Misnamed, choose_slug
from .names import IMPORTED, FileVocabulary, SharedNames, UnknownName

COLUMN = "negotiation"
SHORT = Negotiation._meta.get_field("short_title").max_length or 0


class FileNegotiations:
    """The vocabularies of the negotiations that a file names, each read once a row names it; `chosen` is the name of
    that of rows that name none."""

    def __init__(
        self, create: bool, chosen: str, narrow: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    ) -> None:
        self.shared = SharedNames(create, narrow)
        self.opened: dict[int, FileVocabulary] = {}
        self._cells: dict[str, FileVocabulary | UnknownName] = {}
        self.none_yet = not self.shared.negotiations.rows
        self.chosen = chosen

    def open(self, name: str = "", whose: str = "file") -> FileVocabulary:
        """Return the vocabulary of the negotiation of this name, or without one that of rows that name none; raise
        UnknownName where it is not clear which is meant. `whose` says whether the file is asked or a row of it."""
        opened = self._cells.get(name)
        if opened is None:
            try:
                key = self._find(name or self.chosen, whose)
                opened = self.opened[key] = self.opened.get(key) or FileVocabulary(self.shared, key)
            except UnknownName as unknown:
                opened = unknown
            self._cells[name] = opened
        if isinstance(opened, UnknownName):
            raise opened
        return opened

    def open_row(self, cells: Mapping[str, str]) -> FileVocabulary:
        """Return the vocabulary of the negotiation of a row; raise Misnamed where it is not clear which is meant."""
        try:
            return self.open(cells.get(COLUMN, ""), "row")
        except UnknownName as unknown:
            raise Misnamed([RowError(COLUMN, str(unknown))]) from None

    def check_place(self, names: FileVocabulary, kind: str, public_id: str, stored: int) -> list[RowError]:
        """Return the fault of a row that names a stored row of another negotiation (key) than its own: an import moves
        nothing from one to another."""
        if stored == names.negotiation:
            return []
        rows = self.shared.negotiations
        there, here = rows.called[stored].slug, rows.called[names.negotiation].slug
        return [
            RowError(kind, f"{public_id} is of the negotiation “{there}”, not of “{here}”: an import moves nothing.")
        ]

    def _find(self, name: str, whose: str) -> int:
        negotiations = self.shared.negotiations
        if not name:
            if len(negotiations.rows) > 1:
                slugs = negotiations.list_slugs(set(negotiations.rows))
                raise UnknownName(f"There are several negotiations; say of which the {whose} is: {slugs}.")
            return next(iter(negotiations.rows), None) or self._add(IMPORTED)
        key = negotiations.find(name)
        if key is None and self.none_yet and self.shared.create:
            return self._add(name)
        if key is None:
            raise negotiations.make_unknown(name)
        return key

    def _add(self, name: str) -> int:
        """Make a negotiation in a database that has none."""
        negotiations, short = self.shared.negotiations, shorten(name, SHORT)
        slug = choose_slug(name, name) or negotiations.make_slug(name)
        if slug in ADDRESSES:
            raise UnknownName(f"“{slug}” is the address of a page: give the negotiation another slug.")
        return negotiations.add(name, short, slug=slug, title=name, short_title=short)
