"""What is wrong in a file, and where."""

from typing import NamedTuple


class FileError(NamedTuple):
    """A fault of a file at a line (0: the file as a whole), at a field where one is to blame."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self):
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"


class FileErrors:
    """The faults of one file: all of them counted, the first `MOST` that were found kept."""

    MOST = 1000

    def __init__(self, file):
        self.file = file
        self.kept = []
        self.total = 0

    def add(self, line, field, reason):
        self.total += 1
        if len(self.kept) < self.MOST:
            self.kept.append(FileError(self.file, line, field, reason))

    def by_line(self):
        return sorted(self.kept, key=lambda fault: fault.line)
