"""The one gate for writes: transaction, who, why, history, version, data version.

    with editing(user, "typo in the quote") as gate:
        claim = gate.lock(Claim, pk, version)
        claim.quote = …
        gate.save(claim)

Every write to a tracked model runs inside it; outside, the models refuse. What changed something that visitors
see raises the data version of its negotiation, or of what all share, as the last statement of the transaction, so that
no page is served stale, and those of other negotiations stay as they are.

Four eyes: a user writes over nothing that readers see of claims, sources and their codings, searches and remarks,
whichever code asks. It changes only by what the services release (`review`, which corrections and pending changes pass
through) and by the operator of the installation: seeds, imports, scripts that name nobody.
"""

import errno
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import F

from ..models import CellNotes, DataVersion, NegotiationVersion, SourceText, bulk_writes
from ..models.cited import Cited
from ..models.history import SeenBy, Versioned, open_gate
from ..wording.hindrances import Hindrance

# What says so: PostgreSQL by its code (busy where it has a lock_timeout), SQLite in words, the file system by number.
SQLSTATES = {
    "55P03": Hindrance.BUSY,
    "40P01": Hindrance.DEADLOCK,
    "53100": Hindrance.FULL,
    "25006": Hindrance.READ_ONLY,
    **dict.fromkeys(["XX001", "XX002"], Hindrance.DAMAGED),
    **dict.fromkeys(["57P01", "57P02", "57P03", "53300"], Hindrance.AWAY),  # it stops, or starts, or has no more room
}
WORDS = {
    "locked": Hindrance.BUSY,
    "disk is full": Hindrance.FULL,
    "No space left on device": Hindrance.FULL,
    "readonly database": Hindrance.READ_ONLY,
    "read-only transaction": Hindrance.READ_ONLY,
    "unable to open database file": Hindrance.AWAY,
    "disk image is malformed": Hindrance.DAMAGED,
    "file is not a database": Hindrance.DAMAGED,
}
FILE_ERRORS = {
    errno.ENOSPC: Hindrance.FULL,
    errno.EDQUOT: Hindrance.FULL,
    errno.EROFS: Hindrance.READ_ONLY,
    errno.EACCES: Hindrance.READ_ONLY,
    errno.EPERM: Hindrance.READ_ONLY,
}
Row = TypeVar("Row", bound=Versioned)


class Stale(Exception):
    """The row was changed by somebody else since it was read; `row` is what it is now, or its name if it is gone."""

    def __init__(self, row: Versioned | str) -> None:
        super().__init__(f"{row} was changed meanwhile.")
        self.row = row


class Refused(Exception):
    """A change that the rules do not allow now; `reasons` are sentences for whoever asked for it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def find_hindrance(error: Exception) -> Hindrance | None:
    """Return why nothing can be written now, or read, where that is what an error says; None where it says anything
    else."""
    if isinstance(error, OSError):
        return FILE_ERRORS.get(error.errno or 0)
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    if _tells_of_no_server(error.__cause__):
        return Hindrance.AWAY
    by_code = SQLSTATES.get(getattr(error.__cause__, "sqlstate", None) or "")
    return by_code or next((hindrance for words, hindrance in WORDS.items() if words in str(error)), None)


def _tells_of_no_server(error: BaseException | None) -> bool:
    """Whether PostgreSQL's client found no server, or lost it: what the server says has a code, and not of class 08."""
    if error is None or not type(error).__module__.startswith("psycopg"):
        return False
    code = getattr(error, "sqlstate", None)
    return type(error).__name__ != "ProgrammingError" and (code is None or code.startswith("08"))


