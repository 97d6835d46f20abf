"""Runs a reader of files in a process of its own, whose time and memory are bounded: a file made to exhaust the server
exhausts that process only.

The reader is a module of ours that answers its input with JSON on the last line: its `__main__` calls `answer`.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

SECONDS = 25
MEMORY = 2_000_000_000  # bytes of addresses; a PDF of 20 MB takes a quarter
_HOUSE = Path(__file__).resolve().parents[2]


class Exhausted(Exception):
    """Reading a file took more time or memory than it may."""


class Broke(Exception):
    """Reading a file ended in an error that nobody foresaw; the log has it."""


def run_apart(module: str, data: bytes, encoding: str, seconds: float = SECONDS, memory: int = MEMORY) -> Any:
    """Return what a module answers to a file; raise Exhausted where it takes more than `seconds` or `memory` (bytes),
    Broke where it fails."""
    command = [sys.executable, "-m", module, encoding, str(memory), str(int(seconds) + 1)]
    try:  # a program of ours, to which nothing is handed that the system would read
        ended = subprocess.run(command, input=data, capture_output=True, timeout=seconds, cwd=_HOUSE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Exhausted from None
    if ended.returncode:  # below 0 where the system ended it
        logger.error("Reading a file failed (%d): %s", ended.returncode, ended.stderr.decode(errors="replace")[-2000:])
        raise Exhausted if ended.returncode < 0 else Broke
    return json.loads(ended.stdout.rpartition(b"\n")[2])


def answer(read: Callable[[bytes, str], Any], exhausted: Any) -> None:
    """Answer the input with what is read of it, within the bounds that were given; `exhausted` where memory ends."""
    encoding, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    _bound(memory, seconds)
    try:
        said = json.dumps(read(sys.stdin.buffer.read(), encoding))
    except MemoryError:
        said = json.dumps(exhausted)
    sys.stdout.write(f"\n{said}")


def _bound(memory: int, seconds: int) -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the time alone is bounded, by whoever waits
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
