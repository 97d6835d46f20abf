"""Documents of seeds → the gate: records, texts, codings, wordings and claims, each merged with what is there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from ...models import Actor, Claim, Negotiation, Proposal, Source
from ...models.cited import Cited
from ...rules.exchange_columns import CLAIM_COLUMNS
from ...rules.faults import BrokenRule
from ...rules.missing_quotes import explain_missing
from ...rules.publishing import Status
from ...rules.repeats import tell_passage
from ...services.claims import save_claim
from ...services.sources import LostQuotes, check_text, save_source
from ...services.warnings import LaterClaims, find_unconfirmed, read_coded, read_content, settle_day
from ...services.write_gate import Gate
from ...wording.exchange import write_fault
from ...wording.quotes import write_missing
from ...wording.warnings import write_for_seed
from ..errors import FileError
from .codings import SOURCE_NAMES, make_wanted_coding, merge_coding, take_apart
from .files import RECORD_COLUMNS, SeedFile, SeedRow
from .merge import Merge, WantedRow
from .old_names import read_actors, read_proposals, rename_links
from .public_ids import make_outcome_public_id, make_seed_public_id
from .wordings import find_wording, merge_wordings

CLAIM_NAMES = (*CLAIM_COLUMNS, "source", "status")


class WrittenClaim(NamedTuple):
    """A claim of a file that was made or changed."""

    wanted: WantedRow
    claim: Claim


def merge_documents(merge: Merge, files: Sequence[SeedFile], held: Mapping[str, str]) -> list[WrittenClaim]:
    """Merge the documents, their wordings and then their claims, which may answer a wording of any of them; return the
    claims that were written."""
    written: list[WrittenClaim] = []
    actors, proposals = read_actors(), read_proposals()
    days = dict(Source.objects.values_list("slug", "published_on"))
    negotiations = {negotiation.slug: negotiation for negotiation in Negotiation.objects.all()}
    sources = {file.name: _merge_source(merge, file, held, negotiations) for file in files}
    for file in files:
        if source := sources[file.name]:
            merge_wordings(merge, file, source, actors, proposals.get(file.negotiation, {}))
    for file in files:
        source = sources[file.name]
        if source is None:
            continue
        for seed in file.claims:
            wanted = _make_wanted_claim(merge, file, seed, source, actors, proposals.get(file.negotiation, {}))
            if wanted:
                merge.bring_in(wanted, partial(_save_claim, merge.gate, wanted, written))
        if days.get(source.slug, source.published_on) != source.published_on:
            _settle_day(merge, file, source)
    return written


def _save_claim(gate: Gate, wanted: WantedRow, written: list[WrittenClaim], claim: Claim) -> None:
    """Save a claim; whether it codes a passage again is looked at once those that have gone are withdrawn."""
    save_claim(gate, claim, repeats=())
    written.append(WrittenClaim(wanted, claim))


def find_repeats(written: Sequence[WrittenClaim]) -> Iterator[FileError]:
    """Yield a fault for each claim that codes a passage again, where neither of the two is confirmed (one query)."""
    coded = read_coded([read_content(claim) for _, claim in written])
    for wanted, claim in written:
        others = [one for one in coded.get(tell_passage(read_content(claim)) or (), []) if one.pk != claim.pk]
        for warning in find_unconfirmed(claim, others):
            at = wanted.lines.get(warning.field, wanted.lines[""])
            yield FileError(wanted.file, at, warning.field, write_for_seed(warning))


def _merge_source(
    merge: Merge, file: SeedFile, held: Mapping[str, str], negotiations: Mapping[str, Negotiation]
) -> Source | None:
    """Merge a document's record and its coding, and attach its text where it is among the held ones (by SHA-256)."""
    said = {column.field: file.source[name] for name, column in RECORD_COLUMNS.items() if name in file.source}
    row = Source(**said)
    text = held.get(row.text_sha256)
    wanted = WantedRow(file.name, file.source_lines, row.slug, row, SOURCE_NAMES)
    coding = make_wanted_coding(merge, file, row, negotiations)
    if coding:
        take_apart(merge, wanted, coding)
    try:
        source: Source | None = merge.bring_in(wanted, lambda row: _save_with_text(merge.gate, row, text))
        if source is not None and text and source.read_text() != text:
            _save_with_text(merge.gate, source, text)
    except LostQuotes as refusal:
        merge.faults += _list_lost_quotes(file, row.slug, text or "", refusal.rows)
        return None
    if source and coding:
        coding.row.source = source
        merge_coding(merge, coding)
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
    if len(merge.faults) == before and fields["proposal"]:
        try:
            fields["wording"] = find_wording(fields["proposal"], fields["wording"])
        except BrokenRule as broken:
            line = seed.lines.get("wording", seed.line)
            merge.faults.append(FileError(file.name, line, "wording", write_fault(broken)))
    if len(merge.faults) > before:
        return None
    fields["depends_on"] = rename_links(fields["depends_on"], fields["proposal"], proposals)
    claim = Claim(**fields, source=source, public_id=make_seed_public_id(file.source["slug"], seed.key))
    wanted = WantedRow(file.name, seed.lines, seed.key, claim, CLAIM_NAMES)
    try:
        claim.clean()
    except ValidationError as error:
        merge.refuse(wanted, error)
        return None
    claim.status = Status.PUBLISHED  # now, so that its citation is judged only where it is saved
    return wanted
