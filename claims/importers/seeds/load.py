"""Vocabulary, sources and claims of files → the gate, all or nothing."""

import hashlib
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from ...models import Actor, Claim, Proposal, Side, Source, Topic
from ...models.claims import ID_ALPHABET, ID_LENGTH
from ...rules import exchange
from ...rules.exchange_columns import CLAIM_COLUMNS
from ...rules.missing_quotes import explain_missing
from ...rules.publishing import Status
from ...rules.quotes import QuoteState
from ...services.claims import save_claim
from ...services.sources import LostQuotes, check_text, save_source
from ...services.write_gate import editing
from ...wording.quotes import write_missing
from ..errors import FileError
from ..users import get_or_create_user
from .files import RECORD_COLUMNS, read_seeds
from .fixtures import read_fixtures
from .merge import Merge, MergeOutcome, WantedRow, compared_fields
from .texts import read_texts

SEEDS_USER = "seeds"
CLAIM_NAMES = (*CLAIM_COLUMNS, "source", "status")


class LoadFailed(Exception):
    """Files that cannot be loaded as they are; `faults` are FileErrors. Nothing was changed."""

    def __init__(self, faults):
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class Loaded(NamedTuple):
    """What a load did: Merged rows, how many quotes were checked against held texts, and sources without one."""

    merged: list
    quotes_checked: int
    without_text: list


def load(seeds, fixtures, texts=None):
    """Bring in the fixtures' vocabulary and the seeds' documents from folders (Paths), all or nothing.

    `texts` is a folder of full texts to attach by digest. Raises LoadFailed with every fault of the files.
    """
    vocabulary, faults = read_fixtures(fixtures)
    files, more = read_seeds(seeds)
    held, missing = read_texts(texts) if texts else ({}, [])
    faults += more + missing
    if faults:
        raise LoadFailed(faults)
    with transaction.atomic(), editing(get_or_create_user(SEEDS_USER), "load_seeds") as gate:
        merge = Merge(gate)
        _vocabulary(merge, vocabulary)
        if not merge.faults:
            _documents(merge, files, held)
        merge.leave_out((Claim, Source, Actor, Topic, Side, Proposal), lambda *gone: _withdraw(merge, *gone))
        if merge.faults:
            raise LoadFailed(merge.faults)
        return _report(merge, files)


def seed_public_id(source_slug, key):
    """Return the public id of a seed claim: the same in every installation, so that links to it hold."""
    number = int.from_bytes(hashlib.sha256(f"{source_slug}\n{key}".encode()).digest())
    letters = []
    for _ in range(ID_LENGTH):
        number, letter = divmod(number, len(ID_ALPHABET))
        letters.append(ID_ALPHABET[letter])
    return "".join(letters)


def _vocabulary(merge, fixture_rows):
    rows_by_slug = {model: {row.slug: row for row in model.objects.all()} for model in (Side, Actor, Topic, Proposal)}
    for fixture in fixture_rows:
        lines = {"": fixture.line}
        fields, unknown = {}, []
        links = {field.name: [] for field in fixture.model._meta.many_to_many}
        for name, value in fixture.fields.items():
            field = fixture.model._meta.get_field(name)
            if field.is_relation and value is not None:
                named = value if field.many_to_many else [value]
                found = [rows_by_slug[field.related_model].get(slug) for slug in named]
                unknown += [(name, slug) for slug, row in zip(named, found, strict=True) if row is None]
                (links if field.many_to_many else fields)[name] = found if field.many_to_many else found[0]
            else:
                fields[name] = value
        if unknown:
            merge.faults += [
                FileError(fixture.file, fixture.line, name, f"“{slug}” stands nowhere above or in the database.")
                for name, slug in unknown
            ]
            continue
        row = fixture.model(**fields)
        try:
            row.clean_fields()  # turns text into days and numbers, as a save and a reload would
        except ValidationError as error:
            merge.invalid(WantedRow(fixture.file, lines, row.slug, row, ()), error)
            continue
        # All fields, left out or not: else a field that a file adds would read as an edit made here. But aliases are
        # collected here, import by import: a file that names none has no say in them.
        left_out = {"id", "version"} | ({"aliases"} - fixture.fields.keys())
        names = tuple(f.name for f in fixture.model._meta.concrete_fields if f.name not in left_out)
        wanted = WantedRow(fixture.file, lines, row.slug, row, names, links)
        current = merge.bring_in(wanted, lambda row: row.save())
        if current:
            rows_by_slug[fixture.model][current.slug] = current


