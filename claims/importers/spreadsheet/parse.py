"""First pass of an import: a file's rows → fields of claims with their names resolved, or faults.

It reads the database and writes none of it: rows that stand go to a Spool.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from ...models import Claim
from ...rules import conditions, exchange
from ...rules.exchange import Fields
from ...rules.exchange_columns import CLAIM_COLUMNS, ROW_COLUMNS
from ...rules.faults import BrokenRule, FaultCode, RowFault
from ...rules.scales import Attribution, SaidOnIs
from ...wording.exchange import RowError, write_errors, write_fault
from ..errors import FileErrors
from .descriptions import Misnamed
from .file_names import FileNames, NamesOfRows
from .names import FileVocabulary
from .options import ImportOptions
from .reader import Sheet
from .row_state import RowState
from .rows import ImportRow, SheetRow
from .sources import FileSources
from .spool import RepeatedKeys, Spool, cut_into_batches

VOTE_RECORD, RECORDED_VOTE = "hearing", "recorded vote"  # how a vote record is cited, which has no quote
LENGTHS = {
    field.name: field.max_length
    for field in Claim._meta.concrete_fields
    if field.name in CLAIM_COLUMNS and field.max_length and not field.choices
}


class NamedClaim(NamedTuple):
    """What the database holds of a claim that a row names by its id: the key of its source, its identity, what the
    file leaves out, as cells, and the key of its negotiation."""

    source: int | None
    identity: str
    left_out: dict[str, Any]
    negotiation: int | None = None


NO_CLAIM = NamedClaim(None, "", {})


class RowParser:
    """Reads the rows of one Sheet; `names` and `sources` resolve its names and collect new ones."""

    def __init__(
        self,
        sheet: Sheet,
        names: NamesOfRows,
        sources: FileSources,
        faults: FileErrors,
        options: ImportOptions,
    ) -> None:
        self.sheet = sheet
        self.names, self.shared, self.sources = names, names.negotiations.shared, sources
        self.faults = faults
        self.said_on, self.narrow = options.said_on, options.narrow
        self.unseen: set[str] = set()  # ids of claims that whoever imports does not see
        self.columns = [name for name in CLAIM_COLUMNS if name in sheet.columns]
        self.absent = [name for name in CLAIM_COLUMNS if name not in sheet.columns]
        readers = {name: column.read for name, column in ROW_COLUMNS.items()}
        self.state = RowState("claim", readers, sheet.columns, options.publish)
        # (line, slug, where) of what a condition names and no row above has brought
        self.later: list[tuple[int, str, FileVocabulary]] = []

    def parse_into(
        self,
        spool: Spool[list[ImportRow]],
        repeats: RepeatedKeys,
        note_passage: Callable[[Fields], object],
        advance: Callable[[int], object],
    ) -> None:
        """Spool each row that stands; note in `repeats` by what it may be the same claim as another row, and with
        `note_passage` which passage it codes."""
        for batch in cut_into_batches(self.sheet.rows):
            named = self._read_named_claims(batch)
            parsed = (self._parse(row, named.get(row.cells.get("claim", ""), NO_CLAIM), repeats) for row in batch)
            rows = [row for row in parsed if row]
            for row in rows:
                note_passage(row.fields)
            spool.put(rows)
            advance(len(batch))
        for line, slug, vocabulary in self.later:
            if slug not in vocabulary.proposals.slugs:
                fault = RowFault("depends_on", FaultCode.NO_SUCH_PROPOSAL, {"slug": slug})
                self.faults.add(line, fault.field, write_fault(fault))
        self.names.settle_titles()
        for line, error in self.names.find_faults():
            self.faults.add(line, error.field, error.reason)

    def _read_named_claims(self, batch: list[SheetRow]) -> dict[str, NamedClaim]:
        """Return {id: NamedClaim} of the claims that rows name by id."""
        ids = {row.cells.get("claim", "") for row in batch} - {""}
        if not ids:
            return {}
        named = {}
        of_these = Claim.objects.filter(public_id__in=ids)
        mine = self.narrow(of_these)
        if mine is not of_these:
            self.unseen |= {*of_these.values_list("public_id", flat=True)} - {*mine.values_list("public_id", flat=True)}
        for stored in mine.values("public_id", "source", "identity", "holder", "proposal__negotiation", *self.absent):
            left_out: dict[str, Any] = {name: "" if stored[name] is None else stored[name] for name in self.absent}
            if "attribution" in left_out:
                left_out["attribution"] = Attribution(left_out["attribution"]).word
            if "speaker" in left_out:
                # The holder's own words: of whichever holder the file names.
                other = left_out["speaker"] if left_out["speaker"] != stored["holder"] else None
                left_out["speaker"] = self.shared.actors.called[other].slug if other else ""
            if "wording" in left_out:
                left_out["wording"] = ""  # which it keeps, with its proposal
            named[stored["public_id"]] = NamedClaim(
                stored["source"], stored["identity"], left_out, stored["proposal__negotiation"]
            )
        return named

    def _parse(self, row: SheetRow, named: NamedClaim, repeats: RepeatedKeys) -> ImportRow | None:
        own, faults = self.state.read(row.cells)
        if own["claim"] in self.unseen:
            faults.append(RowError("claim", f"“{own['claim']}” cannot be used: leave it empty for a new claim."))
        names = self._choose_names(row, named, faults)
        source, source_faults = self.sources.resolve(row.cells, row.line, named.source)
        cells = {name: row.cells[name] for name in self.columns} | named.left_out
        day = source.published_on if source else date.min
        fields, claim_faults = exchange.read_claim(cells, published_on=day or self.said_on)
        faults += source_faults + write_errors(claim_faults)
        if not day and not cells.get("said_on"):
            fields["said_on_is"] = SaidOnIs.LOOSE.value
        if names:
            fields = self._resolve(names, fields, row, faults)
            faults += write_errors(self._check_limits(names.vocabulary, row.line, fields))
            faults += write_errors(exchange.check_claim(fields))
        if source is None or faults:
            for fault in faults:
                self.faults.add(row.line, fault.field, fault.reason)
            return None
        if source.type == VOTE_RECORD and not fields["quote"]:
            fields["locator"] = fields["locator"] or RECORDED_VOTE
        fields |= {"source": source.key, "attribution": int(fields["attribution"])}  # as the database has them
        claim, identity = (
            own["claim"],
            exchange.compute_identity(**{name: fields[name] for name in exchange.IDENTIFYING}),
        )
        for key in {identity, claim or identity, named.identity or identity}:
            repeats.add(key)
        return ImportRow(row.line, claim, own["version"], identity, fields, bool(cells.get("said_on")))

    def _choose_names(self, row: SheetRow, named: NamedClaim, faults: list[RowError]) -> FileNames | None:
        """Return the names of the row's negotiation, or None with a fault; the claim that it names is of that one."""
        try:
            names = self.names.choose(row)
        except Misnamed as misnamed:
            faults += misnamed.errors
            return None
        if named.negotiation is not None:
            vocabulary, public_id = names.vocabulary, row.cells["claim"]
            faults += self.names.negotiations.check_place(vocabulary, "claim", public_id, named.negotiation)
        return names

    def _resolve(self, names: FileNames, fields: Fields, row: SheetRow, faults: list[RowError]) -> Fields:
        """Return the fields with keys for names; those that stand for nothing are left out, with faults."""
        fields = dict(fields)
        holder, speaker = fields.pop("holder", ""), fields.pop("speaker", None)
        if fields.get("proposal"):
            self._try(fields, "proposal", faults, lambda: names.find_proposal(row))
        wording = fields.pop("wording", "")
        self._try(fields, "wording", faults, lambda: self.names.wordings.find(fields.get("proposal"), wording))
        if not holder or not self._try(fields, "holder", faults, lambda: names.find_holder(row)):
            return fields
        if speaker == holder:
            fields["speaker"] = fields["holder"]
        elif speaker == "":
            fields["speaker"] = None
        elif speaker is not None:
            own = fields.get("attribution") == Attribution.OWN
            self._try(fields, "speaker", faults, lambda: names.find_speaker(row, speaker, fields["holder"], own))
        if "speaker" in fields:
            try:
                fields["holder"], fields["speaker"] = exchange.settle_holder(
                    fields["holder"], fields["speaker"], self.shared.speaks_for
                )
            except BrokenRule as broken:
                faults.append(RowError("holder", write_fault(broken)))
        return fields

    def _try(self, fields: Fields, name: str, faults: list[RowError], resolve: Callable[[], int | None]) -> bool:
        try:
            fields[name] = resolve()
        except Misnamed as misnamed:
            fields.pop(name, None)
            faults += misnamed.errors
        return name in fields

    def _check_limits(self, vocabulary: FileVocabulary, line: int, fields: Fields) -> Iterator[RowFault]:
        """Yield faults of what only a database holds: how long a text may be, who speaks for whom, which proposals
        there are."""
        for name, most in LENGTHS.items():
            if len(fields.get(name, "")) > most:
                yield RowFault(name, FaultCode.TOO_LONG, {"most": most})
        said = (fields.get(name) for name in ("attribution", "holder", "speaker", "said_on"))
        yield from self.shared.find_stranger(*said)
        proposals = vocabulary.proposals
        for slug in conditions.list_slugs(fields.get("depends_on", "")):
            key = proposals.slugs.get(slug)
            if key is None:
                self.later.append((line, slug, vocabulary))
            elif key == fields.get("proposal"):
                yield RowFault("depends_on", FaultCode.OWN_PROPOSAL)
