"""Query strings made from query strings: what a link keeps and what it changes."""

from ..filters import CountingFilter


def with_changes(query, **changes):
    """Return the query string with parameters set, or taken out where None."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}" if changed else "?"


def counting(query):
    """Return the part of the query string that says which claims count, for links that must keep it."""
    kept = query.copy()
    for name in query:
        if name not in CountingFilter.COUNTING:
            del kept[name]
    return f"?{kept.urlencode()}" if kept else ""
