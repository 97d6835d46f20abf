"""Worlds of a few stances that more than one file of tests asks about."""

from tests.make import make_actor, make_claim


def three_a_side(actors, proposal, east, west, **fields):
    """Let the principal and two voices of each side stand at three values, the principal at the first."""
    for principal, values in ((actors["east"], east), (actors["west"], west)):
        voices = [make_actor(side=principal.side, principal=False) for _ in values[1:]]
        for holder, value in zip([principal, *voices], values, strict=True):
            make_claim(value=value, holder=holder, proposal=proposal, **fields)
