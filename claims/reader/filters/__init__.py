"""What a query string asks for: which claims count, what stands on the page, and the sentence that says so.

`dimension`, `as_of`, `known`, `attribution`, `origin`, `leaked` and `grade` choose the claims that count, in
stances, verdicts and every number. All others choose rows and columns and change no number.
"""

from .agreement import AgreementFilter, FindingsFilter, PairFilter
from .base import CountingFilter, OnProposalsFilter, PagedFilter, TableFilter
from .changes import ChangesFilter, MovesFilter
from .contradictions import ContradictionsFilter
from .experts import ExpertsFilter
from .lists import (
    ActorFilter,
    ClaimFilter,
    DossierFilter,
    ProposalDossierFilter,
    ProposalFilter,
    SearchFilter,
    SourceDossierFilter,
    SourceFilter,
)
from .matrix import CoverageFilter, MatrixFilter
from .timeline import TimelineFilter

__all__ = [
    "ActorFilter",
    "AgreementFilter",
    "ChangesFilter",
    "ClaimFilter",
    "ContradictionsFilter",
    "CountingFilter",
    "CoverageFilter",
    "DossierFilter",
    "ExpertsFilter",
    "FindingsFilter",
    "MatrixFilter",
    "MovesFilter",
    "OnProposalsFilter",
    "PagedFilter",
    "PairFilter",
    "ProposalDossierFilter",
    "ProposalFilter",
    "SearchFilter",
    "SourceDossierFilter",
    "SourceFilter",
    "TableFilter",
    "TimelineFilter",
]
