"""What a file may hold: claims, outcomes, actors, proposals, wordings or sources, told by its heading."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from ...rules.exchange_columns import IMPORT_COLUMNS
from ...rules.import_profiles import WHAT_IS_WRONG
from ...rules.outcome_columns import OUTCOME_FILE_COLUMNS, REQUIRED
from ...rules.source_columns import COMPUTED_OF_SOURCES, FULLY_CODED, SOURCE_FILE_COLUMNS
from ...rules.vocabulary_columns import (
    ACTOR_COLUMNS,
    COMPUTED_OF_ACTORS,
    COMPUTED_OF_PROPOSALS,
    MEMBER_OF,
    PART_OF,
    PROPOSAL_COLUMNS,
    PROPOSERS,
)
from ...rules.wording_columns import WORDING_FILE_COLUMNS


class FileKind(NamedTuple):
    """A kind of file: what a row of it is, the columns that it may have, those that it must have, and those that are
    known and not read."""

    word: str
    columns: Collection[str]
    required: tuple[str, ...]
    computed: Collection[str] = ()

    @property
    def a_word(self) -> str:
        return f"an {self.word}" if self.word[0] in "ao" else f"a {self.word}"

    def count_known(self, names: Iterable[str]) -> int:
        return sum(name in self.columns for name in names)

    def is_whole(self, names: Collection[str]) -> bool:
        """Whether a heading of these names has all that must be there."""
        return all(name in names for name in self.required)


CLAIMS = FileKind(
    "claim",
    IMPORT_COLUMNS,
    tuple(name for name, column in IMPORT_COLUMNS.items() if column.required),
    (WHAT_IS_WRONG,),
)
OUTCOMES = FileKind("outcome", OUTCOME_FILE_COLUMNS, (*REQUIRED, "source_title"))
ACTORS = FileKind("actor", (*(column.name for column in ACTOR_COLUMNS), MEMBER_OF), ("name",), COMPUTED_OF_ACTORS)
PROPOSALS = FileKind(
    "proposal",
    (*(column.name for column in PROPOSAL_COLUMNS), PART_OF, PROPOSERS),
    ("title",),
    COMPUTED_OF_PROPOSALS,
)
WORDINGS = FileKind(
    "wording",
    tuple(name for name in WORDING_FILE_COLUMNS if name != "version"),
    ("proposal", "label", "day", "text"),
    ("version",),
)
SOURCES = FileKind("source", (*SOURCE_FILE_COLUMNS, FULLY_CODED), ("source", "title"), COMPUTED_OF_SOURCES)
RENAMED = {"always_show": "always_shown"}  # columns of files of earlier releases
KINDS = (CLAIMS, OUTCOMES, ACTORS, PROPOSALS, WORDINGS, SOURCES)


def tell_kind(names: Collection[str]) -> FileKind:
    """Return the kind of file that a heading of these names is of, or comes nearest to."""
    return max(KINDS, key=lambda kind: (kind.is_whole(names), kind.count_known(names)))


def read_column_names(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that a heading names, whatever the case of letters and with blanks for “_”."""
    names = ("_".join(cell.strip().lower().split()) for cell in cells)
    return tuple(RENAMED.get(name, name) for name in names)


class Headings:
    """How the headings of a file are read: which columns they name, and of which kind it is."""

    def read_names(self, cells: Iterable[str]) -> tuple[str, ...]:
        return read_column_names(cells)

    def tell_kind(self, names: Collection[str]) -> FileKind:
        return tell_kind(names)

    def rate(self, names: Collection[str]) -> tuple[int, int]:
        """Return how much a line of these names is like a heading."""
        kind = self.tell_kind(names)
        return kind.is_whole(names), kind.count_known(names)


OF_THE_EXCHANGE = Headings()
