"""What is odd about the rows of a file: reported where nobody has confirmed it, or confirmed where the import may."""

from collections.abc import Sequence

from ...rules.warnings import ClaimWarning, keep_applying, select_unconfirmed, write_codes
from ...wording.warnings import write_for_row
from ..errors import FileErrors


class RowWarnings:
    """The warnings of one file; `accept` confirms them all, and `accepted` counts these."""

    def __init__(self, file: str, accept: bool) -> None:
        self.errors = FileErrors(file)
        self.accept, self.accepted = accept, 0

    def settle(self, line: int, odd: Sequence[ClaimWarning], confirmed: str, noted: bool = False) -> str:
        """Return what is confirmed of the claim of a row about which this is odd; note what is not, unless it was."""
        for warning in () if noted else select_unconfirmed(odd, confirmed):
            if self.accept:
                self.accepted += 1
            else:
                self.errors.add(line, warning.field, write_for_row(warning))
        return write_codes([warning.code for warning in odd]) if self.accept else keep_applying(confirmed, odd)

    def note_moved(self, line: int, number: int, reason: str) -> None:
        """Note that a line gives a source a day before that of so many of its claims, which no row changes."""
        if self.accept:
            self.accepted += number
        else:
            self.errors.add(line, "source_published_on", reason)
