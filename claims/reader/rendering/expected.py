"""What an expert expects, proposal by proposal with the words that say so, on which conditions, and what it says of
others."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from ...models import Actor, Claim, Proposal
from ...rendering.cells import MARKS_IN_ORDER
from ...rendering.claim_chips import link_claim
from ...rules.scales import MARKS, Dimension
from .stance_lines import Condition, StanceLine, StanceLines

MOST_TOLD = 24  # proposals; the table of all stances holds the rest
MOST_BESIDE = 6  # conditions, and claims on others; tables below hold all


class Expected(NamedTuple):
    """What an expert expects of a proposal, what makes the evidence of it thin, and the first of the claims that decide
    it: None where none does."""

    proposal: Proposal
    line: StanceLine
    note: str
    claim: Claim | None

    @property
    def quoted(self) -> str:
        """The quote, or where the claim without one stands in its source."""
        return (f"“{self.claim.quote}”" if self.claim.quote else self.claim.locator) if self.claim else ""


class ExpectedIf(NamedTuple):
    """A condition on which an expert expects something of a proposal."""

    proposal: Proposal
    condition: Condition


class SaidOfOther(NamedTuple):
    """What an expert says of another actor, as its chip, a link to the claim, and that."""

    chip: SafeString
    claim: Claim


def collect_telling(lines: StanceLines, actor: Actor, proposals: Iterable[Proposal]) -> set[int]:
    """Return the ids of the claims that tell what an expert expects of these proposals: what decides, and branches."""
    stances = [lines.table.get_stance(Dimension.PROSPECTS, proposal.pk, actor.pk) for proposal in proposals]
    return {claim.id for stance in stances for claim in (*stance.deciding[:1], *stance.branches)}


def list_expected(
    lines: StanceLines, actor: Actor, proposals: Iterable[Proposal], claims: Mapping[int, Claim]
) -> list[Expected]:
    """Return what an expert expects of each of these proposals, where it expects anything; `claims` are by id those
    that `collect_telling` names."""
    expected = []
    for proposal in proposals:
        line = lines.write_line(Dimension.PROSPECTS, proposal, actor)
        if line:
            deciding = [claims[claim.id] for claim in line.stance.deciding[:1] if claim.id in claims]
            marks = lines.collect_marks(Dimension.PROSPECTS, proposal, actor)
            note = ", ".join(MARKS[mark].word for mark in MARKS_IN_ORDER if mark in marks)
            expected.append(Expected(proposal, line, note, deciding[0] if deciding else None))
    return expected


def list_expected_if(
    lines: StanceLines, actor: Actor, proposals: Iterable[Proposal], claims: Mapping[int, Claim]
) -> list[ExpectedIf]:
    """Return the conditions of what an expert expects of these proposals; `claims` as for `list_expected`."""
    return [
        ExpectedIf(proposal, condition)
        for proposal in proposals
        for condition in lines.list_conditions(Dimension.PROSPECTS, proposal, actor, claims)
        if condition.claim.conditions
    ]


def list_said_of_others(claims: Sequence[Claim]) -> list[SaidOfOther]:
    """Return the first of these claims on others with their chips."""
    return [SaidOfOther(link_claim(claim), claim) for claim in claims[:MOST_BESIDE]]
