"""A file of outcomes → outcomes to be made and to be changed, or faults.

A row is the outcome that its `outcome` names. Without that it is the one of the same proposal and day: of one day a
proposal has one outcome that readers see; drafts of a day are told apart by what they cite. Of outcomes there are few:
all of them are kept in memory.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ...models import Outcome, Source
from ...models.outcomes import OUTCOME_CONTENT
from ...rules.exchange import Fields
from ...rules.faults import FaultCode
from ...rules.outcome_columns import OUTCOME_COLUMNS, OUTCOME_STATE, read_outcome
from ...rules.publishing import Status
from ...rules.quotes import QuoteCheck
from ...services.outcomes import save_outcome
from ...services.write_gate import Gate
from ...wording.exchange import SENTENCES, RowError, write_errors
from ...wording.outcomes import ANOTHER_OF_THE_DAY
from ..errors import FileErrors
from .answered_wordings import KEPT, AnsweredWordings, keeps_another
from .citations import FileCitations
from .descriptions import Misnamed
from .names import FileVocabulary, UnknownName
from .negotiations import FileNegotiations
from .reader import Sheet
from .row_state import RowState, say_why_kept
from .rows import SheetRow
from .sources import FileSources
from .writing import Keys

LENGTHS = {
    field.name: field.max_length
    for field in Outcome._meta.concrete_fields
    if field.name in OUTCOME_COLUMNS and field.max_length and not field.choices
}
IDS_LISTED = 5
CITED = ("source", "quote", "locator")  # what tells drafts of one day apart

Day = tuple[Any, Any]  # the key of a proposal, and a day


class StoredOutcome(NamedTuple):
    """An outcome of the database; `fields` are those of `OUTCOME_CONTENT`, what it names by key, as its
    `negotiation`."""

    pk: int
    public_id: str
    version: int
    status: str
    negotiation: int
    fields: Fields


class PlannedOutcome(NamedTuple):
    """An outcome to be made of a line, or the one of this key to be changed by it. Where a new one has no `public_id`,
    one is drawn. A new source stands in its fields by a negative number."""

    line: int
    stored: StoredOutcome | None
    public_id: str
    status: str
    fields: Fields
    quote: QuoteCheck


class OutcomeFile:
    """Reads one Sheet; `planned` is what is to be written, `unchanged` how many rows say what is stored already."""

    def __init__(
        self, sheet: Sheet, negotiations: FileNegotiations, sources: FileSources, faults: FileErrors, publish: bool
    ) -> None:
        self.sheet, self.negotiations, self.sources = sheet, negotiations, sources
        self.faults, self.publish = faults, publish
        self.state = RowState("outcome", OUTCOME_STATE, sheet.columns, publish)
        self.citations = FileCitations(faults)
        self.wordings = AnsweredWordings(negotiations.shared.proposals)
        self.columns = [name for name in OUTCOME_COLUMNS if name in sheet.columns]
        self.stored = {outcome.public_id: outcome for outcome in _read_stored()}
        self.planned: list[PlannedOutcome] = []
        self.unchanged = 0
        self.lines: dict[object, int] = {}  # of each outcome that a row is
        self.published: dict[Day, int] = {}  # the line that has an outcome published on a day of a proposal

    def read(self) -> None:
        """Take up every row."""
        for row in self.sheet.rows:
            for error in self._take(row):
                self.faults.add(row.line, error.field, error.reason)

    @property
    def created(self) -> int:
        return sum(planned.stored is None for planned in self.planned)

    def _take(self, row: SheetRow) -> Iterator[RowError]:
        """Plan what a row says, or yield its faults."""
        state, faults = self.state.read(row.cells)
        named = self.stored.get(state["outcome"])
        source, faults_of_source = self.sources.resolve(row.cells, row.line, named.fields["source"] if named else None)
        cells = {name: row.cells[name] for name in self.columns}
        fields, faults_of_row = read_outcome(cells)
        faults += faults_of_source + write_errors(faults_of_row) + self._resolve_names(row, named, fields)
        faults += list(_find_too_long(fields))
        if source is None or faults:
            yield from faults
            return
        fields["source"] = source.key
        stored, faults = self._find(state["outcome"], fields)
        yield from faults or self._plan(row.line, state, stored, fields)

    def _resolve_names(self, row: SheetRow, named: StoredOutcome | None, fields: Fields) -> list[RowError]:
        """Put the keys of the proposal and its wording in the place of their names, in the row's negotiation, of which
        the outcome is that it names."""
        try:
            vocabulary = self.negotiations.open_row(row.cells)
        except Misnamed as misnamed:
            return misnamed.errors
        faults = self._resolve_proposal(vocabulary, fields) + self._resolve_wording(fields)
        if named:
            faults += self.negotiations.check_place(vocabulary, "outcome", named.public_id, named.negotiation)
        return faults

    def _resolve_proposal(self, vocabulary: FileVocabulary, fields: Fields) -> list[RowError]:
        """Put the key of the proposal in the place of its name."""
        index, name = vocabulary.proposals, fields.get("proposal", "")
        if not name:
            return []  # which is a fault already
        try:
            key = index.find(name)
            if key is None:
                raise index.make_unknown(name)
        except UnknownName as unknown:
            return [RowError("proposal", str(unknown))]
        fields["proposal"] = key
        return []

    def _resolve_wording(self, fields: Fields) -> list[RowError]:
        """Put the key of the wording in the place of its name."""
        name = fields.pop("wording", "")
        try:
            fields["wording"] = self.wordings.find(fields.get("proposal"), name)
        except Misnamed as misnamed:
            return misnamed.errors
        return []

    def _find(self, public_id: str, fields: Fields) -> tuple[StoredOutcome | None, list[RowError]]:
        """Return the outcome that a row is, None for a new one, or the fault of a row that may be any of several."""
        if public_id:
            return self.stored.get(public_id), []
        of_day = [o for o in self.stored.values() if _tell_day(o.fields) == _tell_day(fields)]
        of_day = [o for o in of_day if o.status != Status.WITHDRAWN] or of_day
        cited = [o for o in of_day if all(o.fields[name] == fields.get(name, "") for name in CITED)]
        candidates = cited or of_day
        if len(candidates) > 1:
            ids = ", ".join(outcome.public_id for outcome in candidates[:IDS_LISTED])
            return None, [RowError("outcome", f"may be any of several outcomes ({ids}): name one by its id.")]
        return candidates[0] if candidates else None, []

    def _plan(
        self, line: int, state: dict[str, Any], stored: StoredOutcome | None, fields: Fields
    ) -> Iterator[RowError]:
        """Plan a row that stands in itself, or yield why it cannot be."""
        before = stored.fields if stored else dict.fromkeys(OUTCOME_COLUMNS, "") | {"wording": None}
        fields = {name: fields[name] if name in (*self.columns, "source") else before[name] for name in OUTCOME_CONTENT}
        key = stored.pk if stored else state["outcome"] or (_tell_day(fields), *(fields[name] for name in CITED))
        first = self.lines.setdefault(key, line)
        if first != line:
            yield RowError("outcome" if state["outcome"] else "", f"is the same outcome as line {first}.")
            return
        if stored and keeps_another(stored.fields, fields, self.columns):
            yield RowError("wording", f"{stored.public_id} {KEPT}")
            return
        kept = stored is not None and stored.status in (Status.PUBLISHED, Status.WITHDRAWN)
        publishes = self.publish and not kept
        differs = stored is None or fields != stored.fields
        if stored and not differs and not publishes:
            self.unchanged += 1
            return
        if stored and (
            why := say_why_kept(stored.status, stored.version, state["version"], publish=self.publish, differs=differs)
        ):
            yield RowError("outcome", f"{stored.public_id} {why}")
            return
        status = Status.PUBLISHED.value if publishes else stored.status if stored else Status.DRAFT.value
        quote = self.citations.check(fields)
        yield from self._check_day(line, stored, status, fields)
        if self.citations.allows(line, fields, status, quote):
            self.planned.append(PlannedOutcome(line, stored, state["outcome"], status, fields, quote))

    def _check_day(self, line: int, stored: StoredOutcome | None, status: str, fields: Fields) -> Iterator[RowError]:
        """Yield the fault of an outcome that is to be published beside another one of its proposal and day."""
        if status != Status.PUBLISHED:
            return
        day = _tell_day(fields)
        for other in self.stored.values():
            if other.status == Status.PUBLISHED and _tell_day(other.fields) == day and other != stored:
                yield RowError("day", f"{ANOTHER_OF_THE_DAY} It is {other.public_id}.")
        first = self.published.setdefault(day, line)
        if first != line:
            yield RowError("day", f"{ANOTHER_OF_THE_DAY} It is that of line {first}.")


def write_outcomes(gate: Gate, planned: Iterable[PlannedOutcome], keys: Keys) -> None:
    """Save outcomes; raise Stale where one was changed since it was read."""
    for plan in planned:
        if plan.stored:
            outcome = gate.lock(Outcome, plan.stored.pk, plan.stored.version)
        else:
            outcome = Outcome(**({"public_id": plan.public_id} if plan.public_id else {}))
        for name, value in plan.fields.items():
            attname = Outcome._meta.get_field(name).attname  # type: ignore[union-attr]  # of a column
            setattr(outcome, attname, keys[Source].get(value, value) if name == "source" else value)
        outcome.status = plan.status
        save_outcome(gate, outcome, plan.quote)


def _read_stored() -> Iterator[StoredOutcome]:
    own = ("pk", "public_id", "version", "status", "proposal__negotiation")
    for row in Outcome.objects.order_by("pk").values_list(*own, *OUTCOME_CONTENT):
        fields = dict(zip(OUTCOME_CONTENT, row[len(own) :], strict=True))
        fields["note"] = fields["note"].replace("\r\n", "\n")  # as browsers send lines, and no file holds them
        yield StoredOutcome._make((*row[: len(own)], fields))


def _tell_day(fields: Fields) -> Day:
    return fields["proposal"], fields["day"]


def _find_too_long(fields: Fields) -> Iterator[RowError]:
    for name, most in LENGTHS.items():
        if len(fields.get(name, "")) > most:
            yield RowError(name, SENTENCES[FaultCode.TOO_LONG].format(most=most))
