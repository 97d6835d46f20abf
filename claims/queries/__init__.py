"""Querysets → plain rows for the rules. Nothing here computes a stance of its own, or knows of requests.

A `Scope` says which claims count: it changes stances, verdicts and every number. What is merely shown of them is
the pages' affair. A page reads the claims of its own cells, `table`; what needs every cell is a `Snapshot`, kept in
memory.
"""

from .cache import WINDOWS, count_rows, forget_all
from .claims import (
    QuotedClaim,
    collect_provenance,
    order_by_appearance,
    read_cell_claims,
    read_linked_proposals,
    read_provenance,
    read_public_ids,
    read_quotes,
    read_source_ids,
    select_claims,
    select_claims_about,
)
from .counts import Tally, count_by_state
from .coverage import CoverageRow, count_coverage, list_holders
from .editorial import read_notes, read_notes_by_cell, read_searches, select_notes, select_searches
from .lists import ActorRow, ProposalRow, SourceRow, list_actors, list_proposals, list_sources
from .robustness import Robustness
from .scope import Scope
from .snapshot import Snapshot, Summary, get_snapshot
from .spread import NO_SPREAD, compute_spread
from .stances import (
    StanceTable,
    collect_marks,
    collect_positions,
    collect_positions_on,
    combine_marks,
    find_cells_on_one_source,
    fold_loaded_claims,
    make_rule_claims,
    read_stances,
    select_claims_of_cells,
)
from .vocabulary import Vocabulary, choose_dimension, name_role, read_vocabulary

__all__ = [
    "name_role",
    "choose_dimension",
    "list_holders",
    "count_coverage",
    "CoverageRow",
    "list_sources",
    "list_proposals",
    "list_actors",
    "SourceRow",
    "ProposalRow",
    "ActorRow",
    "WINDOWS",
    "NO_SPREAD",
    "QuotedClaim",
    "Robustness",
    "Scope",
    "Summary",
    "StanceTable",
    "Tally",
    "Vocabulary",
    "Snapshot",
    "read_cell_claims",
    "select_claims_about",
    "count_rows",
    "count_by_state",
    "fold_loaded_claims",
    "forget_all",
    "order_by_appearance",
    "read_linked_proposals",
    "combine_marks",
    "collect_marks",
    "select_claims_of_cells",
    "find_cells_on_one_source",
    "collect_positions",
    "collect_positions_on",
    "read_provenance",
    "collect_provenance",
    "read_public_ids",
    "read_quotes",
    "read_notes",
    "read_notes_by_cell",
    "make_rule_claims",
    "read_searches",
    "select_claims",
    "select_notes",
    "select_searches",
    "read_source_ids",
    "compute_spread",
    "read_stances",
    "read_vocabulary",
    "get_snapshot",
]
