"""Answers that are kept in memory for whoever asks for the same: by the tags of their pages, which another state of the
data, another day or another address does not have."""

from collections import Counter, OrderedDict
from threading import Lock
from typing import NamedTuple

from django.urls import ResolverMatch


class KeptAnswer(NamedTuple):
    """What went out, with which headers, and of which page; `path` is its address without the query."""

    content: bytes
    headers: dict[str, str]
    path: str = ""
    match: ResolverMatch | None = None


class KeptAnswers:
    """The answers that were asked for last, so many bytes of them."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.nbytes = most_bytes, 0
        self._answers: OrderedDict[str, KeptAnswer] = OrderedDict()
        self._paths: Counter[str] = Counter()
        self._lock = Lock()

    def put(self, tag: str, kept: KeptAnswer) -> None:
        """Keep an answer; those not asked for longest make room for it."""
        with self._lock:
            self._let_go(tag)
            self._answers[tag] = kept
            self._paths[kept.path] += 1
            self.nbytes += len(kept.content)
            while self.nbytes > self.most_bytes:
                self._let_go(next(iter(self._answers)))

    def get(self, tag: str) -> KeptAnswer | None:
        with self._lock:
            if tag in self._answers:
                self._answers.move_to_end(tag)
            return self._answers.get(tag)

    def has_any_of(self, path: str) -> bool:
        """Tell whether an answer of this path is kept, whatever its tag: else there is no need to ask for that."""
        return path in self._paths

    def forget(self) -> None:
        """Forget all: for tests, which begin anew."""
        with self._lock:
            self._answers.clear()
            self._paths.clear()
            self.nbytes = 0

    def _let_go(self, tag: str) -> None:
        if tag in self._answers:
            kept = self._answers.pop(tag)
            self.nbytes -= len(kept.content)
            self._paths[kept.path] -= 1
            if not self._paths[kept.path]:
                del self._paths[kept.path]
