"""What the coders of a batch coded, side by side: the numbers, and the units that are settled or wait to be."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from django.db.models import F

from ..models import Batch, BatchCoder, BatchSource, BlindCoding, Settlement
from ..rules.coding_units import CodedUnit, UnitClaim, group_units
from ..rules.measures.coder_agreement import CodersCompared, compare_coders
from ..rules.measures.reliability import CodedCell
from ..rules.repeats import DIFFERING

LOOKED_AT = ("quote", *DIFFERING)


class BatchUnit(NamedTuple):
    """What the coders of a batch said of the same, by coder where they said anything; in what it differs, and how it
    was settled, if it was."""

    codings: tuple[BlindCoding, ...]
    differences: tuple[str, ...]
    settlement: Settlement | None

    @property
    def key(self) -> int:
        """By what it is known: the first of its codings."""
        return min(coding.pk for coding in self.codings)

    @property
    def versions(self) -> dict[int, int]:
        """The version of each of its codings."""
        return {coding.pk: coding.version for coding in self.codings}

    def find(self, coding: int) -> BlindCoding | None:
        """Return the coding of this key."""
        return next((each for each in self.codings if each.pk == coding), None)


class ComparedBatch(NamedTuple):
    """A batch with its coders and all that they coded, compared."""

    coders: list[BatchCoder]
    numbers: CodersCompared
    units: list[BatchUnit]

    @property
    def open_units(self) -> list[BatchUnit]:
        """The units that wait to be settled."""
        return [unit for unit in self.units if unit.settlement is None]


def read_comparison(batch: Batch) -> ComparedBatch:
    """Read all that the coders of a batch coded, and compare it (two queries)."""
    coders = list(batch.coders.select_related("user").order_by("pk"))
    codings = read_batch_codings(batch)
    return ComparedBatch(coders, compare_batch(codings, coders), list_units(codings, coders))


def read_batch_codings(batch: Batch) -> list[BlindCoding]:
    """Return all that the coders of a batch coded, with what a page shows of it, and how it was settled (one query)."""
    beside = ("holder", "speaker", "proposal__topic", "proposal__negotiation", "source", "wording")
    settled = ("settlement__claim", "settlement__settled_by", "settlement__coding__coder__user")
    codings = BlindCoding.objects.filter(coder__batch=batch).select_related("coder__user", *beside, *settled)
    return list(codings.order_by("pk"))


def compare_batch(codings: Iterable[BlindCoding], coders: Sequence[BatchCoder]) -> CodersCompared:
    """Compare what coders coded, as `compare_codings` compares two: what has no value is no part of it."""
    by_coder: dict[int, list[tuple[CodedCell, int]]] = {coder.pk: [] for coder in coders}
    for coding in codings:
        if coding.value is not None:
            by_coder[coding.coder_id].append((_get_cell(coding), coding.value))
    return compare_coders(by_coder)


def list_units(codings: Iterable[BlindCoding], coders: Sequence[BatchCoder]) -> list[BatchUnit]:
    """Return what coders said of the same, differences first."""
    by_key = {coding.pk: coding for coding in codings}
    units = group_units(map(_describe, by_key.values()), [coder.pk for coder in coders])
    return [_make_unit(unit, by_key) for unit in units]


def _make_unit(unit: CodedUnit, by_key: dict[int, BlindCoding]) -> BatchUnit:
    codings = tuple(by_key[claim.key] for claim in unit.claims)
    return BatchUnit(codings, unit.differences, codings[0].settlement)


def _describe(coding: BlindCoding) -> UnitClaim:
    said = {name: coding.serializable_value(name) for name in LOOKED_AT}
    return UnitClaim(coding.pk, coding.coder_id, _get_cell(coding), said, coding.quote_start, coding.quote_end)


def _get_cell(coding: BlindCoding) -> CodedCell:
    return CodedCell(coding.source_id, coding.holder_id, coding.proposal_id, coding.dimension, int(coding.attribution))


def read_batch_texts(batch: Batch, sources: Collection[int]) -> dict[int, str]:
    """Return the texts of sources (keys) as they were when a batch was opened (one query)."""
    places = BatchSource.objects.filter(batch=batch, source__in=sources).exclude(sha256="")
    same = {"source__texts__sha256": F("sha256")}
    return dict(places.filter(**same).values_list("source", "source__texts__text"))
