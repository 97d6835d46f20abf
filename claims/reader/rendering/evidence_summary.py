"""What a stance, a pair or a verdict rests on, in words."""

from typing import NamedTuple

from ...rules.measures import robustness
from ...wording.days import format_day


class EvidenceSummary(NamedTuple):
    """“3 claims” and “in 2 sources of 1 voice, 67 % first-hand, newest 17 January 2022”: the first links to them."""

    claims: str
    where: str

    def __str__(self):
        return " ".join(self)


def summarise_claims(claims, provenance):
    """Return what claims of the rule rest on as Said, or None without any.

    `provenance` maps their ids to where each comes from.
    """
    claims = [claim for claim in claims if claim.id in provenance]  # the others were withdrawn meanwhile
    if not claims:
        return None
    ground = robustness.summarise_ground(claims, provenance)
    return EvidenceSummary(
        _number(ground.claims, "claim"),
        f"in {_number(ground.sources, 'source')} of {_number(ground.voices, 'voice')}, "
        f"{100 * ground.first_hand:.0f}\u00a0% first-hand, newest {format_day(ground.newest)}",
    )


def summarise_stances(stances, provenance):
    """Say what the stances of a verdict or a pair rest on together; blanks rest on nothing."""
    return summarise_claims(robustness.collect_all_behind(stances), provenance)


def _number(n, word):
    return f"{n} {word}{'' if n == 1 else 's'}"
