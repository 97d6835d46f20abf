"""Rows of a data package → the gate, table by table. What is there already is compared, and never changed."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ...models import Actor, Claim, Member, Negotiation, OldAddress, Outcome, Proposal, Source, SourceText, Wording
from ...models.bulk_writes import PastVersion
from ...rules.data_package import TABLES_BY_NAME, PackageColumn, PackageTable
from ...rules.quotes import QuoteCheck, QuoteState, locate
from ...services.write_gate import Gate
from ..errors import FileErrors
from .build import PackageKeys
from .cells import PackageRow

TEXTS_KEPT = 4  # in memory, of sources whose text is held here
LINKS = {"proposers": (Proposal, "proposers", "proposals"), "wording_authors": (Wording, "authors", "wordings")}
Rows = list[PackageRow]


class PackageWriter:
    """Writes the tables in their order; `faults` are those of the table that is being written."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.keys = PackageKeys()
        self.faults = FileErrors("")
        self.were_here = 0  # shared rows that were there
        self.versions: Iterator[tuple[str, Iterable[PackageRow]]] = iter(())
        self.next_versions: tuple[str, Rows] | None = None

    def write(self, table: PackageTable, batches: Iterable[Rows]) -> None:
        """Write the rows of a table; what cannot be written is a fault, and then all is to be given up."""
        self.faults = FileErrors(table.path)
        try:
            with transaction.atomic():
                self._write(table, batches)
        except IntegrityError as error:
            self.faults.add(0, "", f"The database refuses a row: {error}.")

    def _write(self, table: PackageTable, batches: Iterable[Rows]) -> None:
        if table.name == "claim_versions":
            rows = (row for batch in batches for row in batch)
            self.versions = groupby(rows, key=lambda row: row.values["claim"])
            self._go_on()
            return
        if table.name in ("claims", "outcomes"):
            for batch in batches:
                self._write_cited(table, batch)
            self._refuse_rest(table)
            return
        rows_of_all = [row for batch in batches for row in batch]
        if table.name in LINKS:
            self._link(table, rows_of_all)
        elif table.name == "old_addresses":
            self._write_old_addresses(table, rows_of_all)
        else:
            self._write_named(table, rows_of_all)

    def _write_named(self, table: PackageTable, rows: Rows) -> None:
        left = self._leave_known(table, rows) if table.shared else self._refuse_negotiation(table, rows)
        own = next((column for column in table.columns if column.refers == table.name), None)
        if own is not None:
            self._refuse_lost(table, own, rows)
        if left and not self.faults.total:
            self._create(table, left, own)

    def _refuse_lost(self, table: PackageTable, own: PackageColumn, rows: Rows) -> None:
        """Refuse rows that name no row of their table, or in the end themselves."""
        named = {row.values[table.key[0]]: row.values[own.name] for row in rows}
        for row in rows:
            slug, passed = row.values[own.name], {row.values[table.key[0]]}
            while slug and slug in named and slug not in passed:
                passed.add(slug)
                slug = named[slug]
            if slug:
                self.faults.add(row.line, own.name, f"“{row.values[own.name]}” leads in a circle, or to no row here.")

    def _create(self, table: PackageTable, rows: Rows, own: PackageColumn | None) -> None:
        made = [self.keys.build(table, row.values) for row in rows]
        if own is not None:
            by_slug = {one.slug: one for one in made}
            for row, one in zip(rows, made, strict=True):
                if other := by_slug.get(row.values[own.name]):
                    setattr(one, own.field, other)  # which has its key once both are written
        for row, one in zip(rows, made, strict=True):
            if table.name == "searches":
                one.coder = one.written_by = self.gate.user
            self._check(table, row, one, but=[own.field] if own else [])
            if table.name in ("members", "participants") and not self.faults.total:
                self.gate.create_many([one])  # each is checked beside those before it
        if self.faults.total:
            return
        if table.name not in ("members", "participants"):
            self.gate.create_many(made)
        for row, one in zip(rows, made, strict=True):
            self.keys.put(table, row.values, one.pk)
        if table.name == "negotiation":
            self.keys.negotiation = made[0].pk

    def _check(self, table: PackageTable, row: PackageRow, one: Any, but: Iterable[str] = ()) -> None:
        try:
            if isinstance(one, Source):
                one.clean_fields(exclude=one.DERIVED)
            else:
                one.full_clean(exclude=[*one.DERIVED, *but, "identity"])
        except ValidationError as error:
            names = {column.field: column.name for column in table.columns if column.path}
            for field, reasons in error.message_dict.items():
                for reason in reasons:
                    self.faults.add(row.line, names.get(field, ""), reason)

    def _refuse_negotiation(self, table: PackageTable, rows: Rows) -> Rows:
        if table.name != "negotiation":
            return rows
        if len(rows) != 1:
            self.faults.add(0, "", f"holds {len(rows)} negotiations, and not one.")
            return []
        slug = rows[0].values["negotiation"]
        if Negotiation.objects.filter(slug=slug).exists():
            self.faults.add(rows[0].line, "negotiation", f"A negotiation “{slug}” is here already.")
            return []
        return rows

    def _leave_known(self, table: PackageTable, rows: Rows) -> Rows:
        """Return the rows that are not here yet; those that are described otherwise here are faults."""
        if table.name == "members":
            return [row for row in rows if not self._is_member(row)]
        model: Any = Actor if table.name == "actors" else Source
        key = table.key[0]
        there = {row.slug: row for row in model.objects.filter(slug__in=[row.values[key] for row in rows])}
        parties = dict(Actor.objects.values_list("pk", "slug")) if table.name == "actors" else {}
        new = []
        for row in rows:
            kept = there.get(row.values[key])
            if kept is None:
                new.append(row)
                continue
            self.were_here += 1
            self.keys.put(table, row.values, kept.pk)
            for column in table.columns:
                here = parties.get(kept.speaks_for_id, "") if column.refers else getattr(kept, column.field)
                if here != row.values[column.name]:
                    self._add_conflict(row, column, here)
            if getattr(kept, "suggestion", ""):
                self.faults.add(
                    row.line, key, f"“{kept.slug}” is here as a suggestion only: a reviewer takes it first."
                )
        return new

    def _is_member(self, row: PackageRow) -> bool:
        values = row.values
        member, coalition = (self.keys.get("actors", values, values[name]) for name in ("member", "coalition"))
        here = Member.objects.filter(member=member, coalition=coalition, since=values["since"], until=values["until"])
        self.were_here += here.exists()
        return here.exists()

    def _add_conflict(self, row: PackageRow, column: PackageColumn, here: Any) -> None:
        given, kept = (
            str(value) if value not in ("", None, {}) else "nothing" for value in (row.values[column.name], here)
        )
        self.faults.add(row.line, column.name, f"is “{given}” in the package and “{kept}” here.")

    def _link(self, table: PackageTable, rows: Rows) -> None:
        model, name, of = LINKS[table.name]
        linked: dict[int, list[int]] = {}
        for row in rows:
            values = row.values
            key = self.keys.get(of, values, values["wording" if of == "wordings" else "proposal"])
            linked.setdefault(key or 0, []).append(self.keys.get("actors", values, values["actor"]) or 0)
        for pk, row_of in model.objects.in_bulk(linked).items():
            getattr(row_of, name).set(linked[pk])

    def _write_old_addresses(self, table: PackageTable, rows: Rows) -> None:
        for row in rows:
            proposal = self.keys.get("proposals", row.values, row.values["proposal"])
            OldAddress(slug=row.values["slug"], negotiation_id=self.keys.negotiation, proposal_id=proposal).save()

    def _write_cited(self, table: PackageTable, rows: Rows) -> None:
        key = table.key[0]
        model: Any = Claim if table.name == "claims" else Outcome
        taken = set(
            model.objects.filter(public_id__in=[row.values[key] for row in rows]).values_list("public_id", flat=True)
        )
        made, past = [], []
        for row in rows:
            one = self.keys.build(table, row.values)
            one.coder = one.written_by = self.gate.user
            if row.values[key] in taken:
                self.faults.add(row.line, key, f"“{row.values[key]}” is the id of another one here.")
            self._place_quote(row, one)
            if table.name == "claims":
                past.append(self._take_past(row))
            else:
                self._check(table, row, one)
            made.append(one)
        if self.faults.total:
            return
        self.gate.create_many(made, past)
        for row, one in zip(rows, made, strict=True):
            self.keys.put(table, row.values, one.pk)

    def _take_past(self, row: PackageRow) -> PastVersion:
        earlier = []
        if self.next_versions and self.next_versions[0] == row.values["claim"]:
            table = TABLES_BY_NAME["claim_versions"]
            for version in self.next_versions[1]:
                one = self.keys.build(table, version.values)
                one.version += 1
                one.coder = one.written_by = self.gate.user
                earlier.append((one, version.values["published_at"] or timezone.now()))
            self._go_on()
        return PastVersion(row.values["published_at"] or timezone.now(), earlier)

    def _go_on(self) -> None:
        following = next(self.versions, None)
        self.next_versions = (following[0], list(following[1])) if following else None

    def _refuse_rest(self, table: PackageTable) -> None:
        if table.name == "claims" and self.next_versions and not self.faults.total:
            claim, rows = self.next_versions
            self.faults = FileErrors(TABLES_BY_NAME["claim_versions"].path)
            self.faults.add(rows[0].line, "claim", f"“{claim}” does not stand in the order of claims.csv.")

    def _place_quote(self, row: PackageRow, one: Any) -> None:
        """Keep how the quote was checked, or check it again where the text is held here."""
        values = row.values
        check = QuoteCheck(QuoteState(values["quote_state"]), values["quote_start"], values["quote_end"])
        if text := self._read_text(one.source_id):
            check = locate(one.quote, text, one.prefix, one.suffix)
            if check.state is QuoteState.MISSING:
                self.faults.add(row.line, "quote", "does not stand in the text that is held here of its source.")
        one.place_quote(check)

    def _read_text(self, source: int) -> str:
        return _read_text(source) if source in self._held else ""

    @property
    def _held(self) -> frozenset[int]:
        if not hasattr(self, "_sources_with_text"):
            _read_text.cache_clear()
            held = SourceText.objects.filter(current=True).values_list("source_id", flat=True)
            self._sources_with_text = frozenset(held)
        return self._sources_with_text


@lru_cache(TEXTS_KEPT)
def _read_text(source: int) -> str:
    return SourceText.objects.filter(source=source, current=True).values_list("text", flat=True).first() or ""
