"""What a stance, a pair or a verdict rests on, in words."""

from typing import NamedTuple

from ...rules.measures.robustness import Ground
from ...wording.days import format_day


class EvidenceSummary(NamedTuple):
    """“3 claims” and “in 2 sources of 1 origin, 67 % first-hand, newest 17 Jan 2022”: the first links to them."""

    claims: str
    where: str

    def __str__(self) -> str:
        return " ".join(self)


def write_ground(ground: Ground | None) -> EvidenceSummary | None:
    """Say what claims rest on; None without any."""
    if ground is None or ground.first_hand is None or ground.newest is None:
        return None
    return EvidenceSummary(
        _count(ground.claims, "claim"),
        f"in {_count(ground.sources, 'source')} of {_count(ground.voices, 'origin')}, "
        f"{100 * ground.first_hand:.0f}\u00a0% first-hand, newest {format_day(ground.newest)}",
    )


def _count(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"
