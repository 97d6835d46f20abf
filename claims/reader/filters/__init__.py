"""What a query string asks for: which claims count, what is shown, and the sentence that says so.

`dimension`, `as_of`, `attribution` and `origin` choose the claims that count, in stances, verdicts and every number.
All others choose rows and columns and change no number.
"""

from .agreement import AgreementFilter, FindingsFilter, PairFilter
from .base import EXPORTS, CountingFilter, PagedFilter, TableFilter, write_day
from .lists import (
    ACTOR_SORTS,
    PROPOSAL_SORTS,
    SORTS,
    SOURCE_SORTS,
    ActorFilter,
    ClaimFilter,
    DossierFilter,
    ProposalFilter,
    SourceFilter,
)
from .matrix import CoverageFilter, MatrixFilter

__all__ = [
    "ACTOR_SORTS",
    "ActorFilter",
    "AgreementFilter",
    "ClaimFilter",
    "CountingFilter",
    "CoverageFilter",
    "DossierFilter",
    "EXPORTS",
    "FindingsFilter",
    "MatrixFilter",
    "PROPOSAL_SORTS",
    "PagedFilter",
    "PairFilter",
    "ProposalFilter",
    "SORTS",
    "SOURCE_SORTS",
    "SourceFilter",
    "TableFilter",
    "write_day",
]
