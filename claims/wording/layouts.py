"""Why tree and map are not drawn."""

from ..rules.measures.layouts import Obstacle, ObstacleKind


def write_obstacle(obstacle: Obstacle) -> str:
    """Say why tree and map are not drawn, in a sentence."""
    there, needed = obstacle.there, obstacle.needed
    if obstacle.kind == ObstacleKind.TOO_FEW_ACTORS:
        return f"Drawn for {needed} or more actors; there {'is' if there == 1 else 'are'} {there or 'none'}."
    without = needed - there
    have = "has" if without == 1 else "have"
    return f"Drawn where every pair of actors has a number; {without} of {needed} pairs {have} none."
