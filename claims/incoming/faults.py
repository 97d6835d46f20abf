"""What is wrong in a file, and where."""

from typing import NamedTuple


class FileFault(NamedTuple):
    """A fault of a file at a line (0: the file as a whole), at a field where one is to blame."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self):
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"
