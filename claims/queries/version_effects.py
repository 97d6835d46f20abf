"""What two versions of a claim come to: the stances of its cells and the verdicts with the one and with the other.

All other claims count as they are published today; a version that was not published counts nowhere.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..models import Actor, Claim, Proposal, Source, Wording
from ..rules import verdicts
from ..rules.publishing import Status
from ..rules.scales import Attribution, Dimension, VerdictKind
from ..rules.stances import BLANK, RuleClaim, Stance, summarise
from .scope import Scope
from .stances import Cell, StanceTable, make_rule_claims, select_claims_of_cells
from .verdicts import collect_positions, read_positions_of_principals
from .vocabulary import Vocabulary, read_vocabulary_alone
from .vocabulary_effects import VerdictChange

WrittenCell = tuple[str, int, int]  # dimension, ids of a proposal and of a holder


class CellEffect(NamedTuple):
    """A cell with its stance with the older version, and with the newer."""

    proposal: Proposal
    holder: Actor
    dimension: Dimension
    before: Stance
    after: Stance


class VersionEffects(NamedTuple):
    """The stance of each cell in which one of two versions counts, and the verdicts on their proposals and on those
    that change with them, with the older and with the newer; `counted` says which of the two were published."""

    cells: list[CellEffect]
    verdicts: list[VerdictChange]
    counted: tuple[bool, bool]


class _CountedVersion(NamedTuple):
    """A version that counts: in which cell, and as what the rule reads of it."""

    cell: WrittenCell
    claim: RuleClaim


def compare_version_effects(claim: Claim, older: Any, newer: Any) -> VersionEffects | None:
    """Return what two history rows of a claim come to, None where neither was published (eight queries,
    whatever they are)."""
    records = [older, newer]
    counted = [record.status == Status.PUBLISHED for record in records]
    if not any(counted):
        return None
    scope = Scope(negotiations=(claim.proposal.negotiation_id,))
    vocab = read_vocabulary_alone(negotiations=scope.negotiations)
    with_each = _read_versions(records, counted, scope, vocab)
    cells = list(dict.fromkeys(version.cell for version in with_each if version))
    others = _read_others(claim, cells, scope, vocab)
    tables = [_fold(cells, others, version) for version in with_each]
    decided = _decide(scope, vocab, tables)
    touched = {proposal for _, proposal, _ in cells}
    return VersionEffects(
        [
            CellEffect(
                vocab.proposals[proposal],
                vocab.actors[holder],
                Dimension(dimension),
                *(table[cell] for table in tables),
            )
            for cell in cells
            for dimension, proposal, holder in [cell]
        ],
        [
            VerdictChange(proposal, decided[0].get(pk), decided[1].get(pk))
            for pk, proposal in vocab.proposals.items()
            if decided[0] and (pk in touched or decided[0].get(pk) != decided[1].get(pk))
        ],
        (counted[0], counted[1]),
    )


def _read_versions(
    records: list[Any], counted: list[bool], scope: Scope, vocab: Vocabulary
) -> list[_CountedVersion | None]:
    """Return what counts of each version: nothing of one that was not published, is of a day to come, or names what is
    no longer there (two queries)."""
    leaked = dict(Source.objects.filter(pk__in=[r.source_id for r in records]).values_list("pk", "leaked"))
    wordings = list(
        Wording.objects.filter(proposal__in=[r.proposal_id for r in records]).values_list("pk", "proposal_id", "day")
    )
    days = {key: day for key, _, day in wordings}

    def read(record: Any) -> _CountedVersion | None:
        there = record.proposal_id in vocab.proposals and record.holder_id in vocab.actors
        if not there or record.said_on > scope.day:
            return None
        own = days.get(record.wording_id)
        later = [day for _, proposal, day in wordings if proposal == record.proposal_id and day <= scope.day]
        claim = RuleClaim(
            id=record.id,
            value=record.value or 0,
            attribution=Attribution(record.attribution),
            said_on=record.said_on,
            conditional=bool(record.conditions),
            pending=record.pending,
            doubtful=record.doubtful,
            part=bool(record.covers),
            from_other_side=vocab.is_opposing(record.holder_id, record.speaker_id),
            conditions=record.conditions,
            depends_on=record.depends_on,
            no_stance=record.value is None,
            label=record.label,
            leaked=leaked.get(record.source_id, False),
            earlier_wording=own is not None and any(day > own for day in later),
        )
        return _CountedVersion((record.dimension, record.proposal_id, record.holder_id), claim)

    return [read(record) if counts else None for record, counts in zip(records, counted, strict=True)]


def _read_others(
    claim: Claim, cells: Iterable[WrittenCell], scope: Scope, vocab: Vocabulary
) -> dict[WrittenCell, list[RuleClaim]]:
    """Return the other claims of some cells (one query)."""
    cells = list(cells)
    dimensions, proposals, holders = {c[0] for c in cells}, {c[1] for c in cells}, {c[2] for c in cells}
    rows = select_claims_of_cells(scope, dimensions, proposals, holders).exclude(pk=claim.pk)
    by_cell: dict[WrittenCell, list[Claim]] = {cell: [] for cell in cells}
    for row in rows.mark_earlier_wordings(scope.day).select_related("source").order_by("pk"):
        by_cell.setdefault((row.dimension, row.proposal_id, row.holder_id), []).append(row)
    return {cell: make_rule_claims(of_cell, vocab) for cell, of_cell in by_cell.items()}


def _fold(
    cells: Iterable[WrittenCell], others: dict[WrittenCell, list[RuleClaim]], version: _CountedVersion | None
) -> dict[WrittenCell, Stance]:
    """Return the stances of cells with a version, or without any."""
    return {
        cell: summarise(claims) if claims else BLANK
        for cell in cells
        for claims in [[*others[cell], *([version.claim] if version and version.cell == cell else [])]]
    }


def _decide(scope: Scope, vocab: Vocabulary, tables: list[dict[WrittenCell, Stance]]) -> list[dict[int, VerdictKind]]:
    """Return the verdicts by proposal (id) with each of the tables in the place of their cells, none where there are no
    verdicts (one query)."""
    if not vocab.has_verdicts:
        return [{}, {}]
    stored = read_positions_of_principals(scope, vocab)
    decided = []
    for table in tables:
        positions: dict[Cell, Stance] = {**stored.stances[Dimension.POSITION]}
        positions.update({(p, holder): stance for (d, p, holder), stance in table.items() if d == Dimension.POSITION})
        with_it = collect_positions(vocab, StanceTable({str(Dimension.POSITION): positions}))
        decided.append({vocab.by_slug[slug].pk: one.kind for slug, one in verdicts.decide_all(with_it).items()})
    return decided
