"""Who is a member of which coalition on the day of the Scope, and which blanks a coalition's stance stands beside."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import numpy as np

from ..models import Actor, Member
from ..rules.blanks import CoalitionStance, map_beside
from ..rules.participants import Stretch, holds_on
from ..rules.stance_arrays import NO_VALUE, STATE_OF_CODE
from ..wording.participants import write_stretch
from .snapshot import Snapshot, same_in_all_scopes, without_claims
from .stance_arrays import read_stance_arrays, select_filled_cells
from .stances import Cell
from .vocabulary import list_actors_of, read_vocabulary


class Membership(NamedTuple):
    """That one actor is a member of another (ids), in a stretch of days."""

    member: int
    coalition: int
    stretch: Stretch


class MembershipOf(NamedTuple):
    """A membership as the page of one of its actors shows it: the other actor, and from when until when."""

    actor: Actor
    since: date | None
    until: date | None

    @property
    def days(self) -> str:
        """From when until when, in words; empty for a membership without days."""
        return write_stretch(self.since, self.until) if self.since or self.until else ""


@without_claims
@same_in_all_scopes
def read_memberships(negotiations: tuple[int, ...] | None) -> list[Membership]:
    """Read all memberships, which all negotiations share (one query)."""
    rows = Member.objects.order_by("pk").values_list("member_id", "coalition_id", "since", "until")
    return [Membership(member, coalition, Stretch(since, until)) for member, coalition, since, until in rows]


@without_claims
def map_members(snapshot: Snapshot) -> dict[int, list[int]]:
    """Return coalition id → the ids of its members on the day of the Scope."""
    members = defaultdict(list)
    for membership in snapshot.get(read_memberships):
        if holds_on(membership.stretch, snapshot.scope.day):
            members[membership.coalition].append(membership.member)
    return dict(members)


def map_spoken_for(snapshot: Snapshot, dimension: str) -> dict[Cell, list[CoalitionStance]]:
    """Return the blank cells in a dimension whose holder is a member, on the day of the Scope, of coalitions that have
    a stance there, with these stances."""
    members = snapshot.get(map_members)
    if not members:
        return {}
    arrays = snapshot.get(read_stance_arrays, dimension)
    of_coalitions = arrays.spoken & np.isin(arrays.holders, list(members))
    columns = (arrays.proposals, arrays.holders, arrays.states, arrays.values)
    stances: dict[int, list[CoalitionStance]] = defaultdict(list)
    for proposal, coalition, state, value in zip(*(each[of_coalitions].tolist() for each in columns), strict=True):
        stance = CoalitionStance(coalition, STATE_OF_CODE[state], None if value == NO_VALUE else value)
        stances[proposal].append(stance)
    beside = map_beside(stances, members)
    filled = select_filled_cells(snapshot, dimension, beside.keys())
    return {cell: spoken for cell, spoken in beside.items() if cell not in filled}


def list_memberships(snapshot: Snapshot, actor: Actor) -> list[MembershipOf]:
    """Return of which coalitions an actor is, was or will be a member, as far as they occur in the negotiations, in the
    order of actors (one query, where there are any)."""
    return _list_others(snapshot, [(m.coalition, m.stretch) for m in _list_of(snapshot, actor) if m.member == actor.pk])


def map_memberships(snapshot: Snapshot) -> dict[int, list[MembershipOf]]:
    """Return actor id → its memberships at any time, of coalitions that occur in the negotiations (two queries at
    most)."""
    memberships = snapshot.get(read_memberships)
    coalitions = {
        one.actor.pk: one.actor for one in _list_others(snapshot, [(m.coalition, m.stretch) for m in memberships])
    }
    by_member = defaultdict(list)
    for one in sorted(memberships, key=lambda one: one.stretch.start):
        if one.coalition in coalitions:
            by_member[one.member].append(MembershipOf(coalitions[one.coalition], *one.stretch))
    return dict(by_member)


def list_members(snapshot: Snapshot, coalition: Actor) -> list[MembershipOf]:
    """Return who is, was or will be a member of a coalition, likewise."""
    rows = _list_of(snapshot, coalition)
    return _list_others(snapshot, [(m.member, m.stretch) for m in rows if m.coalition == coalition.pk])


def _list_of(snapshot: Snapshot, actor: Actor) -> list[Membership]:
    return [one for one in snapshot.get(read_memberships) if actor.pk in (one.member, one.coalition)]


def _list_others(snapshot: Snapshot, others: Collection[tuple[int, Stretch]]) -> list[MembershipOf]:
    """Return other actors with the stretches of days; who occurs only in other talks may be none of the reader's
    business."""
    if not others:
        return []
    of_them = list_actors_of(snapshot.scope.negotiations).filter(pk__in={pk for pk, _ in others})
    occurring = set(of_them.values_list("pk", flat=True))
    actors = snapshot.get(read_vocabulary).select_actors(occurring)
    by_actor = defaultdict(list)
    for pk, stretch in sorted(others, key=lambda other: other[1].start):
        by_actor[pk].append(stretch)
    return [MembershipOf(actor, *stretch) for actor in actors for stretch in by_actor[actor.pk]]
