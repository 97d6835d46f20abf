"""Querysets → plain rows for the rules. Nothing here computes a stance of its own, or knows of requests.

A `Scope` says which claims count: it changes stances, verdicts and every number. What is merely shown of them is
the pages' affair. A page reads the claims of its own cells, `table`; what needs every cell is a `Whole`, kept in
memory.
"""

from .cache import WINDOWS, count, forget
from .claims import (
    Cited,
    Quoted,
    cell_claims,
    claims_of,
    in_order_of_appearance,
    linked_proposals,
    provenance,
    provenance_of,
    public_ids,
    quotes_of_cells,
    shown_claims,
    sources_of,
)
from .counts import Tally, counts_by_state
from .editorial import remarks, remarks_by_cell, searches, shown_remarks, shown_searches
from .robustness import Robustness
from .scope import Scope
from .snapshot import Summary, Whole, whole
from .spread import NO_SPREAD, spread_of
from .stances import (
    Table,
    folded,
    marks_of,
    marks_shown,
    of_cells,
    on_one_source,
    positions,
    positions_on,
    rule_claims,
    table,
)
from .vocabulary import Vocabulary, vocabulary

__all__ = [
    "WINDOWS",
    "NO_SPREAD",
    "Cited",
    "Quoted",
    "Robustness",
    "Scope",
    "Summary",
    "Table",
    "Tally",
    "Vocabulary",
    "Whole",
    "cell_claims",
    "claims_of",
    "count",
    "counts_by_state",
    "folded",
    "forget",
    "in_order_of_appearance",
    "linked_proposals",
    "marks_of",
    "marks_shown",
    "of_cells",
    "on_one_source",
    "positions",
    "positions_on",
    "provenance",
    "provenance_of",
    "public_ids",
    "quotes_of_cells",
    "remarks",
    "remarks_by_cell",
    "rule_claims",
    "searches",
    "shown_claims",
    "shown_remarks",
    "shown_searches",
    "sources_of",
    "spread_of",
    "table",
    "vocabulary",
    "whole",
]
