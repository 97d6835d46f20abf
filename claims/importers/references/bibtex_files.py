"""BibTeX and biblatex → items of CSL-JSON, read by bibtexparser.

The order of the steps matters: names are split before LaTeX is decoded, or “{Green Party of X}” would become a person.
Addresses are not decoded: to LaTeX “%20” begins a comment.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

import bibtexparser
from bibtexparser import middlewares, model
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from ...rules.csl import LONGEST
from ...rules.csl_sources import OWN_TYPES
from ...wording import references as wording
from .records import FileRecord, Item

_TYPES = {
    **{"article": "article-journal", "online": "webpage", "electronic": "webpage", "www": "webpage"},
    **{"report": "report", "techreport": "report", "manual": "report", "book": "book", "mvbook": "book"},
    **{"collection": "collection", "mvcollection": "collection", "inbook": "chapter", "incollection": "chapter"},
    **{"bookinbook": "chapter", "suppbook": "chapter", "inproceedings": "paper-conference"},
    **{"conference": "paper-conference", "proceedings": "book", "phdthesis": "thesis", "mastersthesis": "thesis"},
    **{"thesis": "thesis", "booklet": "pamphlet", "unpublished": "manuscript", "letter": "personal_communication"},
    **{"legislation": "legislation", "legal": "legislation", "jurisdiction": "legal_case", "video": "motion_picture"},
    **{"movie": "motion_picture", "audio": "song", "software": "software", "dataset": "dataset", "patent": "patent"},
    **{"standard": "standard", "periodical": "periodical", "inreference": "entry", "speech": "speech"},
}
_KINDS_OF_ARTICLES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
# Variable → fields, of which the first is taken that an entry has.
_TEXTS = {
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle"),
    "container-title-short": ("shortjournal",),
    "collection-title": ("series",),
    "publisher": ("publisher", "organization", "institution", "school"),
    "publisher-place": ("location", "address"),
    "volume": ("volume",),
    "edition": ("edition",),
    "chapter-number": ("chapter",),
    "number-of-pages": ("pagetotal",),
    "number-of-volumes": ("volumes",),
    "abstract": ("abstract",),
    "note": ("note",),
    "annote": ("annotation", "annote"),
    "keyword": ("keywords",),
    "language": ("langid", "language"),
    "event-title": ("eventtitle",),
    "event-place": ("venue",),
    "title-short": ("shorttitle",),
    "original-title": ("origtitle",),
    "status": ("pubstate",),
    "source": ("library",),
    "version": ("version",),
    "genre": ("type", "howpublished"),
}
_RAW = {"URL": ("url",), "DOI": ("doi",), "ISBN": ("isbn",), "ISSN": ("issn",), "PMID": ("pmid",)}
_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
_DATES = {"date": "issued", "urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OWN = {"title", "subtitle", "number", "issue", "pages", "year", "month", "entrysubtype"}
_ENTRY = re.compile(r"@\s*[A-Za-z]+\s*[{(]")
_BEGUN = re.compile(r"^\s*@\s*[A-Za-z]+", re.MULTILINE)  # what may have been meant for an entry
_JOINT = re.compile(r'"\s*#\s*"')  # two pieces of a value, which the parser leaves as they stand
_ESCAPED = re.compile(r"\\([&%#_~$])")
_COMMENT = re.compile(r"(?<!\\)%")


def looks_like_bibtex(text: str) -> bool:
    return _ENTRY.search(text) is not None


def read_bibtex(text: str) -> Iterator[FileRecord]:
    """Yield each entry of a file, in their order; what cannot be read of it as a fault."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it says of a block, the block says too
    steps = [
        middlewares.ResolveStringReferencesMiddleware(),
        middlewares.RemoveEnclosingMiddleware(),
        middlewares.NormalizeFieldKeys(),
        middlewares.SeparateCoAuthors(name_fields=tuple(_NAMES)),
        middlewares.SplitNameParts(name_fields=tuple(_NAMES)),
    ]
    library = bibtexparser.parse_string(text, parse_stack=steps)
    decoder = _make_decoder()
    for block in sorted(library.blocks, key=lambda block: block.start_line or 0):
        if isinstance(block, model.ParsingFailedBlock):
            yield FileRecord((block.start_line or 0) + 1, {}, _explain(block))
        elif isinstance(block, model.Entry):
            yield _read_entry(block, decoder)
        elif isinstance(block, model.ImplicitComment) and _BEGUN.search(block.raw or ""):
            yield FileRecord((block.start_line or 0) + 1, {}, wording.NO_ENTRY)


def _make_decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category("addresses", prepend=True, macros=[MacroTextSpec("url", simplify_repl="%s")])
    return LatexNodes2Text(latex_context=context, math_mode="verbatim")


def _explain(block: model.ParsingFailedBlock) -> str:
    """Say why an entry cannot be read."""
    if isinstance(block, model.DuplicateBlockKeyBlock):
        return wording.DOUBLED_KEY.format(key=str(block.key)[:60])
    if isinstance(block, model.DuplicateFieldKeyBlock):
        return wording.DOUBLED.format(name=", ".join(sorted(block.duplicate_keys))[:60])
    if isinstance(block, model.MiddlewareErrorBlock):
        return wording.NO_NAMES.format(reason=" ".join(str(block.error).split())[:200])
    return wording.BROKEN_ENTRY


