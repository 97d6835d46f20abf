"""`import_claims`: a spreadsheet of claims → the gate, all or nothing.

Two passes read the file and the database and find every fault, outside any transaction; only then is the gate opened,
for as long as writing takes. What was changed meanwhile by somebody else is noticed inside, and all is begun anew.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import IntegrityError, OperationalError, connection
from django.db.models import Count, Max, Model, Sum

from ...models import Actor, Claim, Proposal, Side, Source, Topic, statistics
from ...models.claims import CLAIM_CONTENT, new_public_id
from ...search import index
from ...services.write_gate import Gate, Stale, editing
from ..errors import FileError, FileErrors
from ..users import get_or_create_user
from .match import RowMatcher
from .names import FileVocabulary
from .parse import RowParser
from .reader import open_sheet
from .rows import BatchPlan, ChangedClaim, ImportRow, NewClaim
from .sources import FileSources
from .spool import RepeatedKeys, Spool, cut_into_batches

IMPORT_USER = "import"
ATTEMPTS = 3
INDEX_ANEW = 20_000  # new claims from which SQLite's search index is better made anew than kept up
REFERENCES = {"source": Source, "holder": Actor, "speaker": Actor, "proposal": Proposal}
ATTNAMES = {field.name: field.attname for field in Claim._meta.concrete_fields}

# Opens a bar for a pass of this title and so many rows; yields a function to call with a number of rows that are done.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]
Keys = dict[type[Model], dict[int, int]]  # of new rows, by the negative numbers that they went by


class ImportFailed(Exception):
    """A file that cannot be imported as it is; `faults` are some or all of `total`. Nothing was changed."""

    def __init__(self, faults: list[FileError], total: int) -> None:
        super().__init__(f"{total} faults")
        self.faults, self.total = faults, total


class ChangedMeanwhile(Exception):
    """Somebody else changed what the file was checked against."""


class ImportCounts(NamedTuple):
    """How many claims and other rows an import made and changed, or would."""

    created: int
    changed: int
    unchanged: int
    sources: int
    actors: int
    proposals: int


@contextmanager
def hide_progress(title: str, total: int) -> Iterator[Callable[[int], object]]:
    yield lambda number: None


def import_claims(
    path: Path,
    *,
    create: bool = False,
    publish: bool = False,
    dry_run: bool = False,
    said_on: date | None = None,
    progress: Progress = hide_progress,
    say: Callable[[str], object] = print,
) -> ImportCounts:
    """Import a .csv or .xlsx file and return what became of it; raise ImportFailed with its faults.

    `create` lets unknown actors and proposals be made, `publish` publishes what is imported, `said_on` is the day of
    rows that have none and whose source has none. `say` is told what takes long.
    """
    for _ in range(ATTEMPTS):
        with closing(ImportPlan(path, create, publish, said_on, progress)) as plan:
            plan.make()
            if dry_run or not plan.changes_something():
                return plan.count()
            try:
                plan.carry_out(say)
            except (ChangedMeanwhile, Stale, IntegrityError) as error:
                refused = error
                continue
            with suppress(OperationalError):  # all is written, whatever the planner knows of it
                statistics.refresh()
            return plan.count()
    reason = f"others changed what it is about while it was read: {refused}"
    raise ImportFailed([FileError(path.name, 0, "", reason)], 1)


class ImportPlan:
    """What one reading of a file would do."""

    def __init__(self, path: Path, create: bool, publish: bool, said_on: date | None, progress: Progress) -> None:
        self.path, self.publish, self.said_on, self.progress = path, publish, said_on, progress
        self.stamp = _read_stamp()
        self.vocabulary, self.sources = FileVocabulary(create), FileSources()
        self.new = self.changed = self.unchanged = 0
        self.spool: Spool[BatchPlan] = Spool()

    def close(self) -> None:
        self.spool.close()

    def make(self) -> None:
        """Read, check and match the whole file; raise ImportFailed with every fault."""
        faults, repeats = FileErrors(self.path.name), RepeatedKeys()
        rows: Spool[list[ImportRow]] = Spool()
        with closing(rows), open_sheet(self.path, faults) as sheet:
            if sheet:
                parser = RowParser(sheet, self.vocabulary, self.sources, faults, self.publish, self.said_on)
                with self.progress("Reading", sheet.row_estimate) as advance:
                    parser.parse_into(rows, repeats, advance)
                repeats.settle()
                self._match(rows, RowMatcher(parser.absent, self.publish, faults, repeats), sheet.row_estimate)
        if faults.total:
            raise ImportFailed(faults.sort_by_line(), faults.total)

    def _match(self, rows: Spool[list[ImportRow]], matcher: RowMatcher, row_estimate: int) -> None:
        with self.progress("Comparing", row_estimate) as advance:
            for batch in rows:
                plan = matcher.plan(batch)
                self.new += len(plan.new)
                self.changed += len(plan.changed)
                self.spool.put(plan)
                advance(len(batch))
        self.unchanged = matcher.unchanged

    def changes_something(self) -> bool:
        return bool(self.new or self.changed)

    def count(self) -> ImportCounts:
        indexes = self.sources.index, self.vocabulary.actors, self.vocabulary.proposals
        return ImportCounts(self.new, self.changed, self.unchanged, *(len(names.new) for names in indexes))

    def carry_out(self, say: Callable[[str], object]) -> None:
        """Write all in one transaction; raise ChangedMeanwhile or Stale where the plan does not hold any more."""
        user = get_or_create_user(IMPORT_USER)
        number = self.new + self.changed
        if connection.vendor == "sqlite" and number >= INDEX_ANEW:
            say(f"Until these {number} claims are written, nobody else can save: SQLite has one writer.")
        with ExitStack() as stack:
            gate = stack.enter_context(editing(user, f"imported from {self.path.name}"))
            get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)  # one import at a time
            if _read_stamp() != self.stamp:
                raise ChangedMeanwhile("the vocabulary or the sources")
            stack.enter_context(self._keep_index())
            advance = stack.enter_context(self.progress("Writing", number))
            keys = self._write_names(gate)
            for plan in self.spool:
                _write_new(gate, plan.new, keys)
                _write_changed(gate, plan.changed, keys)
                advance(len(plan.new) + len(plan.changed))

    def _keep_index(self) -> AbstractContextManager[object]:
        """Keep the search index up row by row, or on SQLite make it anew where most of its rows are new. (On
        PostgreSQL that would keep all from reading meanwhile.)"""
        anew = connection.vendor == "sqlite" and self.new >= INDEX_ANEW and self.new >= Claim.objects.count()
        return index.rebuild_at_the_end() if anew else nullcontext()

    def _write_names(self, gate: Gate) -> Keys:
        """Save the new rows that claims refer to; return their keys."""
        keys: Keys = {model: {} for model in (Side, Topic, Actor, Proposal, Source)}
        for new in (*self.vocabulary.list_new_rows(), *self.sources.list_new_rows()):
            for attname, other in new.references.items():
                for row in new.rows:
                    key = getattr(row, attname)
                    setattr(row, attname, keys[other.model].get(key, key))
            numbers = {id(row): -place for place, row in enumerate(new.names.new, start=1)}
            for batch in cut_into_batches(new.rows):
                gate.create_many(batch)
                keys[new.names.model].update({numbers[id(row)]: row.pk for row in batch})
        return keys


def _write_new(gate: Gate, planned: list[NewClaim], keys: Keys) -> None:
    ids = _draw_ids(sum(not new.public_id for new in planned))
    claims = []
    for new in planned:
        claim = Claim(public_id=new.public_id or ids.pop(), status=new.status, coder=gate.user, written_by=gate.user)
        _fill(claim, new, keys)
        claim.derive()
        claims.append(claim)
    _check_none_is_there(planned, claims)
    gate.create_many(claims)


def _check_none_is_there(planned: list[NewClaim], claims: list[Claim]) -> None:
    """Raise ChangedMeanwhile where somebody else entered one of these new claims since the file was read."""
    named = [new.public_id for new in planned if new.public_id]
    unnamed = {(c.identity, c.conditions) for c, new in zip(claims, planned, strict=True) if not new.public_id}
    alike = Claim.objects.filter(identity__in=[claim.identity for claim in claims], corrects=None)
    if unnamed & set(alike.values_list("identity", "conditions")) or (
        named and Claim.objects.filter(public_id__in=named).exists()
    ):
        raise ChangedMeanwhile("claims that are in the file")


def _write_changed(gate: Gate, planned: list[ChangedClaim], keys: Keys) -> None:
    claims = gate.lock_many(Claim, {change.pk: change.version for change in planned})
    for change in planned:
        claim = claims[change.pk]
        claim.status, claim.written_by, claim.coder = change.status, gate.user, claim.coder or gate.user
        _fill(claim, change, keys)
    gate.change_many(list(claims.values()), {*CLAIM_CONTENT, "status", "coder", "written_by"})


def _fill(claim: Claim, planned: NewClaim | ChangedClaim, keys: Keys) -> None:
    for name, value in planned.fields.items():
        model = REFERENCES.get(name)
        setattr(claim, ATTNAMES[name], keys[model].get(value, value) if model else value)
    claim.place_quote(planned.quote)


def _draw_ids(number: int) -> list[str]:
    """Return so many public ids that no claim has: of a million claims, two would share one."""
    ids: set[str] = set()
    while len(ids) < number:
        drawn = {new_public_id() for _ in range(number - len(ids))}
        ids |= drawn - set(Claim.objects.filter(public_id__in=drawn).values_list("public_id", flat=True))
    return list(ids)


def _read_stamp() -> list[dict[str, Any]]:
    """Return what changes whenever a row that claims refer to is written."""
    counts = {"rows": Count("pk"), "last": Max("pk"), "writes": Sum("version")}
    return [model.objects.aggregate(**counts) for model in (Side, Topic, Actor, Proposal, Source)]
