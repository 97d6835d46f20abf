"""What an import keeps of a file between its passes: on disk, so that memory does not grow with it."""

import pickle
from array import array
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

ROWS_A_BATCH = 2000
NO_NUMBERS = np.empty(0, np.int64)
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
    """Which of many keys occur more than once; eight bytes a key, on disk as soon as there are many."""

    AT_A_TIME = 2**16  # numbers in memory
    PARTS = 16  # of all numbers, each of which is sorted by itself

    def __init__(self) -> None:
        self.file = SpooledTemporaryFile(max_size=8 * self.AT_A_TIME)  # noqa: SIM115 - `close` ends it
        self.numbers = array("q")  # that are not in the file yet
        self.repeated: set[int] = set()

    def add(self, key: str) -> None:
        self.numbers.append(hash(key))
        if len(self.numbers) == self.AT_A_TIME:
            self._put()

    def settle(self) -> None:
        """Find the repeated ones, once all were added, and let go of the others."""
        self._put()
        for part in range(self.PARTS):
            numbers = np.concatenate([NO_NUMBERS, *(chunk[chunk % self.PARTS == part] for chunk in self._read())])
            numbers.sort()
            self.repeated.update(numbers[1:][numbers[1:] == numbers[:-1]].tolist())
        self.close()

    def close(self) -> None:
        self.file.close()

    def _put(self) -> None:
        self.file.write(self.numbers.tobytes())
        self.numbers = array("q")

    def _read(self) -> Iterator[NDArray[np.int64]]:
        """Yield all numbers, some at a time."""
        self.file.seek(0)
        while chunk := self.file.read(8 * self.AT_A_TIME):
            yield np.frombuffer(chunk, np.int64)

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
