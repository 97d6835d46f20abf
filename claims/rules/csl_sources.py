"""An item of CSL-JSON, from wherever it comes → what a source holds of it: its fields, and the rest of its record.

The way back of `csl_items`. What a source has no place for is left out and told, by the name of the variable.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from . import csl
from .citations import WHOLE_WORKS
from .days import parse_day
from .faults import BrokenRule, FaultCode
from .languages import check_language
from .slugs import LONGEST_SLUG, make_slug

# The types that sources have, and which of them others of CSL 1.0.2 are taken for.
OWN_TYPES = frozenset({
    "article-journal", "article-newspaper", "broadcast", "document", "hearing", "interview", "legislation",
    "personal_communication", "post", "report", "speech", "treaty", "webpage",
})  # fmt: skip
OTHER_TYPES = {
    **{"article": "document", "article-magazine": "article-newspaper", "bill": "legislation", "book": "document"},
    **{"chapter": "document", "classic": "document", "collection": "document", "dataset": "document"},
    **{"entry": "document", "entry-dictionary": "document", "entry-encyclopedia": "document", "event": "speech"},
    **{"figure": "document", "graphic": "document", "legal_case": "document", "manuscript": "document"},
    **{"map": "document", "motion_picture": "broadcast", "musical_score": "document", "pamphlet": "document"},
    **{"paper-conference": "document", "patent": "document", "performance": "broadcast", "periodical": "document"},
    **{"post-weblog": "post", "regulation": "legislation", "review": "article-journal"},
    **{"review-book": "article-journal", "software": "document", "song": "broadcast", "standard": "document"},
    **{"thesis": "document"},
}
# What reference managers write in the place of a code.
LANGUAGES = {
    **{"english": "en", "american": "en", "british": "en", "eng": "en", "russian": "ru", "rus": "ru", "русский": "ru"},
    **{"ukrainian": "uk", "українська": "uk", "german": "de", "ngerman": "de", "deutsch": "de", "french": "fr"},
    **{"français": "fr", "spanish": "es", "italian": "it", "polish": "pl", "turkish": "tr", "chinese": "zh"},
    **{"arabic": "ar", "portuguese": "pt", "dutch": "nl"},
}
UNSAID = "en"  # the language of a source that says none, as its field has it
LONGEST_LANGUAGE = 10  # letters
LONGEST_PUBLISHER = 120
ORIGIN = "origin"
TO_SHORTEN = ("abstract", "annote", "note")  # what is left out, in this order, of a record that is too long
_MARKUP = re.compile(r"<(i|b|sup|sub|sc|span)(?: [^<>]*)?>(.*?)</\1>", re.DOTALL)
_BLANKS = re.compile(r"\s+")


class TakenOtherwise(StrEnum):
    """What is told of a record that is taken otherwise than it stands. In brackets stand the parameters."""

    TYPE_TAKEN = "type-taken"  # (said, taken)
    NO_TYPE = "no-type"  # (taken)
    NO_LANGUAGE = "no-language"  # (said, taken)
    PART_OF_A_DAY = "part-of-a-day"  # (said)
    NAME_REWRITTEN = "name-rewritten"  # (said, taken)
    LEFT_OUT = "left-out"  # (name, fault)


class Remark(NamedTuple):
    """One thing that is told of a record."""

    code: TakenOtherwise
    parameters: Mapping[str, Any]


class ReadWork(NamedTuple):
    """What a source holds of an item: the values of its fields by their names, and the slug that the item asks for,
    where it is one."""

    fields: dict[str, Any]
    slug: str
    remarks: list[Remark]


def read_item(item: Mapping[str, Any]) -> ReadWork:
    """Return what a source holds of an item. Whether its fields are allowed so, the source says."""
    remarks: list[Remark] = []
    rest = {name: _tidy(name, value) for name, value in item.items()}
    rest = {name: value for name, value in rest.items() if value not in ("", None, [], {})}
    fields: dict[str, Any] = {
        "title": _read_words(rest.pop("title", "")),
        "type": _read_type(rest.pop("type", ""), remarks),
        "authors": write_authors(rest.pop("author", []), remarks),
        "publisher": _read_words(rest.pop("publisher", "")),
        "language": _read_language(rest.pop("language", ""), remarks),
        "url": _read_address(rest.pop("URL", "")),
        "origin": "",
    }
    slug = _read_slug(rest.pop("id", ""))
    fields["published_on"] = _read_issued(rest, remarks)
    fields["accessed_on"] = _read_accessed(rest, remarks)
    _read_custom(rest, fields)
    _read_container(rest, fields)
    fields["csl"] = _read_rest(rest, remarks)
    return ReadWork(fields, slug, remarks)


def write_authors(names: Any, remarks: list[Remark]) -> str:
    """Return names of CSL as a source has them: “Family, Given; Organisation”."""
    if not isinstance(names, list):
        return ""
    written = (_write_author(name, remarks) for name in names if isinstance(name, Mapping))
    return "; ".join(filter(None, written))


def read_day(value: Any) -> tuple[date | None, str]:
    """Return (the day that a date of CSL is, what it says otherwise): of a month, a range or words no day."""
    if not isinstance(value, Mapping):
        return None, ""
    parts = value.get("date-parts")
    try:
        (only,) = parts if isinstance(parts, list) else [[]]
        year, month, day = (int(part) for part in only)
        return date(year, month, day), ""
    except (ValueError, TypeError, OverflowError):
        pass
    words = next((str(value[name]) for name in ("raw", "literal") if isinstance(value.get(name), str)), "")
    try:
        return parse_day(words[:10] if words[4:5] == "-" else words), ""
    except BrokenRule:
        return None, _BLANKS.sub(" ", words or _write_parts(parts))[:100].strip()


def _write_parts(parts: Any) -> str:
    """Write a part of a day or a range: 2022-01, 2022-01-10/2022-01-12."""
    if not isinstance(parts, list):
        return ""
    ends = [end for end in parts[:2] if isinstance(end, list)]
    return "/".join("-".join(str(part).zfill(2) for part in end[:3]) for end in ends)


def _tidy(name: str, value: Any) -> Any:
    """Return a value in the form in which records have it, where it is clear what it is."""
    if isinstance(value, str):
        return value.strip()
    if name in csl.TEXTS and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name in csl.DATES and isinstance(value, Mapping):
        day, words = read_day(value)
        if day:
            return csl.make_day(day)
        return {"literal": words} if "raw" in value and words else value
    if name in csl.NAMES and isinstance(value, list):
        return [_tidy_name(one) if isinstance(one, Mapping) else one for one in value]
    return value


def _tidy_name(name: Mapping[str, Any]) -> dict[str, Any]:
    parts = {part: value.strip() if isinstance(value, str) else value for part, value in name.items()}
    return {part: value for part, value in parts.items() if value not in ("", None)}


def _read_words(value: Any) -> str:
    """Return a text without the marks of form that CSL allows in it, on one line."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return _BLANKS.sub(" ", _MARKUP.sub(r"\2", _MARKUP.sub(r"\2", text))).strip()  # twice: one within another


