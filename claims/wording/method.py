"""The pages of the method: what each is about, and which section of it a link names by its anchor."""

import re
from typing import NamedTuple


class Section(NamedTuple):
    """A section of a page. Where the documentation has a heading of this title, the section is what stands below it."""

    anchor: str
    title: str


class MethodPage(NamedTuple):
    """A page of a screen or two; its slug is the last part of its address."""

    slug: str
    title: str
    sentence: str
    sections: tuple[Section, ...]


PAGES = (
    MethodPage(
        "stances",
        "Stances",
        "A stance is what the claims of one actor on one proposal add up to.",
        (Section("stance", "From claims to a stance"),),
    ),
    MethodPage(
        "what-counts",
        "What counts",
        "Which claims, actors and days count is chosen by the reader, and holds for every number alike.",
        (Section("measures", "Which claims and actors count"),),
    ),
    MethodPage(
        "blanks",
        "Blanks",
        "A blank is never neutral: it says why nothing is known, and enters no mean.",
        (Section("blanks", "What a cell can hold"), Section("coverage", "Coverage")),
    ),
    MethodPage(
        "scales",
        "Scales and words",
        "Each value, attribution and grade has one meaning.",
        (Section("scales", "Scales and words"),),
    ),
    MethodPage(
        "signs",
        "Signs of the matrix",
        "What the colours, signs and marks of a cell say.",
        (Section("legend", "In the matrix"),),
    ),
    MethodPage(
        "verdicts",
        "Verdicts",
        "A verdict is what the stances of the negotiating sides’ principals add up to on a proposal.",
        (Section("verdict", "From stances to a verdict"),),
    ),
    MethodPage(
        "agreement",
        "Agreement of pairs",
        "How near two actors are to each other, on the proposals of which both have spoken.",
        (Section("agreement", "Agreement"),),
    ),
    MethodPage(
        "bounds",
        "Bounds of agreement",
        "How far the blanks could move the agreement of two actors.",
        (Section("bounds", "Bounds"),),
    ),
    MethodPage(
        "what-divides",
        "What divides",
        "How far apart actors stand on one proposal, and whether their sides explain it.",
        (
            Section("gap", "Gap"),
            Section("van-der-eijk", "Van der Eijk"),
            Section("leaning", "Leaning"),
            Section("variance-between-sides", "Variance between sides"),
        ),
    ),
    MethodPage(
        "tree-and-map",
        "Tree, map and network",
        "All actors at once, drawn from how far each two of them agree.",
        (Section("clustering", "Clustering"), Section("map", "Map"), Section("congruence", "Congruence")),
    ),
    MethodPage(
        "moves",
        "Moves",
        "A move is a change of a stance from one day to a later one.",
        (Section("moves", "Moves"),),
    ),
    MethodPage(
        "linkages",
        "What waits on what",
        "Conditions tie proposals to each other: some wait, some wait on each other, and some could be traded.",
        (Section("linkages", "Linkages"), Section("trades", "Trades")),
    ),
    MethodPage(
        "contradictions",
        "Contradictions",
        "Where the words of one actor stand against each other.",
        (Section("contradictions", "Contradictions"),),
    ),
    MethodPage(
        "outcomes",
        "Outcomes",
        "What became of a proposal is recorded beside the claims, and changes no number.",
        (Section("outcomes", "Outcomes"),),
    ),
    MethodPage(
        "expectations",
        "Expectations",
        "What came of forecasts and of what experts expected.",
        (Section("expectations", "Expectations"),),
    ),
    MethodPage(
        "robustness",
        "Robustness",
        "What a stance or a verdict is based on, and which would change if a little less were known.",
        (Section("rests-on", "Based on"), Section("robustness", "Robustness")),
    ),
    MethodPage(
        "evidence",
        "Evidence and quotes",
        "A claim is published only when it cites its source with a quote or a locator.",
        (
            Section("evidence", "Quotes"),
            Section("publishing", "From draft to published"),
            Section("reliability", "Reliability"),
        ),
    ),
    MethodPage(
        "accessibility",
        "Accessibility",
        "What was done so that everybody can use these pages, and where they fall short.",
        (
            Section("accessibility", "How accessible the pages are"),
            Section("by-keyboard", "By keyboard and by ear"),
            Section("falls-short", "Known to fall short"),
        ),
    ),
    MethodPage(
        "codebook",
        "Codebook",
        "How a document becomes claims: what a coder fills in, and on which scales.",
        (
            Section("codebook", "How a document becomes claims"),
            Section("codebook-fields", "Fields of a claim"),
            Section("codebook-scales", "Scales"),
        ),
    ),
    MethodPage(
        "codebook-rules",
        "Rules of the codebook",
        "The rules by which coders decide, each with an address of its own.",
        (Section("codebook-rules", "Rules"),),
    ),
    MethodPage(
        "codebook-seeds",
        "Seed documents",
        "The proposals and actors of which the coders of the seed documents knew.",
        (
            Section("codebook-proposals", "Proposals in the seed documents"),
            Section("codebook-actors", "Actors in the seed documents"),
        ),
    ),
)
RULES_PAGE = "codebook-rules"

_PAGE_OF = {section.anchor: page.slug for page in PAGES for section in page.sections}
_RULE = re.compile(r"rule-[0-9]+")


def find_page(anchor: str) -> str:
    """Return the slug of the page that has an anchor. Raises KeyError where none has it."""
    return RULES_PAGE if _RULE.fullmatch(anchor) else _PAGE_OF[anchor]
