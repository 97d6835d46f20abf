"""What a stance, a pair or a verdict rests on, in words."""

from ..filters import day
from ..rules import robustness


def of_claims(claims, provenance):
    """Say what claims of the rule rest on: “3 claims in 2 sources of 1 voice, 67 % first-hand, newest 17 January 2022”.

    `provenance` maps their ids to where each comes from; without claims there is nothing to say.
    """
    if not claims:
        return ""
    ground = robustness.rests_on(claims, provenance)
    return (
        f"{_number(ground.claims, 'claim')} in {_number(ground.sources, 'source')} of "
        f"{_number(ground.voices, 'voice')}, {ground.first_hand:.0%} first-hand, newest {day(ground.newest)}".replace(
            "%", "\u00a0%"
        )
    )


def of_stances(stances, provenance):
    """Say what the stances of a verdict or a pair rest on together; blanks rest on nothing."""
    return of_claims(robustness.all_behind(stances), provenance)


def _number(n, word):
    return f"{n} {word}{'' if n == 1 else 's'}"
