"""What each page is called where it is cited."""

from collections.abc import Iterable
from datetime import date

from ..rules.folding import isolate
from .days import format_day

# Name of the address → title. Other pages are called after the rows that they are of.
TITLES = {
    "matrix": "Who stands where",
    "common-ground": "Common ground",
    "robustness": "What the verdicts depend on",
    "changes": "Changes",
    "moves": "Moves",
    "contradictions": "Contradictions",
    "coverage": "Coverage",
    "agreement": "Who agrees",
    "proposals": "Proposals",
    "actors": "Actors",
    "experts": "Experts",
    "claims": "Claims",
    "claims-everywhere": "Claims",
    "sources": "Sources",
    "negotiations": "Negotiations",
    "releases": "Releases",
    "method": "Method",
}
OF_SUBJECTS = frozenset({"cell", "proposal", "actor", "actor-everywhere", "pair", "timeline", "method-page"})


def write_page_title(title: str, negotiation: str, clauses: Iterable[str], day: date | None) -> str:
    """Return how a page is cited: “Who stands where: Talks, as of 10 Jan 2022, own statements”. The `clauses` say what
    was chosen of it; the `day` is said where none of them says one."""
    head = isolate(title) + (f": {isolate(negotiation)}" if negotiation else "")
    return ", ".join([head, *([f"as of {format_day(day)}"] if day else []), *clauses])
