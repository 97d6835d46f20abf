"""What two actors need besides, as they are made one: parts and memberships on different days, claims of one about the
other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from django.db.models import Q

from ..models import Actor, ActorKind, Claim, Member, Participant
from ..models.stretches import OfStretch
from ..rules.folding import isolate
from ..rules.participants import overlap
from ..rules.scales import Attribution
from ..wording.actors import begin_sentence, choose_verb
from ..wording.participants import write_stretch
from .vocabulary import Moves, refuse
from .vocabulary_batches import join_coded_actors
from .vocabulary_claims import name_claims, tell_repeats

Row = TypeVar("Row", bound=OfStretch)


def join_actors(moves: Moves, gone: Actor, kept: Actor) -> None:
    """Move an actor's claims, parts and memberships to another one of its kind; raise Refused where they cannot be
    one."""
    refuse(_list_unlike(gone, kept))
    claims = list(Claim.objects.filter(Q(holder=gone) | Q(speaker=gone)).select_for_update(of=("self",)).order_by("pk"))
    for claim in claims:
        claim.holder_id = kept.pk if claim.holder_id == gone.pk else claim.holder_id
        claim.speaker_id = kept.pk if claim.speaker_id == gone.pk else claim.speaker_id
    refuse(_list_of_themselves(gone, kept, claims))
    join_coded_actors(moves, gone, kept)
    _join_parts(moves, gone, kept)
    _join_memberships(moves, gone, kept)
    moves.write(claims, {"holder", "speaker"})
    tell_repeats(moves, claims)


def _list_unlike(gone: Actor, kept: Actor) -> Iterator[str]:
    """Yield why two actors cannot be one by what they are."""
    one, other = isolate(begin_sentence(gone.in_sentence)), isolate(kept.in_sentence)
    if gone.speaks_for_id == kept.pk or kept.speaks_for_id == gone.pk:
        official, party = (gone, kept) if gone.speaks_for_id else (kept, gone)
        speaks = f"{isolate(begin_sentence(official.in_sentence))} {_speak(official)} for {isolate(party.in_sentence)}"
        yield f"{speaks}: as one actor, nobody would see any more who said what for whom."
    elif gone.kind != kept.kind:
        kinds = dict(ActorKind.choices)
        is_now = f"{one}: {kinds[gone.kind]}. {begin_sentence(other)}: {kinds[kept.kind]}."
        yield f"{is_now} Only two of one kind are merged."
    elif gone.speaks_for_id != kept.speaks_for_id:
        yield (
            f"{one} {_speak(gone)} for {_name_party(gone)}, and {other} for {_name_party(kept)}: what one of them said "
            "would then be said for another party."
        )


def _speak(official: Actor) -> str:
    return choose_verb([official.in_sentence], "speaks", "speak")


def _name_party(official: Actor) -> str:
    return isolate(official.speaks_for.in_sentence) if official.speaks_for else ""


def _list_of_themselves(gone: Actor, kept: Actor, claims: list[Claim]) -> Iterator[str]:
    """Yield why claims of one about the other hinder: nobody speaks of themselves at second hand."""
    alike = [c for c in claims if c.attribution >= Attribution.ATTRIBUTED and c.holder_id == c.speaker_id]
    if alike:
        yield (
            f"One of them speaks of the other at second hand or forecasts it: {name_claims(alike)}. Nobody does so of "
            "themselves: correct or withdraw these claims first."
        )


def _join_parts(moves: Moves, gone: Actor, kept: Actor) -> None:
    """Make one of parts that have days in common and are the same; raise Refused where they are not."""
    places = defaultdict(list)
    parts = Participant.objects.select_for_update(of=("self",)).filter(actor__in=[gone, kept])
    for part in parts.select_related("side__negotiation", "actor"):
        places[part.side.negotiation_id].append(part)
    for in_place in places.values():
        in_place.sort(key=lambda part: (part.stretch.start, part.actor_id != kept.pk))
        for group in _list_overlapping(in_place):
            _join_group(moves, kept, group)


def _join_memberships(moves: Moves, gone: Actor, kept: Actor) -> None:
    """Make one of memberships of one party in one coalition that have days in common."""
    both, places = {gone.pk, kept.pk}, defaultdict(list)
    memberships = Member.objects.select_for_update(of=("self",)).filter(Q(member__in=both) | Q(coalition__in=both))
    for membership in memberships.select_related("member", "coalition"):
        others = {membership.member_id, membership.coalition_id} - both
        places[frozenset(others)].append(membership)
    for in_place in places.values():
        in_place.sort(key=lambda row: (row.stretch.start, kept.pk not in row.place))
        for group in _list_overlapping(in_place):
            stays = next((row for row in group if kept.pk in row.place), group[0])
            _spread(moves, stays, group)
            moves.write([stays], {"since", "until"})
            moves.tell(f"Their memberships become one: {stays}.")


def _list_overlapping(rows: Iterable[Row]) -> list[list[Row]]:
    """Return those of rows, in the order of their first days, that have days in common with others, together."""
    groups: list[list[Row]] = []
    for row in rows:
        if groups and any(overlap(row.stretch, other.stretch) for other in groups[-1]):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [group for group in groups if len(group) > 1]


def _spread(moves: Moves, stays: Row, group: Iterable[Row]) -> None:
    """Let one of several rows hold from the first of their days to the last, and delete the others."""
    stretches = [row.stretch for row in group]
    since, until = min(each.start for each in stretches), max(each.end for each in stretches)
    for row in group:
        if row is not stays:
            moves.delete(row)
    stays.since = None if since == date.min else since
    stays.until = None if until == date.max else until


def _join_group(moves: Moves, kept: Actor, group: list[Participant]) -> None:
    """Make one part of several with days in common: that of the actor that is kept, from the first day to the last."""
    first = group[0]
    for other in group[1:]:
        if (other.side_id, other.principal) != (first.side_id, first.principal):
            refuse(
                [
                    f"In “{isolate(str(first.side.negotiation))}” they have different parts on the same day: "
                    f"{_describe(first)}, and {_describe(other)}. Let one part end before the other begins."
                ]
            )
    stays = next((part for part in group if part.actor_id == kept.pk), first)
    _spread(moves, stays, group)
    stays.always_shown = any(part.always_shown for part in group)
    moves.write([stays], {"since", "until", "always_shown"})
    moves.tell(f"Their parts become one: {isolate(str(stays.side))} {write_stretch(stays.since, stays.until)}.")


def _describe(part: Participant) -> str:
    role = "principal" if part.principal else "voice"
    actor, side = isolate(part.actor.in_sentence), isolate(str(part.side))
    return f"{actor} as {role} of {side} {write_stretch(part.since, part.until)}"
