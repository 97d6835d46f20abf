"""What a file would do, row by row, before anything is written: by the same plan as the command.

The file is planned as a whole; where rows are wrong, it is planned anew without them, until what is left stands. So the
good rows are just those that a file of them alone would bring.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from ...models import Claim
from ...wording.exchange import RowError
from ..errors import FileError, ImportFailed
from .match import StoredClaim, read_claims
from .names import NameIndex
from .options import ImportOptions
from .plan import ImportPlan
from .rows import ChangedClaim, SheetRow
from .stamp import read_stamp_with_claims

MOST_ROUNDS = 6
AT_ONCE = 2000
SHOWN_CELLS = ("holder", "proposal", "dimension", "value", "said_on", "attribution")


class PreviewState(StrEnum):
    """What a row of a file is."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    INVALID = "invalid"
    LEFT_OUT = "left-out"


class ClaimChange(NamedTuple):
    """What a row changes of a stored claim: a field, as it is and as it would be."""

    field: str
    before: Any
    after: Any


class PreviewedRow(NamedTuple):
    """A row of a file: its number and where it stands, what it is, some of its cells in the words of the exchange, what
    is wrong with it (`to_confirm`: it is only odd), and what it changes of which claim."""

    number: int
    place: str
    state: PreviewState
    cells: Mapping[str, str]
    reasons: Sequence[RowError] = ()
    to_confirm: bool = False
    changes: Sequence[ClaimChange] = ()
    claim: str = ""


class ImportPreview(NamedTuple):
    """What a file would do: its rows, the sources that it would make, the ids of claims of its sources that it has no
    more, what is to be remarked of it, how many warnings were accepted, and by what it is told whether anything was
    written since."""

    rows: list[PreviewedRow]
    sources: Sequence[str]
    missing: Sequence[str]
    remarks: Sequence[str]
    accepted: int
    stamp: list[dict[str, Any]]

    def list_wrong(self) -> set[int]:
        """Return the numbers of the rows that cannot go in."""
        return {row.number for row in self.rows if row.state == PreviewState.INVALID}

    def count(self, state: PreviewState) -> int:
        return sum(row.state == state for row in self.rows)


class WatchedPlan(ImportPlan):
    """A plan that notes the rows as it reads them."""

    def __init__(self, path: Path, options: ImportOptions) -> None:
        super().__init__(path, options, keeps_rows=True)
        self.seen: dict[int, SheetRow] = {}

    def watch(self, rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
        for row in rows:
            self.seen[row.line] = row
            yield row


def preview_import(path: Path, options: ImportOptions) -> ImportPreview:
    """Return what a file of claims would do; raise ImportFailed for what no row of it alone is to blame for."""
    stamp = read_stamp_with_claims()
    wrong: dict[int, list[RowError]] = {}
    odd: dict[int, list[RowError]] = {}
    first: dict[int, SheetRow] = {}
    for _ in range(MOST_ROUNDS):
        left_out = frozenset({*wrong, *odd, *options.leave_out})
        with closing(WatchedPlan(path, options._replace(leave_out=left_out))) as plan:
            plan.read()
            first = first or dict(plan.seen)
            of_rows, of_odd = plan.faults.by_row or {}, plan.unconfirmed.errors.by_row or {}
            _refuse_faults_of_file(plan, {*of_rows} & left_out)
            if not of_rows and not of_odd:
                return _describe(plan, first, wrong, odd)._replace(stamp=stamp)
            wrong |= of_rows
            odd |= of_odd
    raise ImportFailed([FileError(options.file_name, 0, "", "has faults that hang on each other: mend some first.")], 1)


def _refuse_faults_of_file(plan: ImportPlan, again: Collection[int]) -> None:
    """Raise ImportFailed where something is wrong that no row can be blamed for: it is wrong without them too. `again`
    are lines that were left out, and are wrong nonetheless."""
    again_wrong = [fault for fault in plan.faults.sort_by_line() if fault.line in again]
    of_file = [*plan.faults.list_of_file(), *again_wrong]
    if of_file or not plan.sheet_was_read:
        raise ImportFailed(of_file or plan.faults.sort_by_line(), plan.faults.total)


def _describe(
    plan: WatchedPlan,
    seen: Mapping[int, SheetRow],
    wrong: Mapping[int, Sequence[RowError]],
    odd: Mapping[int, Sequence[RowError]],
) -> ImportPreview:
    new = {claim.line for batch in plan.spool for claim in batch.new}
    changed = {change.line: change for batch in plan.spool for change in batch.changed}
    stored = _read_stored([change.pk for change in changed.values()])
    left_out = plan.own.left_out if plan.own else []
    names = {"holder": _Names(plan.names.actors), "proposal": _Names(plan.negotiations.open().proposals)}
    rows = []
    for number in sorted({*seen, *wrong, *odd}):
        cells = _choose_cells(seen[number].cells, names) if number in seen else {}
        place = str(seen[number].line if number in seen else number)
        if number in wrong or number in odd:
            reasons = [*wrong.get(number, ()), *odd.get(number, ())]
            only_odd = number not in wrong
            rows.append(PreviewedRow(number, place, PreviewState.INVALID, cells, reasons, only_odd))
        elif number in changed:
            before = stored[changed[number].pk]
            changes = _list_changes(changed[number], before, plan)
            rows.append(
                PreviewedRow(number, place, PreviewState.CHANGED, cells, changes=changes, claim=before.public_id)
            )
        else:
            state = PreviewState.NEW if number in new else PreviewState.UNCHANGED
            rows.append(PreviewedRow(number, place, state, cells))
    rows += [
        PreviewedRow(row.line, str(row.line), PreviewState.LEFT_OUT, _choose_cells(row.cells, names))
        for row in left_out
    ]
    rows.sort(key=lambda row: row.number)
    counts = plan.count()
    sources = [source.title for source in plan.sources.index.new]
    return ImportPreview(rows, sources, counts.missing, counts.remarks, counts.accepted, [])


class _Names(dict[str, str]):
    """Text of a cell → the name of the row whose slug it is, else the text itself."""

    def __init__(self, index: NameIndex[Any]) -> None:
        super().__init__()
        self.index = index

    def __missing__(self, text: str) -> str:
        key = self.index.find_slug(text)
        self[text] = text if key is None else self.index.name_row(key)
        return self[text]


def _choose_cells(cells: Mapping[str, str], names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    chosen = {name: cells[name] for name in SHOWN_CELLS if cells.get(name)}
    return {name: names[name][cell] if name in names else cell for name, cell in chosen.items()}


def _read_stored(keys: Sequence[int]) -> dict[int, StoredClaim]:
    stored: dict[int, StoredClaim] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = read_claims(Claim.objects.filter(pk__in=keys[start : start + AT_ONCE]))
        stored |= {row.pk: row for row in rows}
    return stored


def _list_changes(change: ChangedClaim, stored: StoredClaim, plan: ImportPlan) -> list[ClaimChange]:
    """Return what differs, with the names of what claims refer to."""
    names: dict[str, Mapping[int, Any]] = {
        "holder": plan.names.actors.rows,
        "speaker": plan.names.actors.rows,
        "proposal": plan.names.proposals.rows,
    }

    def write(field: str, value: Any) -> Any:
        if field == "source":
            return plan.sources.fields[value]["title"]
        return str(names[field].get(value, "")) if field in names else value

    return [
        ClaimChange(field, write(field, stored.fields[field]), write(field, value))
        for field, value in change.fields.items()
        if value != stored.fields[field]
    ]
