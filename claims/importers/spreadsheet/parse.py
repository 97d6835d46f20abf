"""First pass of an import: a file's rows → fields of claims with their names resolved, or faults.

It reads the database and writes none of it: rows that stand go to a Spool, as lists of `ROW`.
"""

from datetime import date

from ...models import ActorKind, Claim
from ...models.claims import CLAIM_CONTENT, ID_ALPHABET, ID_LENGTH
from ...rules import conditions, exchange
from ...rules.exchange_columns import CLAIM_COLUMNS, ROW_COLUMNS
from ...rules.publishing import Status
from ...rules.scales import Attribution, SaidOnIs
from .names import UnknownName
from .spool import batches

VOTE_RECORD, RECORDED_VOTE = "hearing", "recorded vote"  # how a vote record is cited, which has no quote
# What a claim's row of the database holds of its content, in this order everywhere in an import.
CONTENT = tuple(Claim._meta.get_field(name).attname for name in CLAIM_CONTENT)
LENGTHS = {
    name: Claim._meta.get_field(name).max_length
    for name in CLAIM_COLUMNS
    if getattr(Claim._meta.get_field(name), "max_length", None) and not Claim._meta.get_field(name).choices
}


class RowParser:
    """Reads the rows of one Sheet; `vocabulary` and `documents` resolve its names and collect new ones."""

    def __init__(self, sheet, vocabulary, documents, faults, publish=False, said_on=None):
        self.sheet = sheet
        self.vocabulary, self.documents = vocabulary, documents
        self.faults = faults
        self.publish, self.said_on = publish, said_on
        self.columns = [name for name in CLAIM_COLUMNS if name in sheet.columns]
        self.absent = [name for name in CLAIM_COLUMNS if name not in sheet.columns]
        self.later = []  # (line, slug) of what a condition names and no row above has brought

    def into(self, spool, repeats, progress):
        """Spool each row that stands as [line, claim, version, identity, *CONTENT]; note in `repeats` by what it
        may be the same claim as another row."""
        for batch in batches(self.sheet.rows):
            known = self._known(batch)
            read = (self._read(line, cells, known, repeats) for line, cells in batch)
            spool.put([row for row in read if row])
            progress(len(batch))
        for line, slug in self.later:
            if slug not in self.vocabulary.proposals.slugs:
                self.faults.add(line, "depends_on", f"There is no proposal “{slug}”.")

    def _known(self, batch):
        """Return {id: (source, identity, what the file leaves out, in the form of a row)} of the claims named by id."""
        ids = {cells.get("claim", "") for _, cells in batch} - {""}
        if not ids:
            return {}
        left_out = [Claim._meta.get_field(name).attname for name in self.absent]
        known = {}
        found = Claim.objects.filter(public_id__in=ids)
        for claim, source, identity, *values in found.values_list("public_id", "source_id", "identity", *left_out):
            row = dict(zip(self.absent, values, strict=True))
            if "attribution" in row:
                row["attribution"] = Attribution(row["attribution"]).word
            if "speaker" in row:
                row["speaker"] = self.vocabulary.actors.slug_of.get(row["speaker"], "")
            known[claim] = source, identity, row
        return known

    def _read(self, line, cells, known, repeats):
        own, faults = self._read_own(cells)
        claim = own["claim"]
        source, stored, left_out = known.get(claim, (None, None, {}))
        document, found = self.documents.resolve(cells, source)
        faults += found
        row = {name: cells[name] for name in self.columns} | left_out
        day = document.published_on if document else date.min
        fields, found = exchange.read_claim(row, published_on=day or self.said_on)
        faults += found
        if not day and not row.get("said_on"):
            fields["said_on_is"] = SaidOnIs.LOOSE.value
        fields = self._resolve(fields, cells, faults)
        faults += exchange.check_claim(fields)
        faults += self._limits(line, fields)
        if faults:
            for fault in faults:
                self.faults.add(line, fault.field, fault.reason)
            return None
        if document.type == VOTE_RECORD and not fields["quote"]:
            fields["locator"] = fields["locator"] or RECORDED_VOTE
        fields["said_on"] = fields["said_on"].isoformat()
        content = [document.key, *(fields[name] for name in CLAIM_COLUMNS)]
        identity = identity_of(content)
        for key in {identity, claim or identity, stored or identity}:
            repeats.add(key)
        return [line, claim, own["version"], identity, *content]

    def _read_own(self, cells):
        """Return (values, faults) of the columns that are of the row and not of what the claim says."""
        own, faults = {}, []
        for name, column in ROW_COLUMNS.items():
            try:
                own[name] = column.read(cells.get(name, ""))
            except ValueError as error:
                faults.append(exchange.RowError(name, str(error)))
        claim, status = own["claim"], own.get("status")
        if claim and (len(claim) != ID_LENGTH or claim.strip(ID_ALPHABET)):
            faults.append(exchange.RowError("claim", f"“{claim}” is no claim's id: leave it empty for a new claim."))
        if self.publish and status not in ("", None, Status.PUBLISHED):
            reason = f"says “{status}”, and --publish would publish it: leave the row out, or empty the cell."
            faults.append(exchange.RowError("status", reason))
        kind = cells.get("holder_kind", "")
        if kind and kind not in ActorKind.values:
            faults.append(exchange.RowError("holder_kind", f"“{kind}” is none of {', '.join(ActorKind.values)}."))
        return own, faults

    def _resolve(self, fields, cells, faults):
        """Return the fields with keys for names; those that stand for nothing are left out, with faults."""
        fields = dict(fields)
        holder, speaker = fields.pop("holder", ""), fields.pop("speaker", None)
        kind, side, topic = (cells.get(name, "") for name in ("holder_kind", "side", "topic"))
        if fields.get("proposal"):
            self._try(fields, "proposal", faults, lambda: self.vocabulary.proposal(fields["proposal"], topic))
        if not holder or not self._try(fields, "holder", faults, lambda: self.vocabulary.holder(holder, kind, side)):
            return fields
        if speaker == holder:
            fields["speaker"] = fields["holder"]
        elif speaker == "":
            fields["speaker"] = None
        elif speaker is not None:
            own = fields.get("attribution") == Attribution.OWN
            self._try(fields, "speaker", faults, lambda: self.vocabulary.speaker(speaker, fields["holder"], own))
        if "speaker" in fields:
            try:
                fields["holder"], fields["speaker"] = exchange.settle_holder(
                    fields["holder"], fields["speaker"], self.vocabulary.speaks_for
                )
            except ValueError as error:
                faults.append(exchange.RowError("holder", str(error)))
        return fields

    def _try(self, fields, name, faults, resolve):
        try:
            fields[name] = resolve()
        except UnknownName as unknown:
            fields.pop(name, None)
            faults.append(exchange.RowError(name, str(unknown)))
        return name in fields

    def _limits(self, line, fields):
        """Faults of what only a database knows: how long a text may be, which proposals there are."""
        for name, most in LENGTHS.items():
            if len(fields.get(name, "")) > most:
                yield exchange.RowError(name, f"is longer than {most} characters.")
        proposals = self.vocabulary.proposals
        for slug in conditions.list_slugs(fields.get("depends_on", "")):
            key = proposals.slugs.get(slug)
            if key is None:
                self.later.append((line, slug))
            elif key == fields.get("proposal"):
                yield exchange.RowError("depends_on", "A claim cannot depend on its own proposal.")


def identity_of(content):
    """Return `rules.exchange.compute_identity` of a list of CONTENT."""
    fields = dict(zip(CLAIM_CONTENT, content, strict=True))
    return exchange.compute_identity(**{name: fields[name] for name in exchange.IDENTIFYING})
