"""What is taken from a file, or why nothing is."""

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


class ExtractedText(NamedTuple):
    """The text of a file, and what took it: a package and its version, or nothing where the file is the text.

    Only a PDF has `pages`; only a file of letters has an `encoding`, chosen from `encodings`, the likeliest first.
    """

    text: str
    type: DocumentType
    extractor: str = ""
    version: str = ""
    pages: tuple[PageStart, ...] = ()
    encoding: str = ""
    encodings: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class DocumentRefused(Exception):
    """No text can be taken from a file; says why, and what to do."""