def _read_type(value: Any, remarks: list[Remark]) -> str:
    said = str(value)
    if said in OWN_TYPES:
        return said
    taken = OTHER_TYPES.get(said, "document")
    if value:
        remarks.append(Remark(TakenOtherwise.TYPE_TAKEN, {"said": said[:60], "taken": taken}))
    else:
        remarks.append(Remark(TakenOtherwise.NO_TYPE, {"taken": taken}))
    return taken


def _write_author(name: Mapping[str, Any], remarks: list[Remark]) -> str:
    parts = {part: _read_words(value) for part, value in name.items() if part in csl.NAME_TEXTS}
    if parts.get("literal"):
        return _rewrite(parts["literal"], remarks)
    family = _join(parts, "non-dropping-particle", "family")
    given = _join(parts, "given", "dropping-particle", "suffix")
    if not family or not given:
        return _rewrite(family or given, remarks)
    return f"{family.replace(',', '').replace(';', '')}, {given.replace(';', '')}"


def _join(parts: Mapping[str, str], *names: str) -> str:
    return " ".join(parts[name] for name in names if parts.get(name))


def _rewrite(name: str, remarks: list[Remark]) -> str:
    """Return the name of an organisation without the signs that part names: “Ministry, Russia” is no Mr Russia."""
    head, _, tail = name.replace(";", ",").partition(",")
    tail = tail.replace(",", "").strip()
    taken = _BLANKS.sub(" ", f"{head.strip()} ({tail})" if tail else head).strip()
    if taken != name:
        remarks.append(Remark(TakenOtherwise.NAME_REWRITTEN, {"said": name[:100], "taken": taken[:100]}))
    return taken


