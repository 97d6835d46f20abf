"""Saving the parts of actors: several at once, in an order in which none takes the days that another still has."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..models import Participant
from ..rules.participants import put_in_order
from ..wording.participants import IN_TURNS
from .write_gate import Gate, Refused


def save_participants(gate: Gate, wanted: Sequence[Participant]) -> None:
    """Save new and changed parts, whose rows are locked; raise Refused where two take each other's days."""
    for part in order_participants(wanted):
        gate.save(part)


def order_participants(wanted: Sequence[Participant]) -> list[Participant]:
    """Return parts in an order in which they can be saved; raise Refused where there is none (one query)."""
    stored, in_place = defaultdict(list), defaultdict(list)
    for part in wanted:
        in_place[part.place].append(part)
    for part in Participant.objects.filter(actor__in={actor for actor, _ in in_place}).select_related("side"):
        stored[part.place].append(part)
    return [part for place, parts in in_place.items() for part in _order_in_place(parts, stored[place])]


def _order_in_place(wanted: Sequence[Participant], stored: Iterable[Participant]) -> list[Participant]:
    before = {part.pk: part.stretch for part in stored}
    by_key = {part.pk or -place: part for place, part in enumerate(wanted, start=1)}
    order = put_in_order(before, {key: part.stretch for key, part in by_key.items()})
    if order is None:
        raise Refused([IN_TURNS])
    return [by_key[key] for key in order]
