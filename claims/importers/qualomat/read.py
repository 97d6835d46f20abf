"""A folder of Qual-O-Mat data → an election with what its parties answered, with every fault by file and id.

The project's own schemas say which files there are and which fields they have.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ...rules.days import parse_day
from ...rules.faults import BrokenRule
from ...rules.folding import write_name
from ...wording.exchange import write_fault
from ..errors import FileError, FileErrors, ImportFailed, count_lines

LARGEST = 20_000_000  # bytes of a file; the largest that the project has takes less than one million
HIGHEST_ID = 1_000_000
OVERVIEW = "overview.json"
PARTIES, THESES, ANSWERS = "party.json", "statement.json", "answer.json"
OPINIONS, COMMENTS, CATEGORIES = "opinion.json", "comment.json", "category.json"
OPTIONAL = (COMMENTS, CATEGORIES)  # which folders of old elections lack
VALUES = {"stimme zu": 2, "neutral": 0, "stimme nicht zu": -2}

# What each field of an entry is: an id, an id or null, a name (on one line, never empty), or any text.
ID, ID_OR_NULL, NAME, TEXT = "id", "id or null", "name", "text"
FIELDS: dict[str, dict[str, str]] = {
    PARTIES: {"id": ID, "name": NAME, "longname": NAME},
    CATEGORIES: {"id": ID, "label": NAME},
    THESES: {"id": ID, "category": ID_OR_NULL, "label": NAME, "text": TEXT},
    ANSWERS: {"id": ID, "message": NAME},
    COMMENTS: {"id": ID, "text": TEXT},
    OPINIONS: {"id": ID, "party": ID, "statement": ID, "answer": ID, "comment": ID_OR_NULL},
}
REFERENCES = {"category": CATEGORIES, "party": PARTIES, "statement": THESES, "answer": ANSWERS, "comment": COMMENTS}

Entries = dict[int, dict[str, Any]]  # by id


class Election(NamedTuple):
    """An election: what each file holds by id; `values` are those of answers, `missing` is how many theses parties left
    without an answer."""

    title: str
    day: date
    slug: str
    data_source: str
    parties: Entries
    theses: Entries
    categories: Entries
    answers: Entries
    comments: Entries
    opinions: Entries
    values: dict[int, int]

    @property
    def missing(self) -> int:
        return len(self.parties) * len(self.theses) - len(self.opinions)


def read_election(folder: Path) -> Election:
    """Read a folder; raise ImportFailed with every fault."""
    return _FolderReading(folder).read()


class _Broken(Exception):
    """A value that is not what its field asks for; the text says why."""


class _FolderReading:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults = {name: FileErrors(name) for name in (OVERVIEW, *FIELDS)}

    def read(self) -> Election:
        if not self.folder.is_dir():
            raise ImportFailed([FileError(str(self.folder), 0, "", "There is no such folder.")], 1)
        overview = self._read_overview()
        entries = {name: self._read_entries(name) for name in FIELDS}
        values = dict(self._read_values(entries[ANSWERS]))
        self._refuse_empty(entries)
        self._check_references(entries)
        self._check_once(entries[OPINIONS])
        faults = [fault for errors in self.faults.values() for fault in errors.sort_by_line()]
        if faults:
            raise ImportFailed(faults, sum(errors.total for errors in self.faults.values()))
        return Election(
            *overview,
            parties=entries[PARTIES],
            theses=entries[THESES],
            categories=entries[CATEGORIES],
            answers=entries[ANSWERS],
            comments=entries[COMMENTS],
            opinions=entries[OPINIONS],
            values=values,
        )

    def _load(self, name: str) -> Any:
        """Return what a file holds, None where it cannot be read."""
        path = self.folder / name
        try:
            if path.stat().st_size > LARGEST:
                raise _Broken(f"The file is larger than {LARGEST:,} bytes.")
            return json.loads(path.read_bytes().decode("utf-8-sig"))
        except FileNotFoundError:
            reason, line = "" if name in OPTIONAL else "The folder has no such file.", 0
        except _Broken as broken:
            reason, line = str(broken), 0
        except OSError as error:
            reason, line = f"The file cannot be read: {error.strerror or error}.", 0
        except UnicodeDecodeError as error:
            reason, line = f"The file is not UTF-8 (byte {error.start + 1}).", count_lines(error.object[: error.start])
        except json.JSONDecodeError as error:
            reason, line = f"This is no JSON: {error.msg} (column {error.colno}).", error.lineno
        except RecursionError:
            reason, line = "The file nests too deeply.", 0
        except ValueError:
            reason, line = "The file holds a number with too many digits.", 0
        if reason:
            self.faults[name].add(line, "", reason)
        return None

    def _read_overview(self) -> tuple[str, date, str, str]:
        nothing = "", date.min, "", ""
        data = self._load(OVERVIEW)
        if data is None:
            return nothing
        if not isinstance(data, dict):
            self.faults[OVERVIEW].add(0, "", "This is no object: an election has a title and a date.")
            return nothing
        title, day = (self._take(OVERVIEW, "", data, name, NAME) for name in ("title", "date"))
        slug, data_source = (
            self._take(OVERVIEW, "", data, name, TEXT) if name in data else "" for name in ("slug", "data_source")
        )
        try:
            return title, parse_day(day) if day else date.min, slug.strip(), data_source.strip()
        except BrokenRule as broken:
            self.faults[OVERVIEW].add(0, "date", write_fault(broken))
            return nothing

    def _read_entries(self, name: str) -> Entries:
        data = self._load(name)
        if data is None:
            return {}
        if not isinstance(data, list):
            self.faults[name].add(0, "", "This is no list.")
            return {}
        entries: Entries = {}
        for number, item in enumerate(data, start=1):
            if not isinstance(item, dict):
                self.faults[name].add(0, f"entry {number}", "This is no object with fields.")
                continue
            key = self._take(name, f"entry {number}", item, "id", ID)
            if key in entries:
                self.faults[name].add(0, f"id {key}", f"The id stands twice: entry {number} has it too.")
            entry = {
                field: self._take(name, f"id {key}", item, field, kind)
                for field, kind in FIELDS[name].items()
                if field != "id"
            }
            if key != "":
                entries[key] = entry
        return entries

    def _take(self, file: str, place: str, item: Mapping[str, Any], field: str, kind: str) -> Any:
        """Return the value of a field, and an empty text where it has a fault."""
        try:
            if field not in item:
                raise _Broken("It is missing.")
            return _read_id(item[field], kind) if kind in (ID, ID_OR_NULL) else _read_text(item[field], kind)
        except _Broken as broken:
            self.faults[file].add(0, f"{place}: {field}" if place else field, str(broken))
            return ""

    def _read_values(self, answers: Entries) -> Iterator[tuple[int, int]]:
        for key, answer in answers.items():
            value = VALUES.get(answer["message"].casefold())
            if value is not None:
                yield key, value
            elif answer["message"]:
                words = "“Stimme zu”, “Neutral” nor “Stimme nicht zu”"
                self.faults[ANSWERS].add(0, f"id {key}: message", f"“{answer['message']}” is neither {words}.")

    def _refuse_empty(self, entries: Mapping[str, Entries]) -> None:
        for name in (PARTIES, THESES, OPINIONS):
            if not entries[name] and not self.faults[name].total:
                self.faults[name].add(0, "", "The list is empty.")

    def _check_references(self, entries: Mapping[str, Entries]) -> None:
        """Note each id that points nowhere; what points into a file with faults of its own is told by these."""
        for name, fields in FIELDS.items():
            for field in fields.keys() & REFERENCES.keys():
                file = REFERENCES[field]
                if self.faults[file].total:
                    continue
                for key, entry in entries[name].items():
                    if entry[field] not in ("", None) and entry[field] not in entries[file]:
                        reason = f"There is no id {entry[field]} in {file}."
                        self.faults[name].add(0, f"id {key}: {field}", reason)

    def _check_once(self, opinions: Entries) -> None:
        """Note each thesis that a party answers twice."""
        first: dict[tuple[Any, Any], int] = {}
        for key, opinion in opinions.items():
            of_both = opinion["party"], opinion["statement"]
            if "" not in of_both and of_both in first:
                reason = f"The party answers this thesis twice: id {first[of_both]} does already."
                self.faults[OPINIONS].add(0, f"id {key}", reason)
            first.setdefault(of_both, key)


def _read_id(value: Any, kind: str) -> int | None:
    if value is None and kind == ID_OR_NULL:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= HIGHEST_ID:
        raise _Broken(f"An id is a whole number from 0 on, not {_write_value(value)}.")
    return value


def _read_text(value: Any, kind: str) -> str:
    if not isinstance(value, str):
        raise _Broken(f"This is no text, but {_write_value(value)}.")
    if "\x00" in value:
        raise _Broken("The text holds a null character, which no text may have.")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _Broken("The text holds half of a character (a lone surrogate).")
    if kind == TEXT:
        return value
    if not (name := write_name(value)):
        raise _Broken("It is empty.")
    return name


def _write_value(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:80]
    return {str: "a text", list: "a list", dict: "an object", bool: "true or false"}.get(type(value), "null")
