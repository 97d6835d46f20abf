"""The variables of a bibliographic record beyond those that a source has fields for, as CSL-JSON 1.0.2 names them.

A *record* maps names of variables to their values, in one form: texts and numbers as text, names as lists of objects
(`family`, `given`, … or `literal`), dates as objects with `date-parts`. What CSL does not know, or knows as something
else, is refused with the name of the variable; so is a variable that a field of the source holds (`FIELDS`).

`custom` holds the archived copy of a source, for which CSL has no variable: its address and its day.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, NoReturn

from .faults import BrokenRule, FaultCode

Record = Mapping[str, Any]

LONGEST = 20_000  # letters of a record as JSON

# Variable → the field of a source that holds it.
FIELDS = {
    "id": "slug",
    "type": "type",
    "title": "title",
    "author": "authors",
    "publisher": "publisher",
    "issued": "published_on",
    "accessed": "accessed_on",
    "language": "language",
    "URL": "url",
}
TEXTS = frozenset({
    "abstract", "annote", "archive", "archive_collection", "archive_location", "archive-place", "authority",
    "call-number", "citation-key", "collection-title", "container-title", "container-title-short", "dimensions",
    "division", "DOI", "event", "event-place", "event-title", "genre", "ISBN", "ISSN", "journalAbbreviation",
    "jurisdiction", "keyword", "license", "medium", "note", "original-publisher", "original-publisher-place",
    "original-title", "part-title", "PMCID", "PMID", "publisher-place", "references", "reviewed-genre",
    "reviewed-title", "scale", "shortTitle", "source", "status", "title-short", "volume-title", "year-suffix",
})  # fmt: skip
NUMBERS = frozenset({
    "chapter-number", "collection-number", "edition", "issue", "number", "number-of-pages", "number-of-volumes",
    "page", "page-first", "part-number", "printing-number", "section", "supplement-number", "version", "volume",
})  # fmt: skip
NAMES = frozenset({
    "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator",
    "director", "editor", "editorial-director", "executive-producer", "guest", "host", "illustrator",
    "interviewer", "narrator", "organizer", "original-author", "performer", "producer", "recipient",
    "reviewed-author", "script-writer", "series-creator", "translator",
})  # fmt: skip
DATES = frozenset({
    "available-date", "event-date", "original-date", "submitted",
})  # fmt: skip

NAME_TEXTS = ("family", "given", "literal", "non-dropping-particle", "dropping-particle", "suffix")
NAME_FLAGS = ("comma-suffix", "static-ordering", "parse-names")
CUSTOM = "custom"
ARCHIVE_URL, ARCHIVED = "archive-url", "archived"


class Kind(NamedTuple):
    """What the variables of one kind are, in words, and what reads a value of one: it raises ValueError for others."""

    words: str
    read: Callable[[Any], Any]


def read_record(value: Any) -> dict[str, Any]:
    """Return the record of a text (JSON, or nothing) or of an object as seed files have it; raise BrokenRule with the
    first fault."""
    record, faults = examine(value)
    if faults:
        raise faults[0]
    return record


def examine(value: Any) -> tuple[dict[str, Any], list[BrokenRule]]:
    """Return (record in its one form, faults) of a text or an object; what has a fault is left out of the record."""
    try:
        given = _parse(value) if isinstance(value, str) else value
    except BrokenRule as broken:
        return {}, [broken]
    if not isinstance(given, Mapping):
        return {}, [BrokenRule(FaultCode.NOT_A_RECORD)]
    record: dict[str, Any] = {}
    faults = []
    for name in sorted(map(str, given)):
        try:
            record[name] = _read_variable(name, given[name])
        except BrokenRule as broken:
            faults.append(broken)
    if not faults and len(write_record(record)) > LONGEST:
        faults.append(BrokenRule(FaultCode.RECORD_TOO_LONG, most=LONGEST))
    return record, faults


def write_record(record: Record) -> str:
    """Return a record as a cell of a file holds it: JSON on one line, “” for none."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True) if record else ""


def list_words(record: Record) -> Iterator[str]:
    """Yield the texts of a record that readers search for: titles, names, places, numbers such as a DOI."""
    for name, value in record.items():
        if name in NAMES:
            yield from (write_name(one) for one in value)
        elif isinstance(value, str):
            yield value


def write_name(name: Mapping[str, Any]) -> str:
    """Return a name in running order: “Carl Friedrich von Weizsäcker”."""
    if "literal" in name:
        return str(name["literal"])
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(name[part] for part in parts if part in name)


def make_day(day: date) -> dict[str, list[list[int]]]:
    """Return a day as CSL writes it."""
    return {"date-parts": [[day.year, day.month, day.day]]}


