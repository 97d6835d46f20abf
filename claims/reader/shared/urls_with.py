"""Query strings made from query strings: what a link keeps and what it changes."""

from typing import Any

from django.http import QueryDict


def change_query(path: str, query: QueryDict, **changes: Any) -> str:
    """Return the address of `path` with parameters of the query string set, or taken out where None."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"{path}?{changed.urlencode()}" if changed else path
