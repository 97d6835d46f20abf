"""`import_claims`: a spreadsheet of claims → the gate, all or nothing.

Two passes read the file and the database and find every fault, outside any transaction; only then is the gate opened,
for as long as writing takes. What was changed meanwhile by somebody else is noticed inside, and all is begun anew.
"""

from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db import IntegrityError, OperationalError, connection
from django.db.models import Count, Max, Sum

from ...models import Actor, Claim, Proposal, Side, Source, Topic, statistics
from ...models.claims import new_public_id
from ...search import index
from ...services.write_gate import Stale, editing
from ..errors import FileErrors
from ..seeds.load import loading_user
from . import reader
from .match import RowMatcher
from .names import FileVocabulary
from .parse import CONTENT, RowParser
from .sources import FileSources
from .spool import Repeats, Spool, batches

IMPORT_USER = "import"
ATTEMPTS = 3
INDEX_ANEW = 20_000  # new claims from which SQLite's search index is better made anew than kept up
REFERENCES = {"source_id": Source, "holder_id": Actor, "speaker_id": Actor, "proposal_id": Proposal}


class ImportFailed(Exception):
    """A file that cannot be imported as it is; `faults` are some or all of `total`. Nothing was changed."""

    def __init__(self, faults, total):
        super().__init__(f"{total} faults")
        self.faults, self.total = faults, total


class Overtaken(Exception):
    """Somebody else changed what the file was checked against."""


class Imported(NamedTuple):
    """How many claims and other rows an import made and changed, or would."""

    created: int
    changed: int
    unchanged: int
    sources: int
    actors: int
    proposals: int


@contextmanager
def no_progress(title, total):
    """Show nothing of how far a pass has come. (What shows it yields a function to call with a number of rows.)"""
    yield lambda number: None


def import_claims(path, *, create=False, publish=False, dry_run=False, said_on=None, progress=no_progress, say=print):
    """Import a .csv or .xlsx file (Path) and return what became of it; raise ImportFailed with its faults.

    `create` lets unknown actors and proposals be made, `publish` publishes what is imported, `said_on` is the day of
    rows that have none and whose source has none. `progress(title, total)` opens a bar, `say` is told what takes long.
    """
    for _ in range(ATTEMPTS):
        with closing(_Plan(path, create, publish, said_on, progress)) as plan:
            plan.make()
            if dry_run or not plan.changes_something():
                return plan.imported()
            try:
                plan.carry_out(progress, say)
            except (Overtaken, Stale, IntegrityError) as error:
                refused = error
                continue
            with suppress(OperationalError):  # all is written, whatever the planner knows of it
                statistics.refresh()
            return plan.imported()
    raise ImportFailed([f"{path.name}: others changed what it is about while it was read: {refused}"], 1)