class Gate:
    """What an open gate lends to the writes inside it: the user and the reason; it notes of which negotiations readers
    see a change."""

    def __init__(self, user: User | None, reason: str, releases: bool) -> None:
        self.user = user
        self.reason = reason
        self.releases = releases
        self._shared_changed = False
        self._negotiations: set[int] = set()
        self._on_the_way: dict[tuple[Any, str], set[int]] = defaultdict(set)
        self._cells = CellNotes()

    def bump_version(self, row: Versioned, seen: SeenBy | None = None) -> None:
        """Called by a tracked row as it is saved or deleted; raise Refused where that would pass by four eyes. `seen`
        is what it would be asked for, where that was read of many rows at once."""
        public = seen.public if seen else row.is_public()
        if public and row.REVIEWED and not self.releases:
            noun = row._meta.verbose_name
            raise Refused([f"Readers see this {noun}: it changes only by what a reviewer publishes in its place."])
        self._lend(row, public, seen)
        row.version += 1

    @contextmanager
    def releasing(self) -> Iterator[None]:
        """Let what readers see change, for a service that has asked whether the user may."""
        before, self.releases = self.releases, True
        try:
            yield
        finally:
            self.releases = before

    def lend(self, row: Versioned) -> None:
        """Lend user and reason to the history row that is about to be written of a tracked row."""
        self._lend(row, row.is_public())

    def _lend(self, row: Versioned, public: bool, seen: SeenBy | None = None) -> None:
        row._history_user = self.user
        row._change_reason = self.reason
        if public:
            self._note_change(row, seen)

    def note_change_of(self, negotiation: int) -> None:
        """Note that the pages of a negotiation (its id) change with a row that keeps no history."""
        self._negotiations.add(negotiation)
        self._cells.note_beside(moves_claims=False)

    def _note_change(self, row: Versioned, seen: SeenBy | None = None) -> None:
        """Note which negotiation's pages change with a row, or the way to it, which is asked once for all rows."""
        link, _, rest = row.TO_NEGOTIATION.partition("__")
        proposals = self._cells.note(row)
        if rest:
            keys = self._on_the_way[row._meta.get_field(link).related_model, rest]
            keys.update(proposals or (getattr(row, f"{link}_id"),))
            return
        own = {getattr(row, f"{link}_id")} if link else None
        negotiations = own or (seen.negotiations if seen else row.list_negotiations())
        if negotiations is None:
            self._shared_changed = True
        else:
            self._negotiations.update(negotiations)

    def count_up(self) -> None:
        """Raise the data version of what changed, and tell which cells: what all share is part of that of each
        negotiation, and may be seen in any cell."""
        if self._shared_changed:
            DataVersion.objects.filter(pk=1).update(number=F("number") + 1)
            return
        for (model, rest), keys in self._on_the_way.items():
            self._negotiations.update(model._base_manager.filter(pk__in=keys).order_by().values_list(rest, flat=True))
        self._cells.record(NegotiationVersion.count_up(self._negotiations))

    def lock(self, model: type[Row], pk: int, version: int | None = None) -> Row:
        """Return the row, locked until the gate closes; raise Stale where it is no longer at `version`."""
        row = model._base_manager.select_for_update().get(pk=pk)
        if version is not None and row.version != version:
            raise Stale(row)
        return row

    def save(self, row: Versioned, **options: Any) -> None:
        """Save what the user wrote of a row, and that they wrote it last; `options` are those of its `save`."""
        row.record_author(self.user)
        row.save(**options)

    def lock_many(self, model: type[Row], versions: Mapping[int, int]) -> dict[int, Row]:
        """Return {key: row} of rows locked until the gate closes; raise Stale where one is not at its version."""
        rows = model._base_manager.select_for_update().order_by("pk").in_bulk(versions)
        for pk, version in versions.items():
            if pk not in rows or rows[pk].version != version:
                raise Stale(rows.get(pk, f"{model._meta.verbose_name} {pk}"))
        return rows

    def create_many(self, rows: Sequence[Versioned], past: Sequence[bulk_writes.PastVersion] = ()) -> None:
        """Insert unsaved rows of one model that has no links, each with its history; their quotes are placed. Of those
        from another installation `past` says what they were there."""
        for row in rows:
            row.derive()
            self.bump_version(row)
        bulk_writes.insert(rows, self.user, self.reason, past)

    def keep_many(self, rows: Sequence[SourceText]) -> None:
        """Insert unsaved rows of one model that never change, and so are their own history."""
        bulk_writes.insert_without_history(rows)

    def change_many(self, rows: Sequence[Versioned], names: Collection[str]) -> None:
        """Write these fields of rows of one model, each with its history; raise Stale where one was changed since
        it was read."""
        seen = type(rows[0]).read_seen(rows) if rows else {}
        for row in rows:
            row.derive()
            self.bump_version(row, seen.get(row.pk))
        if rows:
            stale = bulk_writes.update(rows, {*names, *type(rows[0]).DERIVED}, self.user, self.reason)
            if stale:
                raise Stale(stale)

    def place_quotes(self, rows: Iterable[Cited]) -> None:
        """Write where the quotes of saved rows stand, as they were placed; no history row says it."""
        by_model: defaultdict[type[Cited], list[Cited]] = defaultdict(list)
        for row in rows:
            by_model[type(row)].append(row)
        for of_model in by_model.values():
            bulk_writes.refresh(of_model, Cited.DERIVED)


@contextmanager
def editing(user: User | None, reason: str = "", *, operator: bool = False) -> Iterator[Gate]:
    """Open the gate for one transaction; raise RuntimeError where it is open already.

    `operator`: the installation itself writes in the user's name, as seeds and imports do; so it does for nobody.
    """
    if open_gate.get() is not None:
        raise RuntimeError("The gate is open already: hand on the gate instead of opening another.")
    gate = Gate(user, reason, releases=operator or user is None)
    with transaction.atomic():
        token = open_gate.set(gate)
        try:
            yield gate
        finally:
            open_gate.reset(token)
        gate.count_up()
