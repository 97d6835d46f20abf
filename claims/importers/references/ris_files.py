"""RIS → items of CSL-JSON. rispy reads each record; where they begin and end is told here, for rispy passes over what
is cut off or out of place without a word."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import rispy
from rispy.config import TAG_KEY_MAPPING

from ...wording import references as wording
from .records import FileRecord, Item

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: |$)")
_BOOKS = {"BOOK", "CHAP", "EBOOK", "ECHAP", "EDBOOK", "CONF", "RPRT"}
_TYPES = {
    **{"NEWS": "article-newspaper", "MGZN": "article-magazine", "JOUR": "article-journal", "EJOUR": "article-journal"},
    **{"JFULL": "periodical", "INPR": "article", "ELEC": "webpage", "BLOG": "post-weblog", "RPRT": "report"},
    **{"GOVDOC": "report", "PCOMM": "personal_communication", "ICOMM": "personal_communication", "HEAR": "hearing"},
    **{"BILL": "bill", "STAT": "legislation", "LEGAL": "legislation", "CASE": "legal_case", "BOOK": "book"},
    **{"EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "CONF": "paper-conference"},
    **{"CPAPER": "paper-conference", "THES": "thesis", "VIDEO": "motion_picture", "MPCT": "motion_picture"},
    **{"SOUND": "song", "MUSIC": "musical_score", "SLIDE": "speech", "UNPB": "manuscript", "MANSCPT": "manuscript"},
    **{"PAMP": "pamphlet", "DATA": "dataset", "DBASE": "dataset", "COMP": "software", "MAP": "map", "PAT": "patent"},
    **{"STAND": "standard", "ART": "graphic", "FIGURE": "figure", "ENCYC": "entry-encyclopedia", "SER": "periodical"},
    **{"DICT": "entry-dictionary", "GEN": "document", "MULTI": "webpage", "CTLG": "document"},
}
# Tags → the variable; where several tags mean one, the first that a record has.
_TEXTS = {
    "title": ("TI", "T1"),
    "container-title": ("JF", "T2", "JO", "BT"),
    "container-title-short": ("J2", "JA"),
    "collection-title": ("T3",),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "URL": ("UR", "LK"),
    "DOI": ("DO",),
    "volume": ("VL",),
    "edition": ("ET",),
    "language": ("LA",),
    "title-short": ("ST",),
    "call-number": ("CN",),
    "archive": ("DB",),
    "archive_location": ("AN",),
    "source": ("DP",),
    "number-of-volumes": ("NV",),
    "section": ("SE",),
    "genre": ("M3",),
    "abstract": ("AB", "N2"),
    "original-title": ("OP",),
}
_JOINED = {"note": ("N1", "\n"), "keyword": ("KW", ", ")}
_NAMES = {"author": ("AU", "A1"), "editor": ("A2", "ED"), "collection-editor": ("A3",), "translator": ("A4",)}
_PASSED_OVER = {"TY", "ER", "ID", "LB"}  # which number it had elsewhere


class _Piece(NamedTuple):
    """The lines of one record."""

    line: int
    lines: list[str]
    fault: str


def looks_like_ris(text: str) -> bool:
    return any(line.startswith(("TY  -", "TY -")) for line in text.split("\n", 200)[:200])


def read_ris(text: str) -> Iterator[FileRecord]:
    """Yield each record of a file; what stands between them is told as a fault."""
    for piece in _part(text.split("\n")):
        if piece.fault:
            yield FileRecord(piece.line, {}, piece.fault)
            continue
        tags = _read_tags(piece.lines)
        item = _make_item(tags)
        yield FileRecord(piece.line, item, left_out=tuple(_list_left_out(tags)))


def _part(lines: list[str]) -> Iterator[_Piece]:
    """Yield the lines of each record, from TY to ER; as faults what stands outside, and what does not end."""
    record: _Piece | None = None
    outside = False
    for number, line in enumerate(lines, 1):
        head = _TAG.match(line)
        tag = head[1] if head else ""
        if tag == "TY":
            if record:
                yield record._replace(fault=wording.NO_END)
            record, outside = _Piece(number, [line], ""), False
        elif record is None:
            if line.strip() and not outside and not line.strip().rstrip(".").isdecimal():  # some number their records
                outside = True
                yield _Piece(number, [], wording.OUTSIDE.format(line=line.strip()[:60]))
        elif tag == "ER":
            yield record
            record = None
        elif tag:
            record.lines.append(line)
        else:  # the line above goes on
            record.lines[-1] += f" {line.strip()}"
    if record:
        yield record._replace(fault=wording.NO_END)


def _read_tags(lines: list[str]) -> dict[str, list[str]]:
    """Return {tag: values} of a record, as rispy reads it."""
    heads = [_TAG.sub(r"\1  - ", line, count=1) for line in lines]
    tags = {*TAG_KEY_MAPPING, *(head[1] for head in map(_TAG.match, heads) if head)} - {"UK"}
    parser = rispy.RisParser(
        mapping={tag: tag for tag in tags} | {"UK": "UK"}, list_tags=sorted(tags - {"TY"}), delimiter_tags_mapping={}
    )
    (read,) = parser.parse("\n".join([*heads, "ER  - "]))
    return {tag: [value for value in values if value] for tag, values in read.items() if isinstance(values, list)} | {
        "TY": [str(read["TY"])]
    }


def _make_item(tags: dict[str, list[str]]) -> Item:
    said = tags["TY"][0]
    item: Item = {"type": _TYPES.get(said, said.lower() and f"TY {said}")}
    for name, several in _TEXTS.items():
        if value := _get_first(tags, several):
            item[name] = value
    for name, (tag, sign) in _JOINED.items():
        if tags.get(tag):
            item[name] = sign.join(tags[tag])
    for name, several in _NAMES.items():
        if names := [_read_name(value) for tag in several for value in tags.get(tag, ())]:
            item[name] = names
    item |= _read_numbers(tags, said)
    for name, value in (("issued", _get_first(tags, ("DA", "PY", "Y1"))), ("accessed", _get_first(tags, ("Y2",)))):
        if value:
            item[name] = read_date(value)
    return item


def _read_numbers(tags: dict[str, list[str]], said: str) -> Item:
    """Return the numbers whose meaning hangs on the type of the record."""
    first, last = _get_first(tags, ("SP",)), _get_first(tags, ("EP",))
    serial, number = _get_first(tags, ("SN",)), _get_first(tags, ("IS", "M1"))
    return {
        **({"page": f"{first}-{last}" if last and last != first and "-" not in first else first} if first else {}),
        **({"ISBN" if said in _BOOKS else "ISSN": serial} if serial else {}),
        **({"number" if said in ("RPRT", "BILL", "STAT", "HEAR", "GOVDOC") else "issue": number} if number else {}),
    }


def read_date(value: str) -> dict[str, Any]:
    """Return 2022/01/10/ (year, month, day, anything) as CSL has dates."""
    pieces = value.split("/")
    numbers = []
    for piece in pieces[:3]:
        if not (piece.strip().isascii() and piece.strip().isdecimal() and len(piece.strip()) <= 4):
            break
        numbers.append(int(piece))
    rest = [piece.strip() for piece in pieces[len(numbers) :] if piece.strip()]
    return {"date-parts": [numbers]} if numbers and not (rest and len(numbers) < 3) else {"raw": value.strip(" /")}


def _read_name(value: str) -> dict[str, str]:
    family, _, given = value.partition(",")
    return {"family": family.strip(), "given": given.strip()} if given.strip() else {"literal": value}


def _get_first(tags: dict[str, list[str]], several: tuple[str, ...]) -> str:
    return next((value for tag in several for value in tags.get(tag, ())), "")


def _list_left_out(tags: dict[str, list[str]]) -> Iterator[str]:
    """Yield the tags that no variable was made of, and those of which only the first value was."""
    several = {tag for choice in _NAMES.values() for tag in choice} | {tag for tag, _ in _JOINED.values()}
    single = {tag for choice in _TEXTS.values() for tag in choice} | {"SP", "EP", "SN", "IS", "M1"}
    taken = single | several | {"DA", "PY", "Y1", "Y2"} | _PASSED_OVER
    for tag, values in tags.items():
        if tag not in taken and values:
            yield tag
        elif tag in single and len(values) > 1:
            yield f"{tag} ({', '.join(values[1:3])[:60]})"