class _Plan:
    """What one reading of a file would do."""

    def __init__(self, path, create, publish, said_on, progress):
        self.path, self.publish, self.said_on, self.progress = path, publish, said_on, progress
        self.stamp = _stamp()
        self.vocabulary, self.documents = FileVocabulary(create), FileSources()
        self.new = self.changed = self.unchanged = 0
        self.spool = Spool()

    def close(self):
        self.spool.close()

    def make(self):
        """Read, check and match the whole file; raise ImportFailed with every fault."""
        faults, repeats = FileErrors(self.path.name), Repeats()
        with closing(Spool()) as read, reader.opened(self.path, faults) as sheet:
            if sheet:
                reading = RowParser(sheet, self.vocabulary, self.documents, faults, self.publish, self.said_on)
                with self.progress("Reading", sheet.about) as advance:
                    reading.into(read, repeats, advance)
                repeats.settle()
                self._match(read, RowMatcher(reading.absent, self.publish, faults, repeats), sheet.about)
        if faults.total:
            raise ImportFailed(faults.by_line(), faults.total)

    def _match(self, read, matching, about):
        with self.progress("Comparing", about) as advance:
            for batch in read:
                plan = matching.plan(batch)
                self.new += len(plan["new"])
                self.changed += len(plan["changed"])
                self.spool.put(plan)
                advance(len(batch))
        self.unchanged = matching.unchanged

    def changes_something(self):
        return bool(self.new or self.changed)

    def imported(self):
        made = (self.documents.names, self.vocabulary.actors, self.vocabulary.proposals)
        return Imported(self.new, self.changed, self.unchanged, *(len(names.new) for names in made))

    def carry_out(self, progress, say):
        """Write all in one transaction; raise Overtaken or Stale where the plan does not hold any more."""
        user = loading_user(IMPORT_USER)
        number = self.new + self.changed
        if connection.vendor == "sqlite" and number >= INDEX_ANEW:
            say(f"Until these {number} claims are written, nobody else can save: SQLite has one writer.")
        with ExitStack() as stack:
            gate = stack.enter_context(editing(user, f"imported from {self.path.name}"))
            get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)  # one import at a time
            if _stamp() != self.stamp:
                raise Overtaken("the vocabulary or the sources")
            stack.enter_context(self._index())
            advance = stack.enter_context(progress("Writing", number))
            keys = self._write_names(gate)
            for plan in self.spool:
                _write_new(gate, plan["new"], keys)
                _write_changed(gate, plan["changed"], keys)
                advance(len(plan["new"]) + len(plan["changed"]))

    def _index(self):
        """Keep the search index up row by row, or on SQLite make it anew where most of its rows are new. (On
        PostgreSQL that would keep all from reading meanwhile.)"""
        anew = connection.vendor == "sqlite" and self.new >= INDEX_ANEW and self.new >= Claim.objects.count()
        return index.rebuild_at_the_end() if anew else nullcontext()

    def _write_names(self, gate):
        """Save the new rows that claims refer to; return {model: {number: key}}."""
        keys = {model: {} for model in (Side, Topic, Actor, Proposal, Source)}
        for names, rows, references in (*self.vocabulary.new(), (self.documents.names, self.documents.names.new, {})):
            for attname, other in references.items():
                for row in rows:
                    key = getattr(row, attname)
                    setattr(row, attname, keys[other.model].get(key, key))
            numbers = {id(row): -place for place, row in enumerate(names.new, start=1)}
            for batch in batches(rows):
                gate.create_many(batch)
                keys[names.model].update({numbers[id(row)]: row.pk for row in batch})
        return keys


def _write_new(gate, planned, keys):
    ids = _free_ids(sum(not claim for claim, *_ in planned))
    made = []
    for claim, status, place, content in planned:
        row = Claim(public_id=claim or ids.pop(), status=status, coder=gate.user, written_by=gate.user)
        _fill(row, place, content, keys)
        row.derive()
        made.append(row)
    wanted = {(row.identity, row.conditions) for row, (claim, *_) in zip(made, planned, strict=True) if not claim}
    there = Claim.objects.filter(identity__in=[row.identity for row in made], corrects=None)
    named = [claim for claim, *_ in planned if claim]
    if wanted & set(there.values_list("identity", "conditions")) or (
        named and Claim.objects.filter(public_id__in=named).exists()
    ):
        raise Overtaken("claims that are in the file")
    gate.create_many(made)


def _write_changed(gate, planned, keys):
    found = gate.lock_many(Claim, {pk: version for pk, version, *_ in planned})
    for pk, _, status, place, content in planned:
        row = found[pk]
        row.status, row.written_by, row.coder = status, gate.user, row.coder or gate.user
        _fill(row, place, content, keys)
    gate.change_many(list(found.values()), {*CONTENT, "status", "coder_id", "written_by_id"})


def _fill(row, place, content, keys):
    for name, value in zip(CONTENT, content, strict=True):
        model = REFERENCES.get(name)
        setattr(row, name, keys[model].get(value, value) if model else value)
    row.quote_state, row.quote_start, row.quote_end = place


def _free_ids(number):
    """Return so many public ids that no claim has: of a million claims, two would share one."""
    ids = set()
    while len(ids) < number:
        drawn = {new_public_id() for _ in range(number - len(ids))}
        ids |= drawn - set(Claim.objects.filter(public_id__in=drawn).values_list("public_id", flat=True))
    return list(ids)


def _stamp():
    """Return what changes whenever a row that claims refer to is written."""
    counts = {"rows": Count("pk"), "last": Max("pk"), "writes": Sum("version")}
    return [model.objects.aggregate(**counts) for model in (Side, Topic, Actor, Proposal, Source)]