def _parse(text: str) -> Any:
    if not text.strip():
        return {}
    try:
        return json.loads(text, object_pairs_hook=_refuse_doubles, parse_constant=_refuse_constant)
    except RecursionError:
        raise BrokenRule(FaultCode.NOT_JSON, reason="it is nested too deeply") from None
    except json.JSONDecodeError as error:
        reason = f"{error.msg}, line {error.lineno}, column {error.colno}"
        raise BrokenRule(FaultCode.NOT_JSON, reason=reason) from None
    except ValueError as error:  # of a number of too many digits, or of the two below
        raise BrokenRule(FaultCode.NOT_JSON, reason=str(error)) from None


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"“{name}” stands twice")
    return dict(pairs)


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _read_variable(name: str, value: Any) -> Any:
    if name in FIELDS:
        raise BrokenRule(FaultCode.VARIABLE_HAS_FIELD, name=name, field=FIELDS[name])
    kind = _find_kind(name)
    if kind is None:
        raise BrokenRule(FaultCode.UNKNOWN_VARIABLE, name=name[:80])
    try:
        return kind.read(value)
    except (ValueError, TypeError):
        raise BrokenRule(FaultCode.ILL_TYPED_VARIABLE, name=name, kind=kind.words) from None


def _find_kind(name: str) -> Kind | None:
    for names, kind in _KINDS:
        if name in names:
            return kind
    return None


def _read_text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\x00" in value:
        raise ValueError
    value.encode()  # raises for half a sign, which no database holds
    return value.strip()


def _read_number(value: Any) -> str:
    return str(value) if _is_whole(value) else _read_text(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9


def _read_names(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not value:
        raise ValueError
    return [_read_one_name(name) for name in value]


def _read_one_name(name: Any) -> dict[str, Any]:
    if not isinstance(name, Mapping) or not {"family", "given", "literal"} & name.keys():
        raise ValueError
    if not name.keys() <= {*NAME_TEXTS, *NAME_FLAGS} or not all(type(name[f]) is bool for f in NAME_FLAGS if f in name):
        raise ValueError
    return {part: name[part] if part in NAME_FLAGS else _read_text(name[part]) for part in sorted(name)}


def _read_date(value: Any) -> dict[str, Any]:
    if type(value) is date:  # of a seed file
        return make_day(value)
    if not isinstance(value, Mapping) or not value.keys() <= {"date-parts", "literal", "circa", "season"}:
        raise ValueError
    if not {"date-parts", "literal"} & value.keys():
        raise ValueError
    readers = {"date-parts": _read_date_parts, "literal": _read_text, "circa": _read_circa, "season": _read_season}
    return {part: readers[part](value[part]) for part in sorted(value)}


def _read_date_parts(value: Any) -> list[list[int]]:
    """Return one day, month or year, or the two ends of a range."""
    if not isinstance(value, list) or not 1 <= len(value) <= 2:
        raise ValueError
    return [_read_parts_of_day(parts) for parts in value]


def _read_parts_of_day(parts: Any) -> list[int]:
    if not isinstance(parts, list) or not 1 <= len(parts) <= 3:
        raise ValueError
    whole = [int(p) if isinstance(p, str) and p.isascii() and p.isdigit() and len(p) < 5 else p for p in parts]
    if not all(map(_is_whole, whole)):
        raise ValueError
    date(*whole, *(1, 1, 1)[len(whole) :])  # raises for a day that there is not
    return whole


def _read_circa(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _read_season(value: Any) -> int:
    if not _is_whole(value) or not 1 <= value <= 4:
        raise ValueError
    return int(value)


def _read_custom(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not value or not value.keys() <= {ARCHIVE_URL, ARCHIVED}:
        raise ValueError
    custom: dict[str, Any] = {}
    if ARCHIVED in value:
        custom[ARCHIVED] = _read_date(value[ARCHIVED])
    if ARCHIVE_URL in value:
        custom[ARCHIVE_URL] = _read_text(value[ARCHIVE_URL])
        if not custom[ARCHIVE_URL].startswith(("https://", "http://")) or " " in custom[ARCHIVE_URL]:
            raise ValueError
    return custom


_KINDS = (
    (TEXTS, Kind("text", _read_text)),
    (NUMBERS, Kind("a whole number, or text", _read_number)),
    (NAMES, Kind('a list of names, such as [{"family": "Lee", "given": "Ann"}] or [{"literal": "NATO"}]', _read_names)),
    (DATES, Kind('a date, such as {"date-parts": [[2022, 1, 10]]}', _read_date)),
    (
        frozenset({CUSTOM}),
        Kind(
            'about the archived copy: {"archive-url": "https://…", "archived": {"date-parts": [[2022, 2, 3]]}}',
            _read_custom,
        ),
    ),
)
