"""Proposals with all that explains their verdicts, as the page of common ground shows them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, Claim, Proposal, Side
from ...rendering.position_line import draw_line
from ...rules.measures.robustness import Provenance, collect_all_behind
from ...rules.measures.spread import Spread
from ...rules.scales import VERDICTS, Dimension, Word
from ...rules.verdicts import Verdict
from ...wording.blanks import write_found_nothing
from ...wording.why import write_why
from .evidence_summary import EvidenceSummary, write_ground
from .linked import draw_pieces
from .stance_lines import Condition, StanceLine, StanceLines
from .where_they_stand import list_marks


class FindingOrder(NamedTuple):
    """An order other than that of verdicts: how it is offered, and how it heads the one group that it makes."""

    offered: str
    word: Word


ORDERS = {
    "gap": FindingOrder(
        "widest gap first",
        Word("by gap", "The widest gap between the nearest principals of two sides first; none last."),
    ),
    "agreement": FindingOrder(
        "least agreement (A) first",
        Word("by agreement", "The least agreement of all actors (van der Eijk’s A) first; none last."),
    ),
    "between-sides": FindingOrder(
        "most variance between sides (η²) first",
        Word(
            "by variance between the sides",
            "The largest share of the variance between the sides (η²) first; none last.",
        ),
    ),
}


class Finding(NamedTuple):
    """A proposal with all that explains its verdict; `sides` are (side, (principal, its line or None)s).

    `sums` is where its numbers are added up, `rests_on` says what the verdict rests on, `blank` what stands for a
    line that there is not. `line` is the drawing of where the principals stand, empty where none has a value, and `why`
    the one reason that tells most.
    """

    proposal: Proposal
    verdict: Verdict
    gap: int | None
    spread: Spread
    sides: list[tuple[Side, list[tuple[Actor, StanceLine | None]]]]
    conditions: list[Condition]
    rests_on: EvidenceSummary | None
    sums: str
    blank: str
    outcome: queries.StandingOutcome | None
    line: SafeString | str
    why: SafeString | str
    packages: Sequence[queries.PlaceInPackage] = ()
    withdrawn_on: date | None = None

    @property
    def word(self) -> Word:
        return VERDICTS[self.verdict.kind]

    @property
    def became(self) -> str:
        """What became of it, with the verdicts around that; empty where nothing did."""
        return self.outcome.write_above(self.verdict.kind) if self.outcome else ""

    @property
    def page(self) -> str:
        """The page of the proposal."""
        return self.sums.removesuffix("#divides")

    @property
    def proof(self) -> str:
        """Where the claims stand that the verdict rests on."""
        return f"{self.page}#verdict"


def read_findings(snapshot: queries.Snapshot, summaries: Iterable[queries.Summary], query: str) -> list[Finding]:
    """Return the Findings of some proposals, with the positions of the principals (three queries).

    `query` says which claims count.
    """
    vocab, summaries = snapshot.get(queries.read_vocabulary), list(summaries)
    proposals = [summary.proposal.pk for summary in summaries]
    principals = [actor.pk for actor in vocab.principals]
    table = queries.read_stances(
        snapshot.scope,
        vocab,
        dimensions=(Dimension.POSITION, Dimension.SALIENCE),
        proposals=proposals,
        holders=principals,
    )
    claims = queries.select_claims_of_cells(snapshot.scope, [Dimension.POSITION], proposals, principals)
    provenance = queries.read_provenance(claims)
    branches = queries.read_conditions_by_id(snapshot.scope, queries.collect_branches(table, Dimension.POSITION))
    lines = StanceLines(snapshot, table, query)
    reasons = queries.explain_verdicts(snapshot, summaries)

    def find_address(slug: str) -> str:
        return lines.by_slug[slug].get_absolute_url() + query

    coded = queries.list_coded(snapshot, [summary.proposal for summary in summaries])
    return [
        _make_finding(snapshot, summary, lines, branches, provenance)._replace(
            blank=write_found_nothing(of_proposal),
            why=draw_pieces(write_why(reasons[summary.proposal.pk]), find_address),
        )
        for summary, of_proposal in zip(summaries, coded, strict=True)
    ]


def _make_finding(
    snapshot: queries.Snapshot,
    summary: queries.Summary,
    lines: StanceLines,
    branches: Mapping[int, Claim],
    provenance: Mapping[int, Provenance],
) -> Finding:
    proposal, conditions, positions = summary.proposal, [], []
    sides: dict[Side, list[tuple[Actor, StanceLine | None]]] = {}
    for actor in snapshot.get(queries.read_vocabulary).principals:
        line = lines.write_line(Dimension.POSITION, proposal, actor)
        sides.setdefault(actor.part.side, []).append((actor, line))
        conditions += lines.list_conditions(Dimension.POSITION, proposal, actor, branches)
        positions.append(lines.table.get_stance(Dimension.POSITION, proposal.pk, actor.pk))
    marks = list_marks(lines, proposal)
    return Finding(
        proposal=proposal,
        line=draw_line(proposal.title, marks) if marks else "",
        why="",
        verdict=summary.verdict,
        gap=summary.gap,
        spread=snapshot.get(queries.compute_spreads).get(proposal.pk, queries.NO_SPREAD),
        sides=list(sides.items()),
        conditions=conditions,
        rests_on=write_ground(queries.find_ground(collect_all_behind(positions), provenance)),
        sums=f"{proposal.get_absolute_url()}{lines.query}#divides",
        blank="",
        outcome=summary.outcome,
        packages=summary.packages,
        withdrawn_on=queries.find_withdrawal(snapshot, proposal),
    )
