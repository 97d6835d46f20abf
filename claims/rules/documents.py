"""Files from which texts are taken: which types there are, and on which page a place of a text stands."""

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class DocumentType(StrEnum):
    """The types of files from which texts are taken, as media types."""

    PDF = "application/pdf"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    WEB_PAGE = "text/html"
    PLAIN = "text/plain"


class PageStart(NamedTuple):
    """Where a page begins in the text (code points), and how its document counts it: “iv”, “12”."""

    start: int
    label: str


def find_page(pages: Sequence[PageStart], place: int) -> str:
    """Return the label of the page on which a place of the text stands (code points); nothing where there are none.

    `pages` are in the order of the text. A place before the first page stands on it.
    """
    if not pages:
        return ""
    at = bisect_right(pages, place, key=lambda page: page.start)
    return pages[max(at - 1, 0)].label


def move_pages(pages: Sequence[PageStart], moved: Sequence[int]) -> tuple[PageStart, ...]:
    """Return the pages of a text that was changed, where each of them begins now."""
    return tuple(page._replace(start=start) for page, start in zip(pages, moved, strict=True))
