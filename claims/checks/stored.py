"""Whether the database itself is whole: its file, its links, its search index, its counters and its releases.

What no program can break is broken by disks, by copies of a file that is being written, and by hand.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from ..models import DataVersion, ReleaseFile
from ..search import index
from .broken_rows import BATCH, BrokenRow

REBUILD = "manage.py check_claims --search-anew makes it anew."


def check_file() -> Iterator[BrokenRow]:
    """The database finds nothing wrong with how it is stored."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check(100)")
            faults = [words for (words,) in cursor.fetchall() if words != "ok"]
        else:
            cursor.execute(
                "SELECT conrelid::regclass || ': the constraint ' || conname || ' was never checked.' "
                "FROM pg_constraint WHERE NOT convalidated UNION ALL "
                "SELECT indrelid::regclass || ': the index ' || indexrelid::regclass || ' is not valid.' "
                "FROM pg_index WHERE NOT indisvalid"
            )
            faults = [words for (words,) in cursor.fetchall()]
    for words in faults:
        yield _report_database(words)


def check_keys() -> Iterator[BrokenRow]:
    """Whatever a row names is there."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.many_to_one or field.one_to_one:
                for row in _list_dangling(model, field).order_by("pk")[:BATCH]:
                    reason = f"{field.verbose_name}: it names the {field.attname} {getattr(row, field.attname)}, "
                    yield BrokenRow(f"{model._meta.verbose_name} {row.pk}", model._meta.db_table, f"{reason}not there.")


def _list_dangling(model: Any, field: Any) -> QuerySet[Any]:
    """Return the rows whose link leads nowhere, where the database holds such links."""
    rows: QuerySet[Any] = model._base_manager.all()
    if not field.db_constraint or model._meta.proxy or not model._meta.managed:
        return rows.none()
    target = field.target_field
    there = target.model._base_manager.filter(**{target.attname: OuterRef(field.attname)})
    return rows.exclude(**{field.attname: None}).filter(~Exists(there))


def check_search() -> Iterator[BrokenRow]:
    """The search index holds the words of the rows, all of them and no others."""
    for fault in index.find_faults():
        yield _report_database(f"{fault} {REBUILD}")


def check_counters() -> Iterator[BrokenRow]:
    """What tells readers that something changed is there."""
    if not DataVersion.objects.filter(pk=1, number__gt=0).exists():
        yield _report_database("It has no data version, so no page can be shown: manage.py migrate makes it.")


def check_releases() -> Iterator[BrokenRow]:
    """Each file of a release has the bytes that its digest says."""
    for file in ReleaseFile.objects.select_related("release__negotiation").order_by("pk"):
        digest, size = sha256(), 0
        for data in file.chunks.order_by("number").values_list("data", flat=True).iterator(1):
            digest.update(data)
            size += len(data)
        if (size, digest.hexdigest()) != (file.size, file.sha256):
            reason = f"It has {size} bytes of {file.size}, or others: restore the newest backup that has it whole."
            yield BrokenRow(f"file {file.name}", file.release.negotiation.get_absolute_url(), reason)


def _report_database(reason: str) -> BrokenRow:
    return BrokenRow("database", str(connection.settings_dict["NAME"]), reason)
