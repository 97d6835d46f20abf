"""A file of letters → its text, unchanged but for its encoding."""

from ...wording import documents as wording
from . import encodings
from .extracted import DocumentRefused, DocumentType, ExtractedText


def read_plain_text(data: bytes, encoding: str = "") -> ExtractedText:
    """Return the text of a file in the encoding that was chosen, or else in the likeliest."""
    offered, sure = encodings.list_encodings(data)
    chosen = encoding or next(iter(offered), "")
    if not chosen:
        encodings.refuse_no_letters(data.decode("latin-1"))
        raise DocumentRefused(wording.NO_ENCODING)
    warnings = () if sure or encoding else (wording.ENCODING_GUESSED,)
    text = encodings.decode(data, chosen)
    return ExtractedText(text, DocumentType.PLAIN, encoding=chosen, encodings=tuple(offered), warnings=warnings)
