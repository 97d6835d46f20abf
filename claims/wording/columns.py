"""Which columns of the matrix are not shown, in words."""

from collections.abc import Iterable, Sequence

from ..rules.folding import isolate

MOST_NAMED = 20


def write_hidden(names: Sequence[object]) -> str:
    """Name the actors that have no column, as they have nothing in the rows; empty without any."""
    if not names:
        return ""
    actors = f"{len(names)} actor{'' if len(names) == 1 else 's'}"
    return f"{actors} hidden, without anything in these rows: {write_names(names)}"


def list_all(names: Iterable[object]) -> str:
    """Name all: “A, B, C”."""
    return ", ".join(isolate(str(name)) for name in names)


def write_names(names: Sequence[object], most: int = MOST_NAMED) -> str:
    """Name some of many: “A, B and 7 more”, the first `most`; all where these are no more."""
    return f"{list_all(names[:most])} and {len(names) - most} more" if len(names) > most else list_all(names)
