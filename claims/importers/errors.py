"""What is wrong in a file, and where."""

from typing import NamedTuple


class FileError(NamedTuple):
    """A fault of a file at a line (0: the file as a whole), at a field where one is to blame."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"


class FileErrors:
    """The faults of one file: all of them counted, the first `MOST` to turn up listed."""

    MOST = 1000

    def __init__(self, file: str) -> None:
        self.file = file
        self.listed: list[FileError] = []
        self.total = 0

    def add(self, line: int, field: str, reason: str) -> None:
        self.total += 1
        if len(self.listed) < self.MOST:
            self.listed.append(FileError(self.file, line, field, reason))

    def sort_by_line(self) -> list[FileError]:
        return sorted(self.listed, key=lambda fault: fault.line)


class ImportFailed(Exception):
    """A file that cannot be imported as it is; `faults` are some or all of `total`. Nothing was changed."""

    def __init__(self, faults: list[FileError], total: int) -> None:
        super().__init__(f"{total} faults")
        self.faults, self.total = faults, total
