"""The rows of a file in somebody's own words → rows of the exchange, by a profile."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ...rules.import_profiles import ACTOR, Profile, Translator
from .kinds import CLAIMS
from .own_headings import HANDED_BACK
from .reader import Sheet
from .rows import LinePlace, SheetRow


class NamedProfile(NamedTuple):
    """A profile, and how it is called."""

    name: str
    profile: Profile


class OwnRows:
    """Puts a Sheet into the words of the exchange; notes the rows that the profile leaves out."""

    def __init__(self, profile: Profile, leave_out: Collection[int] = ()) -> None:
        self.profile, self.leave_out = profile, leave_out
        self.translator = Translator(profile)
        self.left_out: list[SheetRow] = []

    def translate(self, sheet: Sheet) -> Sheet:
        return sheet._replace(kind=CLAIMS, columns=self.translator.targets, rows=self._translate_rows(sheet))

    def list_headings(self) -> dict[str, str]:
        """Return column of the exchange → the heading that the file has for it."""
        return {target: heading for heading, target in self.profile.columns.items() if target and target != ACTOR}

    def _translate_rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        columns = {heading: number for number, heading in enumerate(sheet.columns)}
        for row in sheet.rows:
            row.cells.pop(HANDED_BACK, None)
            for own in self.translator.translate(row.cells, getattr(row.line, "line", row.line)):
                line = (
                    LinePlace(row.line, f"(“{own.heading}”)", column=columns[own.heading]) if own.heading else row.line
                )
                if own.left_out:
                    self.left_out.append(SheetRow(line, own.cells))
                elif line not in self.leave_out:
                    yield SheetRow(line, own.cells)
