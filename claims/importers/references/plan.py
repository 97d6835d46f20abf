"""The records of a file → what would be made of each: a source, none since it is there already, or none since it
cannot be taken as it is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import chain, count
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from ...models import OldAddress, Source
from ...queries.same_sources import describe_work, learn_works
from ...rules.csl import write_record
from ...rules.csl_sources import ReadWork, read_item
from ...rules.faults import FaultCode
from ...rules.same_works import SURE, SameBy, SameWorks
from ...rules.slugs import LONGEST_SLUG, make_slug
from ...wording.exchange import SENTENCES
from ...wording.references import write_left_out, write_remark
from .records import FileRecord

_LABELS = {field.name: str(field.verbose_name) for field in Source._meta.concrete_fields}


class RecordState(StrEnum):
    """What becomes of a record. What is `like` a source is taken where somebody says so, what is the same is not."""

    NEW = "new"
    LIKE = "like"
    SAME = "same"
    INVALID = "invalid"


class Same(NamedTuple):
    """The source, or the record above, that a record is the same as, and by what."""

    by: SameBy
    source: Source | None = None
    number: int = 0


class PlannedRecord(NamedTuple):
    """A record by its number in the file, with the unsaved source that would be made of it; none where it is invalid
    for its `faults`."""

    number: int
    line: int
    state: RecordState
    source: Source | None
    same: Same | None
    faults: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def record(self) -> str:
        return write_record(self.source.csl) if self.source else ""

    @property
    def takeable(self) -> bool:
        return self.state in (RecordState.NEW, RecordState.LIKE)


class Plan(NamedTuple):
    """What would be made of the records of a file."""

    records: tuple[PlannedRecord, ...]

    def count(self, state: RecordState) -> int:
        return sum(1 for record in self.records if record.state == state)

    def identify(self) -> str:
        """Return a digest of what was planned: what is looked at is what is taken."""
        told = [
            (r.number, r.state, r.source and (r.source.slug, r.source.title, r.record), r.same and _name_same(r.same))
            for r in self.records
        ]
        return sha256(repr(told).encode()).hexdigest()[:16]


def plan_records(records: Sequence[FileRecord], sources: QuerySet[Any]) -> Plan:
    """Return what would be made of records beside the `sources` that may be seen (four queries)."""
    stored, met = learn_works(sources), SameWorks()
    read = [None if record.fault else _read(record) for record in records]
    slugs = _Slugs()
    planned = []
    for number, (record, made) in enumerate(zip(records, read, strict=True), 1):
        if made is None:
            planned.append(PlannedRecord(number, record.line, RecordState.INVALID, None, None, (record.fault,), ()))
            continue
        work, source = made
        faults = _list_faults(source)
        same = None if faults else _find_same(source, stored, met)
        state = RecordState.INVALID if faults else _tell_state(same)
        if not faults:
            source.slug = slugs.give(source, work.slug)
            met.learn(number, describe_work(source))
        remarks = (*map(write_remark, work.remarks), *filter(None, [write_left_out(record.left_out)]))
        planned.append(PlannedRecord(number, record.line, state, source, same, faults, remarks))
    return Plan(tuple(_name_sources(planned, sources)))


def _read(record: FileRecord) -> tuple[ReadWork, Source]:
    work = read_item(record.item)
    return work, Source(**work.fields)


def _list_faults(source: Source) -> tuple[str, ...]:
    """Return what the fields of a source refuse, each with its name."""
    try:
        source.clean_fields(exclude={"slug"})
    except ValidationError as error:
        return tuple(
            f"{_LABELS[field]}: {sentence}"
            for field, errors in error.error_dict.items()
            for sentence in dict.fromkeys(map(_write_invalid, errors))
        )
    return () if source.title else (f"title: {SENTENCES[FaultCode.REQUIRED]}",)


def _write_invalid(error: ValidationError) -> str:
    if error.code == "max_length":
        return SENTENCES[FaultCode.TOO_LONG].format(most=(error.params or {})["limit_value"])
    if error.code in ("blank", "null"):
        return SENTENCES[FaultCode.REQUIRED]
    if error.code == "invalid" and isinstance(error.params, dict) and "value" in error.params:
        return f"“{str(error.params['value'])[:100]}” is no address that begins with https:// or http://."
    return " ".join(error.messages)


def _find_same(source: Source, stored: SameWorks, met: SameWorks) -> Same | None:
    """Return what is the same as a source, surely or perhaps: rather one that is stored."""
    work = describe_work(source)
    there = stored.find(work)
    above = met.find(work)
    if above and (there is None or (above[1] in SURE and there[1] not in SURE)):
        return Same(above[1], number=above[0])
    return Same(there[1], Source(pk=there[0])) if there else None


def _tell_state(same: Same | None) -> RecordState:
    if same is None:
        return RecordState.NEW
    return RecordState.SAME if same.by in SURE else RecordState.LIKE


def _name_sources(planned: Iterable[PlannedRecord], sources: QuerySet[Any]) -> list[PlannedRecord]:
    """Return the records, each with the stored source that it is the same as (one query)."""
    planned = list(planned)
    rows = sources.in_bulk([r.same.source.pk for r in planned if r.same and r.same.source])
    return [
        r._replace(same=r.same._replace(source=rows.get(r.same.source.pk))) if r.same and r.same.source else r
        for r in planned
    ]


def _name_same(same: Same) -> tuple[str, int, int]:
    return same.by.value, same.source.pk if same.source else 0, same.number


class _Slugs:
    """Gives each new source a slug that no other has: that which its record asks for, or one of its publisher and
    title, with its day or a number where that is taken (two queries)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        for model in (Source, OldAddress):
            slugs: Any = model._base_manager.values_list("slug", flat=True).order_by()
            self._taken.update(slugs.iterator())

    def give(self, source: Source, wanted: str) -> str:
        name = " ".join(filter(None, (source.publisher, source.title)))
        slug = next(self._list_choices(wanted or make_slug(name) or "source", source.published_on))
        self._taken.add(slug)
        return slug

    def _list_choices(self, base: str, day: date | None) -> Iterator[str]:
        with_day = [f"{base[: LONGEST_SLUG - 11].rstrip('-')}-{day.isoformat()}"] if day else []
        numbered = (f"{base[: LONGEST_SLUG - 8].rstrip('-')}-{number}" for number in count(2))
        return (slug for slug in chain([base], with_day, numbered) if slug not in self._taken)
