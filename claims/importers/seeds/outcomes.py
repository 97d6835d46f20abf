"""Outcomes of seed files → the gate, merged as claims are."""

from collections.abc import Iterable, Mapping

from ...models import Outcome, Proposal, Source
from ...rules.faults import BrokenRule
from ...rules.outcome_columns import OUTCOME_COLUMNS
from ...rules.publishing import Status
from ...services.outcomes import save_outcome
from ...wording.exchange import write_fault
from ..errors import FileError
from .files import SeedFile, SeedRow
from .merge import Merge, RowKey, WantedRow
from .old_names import read_proposals, read_sources
from .public_ids import make_outcome_public_id
from .wordings import find_wording

OUTCOME_NAMES = (*OUTCOME_COLUMNS, "source", "status")


def mark_as_seen(merge: Merge, files: Iterable[SeedFile]) -> None:
    """Tell the merge which outcomes the files hold, before any of them is brought in."""
    merge.seen |= {RowKey("outcome", file.name, seed.key) for file in files for seed in file.outcomes}


def merge_outcomes(merge: Merge, files: Iterable[SeedFile]) -> None:
    """Merge the outcomes of documents whose records are merged."""
    proposals = read_proposals()
    sources = read_sources()
    for file in files:
        for seed in file.outcomes:
            there = proposals.get(file.negotiation, {})
            wanted = _make_wanted_outcome(merge, file, seed, sources[file.source["slug"]], there)
            if wanted:
                merge.bring_in(wanted, lambda outcome: save_outcome(merge.gate, outcome))


def _make_wanted_outcome(
    merge: Merge, file: SeedFile, seed: SeedRow, source: Source, proposals: Mapping[str, Proposal]
) -> WantedRow | None:
    """Resolve the proposal of a seed outcome; return None, with a fault, where there is none of that slug."""
    proposal = proposals.get(seed.fields["proposal"])
    if proposal is None:
        reason = f"There is no proposal “{seed.fields['proposal']}”."
        merge.faults.append(FileError(file.name, seed.lines.get("proposal", seed.line), "proposal", reason))
        return None
    try:
        wording = find_wording(proposal, seed.fields["wording"])
    except BrokenRule as broken:
        line = seed.lines.get("wording", seed.line)
        merge.faults.append(FileError(file.name, line, "wording", write_fault(broken)))
        return None
    outcome = Outcome(
        **{**seed.fields, "proposal": proposal, "wording": wording},
        source=source,
        status=Status.PUBLISHED,
        public_id=make_outcome_public_id(file.source["slug"], seed.key),
    )
    return WantedRow(file.name, seed.lines, seed.key, outcome, OUTCOME_NAMES)
