"""Answers that are kept in memory for whoever asks for the same: by the tags of their pages, which another state of the
data, another day or another address does not have."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple


class KeptAnswer(NamedTuple):
    """What went out, and with which headers."""

    content: bytes
    headers: dict[str, str]


class KeptAnswers:
    """The answers that were asked for last, so many bytes of them."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.nbytes = most_bytes, 0
        self._answers: OrderedDict[str, KeptAnswer] = OrderedDict()
        self._lock = Lock()

    def put(self, tag: str, kept: KeptAnswer) -> None:
        """Keep an answer; those not asked for longest make room for it."""
        with self._lock:
            self._let_go(tag)
            self._answers[tag] = kept
            self.nbytes += len(kept.content)
            while self.nbytes > self.most_bytes:
                self._let_go(next(iter(self._answers)))

    def get(self, tag: str) -> KeptAnswer | None:
        with self._lock:
            if tag in self._answers:
                self._answers.move_to_end(tag)
            return self._answers.get(tag)

    def forget(self) -> None:
        """Forget all: for tests, which begin anew."""
        with self._lock:
            self._answers.clear()
            self.nbytes = 0

    def _let_go(self, tag: str) -> None:
        if tag in self._answers:
            self.nbytes -= len(self._answers.pop(tag).content)
