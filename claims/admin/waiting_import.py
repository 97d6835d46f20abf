"""A file that waits to be imported, as its owner sees it: its table, what was matched of it, and which step is next."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.urls import reverse

from ..importers.spreadsheet.additions import NewAlias, NewName
from ..importers.spreadsheet.kinds import read_column_names
from ..importers.spreadsheet.names import FileVocabulary, NameIndex, UnknownName
from ..importers.spreadsheet.negotiations import FileNegotiations
from ..importers.spreadsheet.options import ImportOptions
from ..importers.spreadsheet.own_rows import NamedProfile
from ..importers.spreadsheet.own_tables import OwnTable, count_names, count_words, is_of_exchange, read_own_table
from ..importers.spreadsheet.profiles import follow_old_names
from ..models import ImportFile, ImportProfile
from ..rules.folding import fold_name
from ..rules.guesses import guess_word, list_odd_days
from ..rules.import_profiles import DAY_COLUMNS, LEFT_OUT, VALUE_WORDS, Profile, fits
from ..services.imports import note
from ..wording.imports import MOST_ROWS
from .teams import narrow, sees

STEPS = ("columns", "words", "names", "rows")


class UnknownOfFile(NamedTuple):
    """A name of a file that nothing here goes by, and in how many rows it stands."""

    kind: str
    name: str
    number: int


class WaitingImport:
    """A file and what its owner has said of it."""

    def __init__(self, row: ImportFile, user: User) -> None:
        self.row, self.user = row, user

    @property
    def profile(self) -> Profile:
        """What was matched so far, with the slugs of today."""
        return follow_old_names(Profile.from_json(self.row.matching), self.row.negotiation_id)

    def url(self, step: str) -> str:
        return reverse(f"admin:claims_import_{step}", args=[self.row.pk])

    @contextmanager
    def as_path(self) -> Iterator[Path]:
        """Lend the file as the readers of files want it."""
        with TemporaryDirectory(prefix="import-") as folder:
            ending = Path(self.row.name).suffix.lower()
            path = Path(folder) / f"file{ending if ending in ('.csv', '.xlsx') else '.other'}"
            path.write_bytes(bytes(self.row.data))
            yield path

    @cached_property
    def table(self) -> OwnTable:
        """The file as it stands; raise ImportFailed where it cannot be read."""
        with self.as_path() as path:
            return read_own_table(path, self.row.name, self.row.encoding, MOST_ROWS)

    @cached_property
    def vocabulary(self) -> FileVocabulary:
        """The names of its negotiation, as far as its owner sees them."""
        return FileNegotiations(False, self.row.negotiation.slug, partial(narrow, self.user)).open()

    def begin(self, table: OwnTable, chosen: ImportProfile | None) -> None:
        """Take up what is known of files like this: what was chosen, a profile that fits, or that nothing is to be
        matched."""
        profiles = ImportProfile.objects.filter(negotiation=self.row.negotiation).order_by("-pk")
        kept = chosen or next((each for each in profiles if fits(each.read(), table.headings)), None)
        if kept is not None:
            note(self.row, matching=kept.matching, profile=kept)
        elif is_of_exchange(table.headings):
            columns = dict(zip(table.headings, read_column_names(table.headings), strict=True))
            note(self.row, matching=Profile(columns).to_json())

    def find_next_step(self, after: str = "") -> str:
        """Return the next step at which something is to be asked."""
        if not after and self.row.done:
            return "done"
        asks = {"columns": self._asks_columns, "words": self.list_undecided_words, "names": self.list_unknown}
        for step in STEPS[STEPS.index(after) + 1 if after else 0 :]:
            if step == "rows" or asks[step]():
                return step
        return "rows"

    def _asks_columns(self) -> bool:
        return not fits(self.profile, self.table.headings) or bool(self.profile.list_missing())

    def list_undecided_words(self) -> list[tuple[str, str]]:
        """Return (key, word) of what the profile does not know, and the exchange does not say so itself."""
        profile, undecided = self.profile, []
        for key, counts in count_words(self.table, profile).items():
            said = {fold_name(word) for word in profile.words.get(key, ())}
            undecided += [(key, word) for word in counts if fold_name(word) not in said and not _is_own(key, word)]
        return undecided + [(column, days[0]) for column, days in self.list_odd_days().items()]

    def list_odd_days(self, again: bool = False) -> dict[str, list[str]]:
        """Return column of the exchange → the days that it cannot read as they stand, and whose form nobody has said
        yet, unless they are asked about `again`."""
        profile, odd = self.profile, {}
        for column in DAY_COLUMNS:
            heading = profile.find_heading(column)
            days = list_odd_days(self.table.list_cells(heading)) if heading in self.table.headings else []
            if days and (again or column not in profile.days):
                odd[column] = days
        return odd

    def list_unknown(self, again: bool = False) -> list[UnknownOfFile]:
        """Return the names that mean no row, and that nobody has settled yet, the most frequent first; those that were
        asked of this file are asked `again`."""
        profile, asked = self.profile, self.row.choices.get("asked", ()) if again else ()
        unknown = []
        for kind, counts in count_names(self.table, profile).items():
            settled = {fold_name(name) for name in (*self._list_settled(profile, kind), *self._list_new(kind))}
            settled -= {fold_name(name) for of_kind, name in asked if of_kind == kind}
            index = self.get_index(kind)
            unknown += [
                UnknownOfFile(kind, name, number)
                for name, number in counts.most_common()
                if fold_name(name) not in settled and not is_known(index, name)
            ]
        return unknown

    def _list_settled(self, profile: Profile, kind: str) -> list[str]:
        """Return the names that a profile leaves out, or takes for a row that is still here."""
        index = self.get_index(kind)
        names = profile.names.get(kind, {}).items()
        return [name for name, slug in names if slug == LEFT_OUT or index.find_slug(slug) is not None]

    def _list_new(self, kind: str) -> list[str]:
        return [new["name"] for new in self.row.choices.get("new", ()) if new["kind"] == kind]

    def get_index(self, kind: str) -> NameIndex[Any]:
        return self.vocabulary.actors if kind == "actor" else self.vocabulary.proposals

    def make_options(self, **more: Any) -> ImportOptions:
        """Return how the file is planned and written: by its owner, as drafts, seeing what they see."""
        choices = self.row.choices
        near = choices.get("near", "")
        name = self.row.profile.name if self.row.profile else ""
        options = ImportOptions(
            negotiation=self.row.negotiation.slug,
            user=self.user,
            encoding=self.row.encoding,
            file_name=self.row.name,
            profile=NamedProfile(name, self.profile),
            most_rows=MOST_ROWS,
            narrow=partial(narrow, self.user),
            may_name=partial(sees, self.user),
            new_names=[NewName(**new) for new in choices.get("new", ())],
            new_aliases=[NewAlias(**alias) for alias in choices.get("aliases", ())],
            accept_warnings=bool(choices.get("accept")),
            replace=near == "replace",
            add_near=near == "add",
            by_operator=False,
        )
        return options._replace(**more)


def is_known(index: NameIndex[Any], name: str) -> bool:
    try:
        return index.find(name) is not None
    except UnknownName:
        return False


def _is_own(key: str, word: str) -> bool:
    """Whether a word is one of the exchange's own."""
    column = key.partition(":")[0]
    return word in VALUE_WORDS if column == "value" else guess_word(column, word, ()) == word
