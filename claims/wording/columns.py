"""Which columns of the matrix are not shown, in words."""

from collections.abc import Iterable, Sequence

from ..rules.folding import isolate
from ..rules.scales import Dimension

MOST_NAMED = 20
NONE_OF_THEM = "none of them"  # of the parties without a column of their own: what whoever hears the page is told


GROUPS = {
    (False, Dimension.POSITION): "Where the parties stand",
    (False, Dimension.PROSPECTS): "What the parties expect",
    (False, Dimension.SALIENCE): "How much it matters to the parties",
    (True, Dimension.POSITION): "Where experts stand",
    (True, Dimension.PROSPECTS): "What experts expect",
    (True, Dimension.SALIENCE): "How much it matters to experts",
}


def write_group(of_experts: bool, dimension: Dimension) -> str:
    """Say what the cells of parties tell, or of experts: the heading above their columns."""
    return GROUPS[of_experts, dimension]


def write_order(has_principals: bool) -> str:
    """Say in which order actors stand whose columns are on several pages, and where those of other pages are."""
    order = "Principals first, then who has said most. " if has_principals else ""
    return f"{order}A party without a column here is in the strip “Others”."


def write_hidden(names: Sequence[object], of_some_rows: bool = False) -> str:
    """Name the actors that have no column, as they have nothing in the rows; empty without any."""
    if not names:
        return ""
    where = " on these proposals" if of_some_rows else ""
    return f"Without a stance{where}, and not shown: {write_names(names)}"


def list_all(names: Iterable[object]) -> str:
    """Name all: “A, B, C”."""
    return ", ".join([isolate(str(name)) for name in names])


def write_names(names: Sequence[object], most: int = MOST_NAMED) -> str:
    """Name some of many: “A, B and 7 more”, the first `most`; all where these are no more."""
    return f"{list_all(names[:most])} and {len(names) - most} more" if len(names) > most else list_all(names)
