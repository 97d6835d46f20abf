"""Reads a file in a process of its own, whose time and memory are bounded: a file made to exhaust the server exhausts
that process only. `python -m claims.importers.documents.apart ENCODING` reads a file from its input."""

import json
import logging
import subprocess
import sys
from pathlib import Path

from ...wording import documents as wording
from .extracted import DocumentRefused, DocumentType, ExtractedText, PageStart
from .read import read_document, refuse_sizes

logger = logging.getLogger(__name__)

SECONDS = 25
MEMORY = 2_000_000_000  # bytes of addresses; a PDF of 20 MB takes a quarter
_HOUSE = Path(__file__).resolve().parents[3]


def read_apart(data: bytes, encoding: str = "", seconds: float = SECONDS, memory: int = MEMORY) -> ExtractedText:
    """Do what `read_document` does, in a process of its own; raise DocumentRefused as it does, and where the file takes
    more than `seconds` or `memory` (bytes)."""
    refuse_sizes(data)
    command = [sys.executable, "-m", __name__, encoding, str(memory), str(int(seconds) + 1)]
    try:  # a program of ours, to which nothing is handed that the system would read
        ended = subprocess.run(command, input=data, capture_output=True, timeout=seconds, cwd=_HOUSE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise DocumentRefused(wording.TAKES_TOO_LONG) from None
    if ended.returncode:  # below 0 where the system ended it
        logger.error("Reading a file failed (%d): %s", ended.returncode, ended.stderr.decode(errors="replace")[-2000:])
        raise DocumentRefused(wording.TAKES_TOO_LONG if ended.returncode < 0 else wording.UNREADABLE)
    answer = json.loads(ended.stdout.rpartition(b"\n")[2])
    if "refused" in answer:
        raise DocumentRefused(answer["refused"])
    return ExtractedText(
        **answer
        | {"type": DocumentType(answer["type"]), "pages": tuple(PageStart(*page) for page in answer["pages"])}
        | {name: tuple(answer[name]) for name in ("encodings", "warnings")}
    )


def _answer(data: bytes, encoding: str) -> dict[str, object]:
    try:
        return read_document(data, encoding)._asdict()
    except DocumentRefused as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": wording.TAKES_TOO_LONG}


def _bound(memory: int, seconds: int) -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the time alone is bounded, by whoever waits
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    _bound(int(sys.argv[2]), int(sys.argv[3]))
    answer = json.dumps(_answer(sys.stdin.buffer.read(), sys.argv[1]))
    sys.stdout.write(f"\n{answer}")
