"""Contradictions as whoever asks may see them: editors see, too, which remarks on them wait for a reviewer."""

from collections.abc import Sequence
from typing import Any

from ... import queries
from ..rendering.contradiction_rows import ShownContradiction, show_contradictions
from .negotiation import sees_as_editor


def show_for(
    request: Any, snapshot: queries.Snapshot, listed: Sequence[queries.ContradictionPlace], query: str
) -> list[ShownContradiction]:
    """Return contradictions as a page of a negotiation lists them (the queries of `read_contradictions`, and one for
    editors)."""
    rows = queries.read_contradictions(snapshot, listed)
    as_editor = sees_as_editor(request, "claims.change_editorialnote")
    waiting = queries.read_waiting_answers(request.negotiation.pk, listed) if as_editor else {}
    return show_contradictions(rows, query, waiting)
