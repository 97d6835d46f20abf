"""Which filter reads the query string of each page."""

from claims.reader.filters import (
    ActorFilter,
    AgreementFilter,
    ChangesFilter,
    ClaimFilter,
    CountingFilter,
    CoverageFilter,
    DossierFilter,
    ExpertsFilter,
    FindingsFilter,
    MatrixFilter,
    MovesFilter,
    OnProposalsFilter,
    PairFilter,
    ProposalDossierFilter,
    ProposalFilter,
    SearchFilter,
    SourceDossierFilter,
    SourceFilter,
    TimelineFilter,
)

FILTERS_OF_PAGES = {
    "claims:matrix": MatrixFilter,
    "claims:cell": CountingFilter,
    "claims:common-ground": FindingsFilter,
    "claims:changes": ChangesFilter,
    "claims:moves": MovesFilter,
    "claims:moves-feed": MovesFilter,
    "claims:timeline": TimelineFilter,
    "claims:robustness": OnProposalsFilter,
    "claims:coverage": CoverageFilter,
    "claims:agreement": AgreementFilter,
    "claims:pair": PairFilter,
    "claims:proposals": ProposalFilter,
    "claims:proposal": ProposalDossierFilter,
    "claims:actors": ActorFilter,
    "claims:actor": DossierFilter,
    "claims:experts": ExpertsFilter,
    "claims:sources": SourceFilter,
    "claims:source": SourceDossierFilter,
    "claims:claims": ClaimFilter,
    "claims:search": SearchFilter,
}  # what else there is reads no parameter, save `suggest`, which reads its own
# A cell and a feed keep what counts, and have no form; the search has one of its own.
PAGES_WITH_FORM = FILTERS_OF_PAGES.keys() - {"claims:cell", "claims:search", "claims:moves-feed"}
