"""What an import keeps of a file between its passes: on disk, so that memory does not grow with it."""

import pickle
from array import array
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Generic, TypeVar

ROWS_A_BATCH = 2000
T = TypeVar("T")


class Spool(Generic[T]):
    """Batches of rows in a temporary file, read back in their order as they were."""

    def __init__(self) -> None:
        self.file = TemporaryFile()  # noqa: SIM115 - `close` ends it
        self.sizes: list[int] = []

    def put(self, batch: T) -> None:
        self.sizes.append(self.file.write(pickle.dumps(batch)))

    def __iter__(self) -> Iterator[T]:
        self.file.seek(0)
        for size in self.sizes:
            yield pickle.loads(self.file.read(size))  # noqa: S301 - ours: no other process can open the file

    def close(self) -> None:
        self.file.close()


class RepeatedKeys:
    """Which of many keys occur more than once; eight bytes a key."""

    BUCKETS = 256

    def __init__(self) -> None:
        self.buckets = [array("q") for _ in range(self.BUCKETS)]
        self.repeated: set[int] = set()

    def add(self, key: str) -> None:
        number = hash(key)
        self.buckets[number % self.BUCKETS].append(number)

    def settle(self) -> None:
        """Find the repeated ones, once all were added, and let go of the others."""
        while self.buckets:
            numbers = sorted(self.buckets.pop())
            self.repeated.update(one for one, next_one in zip(numbers, numbers[1:], strict=False) if one == next_one)

    def __contains__(self, key: str) -> bool:
        """Whether the key was added more than once (or, once in 10¹⁹, shares its number with another)."""
        return hash(key) in self.repeated


def cut_into_batches(rows: Iterable[T], size: int = ROWS_A_BATCH) -> Iterator[list[T]]:
    """Yield lists of up to `size` rows."""
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
