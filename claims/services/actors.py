"""Saving an actor, with those that speak for it: an official is on its party's side."""

from collections.abc import Collection

from ..models import Actor
from .write_gate import Gate


def save_actor(gate: Gate, actor: Actor, but: Collection[int] = ()) -> list[Actor]:
    """Save an actor, take its officials along to its side, `but` those with these keys, which are saved by themselves;
    return those that moved (one query, and each moved)."""
    gate.save(actor)
    strays = Actor.objects.select_for_update(of=("self",)).filter(speaks_for=actor).exclude(side=actor.side_id)
    moved = list(strays.exclude(pk__in=but).order_by("pk"))
    for official in moved:
        official.side_id = actor.side_id
        gate.save(official)
    return moved
