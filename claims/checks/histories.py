"""What is kept of rows as they were."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, Max

from .broken_rows import BATCH, BrokenRow, list_tracked_models, report


def check_histories() -> Iterator[BrokenRow]:
    """Each version of a row is kept in its history, none is left out, and the last one is what the row is now."""
    for model in list_tracked_models():
        kept = model.history.exclude(history_type="-").order_by().values("id")
        counted = {
            row["id"]: (row["number"], row["last"])
            for row in kept.annotate(number=Count("version", distinct=True), last=Max("version"))
        }
        uneven = set()
        for pk, version in model._base_manager.order_by("pk").values_list("pk", "version").iterator(BATCH):
            number, last = counted.get(pk, (0, 0))
            if number != version or last != version:
                uneven.add(pk)
                row = model._base_manager.get(pk=pk)
                yield report(row, f"It is at version {version}, and its history keeps {number}, the last one {last}.")
        for row in model._base_manager.filter(pk__in=_list_otherwise_kept(model)).exclude(pk__in=uneven).order_by("pk"):
            yield report(row, f"It is not what its history says that version {row.version} is: save it again.")


def _list_otherwise_kept(model: Any) -> list[int]:
    """Return the keys of rows that their history keeps no version of as they are now."""
    history = model.history.model
    quote = connection.ops.quote_name
    same = "IS" if connection.vendor == "sqlite" else "IS NOT DISTINCT FROM"
    columns = [quote(field.column) for field in history.tracked_fields]
    alike = " AND ".join(f"kept.{column} {same} now.{column}" for column in columns)
    alike = f"kept.id = now.id AND {alike}"  # by the index, which PostgreSQL uses for no comparison but this
    # S608: names of ours
    sql = (
        f"SELECT now.id FROM {quote(model._meta.db_table)} now WHERE now.version > 0 AND NOT EXISTS "  # noqa: S608
        f"(SELECT 1 FROM {quote(history._meta.db_table)} kept WHERE kept.history_type <> '-' AND {alike})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [key for (key,) in cursor.fetchall()]
