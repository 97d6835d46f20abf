"""Reads a document in a process of its own: `python -m claims.importers.documents.apart ENCODING MEMORY SECONDS` reads
one from its input."""

from ...wording import documents as wording
from ..apart import MEMORY, SECONDS, Broke, Exhausted, answer, run_apart
from .extracted import DocumentRefused, DocumentType, ExtractedText, PageStart
from .read import read_document, refuse_sizes


def read_apart(data: bytes, encoding: str = "", seconds: float = SECONDS, memory: int = MEMORY) -> ExtractedText:
    """Do what `read_document` does, in a process of its own; raise DocumentRefused as it does, and where the file takes
    more than `seconds` or `memory` (bytes)."""
    refuse_sizes(data)
    try:
        said = run_apart(__name__, data, encoding, seconds, memory)
    except Exhausted:
        raise DocumentRefused(wording.TAKES_TOO_LONG) from None
    except Broke:
        raise DocumentRefused(wording.UNREADABLE) from None
    if "refused" in said:
        raise DocumentRefused(said["refused"])
    return ExtractedText(
        **said
        | {"type": DocumentType(said["type"]), "pages": tuple(PageStart(*page) for page in said["pages"])}
        | {name: tuple(said[name]) for name in ("encodings", "warnings")}
    )


def _read(data: bytes, encoding: str) -> dict[str, object]:
    try:
        return read_document(data, encoding)._asdict()
    except DocumentRefused as refusal:
        return {"refused": str(refusal)}


if __name__ == "__main__":
    answer(_read, {"refused": wording.TAKES_TOO_LONG})
