"""Querysets → plain rows for the rules. Nothing here computes a stance of its own, or knows of requests.

A `Scope` says which claims count: it changes stances, verdicts and every number. What is merely shown of them is
the pages' affair. A page reads the claims of its own cells, by `read_stances`; what needs every cell it asks of a
`Snapshot`, which keeps it in memory.
"""

from .agreement import (
    Layouts,
    Pairs,
    PairsRequest,
    compare_pairs,
    compute_lower_bounds,
    count_ties,
    lay_out,
)
from .cache import WINDOWS, count_rows, forget_all
from .cells import CellStances, collect_marks, combine_marks, open_stance, read_cell_stances
from .changes import count_changed_cells, find_changed_cells, get_snapshot_before
from .claims import (
    QuotedClaim,
    collect_provenance,
    find_ground,
    order_by_appearance,
    read_cell_claims,
    read_claims_by_id,
    read_linked_proposals,
    read_provenance,
    read_public_ids,
    read_quotes,
    select_claims,
    select_claims_about,
)
from .coded_sources import (
    RereadRow,
    count_coded,
    count_rereads,
    list_added_since,
    list_coded,
    list_rereads,
    read_coding_days,
    select_to_reread,
)
from .counts import (
    Tally,
    count_by_state,
    count_totals,
    read_days_of_publication,
    tally_holders,
    tally_proposals,
)
from .coverage import CoverageRow, count_coverage, list_holders
from .editorial import read_notes, read_notes_by_cell, read_searches, select_notes, select_searches
from .lists import (
    ActorRow,
    ProposalRow,
    SourceRow,
    list_actors,
    list_proposals,
    list_proposals_of,
    list_proposers,
    list_sources,
)
from .outcomes import StandingOutcome, find_standing_outcomes, list_outcomes, list_outcomes_of
from .pair import (
    AgreementTerms,
    ComparedProposal,
    compare_pair,
    read_pair_ground,
)
from .robustness import Robustness, compute_robustness
from .scope import Scope
from .snapshot import Snapshot, get_snapshot
from .spread import NO_SPREAD, compute_spread, compute_spreads
from .stance_arrays import count_filled_cells, find_filled_holders, read_stance_arrays, select_filled_cells
from .stances import (
    Cell,
    StanceTable,
    collect_branches,
    collect_deciding,
    fold_loaded_claims,
    make_rule_claims,
    read_stances,
    select_claims_of_cells,
)
from .summaries import Summary, count_verdicts, sort_by_division, sort_by_verdict, summarise_proposals
from .verdicts import collect_positions, collect_positions_on, decide_verdicts
from .versions import read_corrections, read_earlier_version, read_withdrawal
from .vocabulary import (
    Vocabulary,
    choose_dimension,
    count_put_forward_later,
    have_verdicts,
    list_put_forward,
    read_vocabulary,
)

__all__ = [
    "Cell",
    "ActorRow",
    "AgreementTerms",
    "CellStances",
    "ComparedProposal",
    "CoverageRow",
    "Layouts",
    "NO_SPREAD",
    "Pairs",
    "PairsRequest",
    "ProposalRow",
    "QuotedClaim",
    "RereadRow",
    "Robustness",
    "Scope",
    "Snapshot",
    "SourceRow",
    "StanceTable",
    "StandingOutcome",
    "Summary",
    "Tally",
    "Vocabulary",
    "WINDOWS",
    "choose_dimension",
    "collect_branches",
    "collect_deciding",
    "collect_marks",
    "collect_positions",
    "collect_positions_on",
    "collect_provenance",
    "combine_marks",
    "compare_pair",
    "compare_pairs",
    "compute_lower_bounds",
    "compute_robustness",
    "compute_spread",
    "compute_spreads",
    "count_by_state",
    "count_changed_cells",
    "count_coded",
    "count_coverage",
    "count_filled_cells",
    "count_rereads",
    "count_rows",
    "count_put_forward_later",
    "count_ties",
    "count_totals",
    "count_verdicts",
    "decide_verdicts",
    "find_changed_cells",
    "find_filled_holders",
    "find_ground",
    "find_standing_outcomes",
    "fold_loaded_claims",
    "forget_all",
    "get_snapshot",
    "get_snapshot_before",
    "have_verdicts",
    "lay_out",
    "list_actors",
    "list_added_since",
    "list_coded",
    "list_holders",
    "list_outcomes",
    "list_outcomes_of",
    "list_proposals",
    "list_proposals_of",
    "list_proposers",
    "list_put_forward",
    "list_rereads",
    "list_sources",
    "make_rule_claims",
    "open_stance",
    "order_by_appearance",
    "read_cell_claims",
    "read_cell_stances",
    "read_claims_by_id",
    "read_coding_days",
    "read_corrections",
    "read_days_of_publication",
    "read_earlier_version",
    "read_linked_proposals",
    "read_notes",
    "read_notes_by_cell",
    "read_pair_ground",
    "read_provenance",
    "read_public_ids",
    "read_quotes",
    "read_searches",
    "read_stance_arrays",
    "read_stances",
    "read_vocabulary",
    "read_withdrawal",
    "select_claims",
    "select_claims_about",
    "select_claims_of_cells",
    "select_filled_cells",
    "select_notes",
    "select_searches",
    "select_to_reread",
    "sort_by_division",
    "sort_by_verdict",
    "summarise_proposals",
    "tally_holders",
    "tally_proposals",
]
