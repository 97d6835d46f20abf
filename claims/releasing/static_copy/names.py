"""An address of the site → the file of the copy that holds what it answers, and the way from one file to another.

Names are short, of small letters, digits and signs that mean nothing to any file system, and none is one that Windows
keeps for itself.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from posixpath import dirname, relpath

INDEX = "index.html"
LONGEST_PART = 60  # three of them and their folder stay below the 260 signs of a path on Windows
DIGITS = 8
_OTHER_SIGNS = re.compile(r"[^a-z0-9_.-]+")
_OF_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")

Query = Sequence[tuple[str, str]]


def name_page(parts: Iterable[str], query: Query) -> str:
    """Return the file of a page at these parts of an address."""
    file = f"{name_part(_write_query(query))}.html" if query else INDEX
    return "/".join([*map(name_part, parts), file])


def name_download(parts: Sequence[str], query: Query, ending: str) -> str:
    """Return the file of a download, called after its page, as whoever has saved it reads it."""
    words = [*(parts or ["matrix"]), *(value for _, value in query)]
    return "/".join([*map(name_part, parts), f"{name_part('-'.join(words))}.{ending}"])


def name_part(text: str) -> str:
    """Return a text as a part of a path; one that had to be changed ends in a digest, so that no two meet."""
    name = _OTHER_SIGNS.sub("-", text).strip(".-") or "x"
    if name == text and len(name) <= LONGEST_PART and not _OF_WINDOWS.fullmatch(name):
        return name
    digest = sha256(text.encode()).hexdigest()[:DIGITS]
    return f"{_OTHER_SIGNS.sub('-', text.lower())[: LONGEST_PART - DIGITS - 1].strip('.-') or 'x'}-{digest}"


def lead(start: str, file: str) -> str:
    """Return the way from one file of the copy to another, as a link writes it."""
    return relpath(file, dirname(start) or ".")


def _write_query(query: Query) -> str:
    return "-".join(f"{name}-{value}" for name, value in query)
