"""Saving for which negotiation a source is fully coded: at once, or where readers see it as a change that waits."""

from ..models import PendingChange, SourceCoding
from .pending_changes import propose
from .write_gate import Gate


def save_coding(gate: Gate, coding: SourceCoding) -> PendingChange | None:
    """Save what the gate's user wrote of a coding, which the gate holds where it is stored. Where readers see the
    source cited in the negotiation, keep it as a change for a reviewer, and return that (None where it is so already).
    """
    if not coding.is_public():
        gate.save(coding)
        return None
    if not coding.pk:
        _open(gate, coding)
    return propose(gate, coding)


def _open(gate: Gate, coding: SourceCoding) -> None:
    """Make a row for a new coding that says nothing yet, as readers see it already: so a change can be of it."""
    empty = SourceCoding(source_id=coding.source_id, negotiation_id=coding.negotiation_id)
    with gate.releasing():
        gate.save(empty)
    coding.pk, coding.version, coding._state.adding = empty.pk, empty.version, False
