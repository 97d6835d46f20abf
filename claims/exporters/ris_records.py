"""Items of CSL-JSON → RIS, written by rispy.

RIS has fewer types than CSL: what it has none for takes the nearest, and M3 says which it is.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import rispy

from ..rules.citations import GENRES
from .record_notes import write_notes

CRLF = "\r\n"
TYPES = {
    **{"article-newspaper": "NEWS", "article-journal": "JOUR", "broadcast": "VIDEO", "document": "GEN"},
    **{"hearing": "HEAR", "interview": "PCOMM", "legislation": "STAT", "personal_communication": "PCOMM"},
    **{"post": "BLOG", "report": "RPRT", "speech": "SLIDE", "treaty": "GEN", "webpage": "ELEC"},
}
# Tag → the variables of which the first is taken that an item has.
_TEXTS = {
    "TI": ("title",),
    "T2": ("container-title", "event-title", "event"),
    "T3": ("collection-title",),
    "J2": ("container-title-short",),
    "PB": ("publisher",),
    "CY": ("publisher-place", "event-place"),
    "VL": ("volume",),
    "IS": ("issue", "number"),
    "ET": ("edition",),
    "NV": ("number-of-volumes",),
    "SE": ("section",),
    "SN": ("ISBN", "ISSN"),
    "DO": ("DOI",),
    "LA": ("language",),
    "AB": ("abstract",),
    "ST": ("title-short",),
    "CN": ("call-number",),
    "DB": ("archive",),
    "AN": ("archive_location",),
    "OP": ("original-title",),
}
_NAMES = {"AU": "author", "A2": "editor", "A3": "collection-editor", "A4": "translator"}
_LISTS = [*_NAMES, "KW", "N1", "UR"]
_DAYS = {"DA": "issued", "Y2": "accessed"}
_TAGS = ("TY", "ID", *_NAMES, *_TEXTS, "M3", "PY", *_DAYS, "SP", "EP", "UR", "KW", "N1")


class _Writer(rispy.RisWriter):
    """Lines end as RIS says; no number stands before a record."""

    NEWLINE: ClassVar[str] = CRLF
    REFERENCE_TYPE_KEY = "TY"
    DEFAULT_MAPPING: ClassVar[dict[str, str]] = {**{tag: tag.lower() for tag in _TAGS}, "ER": "er", "UK": "uk"}
    DEFAULT_LIST_TAGS: ClassVar[list[str]] = _LISTS
    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}

    def set_header(self, count: int) -> str:
        return ""


def write_ris(items: Iterable[Mapping[str, Any]]) -> str:
    """Return items as RIS."""
    return rispy.dumps([_make_record(item) for item in items], implementation=_Writer)


def _make_record(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as {tag: value}; no value goes on to another line, where it could pass for a tag."""
    texts = {tag: next((item[name] for name in several if name in item), "") for tag, several in _TEXTS.items()}
    first, _, last = str(item.get("page", "")).replace("–", "-").partition("-")
    record: dict[str, Any] = {
        "TY": TYPES[item["type"]],
        "ID": item["id"],
        **{tag: [_write_name(name) for name in item.get(variable, ())] for tag, variable in _NAMES.items()},
        **texts,
        "M3": item.get("genre") or GENRES.get(item["type"], ""),
        "PY": str(item["issued"]["date-parts"][0][0]) if "issued" in item else "",
        **{tag: _write_day(item[name]) for tag, name in _DAYS.items() if name in item},
        "SP": first,
        "EP": last,
        "UR": [item["URL"]] if "URL" in item else [],
        "KW": [word.strip() for word in str(item.get("keyword", "")).split(",")],
        "N1": write_notes(item),
    }
    folded = {tag: [*map(_fold, value)] if isinstance(value, list) else _fold(value) for tag, value in record.items()}
    return {tag: value for tag, value in folded.items() if value and value != [""]}


def _write_name(name: Mapping[str, Any]) -> str:
    """Write “Family, Given, Suffix”; an organisation as it stands."""
    if "literal" in name:
        return str(name["literal"])
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if part in name)
    given = " ".join(name[part] for part in ("given", "dropping-particle") if part in name)
    return ", ".join(filter(None, (family, given, name.get("suffix", ""))))


def _write_day(day: Mapping[str, Any]) -> str:
    """Write 2022/01/17; RIS pads what is not known with nothing."""
    return "/".join(str(part).zfill(2) for part in day["date-parts"][0])


def _fold(value: Any) -> str:
    return " ".join(str(value).split())
