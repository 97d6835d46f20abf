"""What an import keeps of a file between its passes: on disk, so that memory does not grow with it."""

import json
from array import array
from tempfile import TemporaryFile

ROWS_A_BATCH = 2000


class Spool:
    """Batches of rows in a temporary file, read back in their order."""

    def __init__(self):
        self.file = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - `close` ends it

    def put(self, batch):
        self.file.write(json.dumps(batch, ensure_ascii=False, separators=(",", ":")))
        self.file.write("\n")

    def __iter__(self):
        self.file.seek(0)
        for line in self.file:
            yield json.loads(line)

    def close(self):
        self.file.close()


class Repeats:
    """Which of many keys occur more than once; eight bytes a key."""

    BUCKETS = 256

    def __init__(self):
        self.buckets = [array("q") for _ in range(self.BUCKETS)]
        self.repeated = None

    def add(self, key):
        number = hash(key)
        self.buckets[number % self.BUCKETS].append(number)

    def settle(self):
        """Find the repeated ones, once all were added, and let go of the others."""
        self.repeated = set()
        while self.buckets:
            numbers = sorted(self.buckets.pop())
            self.repeated.update(one for one, next_one in zip(numbers, numbers[1:], strict=False) if one == next_one)

    def __contains__(self, key):
        """Whether the key was added more than once (or, once in 10¹⁹, shares its number with another)."""
        return hash(key) in self.repeated


def batches(rows, size=ROWS_A_BATCH):
    """Yield lists of up to `size` rows."""
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
