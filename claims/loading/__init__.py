"""Querysets → plain rows for the rules. Nothing here computes a stance of its own, or knows of requests.

A `Scope` says which claims count: it changes stances, verdicts and every number. What is merely shown of them is
the pages' affair.
"""

from .evidence import (
    Quoted,
    cell_claims,
    cited_sources,
    claims_of,
    in_order_of_appearance,
    linked_proposals,
    public_ids,
    quotes_of_cells,
    shown_claims,
)
from .numbers import Tally, claim_counts, coverage, days_of_publication, fully_coded_sources, tallies
from .scope import Scope
from .stances import (
    Table,
    all_verdicts,
    folded,
    marks_of,
    marks_shown,
    positions,
    principal_positions,
    rule_claims,
    table,
)
from .vocabulary import Vocabulary, proposers, vocabulary

__all__ = [
    "Quoted",
    "Scope",
    "Table",
    "Tally",
    "Vocabulary",
    "all_verdicts",
    "cell_claims",
    "cited_sources",
    "claim_counts",
    "claims_of",
    "coverage",
    "days_of_publication",
    "folded",
    "fully_coded_sources",
    "in_order_of_appearance",
    "linked_proposals",
    "marks_of",
    "marks_shown",
    "positions",
    "principal_positions",
    "proposers",
    "public_ids",
    "quotes_of_cells",
    "rule_claims",
    "shown_claims",
    "table",
    "tallies",
    "vocabulary",
]
