"""Vocabulary, sources and claims of files → the gate, all or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from ...models import (
    Actor,
    Claim,
    Negotiation,
    Outcome,
    Participant,
    Proposal,
    Side,
    Source,
    SourceText,
    Topic,
    Wording,
)
from ...models.cited import Cited
from ...rules.exchange_columns import CLAIM_COLUMNS
from ...rules.missing_quotes import explain_missing
from ...rules.publishing import Status
from ...rules.quotes import QuoteState
from ...rules.repeats import tell_passage
from ...services.claims import save_claim
from ...services.sources import LostQuotes, check_text, save_source
from ...services.warnings import LaterClaims, find_unconfirmed, read_coded, read_content, settle_day
from ...services.write_gate import Gate, editing
from ...wording.quotes import write_missing
from ...wording.warnings import write_for_seed
from ..errors import FileError
from ..users import get_or_create_user
from .files import RECORD_COLUMNS, SeedFile, SeedRow, read_seeds
from .fixtures import FixtureRow, read_fixtures
from .merge import GoneRow, Merge, MergedRow, MergeOutcome, WantedRow, digest_fields, name_row
from .outcomes import OUTCOME_NAMES, mark_as_seen, merge_outcomes
from .packages import put_in_packages
from .public_ids import make_outcome_public_id, make_seed_public_id
from .texts import read_texts
from .wordings import merge_wordings

SEEDS_USER = "seeds"
CLAIM_NAMES = (*CLAIM_COLUMNS, "source", "status")
NAMES: dict[type[Cited], tuple[str, ...]] = {Claim: CLAIM_NAMES, Outcome: OUTCOME_NAMES}
VOCABULARY: dict[Any, list[str]] = {  # in the order in which its rows name each other, with what they belong to
    Negotiation: [],
    Side: ["negotiation"],
    Actor: [],
    Participant: ["actor", "side__negotiation"],
    Topic: ["negotiation"],
    Proposal: ["negotiation"],
}
SOURCE_NAMES = tuple(column.field for column in RECORD_COLUMNS.values())

RowsByName = dict[Any, dict[str, Any]]  # of each model


class LoadFailed(Exception):
    """Files that cannot be loaded as they are. Nothing was changed."""

    def __init__(self, faults: list[FileError]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class WrittenClaim(NamedTuple):
    """A claim of a file that was made or changed."""

    wanted: WantedRow
    claim: Claim


class LoadReport(NamedTuple):
    """What a load did: what became of each row, how many quotes were checked against held texts, and the sources
    (slugs) without one."""

    merged: list[MergedRow]
    quotes_checked: int
    without_text: list[str]


def load(seeds: Path, fixtures: Path, texts: Path | None = None) -> LoadReport:
    """Bring in the fixtures' vocabulary and the seeds' documents from folders, all or nothing.

    `texts` is a folder of full texts to attach by digest. Raises LoadFailed with every fault of the files.
    """
    vocabulary, fixture_faults = read_fixtures(fixtures)
    files, seed_faults = read_seeds(seeds)
    held, text_faults = read_texts(texts) if texts else ({}, [])
    faults = fixture_faults + seed_faults + text_faults
    if faults:
        raise LoadFailed(faults)
    with transaction.atomic(), editing(get_or_create_user(SEEDS_USER), "load_seeds", operator=True) as gate:
        merge = Merge(gate)
        written: list[WrittenClaim] = []
        _merge_vocabulary(merge, vocabulary)
        if not merge.faults:
            written = _merge_documents(merge, files, held)
        mark_as_seen(merge, files)
        for gone in merge.find_gone((Claim, Outcome, Wording, Source, *VOCABULARY)):
            _withdraw(merge, gone)
        if not merge.faults:  # once those that have gone leave them their day
            merge_outcomes(merge, files)
        merge.faults += _find_repeats(written)
        if merge.faults:
            raise LoadFailed(merge.faults)
        return _report(merge, files)


def _save_named(wanted: WantedRow, placed: dict[int, WantedRow], row: Any) -> None:
    """Save a row of the vocabulary; what a proposal is part of is written once all are there."""
    row.save()
    if wanted.packages is not None:
        placed[row.pk] = wanted


def _merge_vocabulary(merge: Merge, fixture_rows: Iterable[FixtureRow]) -> None:
    rows_by_name: RowsByName = {
        model: {name_row(row): row for row in model.objects.select_related(*owners)}
        for model, owners in VOCABULARY.items()
    }
    placed: dict[int, WantedRow] = {}
    for fixture in fixture_rows:
        wanted = _make_wanted_row(merge, fixture, rows_by_name)
        current = wanted and merge.bring_in(wanted, partial(_save_named, wanted, placed))
        if current:
            rows_by_name[fixture.model][name_row(current)] = current
    put_in_packages(merge, placed, rows_by_name[Proposal])


def _make_wanted_row(merge: Merge, fixture: FixtureRow, rows_by_name: RowsByName) -> WantedRow | None:
    """Resolve the slugs of a fixture's row; return None, with faults, where one is unknown or a field is invalid."""
    fields: dict[str, Any] = {}
    links: dict[str, list[Any]] = {field.name: [] for field in fixture.model._meta.many_to_many}
    before = len(merge.faults)
    for name, value in fixture.fields.items():
        field: Any = fixture.model._meta.get_field(name)
        if not field.is_relation or value is None:
            fields[name] = value
            continue
        slugs = value if field.many_to_many else [value]
        rows = [rows_by_name[field.related_model].get(slug) for slug in slugs]
        for slug, row in zip(slugs, rows, strict=True):
            if row is None:
                reason = f"“{slug}” stands nowhere above or in the database."
                merge.faults.append(FileError(fixture.file, fixture.line, name, reason))
        if field.many_to_many:
            links[name] = rows
        else:
            (fields[name],) = rows
    if len(merge.faults) > before:
        return None
    # All fields, left out or not, but for what the row is known by: else a field that a file adds would read as an edit
    # made here. But aliases are collected here, import by import: a file that names none has no say in them.
    left_out = {"id", "version", "negotiation"} | fixture.model.DERIVED | ({"aliases"} - fixture.fields.keys())
    names = tuple(f.name for f in fixture.model._meta.concrete_fields if f.name not in left_out)
    wanted_row = fixture.model(**fields)
    packages = fixture.packages if fixture.model is Proposal else None
    wanted = WantedRow(fixture.file, {"": fixture.line}, fixture.key, wanted_row, names, links, packages)
    try:
        wanted_row.clean_fields()  # turns text into days and numbers, as a save and a reload would
        wanted_row.derive()
    except ValidationError as error:
        merge.refuse(wanted, error)
        return None
    return wanted


