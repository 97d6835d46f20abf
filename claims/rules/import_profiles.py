"""How a spreadsheet in somebody's own words is read as rows of the exchange: its columns, words, days and names.

A profile only puts cells into the words of the exchange. Whether these stand, the readers of the exchange say: a cell
that a profile does not know goes on as it is, and is refused there as in any other file.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from .days import drop_time, parse_day
from .exchange_columns import IMPORT_COLUMNS
from .faults import BrokenRule
from .folding import fold_name
from .scales import NO_VALUE_WORD, VALUES, Dimension

LEFT_OUT = "-"  # what a word or a name stands for whose rows are left out
ACTOR = "(actor)"  # what a column of a wide sheet is, whose heading names an actor
WHAT_IS_WRONG = "what_is_wrong"  # the column that rows get which are handed back
ROW_NUMBER = "{row}"  # in a locator that all rows share, the number of the row
NO_WORDS: Mapping[str, str] = {}
# Columns whose cells hold words, and those whose cells hold days or names.
WORD_COLUMNS = ("value", "dimension", "attribution", "said_on_is", "pending", "doubtful", "source_leaked")
DAY_COLUMNS = ("said_on", "by_when", "proposed_on", "source_published_on", "source_accessed_on")
NAME_COLUMNS = {"holder": "actor", "speaker": "actor", "proposal": "proposal"}
KINDS_OF_NAMES = ("actor", "proposal")
NEEDED = ("holder", "proposal", "value", "source_title")
# What may be said once for all rows, where no column says it.
ALWAYS = (
    "holder",
    "proposal",
    "dimension",
    "attribution",
    "said_on",
    "source_title",
    "source_type",
    "source_published_on",
    "source_url",
    "locator",
)
VALUE_WORDS = (*map(str, VALUES), NO_VALUE_WORD)
_MONTHS = "|".join(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
# How days may be written which nobody takes unasked, by the name of the form.
DAY_FORMS = {
    "day/month/year": re.compile(r"(?P<day>\d{1,2})[./ -](?P<month>\d{1,2})[./ -](?P<year>\d{4}|\d{2})", re.ASCII),
    "month/day/year": re.compile(r"(?P<month>\d{1,2})[./ -](?P<day>\d{1,2})[./ -](?P<year>\d{4}|\d{2})", re.ASCII),
    "year/month/day": re.compile(r"(?P<year>\d{4})[./ -]?(?P<month>\d{1,2})[./ -]?(?P<day>\d{1,2})", re.ASCII),
    "month day, year": re.compile(
        rf"(?P<named>{_MONTHS})[a-z]*\.? (?P<day>\d{{1,2}})(st|nd|rd|th)?,? (?P<year>\d{{4}})"
    ),
    "day month year": re.compile(
        rf"(?P<day>\d{{1,2}})(st|nd|rd|th)?\.?[ -](?P<named>{_MONTHS})[a-z]*\.?,?[ -](?P<year>\d{{4}}|\d{{2}})"
    ),
}


class Profile(NamedTuple):
    """`columns`: heading → column of the exchange, ACTOR, or nothing where it is left out; `always`: column → the cell
    of all rows; `words`: key of `find_words` → word → the exchange's word, or LEFT_OUT; `days`: column → one of
    DAY_FORMS; `names`: kind → name → slug, or LEFT_OUT. `wide`: a row is a proposal, and a column an actor."""

    columns: Mapping[str, str] = NO_WORDS
    always: Mapping[str, str] = NO_WORDS
    words: Mapping[str, Mapping[str, str]] = {}
    days: Mapping[str, str] = NO_WORDS
    names: Mapping[str, Mapping[str, str]] = {}
    wide: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        nested = {name: {key: dict(words) for key, words in getattr(self, name).items()} for name in ("words", "names")}
        plain = {name: dict(getattr(self, name)) for name in ("columns", "always", "days")}
        return {**plain, **nested, "wide": self.wide}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Profile":
        """Return a profile of what JSON has kept; what a later release does not know is left out."""
        return cls(**{name: kept[name] for name in cls._fields if name in kept})

    def list_targets(self) -> set[str]:
        """Return the columns of the exchange that rows get, from a column or from what is said once for all."""
        targets = {target for target in self.columns.values() if target} | {
            n for n, cell in self.always.items() if cell
        }
        if ACTOR in targets:
            targets = targets - {ACTOR} | {"holder", "value"}
        return targets

    def list_missing(self) -> list[str]:
        """Return the columns that are needed, and that neither a column nor what is said once for all gives."""
        targets = self.list_targets()
        missing = [name for name in NEEDED if name not in targets]
        if "source" in targets and "source_title" in missing:
            missing.remove("source_title")
        if self.wide and not {"locator", "quote"} & targets:
            missing.append("locator")
        return missing

    def find_heading(self, target: str) -> str:
        """Return the heading of the column that becomes this one; empty where none does."""
        return next((heading for heading, becomes in self.columns.items() if becomes == target), "")


def fold_heading(heading: str) -> str:
    """Return a heading as headings are compared: case and white space aside."""
    return " ".join(heading.casefold().split())


def fits(profile: Profile, headings: tuple[str, ...]) -> bool:
    """Whether a file of these headings has all columns of a profile, and no other."""
    theirs = {fold_heading(heading) for heading in profile.columns}
    mine = {fold_heading(heading) for heading in headings if heading} - {WHAT_IS_WRONG.replace("_", " ")}
    return bool(theirs) and theirs - {WHAT_IS_WRONG.replace("_", " ")} == mine


def find_words(column: str, dimension: str) -> str:
    """Return the key of the words of a column: those of values are of one dimension each."""
    return f"value:{dimension}" if column == "value" else column


def read_own_day(text: str, form: str) -> str:
    """Return a day that was written in one of DAY_FORMS as the exchange writes it, else as it stands."""
    typed = drop_time(text)
    if form not in DAY_FORMS or is_day(typed):
        return text
    match = DAY_FORMS[form].fullmatch(" ".join(typed.lower().split()))
    if match is None:
        return text
    parts = match.groupdict()
    month = _MONTHS.split("|").index(parts["named"]) + 1 if "named" in parts else int(parts["month"])
    year = int(parts["year"]) + (0 if len(parts["year"]) == 4 else 2000)
    try:
        return date(year, month, int(parts["day"])).isoformat()
    except ValueError:
        return text


def is_day(text: str) -> bool:
    """Whether a text is a day as the exchange writes one."""
    try:
        parse_day(drop_time(text))
    except BrokenRule:
        return False
    return True


class OwnRow(NamedTuple):
    """A row of the exchange as a profile makes it of a row of a file: of a wide sheet also the heading of its column.
    One that is `left_out` is none."""

    heading: str
    cells: dict[str, str]
    left_out: bool = False


class Translator:
    """Puts rows of a file into the words of the exchange; words and names are compared folded."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.targets = tuple(name for name in IMPORT_COLUMNS if name in profile.list_targets() | {"source_title"})
        self._always = {name: cell for name, cell in profile.always.items() if cell and name in IMPORT_COLUMNS}
        self._words = _fold_keys(profile.words)
        self._names = _fold_keys(profile.names)
        self._become = {fold_heading(heading): target for heading, target in profile.columns.items()}
        self._empty = dict.fromkeys(self.targets, "")

    def get_target(self, heading: str) -> str | None:
        """Return what a column becomes; None where the profile does not know it."""
        return self._become.get(fold_heading(heading))

    def translate(self, cells: Mapping[str, str], number: int) -> Iterator[OwnRow]:
        """Yield the rows of the exchange that a row of a file is: one, or of a wide sheet one for each cell of an actor
        that is not empty."""
        row = dict(self._empty)
        actors = []
        for heading, cell in cells.items():
            target = self.get_target(heading)
            if target == ACTOR:
                actors.append((heading, cell))
            elif target:
                row[target] = cell
        for name, cell in self._always.items():
            if not row.get(name):
                row[name] = cell.replace(ROW_NUMBER, str(int(number))) if name == "locator" else cell
        if not self.profile.wide:
            yield self._put_in_words("", row)
            return
        for heading, cell in actors:
            if cell:
                yield self._put_in_words(heading, row | {"holder": heading, "value": cell})

    def _put_in_words(self, heading: str, row: dict[str, str]) -> OwnRow:
        row = dict(row)
        for column in ("dimension", *(name for name in WORD_COLUMNS if name != "dimension")):
            if column in row:
                words = self._words.get(find_words(column, row.get("dimension") or Dimension.POSITION.value), NO_WORDS)
                row[column] = words.get(fold_name(row[column]), row[column])
        for column, kind in NAME_COLUMNS.items():
            if row.get(column):
                row[column] = self._names.get(kind, NO_WORDS).get(fold_name(row[column]), row[column])
        for column, form in self.profile.days.items():
            if row.get(column):
                row[column] = read_own_day(row[column], form)
        left_out = any(row.get(column) == LEFT_OUT for column in (*WORD_COLUMNS, *NAME_COLUMNS))
        return OwnRow(heading, row, left_out)


def _fold_keys(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {key: {fold_name(word): meant for word, meant in of_key.items()} for key, of_key in words.items()}
