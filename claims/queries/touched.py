"""Which cells were touched between two data versions of a negotiation, read once for all that follows them."""

from ..models import Touched, TouchedCells, VersionNumber
from .cache import TOUCHED


def read_touched(before: VersionNumber, now: VersionNumber) -> Touched | None:
    """Return what was written after one data version until a later one (one query, the first time); None where anything
    may have been: something that negotiations share, or more than is remembered."""
    negotiation = now.negotiation
    if negotiation is None or now.database or before[::2] != now[::2] or before.shared != now.shared:
        return None
    return TOUCHED.get(now, before.number, lambda: TouchedCells.read_since(negotiation, before.own, now.own))
