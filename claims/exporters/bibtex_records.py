"""Items of CSL-JSON → BibTeX, written by bibtexparser, with the types of entries and fields that biblatex has too.

Letters stay as they are (UTF-8); signs that mean something to LaTeX are escaped here, before anything is put in
braces: the encoder that comes with the library takes the braces of an organisation for its own. Addresses stay as they
are, since their field is read word for word. Braces about a title keep its capitals.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import bibtexparser
from bibtexparser import middlewares, model

from ..rules.citations import GENRES
from .record_notes import write_notes

# Type → (type of entry, its subtype: what @misc and @article could be otherwise)
TYPES = {
    "article-newspaper": ("article", "newspaper"),
    "article-journal": ("article", ""),
    "broadcast": ("video", ""),
    "document": ("misc", "document"),
    "hearing": ("misc", "hearing"),
    "interview": ("misc", "interview"),
    "legislation": ("legislation", ""),
    "personal_communication": ("letter", ""),
    "post": ("online", "post"),
    "report": ("report", ""),
    "speech": ("misc", "speech"),
    "treaty": ("misc", "treaty"),
    "webpage": ("online", ""),
}
_TEXTS = {
    "series": "collection-title",
    "publisher": "publisher",
    "location": "publisher-place",
    "volume": "volume",
    "edition": "edition",
    "chapter": "chapter-number",
    "isbn": "ISBN",
    "issn": "ISSN",
    "langid": "language",
    "abstract": "abstract",
    "keywords": "keyword",
    "eventtitle": "event-title",
    "venue": "event-place",
    "shorttitle": "title-short",
    "origtitle": "original-title",
    "version": "version",
}
_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
_DAYS = {"date": "issued", "urldate": "accessed"}
_RAW = {"url": "URL", "doi": "DOI"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = {
    **{sign: f"\\{sign}" for sign in "&%#_${}"},
    **{"\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}"},
}
_NO_KEY = re.compile(r"[^A-Za-z0-9:_.-]")


def write_bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Return items as BibTeX; each has a key of its own."""
    entries: list[model.Block] = [_make_entry(item) for item in items]
    form = bibtexparser.BibtexFormat()
    form.indent, form.block_separator = "  ", "\n"
    enclose = middlewares.AddEnclosingMiddleware(
        reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{"
    )
    return bibtexparser.write_string(bibtexparser.Library(entries), unparse_stack=[enclose], bibtex_format=form)


def _make_entry(item: Mapping[str, Any]) -> model.Entry:
    entry_type, subtype = TYPES[item["type"]]
    fields: dict[str, str] = {name: _write_names(item.get(variable, ())) for name, variable in _NAMES.items()}
    fields["title"] = f"{{{_escape(item['title'])}}}"
    fields["journaltitle" if entry_type == "article" else "booktitle"] = _escape(item.get("container-title", ""))
    fields |= {name: _escape(item.get(variable, "")) for name, variable in _TEXTS.items()}
    fields["number"] = _escape(item.get("issue") or item.get("number", ""))
    fields["pages"] = _escape(item.get("page", "")).replace("–", "-").replace("-", "--")
    fields["entrysubtype"] = subtype
    fields["type"] = _escape(item.get("genre") or GENRES.get(item["type"], ""))
    fields |= _write_days(item)
    fields |= {name: _write_raw(item.get(variable, "")) for name, variable in _RAW.items()}
    fields["note"] = _escape("; ".join(write_notes(item)))
    key = _NO_KEY.sub("-", item["id"])
    return model.Entry(entry_type, key, [model.Field(name, value) for name, value in fields.items() if value])


def _write_days(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the days as biblatex has them, and year and month as BibTeX does."""
    days = {name: item[variable]["date-parts"][0] for name, variable in _DAYS.items() if variable in item}
    written = {name: "-".join(str(part).zfill(2) for part in parts) for name, parts in days.items()}
    if "date" in days:
        written["year"] = str(days["date"][0])
        written["month"] = _MONTHS[days["date"][1] - 1] if len(days["date"]) > 1 else ""
    return written


def _write_names(names: Iterable[Mapping[str, Any]]) -> str:
    return " and ".join(map(_write_name, names))


def _write_name(name: Mapping[str, Any]) -> str:
    """Write “von Family, Jr., Given”, or an organisation in braces: it is no person."""
    if "literal" in name:
        return f"{{{_escape(name['literal'])}}}"
    family = _join(name, "non-dropping-particle", "family")
    given = _join(name, "given", "dropping-particle")
    if not given:
        return f"{{{_escape(family)}}}"
    return ", ".join(_escape(part) for part in (family, name.get("suffix", ""), given) if part)


def _join(name: Mapping[str, Any], *parts: str) -> str:
    return " ".join(name[part] for part in parts if part in name)


def _escape(text: Any) -> str:
    """Return a text on one line, with what LaTeX would read as its own escaped."""
    return "".join(_ESCAPES.get(sign, sign) for sign in " ".join(str(text).split()))


def _write_raw(address: str) -> str:
    """Return an address; braces, which the field could not hold alone, in its own encoding."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
