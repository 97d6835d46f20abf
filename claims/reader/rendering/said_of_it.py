"""What others say and forecast of an actor, by proposal, each headed by what the actor says of it itself."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ...models import Actor, Claim, Proposal
from ...rules.own_words import OwnWord, judge_own_word
from ...rules.scales import Dimension
from ...wording.own_words import OWN_WORDS
from .stance_lines import StanceLines


class SaidOfIt(NamedTuple):
    """What others say of an actor on one proposal; the heading names that and what the actor says itself."""

    heading: SafeString
    claims: list[Claim]


def group_by_proposal(lines: StanceLines, actor: Actor, claims: Sequence[Claim]) -> list[SaidOfIt]:
    """Return the claims by proposal, those of which most is said first; those of one stay in their order. `lines` knows
    the actor's stances on these proposals."""
    of_proposal: dict[int, list[Claim]] = {}
    for claim in claims:
        of_proposal.setdefault(claim.proposal_id, []).append(claim)
    by_number = sorted(of_proposal.values(), key=len, reverse=True)
    return [SaidOfIt(_draw_heading(lines, actor, group[0].proposal, group), group) for group in by_number]


def _draw_heading(lines: StanceLines, actor: Actor, proposal: Proposal, claims: Sequence[Claim]) -> SafeString:
    stances = {dimension: lines.table.get_stance(dimension, proposal.pk, actor.pk) for dimension in Dimension}
    others = [c.value for c in claims if c.dimension == Dimension.POSITION and c.value is not None]
    own = judge_own_word(stances, others)
    line = lines.write_line(Dimension.POSITION, proposal, actor)
    chip = line.chip if line and own in (OwnWord.SAME, OwnWord.OTHERWISE) else ""
    address = proposal.get_absolute_url() + lines.query
    return format_html('<a href="{}">{}</a> <small>{}</small> <span>{}</span>', address, proposal, OWN_WORDS[own], chip)
