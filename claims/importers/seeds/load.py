"""Vocabulary, sources and claims of files → the gate, all or nothing."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from ...models import Actor, Claim, Outcome, Source, SourceCoding, SourceText, Wording
from ...models.cited import Cited
from ...rules.publishing import Status
from ...rules.quotes import QuoteState
from ...services.write_gate import editing
from ..errors import FileError
from ..users import get_or_create_user
from .documents import CLAIM_NAMES, find_repeats, merge_documents
from .files import SeedFile
from .folders import NegotiationFolder, read_folders
from .merge import GoneRow, Merge, MergedRow, MergeOutcome, digest_fields
from .outcomes import OUTCOME_NAMES, mark_as_seen, merge_outcomes
from .texts import read_texts
from .vocabulary import merge_events, merge_vocabulary
from .vocabulary_files import OF_ALL, OF_NEGOTIATION, find_twice, leave_out_repeated, read_actors

SEEDS_USER = "seeds"
NAMES: dict[type[Cited], tuple[str, ...]] = {Claim: CLAIM_NAMES, Outcome: OUTCOME_NAMES}


class LoadFailed(Exception):
    """Files that cannot be loaded as they are. Nothing was changed."""

    def __init__(self, faults: list[FileError]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class LoadReport(NamedTuple):
    """What a load did: what became of each row, how many quotes were checked against held texts, and the sources
    (slugs) without one."""

    merged: list[MergedRow]
    quotes_checked: int
    without_text: list[str]


def load(seeds: Path, fixtures: Path, texts: Path | None = None, only: Sequence[str] = ()) -> LoadReport:
    """Bring in the actors of a folder, and the negotiations of another with their documents, all or nothing.

    `only` names folders of negotiations; without it all are loaded. What has gone from other folders is not looked at.
    `texts` is a folder of full texts to attach by digest. Raises LoadFailed with every fault of the files.
    """
    actors, actor_faults = read_actors(fixtures)
    folders, seed_faults = read_folders(seeds, only)
    held, text_faults = read_texts(texts) if texts else ({}, [])
    rows = leave_out_repeated(actors + [row for folder in folders for row in folder.rows])
    twice = find_twice([row for row in rows if row.model is Actor]) if not actor_faults + seed_faults else []
    faults = actor_faults + seed_faults + twice + text_faults
    if faults:
        raise LoadFailed(faults)
    files = [file for folder in folders for file in folder.documents]
    with transaction.atomic(), editing(get_or_create_user(SEEDS_USER), "load_seeds", operator=True) as gate:
        merge = Merge(gate)
        merge_vocabulary(merge, rows)
        written = [] if merge.faults else merge_documents(merge, files, held)
        if not merge.faults:
            merge_events(merge, rows)
        mark_as_seen(merge, files)
        _take_back_gone(merge, folders)
        if not merge.faults:  # once those that have gone leave them their day
            merge_outcomes(merge, files)
        merge.faults += find_repeats(written)
        if merge.faults:
            raise LoadFailed(merge.faults)
        return _report(merge, files)


def _take_back_gone(merge: Merge, folders: Iterable[NegotiationFolder]) -> None:
    """Withdraw claims and outcomes that have gone from the files of these folders, and report what else has."""
    looked_at = {"", *(folder.name for folder in folders)}  # files of actors lie in none
    models = [
        Claim,
        Outcome,
        Wording,
        Source,
        SourceCoding,
        *dict.fromkeys((*OF_NEGOTIATION.values(), *OF_ALL.values())),
    ]
    for gone in merge.find_gone(models):
        if gone.row_key.folder in looked_at:
            _withdraw(merge, gone)


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