def _documents(merge, files, held):
    actors = {actor.slug: actor for actor in Actor.objects.select_related("speaks_for")}
    proposals = {proposal.slug: proposal for proposal in Proposal.objects.all()}
    for file in files:
        source = _source(merge, file, held)
        if source is None:
            continue
        for seed in file.claims:
            wanted = _wanted_claim(merge, file, seed, source, actors, proposals)
            if wanted:
                merge.bring_in(wanted, lambda claim: save_claim(merge.gate, claim))


def _source(merge, file, held):
    """Merge a document's record and attach its text where it is among the held ones."""
    row = Source(**{RECORD_COLUMNS[name].field: value for name, value in file.source.items()})
    text = held.get(row.text_sha256)
    row.text = text or ""
    source = merge.bring_in(
        WantedRow(
            file.name, file.source_lines, row.slug, row, tuple(column.field for column in RECORD_COLUMNS.values())
        ),
        lambda row: row.save(),
    )
    if source is not None and text and source.text != text:
        try:
            save_source(merge.gate, source, check_text(source, text))
        except LostQuotes as refusal:
            merge.faults += _lost_quotes(file, source, text, refusal.claims)
            return None
    return source


def _lost_quotes(file, source, text, lost):
    """FileErrors for published claims whose quote the new text of their source lacks, at their lines in the file."""
    lines = {seed_public_id(source.slug, seed.key): seed.lines for seed in file.claims}
    for claim in lost:
        at = lines.get(claim.public_id, file.source_lines)
        reason = f"{claim.public_id}: {write_missing(explain_missing(claim.quote, text, claim.prefix, claim.suffix))}"
        yield FileError(file.name, at.get("quote", at[""]), "quote", reason)


def _wanted_claim(merge, file, seed, source, actors, proposals):
    """Resolve the slugs of a seed claim; return None, with faults, where one is unknown."""
    fields = dict(seed.fields)
    known = len(merge.faults)
    for name, among in (("holder", actors), ("speaker", actors), ("proposal", proposals)):
        slug = fields[name]
        fields[name] = among.get(slug) if slug else None
        if slug and fields[name] is None:
            reason = f"There is no {'proposal' if name == 'proposal' else 'actor'} “{slug}”."
            merge.faults.append(FileError(file.name, seed.lines.get(name, seed.line), name, reason))
    if len(merge.faults) > known:
        return None
    claim = Claim(**fields, source=source, public_id=seed_public_id(source.slug, seed.key))
    wanted = WantedRow(file.name, seed.lines, seed.key, claim, CLAIM_NAMES)
    try:
        claim.clean()
    except ValidationError as error:
        merge.invalid(wanted, error)
        return None
    claim.status = Status.PUBLISHED  # now, so that its citation is judged only where it is saved
    return wanted


def _withdraw(merge, row, record):
    """Take back a claim that has gone from its file; everything else stays."""
    if not isinstance(row, Claim):
        return MergeOutcome.KEPT, "no longer in the file; only claims are withdrawn by loading"
    if row.status == Status.WITHDRAWN:
        return None, ""
    if exchange.compute_digest(compared_fields(row, CLAIM_NAMES)) != record.digest:
        return MergeOutcome.CONFLICT, "no longer in the file, but edited here: left"
    row.status = Status.WITHDRAWN
    row.review_comment = "No longer in its seed file."
    row.save()
    merge.remember(record, exchange.compute_digest(compared_fields(row, CLAIM_NAMES)))
    return MergeOutcome.WITHDRAWN, "no longer in the file"


def _report(merge, files):
    slugs = [file.source["slug"] for file in files]
    claims = Claim.objects.published().filter(source__slug__in=slugs)
    checked = claims.exclude(quote_state__in=[QuoteState.NO_TEXT, QuoteState.NO_QUOTE]).count()
    without = list(Source.objects.filter(slug__in=slugs, text="").order_by("slug").values_list("slug", flat=True))
    return Loaded(merge.merged, checked, without)
