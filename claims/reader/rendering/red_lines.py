"""The red lines of an actor: what it holds to be essential, with its words."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...models import Actor, Claim, Proposal
from ...rules.scales import Dimension
from .stance_lines import StanceLine, StanceLines

MOST_TOLD = 6  # the table of stances holds all


class RedLine(NamedTuple):
    """A proposal that an actor holds to be essential, where it stands on it, and the claim that says so; `in_part`
    says that it does of a part alone, which the claim names."""

    proposal: Proposal
    line: StanceLine | None
    claim: Claim
    in_part: bool


def collect_saying(lines: StanceLines, actor: Actor, proposals: Sequence[int]) -> set[int]:
    """Return the ids of the claims that say of these proposals (ids) that they are essential, one of each."""
    stances = [lines.table.get_stance(Dimension.SALIENCE, pk, actor.pk) for pk in proposals]
    return {stance.deciding[0].id for stance in stances if stance.deciding}


def list_red_lines(
    lines: StanceLines,
    actor: Actor,
    proposals: Sequence[Proposal],
    in_part: Mapping[int, bool],
    claims: Mapping[int, Claim],
) -> list[RedLine]:
    """Return the red lines of an actor on these proposals; `claims` are by id those that `collect_saying` names."""
    told = []
    for proposal in proposals:
        line = lines.write_line(Dimension.POSITION, proposal, actor)
        for saying in collect_saying(lines, actor, [proposal.pk]) & claims.keys():  # none: withdrawn meanwhile
            told.append(RedLine(proposal, line, claims[saying], in_part[proposal.pk]))
    return told