def _read_entry(entry: model.Entry, decoder: LatexNodes2Text) -> FileRecord:
    fields = {field.key: _join_pieces(field.value) for field in entry.fields}
    line = (entry.start_line or 0) + 1
    for name, value in fields.items():
        if isinstance(value, str) and len(value) > LONGEST:
            return FileRecord(line, {}, wording.TOO_LONG.format(name=name[:60], most=LONGEST))
    if "crossref" in fields or "xdata" in fields:
        return FileRecord(line, {}, wording.CROSSREF)
    try:
        item = _make_item(entry, fields, decoder)
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError):  # of LaTeX that no program reads
        return FileRecord(line, {}, wording.BROKEN_LATEX)
    taken = {field for several in (*_TEXTS.values(), *_RAW.values()) for field in several}
    taken |= {*_NAMES, *_DATES, *_OWN}
    return FileRecord(line, item, left_out=tuple(name[:60] for name in fields if name not in taken))


def _join_pieces(value: Any) -> Any:
    return _JOINT.sub("", value[1:-1]) if isinstance(value, str) and _JOINT.search(value) else value


def _make_item(entry: model.Entry, fields: dict[str, Any], decoder: LatexNodes2Text) -> Item:
    def decode(value: Any) -> str:
        text = decoder.latex_to_text(_COMMENT.sub(r"\\%", str(value)))
        return " ".join(text.replace("\u00a0", " ").split())

    def take(several: tuple[str, ...]) -> str:
        return next((text for field in several if (text := decode(fields.get(field, "")))), "")

    item: Item = {"type": _tell_type(entry.entry_type, fields), "title": take(("title",)), "citation-key": entry.key}
    if subtitle := take(("subtitle",)):
        item["title"] = f"{item['title']}: {subtitle}"
    item |= {name: take(several) for name, several in _TEXTS.items()}
    for name, several in _RAW.items():
        item[name] = next((_read_raw(fields[field]) for field in several if field in fields), "")
    if "url" in fields and item["genre"].startswith(("http", "www.")):
        item["genre"] = ""
    for field, name in _NAMES.items():
        if isinstance(fields.get(field), list):
            item[name] = [_read_name(parts, decode) for parts in fields[field]]
    item |= _read_numbers(entry.entry_type, take)
    for field, name in _DATES.items():
        if said := decode(fields.get(field, "")):
            item[name] = _read_date(said)
    if "issued" not in item and (year := take(("year",))):
        item["issued"] = _read_year(year, take(("month",)))
    return {name: value for name, value in item.items() if value}


def _tell_type(entry_type: str, fields: dict[str, Any]) -> str:
    if entry_type == "article":
        return _KINDS_OF_ARTICLES.get(str(fields.get("entrysubtype", "")), "article-journal")
    if entry_type in ("misc", "online") and fields.get("entrysubtype") in OWN_TYPES:
        return str(fields["entrysubtype"])
    if entry_type == "misc":
        return "webpage" if "url" in fields else "document"
    return _TYPES.get(entry_type, f"@{entry_type}")


def _read_numbers(entry_type: str, take: Any) -> Item:
    number, issue, pages = take(("number",)), take(("issue",)), take(("pages",))
    of_article = entry_type == "article"
    return {
        "issue": issue or (number if of_article else ""),
        "number": "" if of_article else number,
        "page": re.sub(r"\s*[-–—]+\s*", "-", pages),
    }


def _read_raw(value: Any) -> str:
    """Return an address or a number as it is meant, without what LaTeX needs before some signs."""
    text = str(value).strip()
    text = text[5:-1] if text.startswith("\\url{") and text.endswith("}") else text
    return _ESCAPED.sub(r"\1", text.replace("{", "").replace("}", "")).strip()


def _read_name(parts: Any, decode: Any) -> dict[str, str]:
    """Return the name of a person, or of what stands in braces: an organisation."""
    family, given, von, junior = (decode(" ".join(one)) for one in (parts.last, parts.first, parts.von, parts.jr))
    if not given and not von:
        return {"literal": family}
    name = {"family": family, "given": given, "non-dropping-particle": von, "suffix": junior}
    return {part: text for part, text in name.items() if text}


def _read_date(said: str) -> dict[str, Any]:
    """Return a date of biblatex: 2022, 2022-01, 2022-01-10, or two of these with a slash between."""
    ends = [
        [int(part) for part in end.split("-")] for end in said.split("/") if re.fullmatch(r"\d{4}(-\d\d){0,2}", end)
    ]
    return {"date-parts": ends} if ends and len(ends) == len(said.split("/")) <= 2 else {"raw": said}


def _read_year(year: str, month: str) -> dict[str, Any]:
    day = re.search(r"\b\d{1,2}\b", month) if not month.isdecimal() else None
    name = re.search(r"[A-Za-z]{3}", month)
    number = int(month) if month.isdecimal() and len(month) < 3 else 0
    if name and name[0].lower() in _MONTHS:
        number = _MONTHS.index(name[0].lower()) + 1
    if not re.fullmatch(r"\d{4}", year):
        return {"raw": f"{year} {month}".strip()}
    return {"date-parts": [[int(year), *([number] if number else []), *([int(day[0])] if number and day else [])]]}