def _read_language(value: Any, remarks: list[Remark]) -> str:
    said = str(value).strip() if isinstance(value, str) else ""
    code = LANGUAGES.get(said.casefold(), said.replace("_", "-"))
    try:
        if len(code) <= LONGEST_LANGUAGE:
            return check_language(code)
    except BrokenRule:
        pass
    remarks.append(Remark(TakenOtherwise.NO_LANGUAGE, {"said": said[:60], "taken": UNSAID}))
    return UNSAID


def _read_address(value: Any) -> str:
    address = str(value).strip() if isinstance(value, str) else ""
    return f"https://{address}" if address.startswith("www.") else address


def _read_slug(value: Any) -> str:
    """Return the id of an item where it is a slug, as that of an item of ours is; no number, and no address."""
    name = value if isinstance(value, str) and len(value) <= LONGEST_SLUG else ""
    return name if re.search("[a-z]", name) and make_slug(name) == name else ""


def _read_issued(rest: dict[str, Any], remarks: list[Remark]) -> date | None:
    """Return the day of publication. What is no whole day has no field here: it goes into the note, as citation
    programs read it there."""
    day, words = read_day(rest.pop("issued", None))
    if words:
        note = rest.get("note", "")
        rest["note"] = "\n".join(filter(None, [note if isinstance(note, str) else "", f"issued: {words}"]))
        remarks.append(Remark(TakenOtherwise.PART_OF_A_DAY, {"said": words}))
    return day


def _read_accessed(rest: dict[str, Any], remarks: list[Remark]) -> date | None:
    day, words = read_day(rest.pop("accessed", None))
    if words:
        remarks.append(Remark(TakenOtherwise.LEFT_OUT, {"name": "accessed", "fault": None}))
    return day


def _read_custom(rest: dict[str, Any], fields: dict[str, Any]) -> None:
    """Take whose text it is from what our own items have in `custom`; what others keep there is theirs."""
    custom = rest.pop(csl.CUSTOM, None)
    if not isinstance(custom, Mapping):
        return
    fields["origin"] = _read_words(custom.get(ORIGIN, ""))
    archived = {name: custom[name] for name in (csl.ARCHIVE_URL, csl.ARCHIVED) if name in custom}
    if archived:
        rest[csl.CUSTOM] = archived


def _read_container(rest: dict[str, Any], fields: dict[str, Any]) -> None:
    """Take the paper or the site that something is part of for where it was read, unless a publisher is named."""
    container = rest.get("container-title")
    if fields["type"] in WHOLE_WORKS or not isinstance(container, str):
        return
    if not fields["publisher"] and len(container) <= LONGEST_PUBLISHER:
        fields["publisher"] = _read_words(container)
    if fields["publisher"] == _read_words(container):
        del rest["container-title"]


def _read_rest(rest: dict[str, Any], remarks: list[Remark]) -> dict[str, Any]:
    """Return the variables that a record holds; those that it does not are told."""
    record, faults = csl.examine(rest)
    for fault in faults:
        if fault.code != FaultCode.RECORD_TOO_LONG:
            remarks.append(Remark(TakenOtherwise.LEFT_OUT, {"name": fault.parameters.get("name", ""), "fault": fault}))
    for name in TO_SHORTEN:
        if len(csl.write_record(record)) > csl.LONGEST and record.pop(name, None):
            shortened = BrokenRule(FaultCode.RECORD_TOO_LONG, most=csl.LONGEST)
            remarks.append(Remark(TakenOtherwise.LEFT_OUT, {"name": name, "fault": shortened}))
    return record