def _merge_documents(merge: Merge, files: Sequence[SeedFile], held: Mapping[str, str]) -> list[WrittenClaim]:
    """Merge the documents, their wordings and then their claims, which may answer a wording of any of them; return the
    claims that were written."""
    written: list[WrittenClaim] = []
    actors = {actor.slug: actor for actor in Actor.objects.select_related("speaks_for")}
    proposals = {proposal.slug: proposal for proposal in Proposal.objects.all()}
    days = dict(Source.objects.values_list("slug", "published_on"))
    sources = {file.name: _merge_source(merge, file, held) for file in files}
    for file in files:
        if source := sources[file.name]:
            merge_wordings(merge, file, source, actors, proposals)
    for file in files:
        source = sources[file.name]
        if source is None:
            continue
        for seed in file.claims:
            wanted = _make_wanted_claim(merge, file, seed, source, actors, proposals)
            if wanted:
                merge.bring_in(wanted, partial(_save_claim, merge.gate, wanted, written))
        if days.get(source.slug, source.published_on) != source.published_on:
            _settle_day(merge, file, source)
    return written


def _save_claim(gate: Gate, wanted: WantedRow, written: list[WrittenClaim], claim: Claim) -> None:
    """Save a claim; whether it codes a passage again is looked at once those that have gone are withdrawn."""
    save_claim(gate, claim, repeats=())
    written.append(WrittenClaim(wanted, claim))


def _find_repeats(written: Sequence[WrittenClaim]) -> Iterator[FileError]:
    """Yield a fault for each claim that codes a passage again, where neither of the two is confirmed (one query)."""
    coded = read_coded([read_content(claim) for _, claim in written])
    for wanted, claim in written:
        others = [one for one in coded.get(tell_passage(read_content(claim)) or (), []) if one.pk != claim.pk]
        for warning in find_unconfirmed(claim, others):
            at = wanted.lines.get(warning.field, wanted.lines[""])
            yield FileError(wanted.file, at, warning.field, write_for_seed(warning))


def _merge_source(merge: Merge, file: SeedFile, held: Mapping[str, str]) -> Source | None:
    """Merge a document's record and attach its text where it is among the held ones (by SHA-256)."""
    row = Source(**{RECORD_COLUMNS[name].field: value for name, value in file.source.items()})
    text = held.get(row.text_sha256)
    wanted = WantedRow(file.name, file.source_lines, row.slug, row, SOURCE_NAMES)
    try:
        source: Source | None = merge.bring_in(wanted, lambda row: _save_with_text(merge.gate, row, text))
        if source is not None and text and source.read_text() != text:
            _save_with_text(merge.gate, source, text)
    except LostQuotes as refusal:
        merge.faults += _list_lost_quotes(file, row.slug, text or "", refusal.rows)
        return None
    return source


