"""The headings of a file in somebody's own words: those that a profile knows, or any."""

from collections.abc import Collection, Iterable, Iterator

from ...rules.guesses import is_called_like_a_column
from ...rules.import_profiles import WHAT_IS_WRONG, Profile, fold_heading
from .kinds import FileKind, Headings

HANDED_BACK = WHAT_IS_WRONG.replace("_", " ")  # the column of rows that were handed back, which says nothing itself


class _Any(Collection[str]):
    """All columns that there may be."""

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class OwnHeadings(Headings):
    """Takes headings as they stand, in the spelling of a profile where that knows them; without a profile any."""

    def __init__(self, profile: Profile | None = None, name: str = "") -> None:
        self.own = {fold_heading(heading): heading for heading in profile.columns} if profile else {}
        read = tuple(heading for heading, target in profile.columns.items() if target) if profile else ()
        word = f"file that fits “{name}”" if name else "file that fits what was matched"
        computed = {self.own.get(HANDED_BACK, HANDED_BACK)}
        self.kind = FileKind(word, tuple(self.own.values()) if profile else _Any(), read, computed)

    def read_names(self, cells: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._read(cell) for cell in cells)

    def tell_kind(self, names: Collection[str]) -> FileKind:
        return self.kind

    def rate(self, names: Collection[str]) -> tuple[int, int]:
        if self.own:
            return super().rate(names)
        return sum(map(is_called_like_a_column, names)), sum(map(bool, names))

    def _read(self, cell: str) -> str:
        folded = fold_heading(cell)
        return HANDED_BACK if folded == HANDED_BACK else self.own.get(folded, " ".join(cell.split()))
