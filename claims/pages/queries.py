"""Query strings made from query strings: what a link keeps and what it changes."""


def with_changes(query, **changes):
    """Return the query string with parameters set, or taken out where None."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}" if changed else "?"
