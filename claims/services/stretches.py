"""Saving rows of stretches of days, the parts of actors and the memberships of parties: several at once, in an order in
which none takes the days that another still has; and no membership ends on which the words of a coalition rest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError

from ..models import Member
from ..models.stretches import OfStretch
from ..rules.participants import put_in_order
from ..wording.participants import IN_TURNS
from .write_gate import Gate, Refused

Row = TypeVar("Row", bound=OfStretch)


def save_stretches(gate: Gate, wanted: Sequence[Row], gone: Sequence[Row] = ()) -> None:
    """Delete rows, and save new and changed ones, all of which are locked; raise Refused where two take each other's
    days, or where claims would be left that a member says of its coalition on a day on which it is none."""
    touched = _list_touched([row for row in (*wanted, *gone) if isinstance(row, Member)])
    for row in gone:
        row.delete()
    for row in order_stretches(wanted):
        gate.save(row)
    refuse_stranded(touched)


def order_stretches(wanted: Sequence[Row]) -> list[Row]:
    """Return rows of one model in an order in which they can be saved; raise Refused where there is none (one
    query)."""
    stored, in_place = defaultdict(list), defaultdict(list)
    for row in wanted:
        in_place[row.place].append(row)
    for row in type(wanted[0]).select_beside(wanted) if wanted else ():
        stored[row.place].append(row)
    return [row for place, rows in in_place.items() for row in _order_in_place(rows, stored[place])]


def _order_in_place(wanted: Sequence[Row], stored: Iterable[Row]) -> list[Row]:
    before = {row.pk: row.stretch for row in stored}
    by_key = {row.pk or -place: row for place, row in enumerate(wanted, start=1)}
    order = put_in_order(before, {key: row.stretch for key, row in by_key.items()})
    if order is None:
        raise Refused([IN_TURNS])
    return [by_key[key] for key in order]


def _list_touched(memberships: Sequence[Member]) -> list[Member]:
    """Return memberships as they are to be and as they are stored: one may go over to another party or coalition."""
    pks = [membership.pk for membership in memberships if membership.pk]
    stored = Member.objects.filter(pk__in=pks).select_related("member", "coalition") if pks else ()
    return [*memberships, *stored]


def refuse_stranded(memberships: Iterable[Member]) -> None:
    """Raise Refused where a member of these is quoted first-hand for the coalition on a day on which it is none, as the
    database holds it (two queries for each pair)."""
    for membership in {membership.place: membership for membership in memberships}.values():
        try:
            membership.refuse_to_strand(row.stretch for row in Member.objects.in_place(*membership.place))
        except ValidationError as error:
            raise Refused(error.messages) from None
