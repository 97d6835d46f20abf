"""In which encoding a file of letters is written: what it says, what it can only be, or else the likeliest, with the
others to choose from."""

import codecs
import re

from charset_normalizer import from_bytes

from ...wording import documents as wording
from ..letters import find_end, find_undecodable
from .extracted import DocumentRefused

# Python's name → what people call it. The order is that of the choice, behind the likely ones.
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Western (Windows-1252)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1250": "Central European (Windows-1250)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "koi8-u": "Ukrainian (KOI8-U)",
    "iso8859-5": "Cyrillic (ISO 8859-5)",
    "cp866": "Cyrillic (DOS 866)",
    "mac-cyrillic": "Cyrillic (Mac)",
    "iso8859-2": "Central European (ISO 8859-2)",
    "iso8859-15": "Western (ISO 8859-15)",
    "mac-roman": "Western (Mac)",
    "cp850": "Western (DOS 850)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "cp1257": "Baltic (Windows-1257)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "cp932": "Japanese (Shift JIS)",
    "euc-jp": "Japanese (EUC-JP)",
    "iso2022-jp": "Japanese (ISO 2022-JP)",
    "cp949": "Korean (EUC-KR)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, little-endian",
    "utf-16-be": "UTF-16, big-endian",
    "utf-32": "UTF-32",
}
_BY_CODEC = {codecs.lookup(name).name: name for name in ENCODINGS}
# What pages say and browsers take for more, as the Encoding Standard of WHATWG has it.
_TAKEN_FOR = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
_TAKEN_FOR |= {"shift_jis": "cp932", "iso8859-9": "cp1254", "iso8859-8": "cp1255"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso2022-jp"}  # never guessed of a file that looks otherwise
_LIKE = {"cp1250": "cp1252", "iso8859-15": "cp1252"}  # likelier than what reads alike
_LOOKED_AT = 100_000  # bytes from which an encoding is guessed
_SAID = re.compile(rb"<(?:meta[^>]{0,200}?|\?xml[^>]{0,100}?en)(?:charset|coding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.I)
_BEFORE = 4096  # bytes within which a page says its encoding
_NO_LETTERS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_NO_LETTERS = 0.01


def list_encodings(data: bytes, page: bool = False) -> tuple[list[str], bool]:
    """Return the encodings in which a file is a text, the likeliest first, and whether that one is sure: said by a mark
    at its beginning, UTF-8, which nothing else looks like, or said by a web `page`, which may be wrong."""
    mark = _read_mark(data)
    if mark:
        return [mark], True
    if b"\x1b$" in data and _reads(data, "iso2022-jp"):
        return ["iso2022-jp"], True
    if b"\x00" not in data and _reads(data, "utf-8"):
        return ["utf-8"], True
    said = _read_said(data) if page else ""
    sure = bool(said) and _reads(data, said)
    likely = [said] if sure else [*_guess_wide(data), *_guess(data)]
    others = [name for name in ENCODINGS if name not in _WIDE and _reads(data, name)]
    return list(dict.fromkeys([*likely, *others])), sure


def decode(data: bytes, encoding: str) -> str:
    """Return the letters of a file; raise DocumentRefused where it is no text in this encoding."""
    if encoding not in ENCODINGS:
        raise DocumentRefused(wording.UNKNOWN_ENCODING)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        place = find_undecodable(error)
        raise DocumentRefused(wording.NOT_IN_ENCODING.format(encoding=ENCODINGS[encoding], **place._asdict())) from None
    except UnicodeError:  # of UTF-16 and UTF-32 without their mark
        raise DocumentRefused(wording.WITHOUT_MARK.format(encoding=ENCODINGS[encoding])) from None
    refuse_no_letters(text)
    return text


def refuse_no_letters(text: str) -> None:
    """Raise DocumentRefused where a text holds null characters, or many that are no letters."""
    before, null, _ = text.partition("\x00")
    if null:
        raise DocumentRefused(wording.NULLS.format(**find_end(before)._asdict()))
    if sum(1 for _ in _NO_LETTERS.finditer(text)) > _MOST_NO_LETTERS * len(text):
        raise DocumentRefused(wording.BINARY)


def read_beginning(data: bytes, characters: int) -> str:
    """Return the beginning of a file as far as its markup can be read from it, whatever its letters are."""
    mark = _read_mark(data) or next(iter(_guess_wide(data)), "latin-1")
    return data[: characters * 4].decode(mark, errors="replace")[:characters].lstrip("\ufeff")


def _read_mark(data: bytes) -> str:
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def _read_said(data: bytes) -> str:
    """Return what a page says its encoding is, of those that are listed; a page that says UTF-16 here is not in it."""
    said = _SAID.search(data[:_BEFORE])
    try:
        codec = codecs.lookup(said[1].decode()).name if said else ""
    except (LookupError, ValueError):
        return ""
    name = _BY_CODEC.get(codec) or _TAKEN_FOR.get(codec, "")
    return "" if name in _WIDE else name


def _guess_wide(data: bytes) -> list[str]:
    """Return UTF-16 of the order in which some of every other byte are null: blanks and signs of any text are."""
    looked_at = data[:_LOOKED_AT]
    even, odd = looked_at[::2].count(0), looked_at[1::2].count(0)
    if max(even, odd) < max(2, len(looked_at) / 20) or min(even, odd) * 10 > max(even, odd):
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _guess(data: bytes) -> list[str]:
    """Return the encodings that a text in natural language is likely to have, as charset-normalizer ranks them."""
    candidates = [name for name in ENCODINGS if name not in _WIDE and name != "utf-8"]
    looked_at = data[:_LOOKED_AT].rpartition(b"\n")[0] if len(data) > _LOOKED_AT else data
    guessed = []
    for match in from_bytes(looked_at or data[:_LOOKED_AT], cp_isolation=[codecs.lookup(c).name for c in candidates]):
        alike = {_BY_CODEC.get(codecs.lookup(name).name, "") for name in match.could_be_from_charset}
        name = _BY_CODEC[codecs.lookup(match.encoding).name]
        guessed.append(_LIKE[name] if _LIKE.get(name) in alike else name)
    return [name for name in guessed if _reads(data, name)]


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True