def _save_with_text(gate: Gate, source: Source, text: str | None) -> None:
    """Save a source with its text; what a new day means for its claims is looked at once these are merged."""
    save_source(gate, source, check_text(source, text) if text else None, confirmed=None)


def _settle_day(merge: Merge, file: SeedFile, source: Source) -> None:
    """Refuse a new day of a source before that of claims of it that are not in the file as it is."""
    try:
        settle_day(merge.gate, source)
    except LaterClaims as later:
        at = file.source_lines.get("published_on", file.source_lines[""])
        merge.faults += [FileError(file.name, at, "published_on", reason) for reason in later.reasons]


def _list_lost_quotes(file: SeedFile, slug: str, text: str, lost: Iterable[Cited]) -> Iterator[FileError]:
    """Yield faults for what is published and whose quote the new text of its source lacks, at its lines in the file."""
    lines = {make_seed_public_id(slug, seed.key): seed.lines for seed in file.claims}
    lines |= {make_outcome_public_id(slug, seed.key): seed.lines for seed in file.outcomes}
    for row in lost:
        at = lines.get(row.public_id, file.source_lines)
        missing = explain_missing(row.quote, text, row.prefix, row.suffix)
        yield FileError(file.name, at.get("quote", at[""]), "quote", f"{row.public_id}: {write_missing(missing)}")


def _make_wanted_claim(
    merge: Merge,
    file: SeedFile,
    seed: SeedRow,
    source: Source,
    actors: Mapping[str, Actor],
    proposals: Mapping[str, Proposal],
) -> WantedRow | None:
    """Resolve the slugs of a seed claim; return None, with faults, where one is unknown or the claim is invalid."""
    fields = dict(seed.fields)
    before = len(merge.faults)
    among: Mapping[str, Mapping[str, Any]] = {"holder": actors, "speaker": actors, "proposal": proposals}
    for name, rows in among.items():
        slug = fields[name]
        fields[name] = rows.get(slug) if slug else None
        if slug and fields[name] is None:
            reason = f"There is no {'proposal' if name == 'proposal' else 'actor'} “{slug}”."
            merge.faults.append(FileError(file.name, seed.lines.get(name, seed.line), name, reason))
    if len(merge.faults) > before:
        return None
    claim = Claim(**fields, source=source, public_id=make_seed_public_id(source.slug, seed.key))
    wanted = WantedRow(file.name, seed.lines, seed.key, claim, CLAIM_NAMES)
    try:
        claim.clean()
    except ValidationError as error:
        merge.refuse(wanted, error)
        return None
    claim.status = Status.PUBLISHED  # now, so that its citation is judged only where it is saved
    return wanted


def _withdraw(merge: Merge, gone: GoneRow) -> None:
    """Take back a claim or outcome that has gone from its file; everything else stays."""
    row, record = gone.row, gone.record
    if not isinstance(row, Cited):
        outcome, detail = MergeOutcome.KEPT, "no longer in the file; only claims and outcomes are withdrawn by loading"
    elif row.status == Status.WITHDRAWN:
        return
    elif digest_fields(row, NAMES[type(row)]) != record.digest:
        outcome, detail = MergeOutcome.CONFLICT, "no longer in the file, but edited here: left"
    else:
        row.status = Status.WITHDRAWN
        row.review_comment = "No longer in its seed file."
        row.save()
        record.digest = digest_fields(row, NAMES[type(row)])
        record.save()
        outcome, detail = MergeOutcome.WITHDRAWN, "no longer in the file"
    merge.report(gone.row_key, 0, outcome, detail)


def _report(merge: Merge, files: Iterable[SeedFile]) -> LoadReport:
    slugs = [file.source["slug"] for file in files]
    unchecked = [QuoteState.NO_TEXT, QuoteState.NO_QUOTE]
    checked = sum(
        model.objects.published().filter(source__slug__in=slugs).exclude(quote_state__in=unchecked).count()
        for model in (Claim, Outcome)
    )
    held = SourceText.objects.filter(current=True).values("source")
    without = Source.objects.filter(slug__in=slugs).exclude(pk__in=held).order_by("slug")
    return LoadReport(merge.merged, checked, list(without.values_list("slug", flat=True)))
