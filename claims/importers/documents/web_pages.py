"""A web page, as it was saved → its text, by trafilatura: what is not the document's own is left out."""

from collections.abc import Iterator
from importlib.metadata import version

from ...wording import documents as wording
from . import encodings
from .extracted import DocumentRefused, DocumentType, ExtractedText

_UNSEEN = {"script", "style", "noscript", "template", "head", "svg"}
_FEW = 0.5  # of the words of the page: where fewer are taken, one should look


def read_web_page(data: bytes, encoding: str = "") -> ExtractedText:
    """Return the text of a page, in the encoding that was chosen, that it says, or that is the likeliest."""
    import trafilatura
    from lxml import html

    offered, sure = encodings.list_encodings(data, page=True)
    chosen = encoding or next(iter(offered), "")
    if not chosen:
        raise DocumentRefused(wording.NO_ENCODING)
    letters = encodings.decode(data, chosen)
    try:
        tree = html.fromstring(letters.encode(), parser=html.HTMLParser(encoding="utf-8"))
        words = sum(len(piece.split()) for piece in _read_visible(tree))
        text = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True) or ""
    except (ValueError, TypeError, AttributeError, AssertionError, RecursionError, LookupError, SyntaxError):
        raise DocumentRefused(wording.UNREADABLE) from None
    if not text.strip():
        raise DocumentRefused(wording.NO_TEXT)
    warnings = [] if sure or encoding else [wording.ENCODING_GUESSED]
    taken = len(text.split())
    if taken < words * _FEW:
        warnings.append(wording.warn_of_left_out(words, taken))
    return ExtractedText(
        text,
        DocumentType.WEB_PAGE,
        "trafilatura",
        version("trafilatura"),
        encoding=chosen,
        encodings=tuple(offered),
        warnings=tuple(warnings),
    )


def _read_visible(tree: "html.HtmlElement") -> Iterator[str]:  # type: ignore[name-defined]  # noqa: F821
    """Yield the pieces of text that a browser shows."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            if element.text:
                yield element.text
            waiting.extend(element)
        if element.tail and element is not tree:
            yield element.tail
