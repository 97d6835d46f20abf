"""Whether two bibliographic records are of one work, as far as these tell."""

import re
from collections import defaultdict
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from .folding import fold_name

_TRACKING = re.compile(r"(utm_[a-z]+|fbclid|gclid|mc_cid|mc_eid)=", re.IGNORECASE)


class SameBy(StrEnum):
    """By what two records are of one work: surely by an address or a DOI, perhaps by what else they share."""

    ADDRESS = "address"
    DOI = "DOI"
    TITLE_AND_DAY = "title and day"
    TITLE = "title, and one of the two has no day"


SURE = frozenset({SameBy.ADDRESS, SameBy.DOI})


class Work(NamedTuple):
    """What tells a work from others."""

    title: str
    url: str = ""
    doi: str = ""
    day: date | None = None


class SameWorks:
    """The works that were met, each by its key: finds the one of which another record is, too."""

    def __init__(self) -> None:
        self._sure: dict[tuple[SameBy, str], int] = {}
        self._titled: dict[str, list[tuple[date | None, int]]] = defaultdict(list)

    def learn(self, key: int, work: Work) -> None:
        for mark in _list_marks(work):
            self._sure.setdefault(mark, key)
        if title := fold_name(work.title):
            self._titled[title].append((work.day, key))

    def find(self, work: Work) -> tuple[int, SameBy] | None:
        """Return the key of the work that a record is of, and by what; None where no work is."""
        for mark in _list_marks(work):
            if mark in self._sure:
                return self._sure[mark], mark[0]
        titled = self._titled.get(fold_name(work.title), [])
        for day, key in titled:
            if day == work.day:
                return key, SameBy.TITLE_AND_DAY if day else SameBy.TITLE
        return next(((key, SameBy.TITLE) for day, key in titled if day is None or work.day is None), None)


def fold_address(url: str) -> str:
    """Return what is equal for the ways in which one address is written; empty for what is none."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    named = [pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair)]
    at = f"{host}:{port}" if port not in (None, 80, 443) else host
    return f"{at}{parts.path.rstrip('/')}{'?' if named else ''}{'&'.join(named)}"


def fold_doi(doi: str) -> str:
    """Return a DOI without what may stand before it."""
    return re.sub(r"^(https?://)?((dx\.)?doi\.org/)?(doi:)?\s*", "", doi.strip().lower())


def _list_marks(work: Work) -> list[tuple[SameBy, str]]:
    address, doi = fold_address(work.url), fold_doi(work.doi)
    if address.startswith(("doi.org/", "dx.doi.org/")):
        doi = doi or address.partition("/")[2].lower()
    marks = ((SameBy.DOI, doi), (SameBy.ADDRESS, address))
    return [(by, text) for by, text in marks if text]
