"""What a row says of itself, beside what it is about: its id, its status, its version; and whether what is stored may
change as it says."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ...models.public_ids import ID_ALPHABET, ID_LENGTH
from ...rules import publishing
from ...rules.faults import BrokenRule
from ...rules.publishing import Status
from ...wording.exchange import RowError, write_fault

Readers = Mapping[str, Callable[[Any], Any]]  # of cells, by column


class RowState:
    """Reads these columns of each row; a file with the columns `names` has some of them. `kind` is that of the id."""

    def __init__(self, kind: str, readers: Readers, names: Collection[str], publish: bool) -> None:
        self.kind, self.publish = kind, publish
        self.readers = {name: read for name, read in readers.items() if name in names}
        self.empty = {name: read("") for name, read in readers.items()}

    def read(self, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[RowError]]:
        """Return (values by column, faults) of the cells of a row."""
        state, faults = dict(self.empty), []
        for name, read in self.readers.items():
            try:
                state[name] = read(cells[name])
            except BrokenRule as broken:
                faults.append(RowError(name, write_fault(broken)))
        public_id, status = state[self.kind], state["status"]
        if public_id and (len(public_id) != ID_LENGTH or public_id.strip(ID_ALPHABET)):
            a_new = f"a new {self.kind}"
            faults.append(RowError(self.kind, f"“{public_id}” is no {self.kind}'s id: leave it empty for {a_new}."))
        if self.publish and status not in ("", Status.PUBLISHED):
            reason = f"says “{status}”, and --publish would publish it: leave the row out, or empty the cell."
            faults.append(RowError("status", reason))
        return state, faults


def say_why_kept(status: str, version: int, row_version: int, *, publish: bool, differs: bool) -> str:
    """Return why a stored row of this status and version cannot be changed by a row of a file, or an empty text."""
    if status == Status.WITHDRAWN:
        return "was withdrawn, and an import does not bring it back."
    if not publish and status not in publishing.EDITABLE_BY_ANALYSTS:
        state = "published" if status == Status.PUBLISHED else "in review"
        return f"is {state}, and the row would change it: give --publish, or leave the row out."
    if differs and 0 < row_version < version:
        return (
            f"was changed here since the file was written (version {version}, the row says {row_version}): look at it "
            "again, then empty the cell “version” to overwrite it."
        )
    return ""
