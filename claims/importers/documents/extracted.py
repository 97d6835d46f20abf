"""What is taken from a file, or why nothing is."""

from typing import NamedTuple

from ...rules.documents import DocumentType, PageStart


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
