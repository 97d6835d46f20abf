"""Any number of ids in one query, as one parameter: databases take only so many, and where there are dozens SQLite
would rather walk an index of all claims of a status than look each up. PostgreSQL takes a few one by one: it joins a
choice among the last where a row names many others, and so would join these with all claims first."""

import json
from collections.abc import Collection

from django.db import connection
from django.db.models.expressions import RawSQL

MOST_ONE_BY_ONE = 200


def list_ids(ids: Collection[int]) -> RawSQL | list[int]:
    """Return what `filter(pk__in=…)` takes for these ids, however many they are; without any, no query is made."""
    if not ids:
        return []
    if connection.vendor == "postgresql":
        if len(ids) <= MOST_ONE_BY_ONE:
            return list(ids)
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
