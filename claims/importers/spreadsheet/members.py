"""Of which coalitions a file of actors says that parties are members, held beside what is known of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ...models import Actor, ActorKind, Member
from ...rules.faults import BrokenRule
from ...rules.participants import find_overlap
from ...rules.vocabulary_columns import MEMBER_OF, MemberOf, read_member_of, split_several, write_member_of
from ...services.stretches import save_stretches
from ...services.write_gate import Gate
from ...wording.exchange import RowError, write_fault
from ...wording.members import HAS_NO_MEMBERS, IS_NO_MEMBER, write_overlap
from .descriptions import Misnamed, Said
from .names import NameIndex, UnknownName

LinePlace = tuple[int, int]  # a member and a coalition, by the keys of the vocabulary


class FileMembers:
    """The memberships of the database, and those that a file names. One is known by its member, its coalition and its
    first day; those that a file does not name stay as they are."""

    def __init__(self, actors: NameIndex[Any]) -> None:
        self.actors = actors
        self.stored: dict[LinePlace, dict[date | None, Member]] = defaultdict(dict)
        for membership in Member.objects.order_by("pk"):
            self.stored[membership.place][membership.since] = membership
        self.wanted: dict[LinePlace, dict[date | None, Member]] = defaultdict(dict)  # new and changed ones
        self.lines: dict[tuple[LinePlace, date | None], int] = {}  # that said it first

    def take_up(self, member: int, cell: Said, line: int, update: bool) -> None:
        """Take up what a cell says of an actor; raise Misnamed where it names no coalition, or says otherwise than is
        known and may not. An empty one says nothing."""
        for text in split_several(cell.text):
            try:
                one = read_member_of(text)
                coalition = self.actors.find(one.coalition)
            except BrokenRule as broken:
                raise Misnamed([RowError(cell.column, write_fault(broken))]) from None
            except UnknownName as unknown:
                raise Misnamed([RowError(cell.column, str(unknown))]) from None
            if coalition is None:
                raise Misnamed([RowError(cell.column, str(self.actors.make_unknown(one.coalition)))])
            self._refuse_kinds(cell, member, coalition)
            self._take_one(cell, (member, coalition), one, line, update or member < 0)

    def find_faults(self) -> Iterator[tuple[int, RowError]]:
        """Yield (line, fault) of each membership that would share a day with another one."""
        for place, wanted in self.wanted.items():
            rows = {**self.stored.get(place, {}), **wanted}
            if pair := find_overlap({since: row.stretch for since, row in rows.items()}):
                other, since = pair if pair[1] in wanted else pair[::-1]
                member, coalition = (self.actors.rows[key].in_sentence for key in place)
                reason = write_overlap(member, coalition, *rows[other].stretch)
                yield self.lines[place, since], RowError(MEMBER_OF, reason)

    def list_members(self) -> set[int]:
        """Return the keys of the actors whose memberships the file changes."""
        return {member for member, _ in self.wanted}

    def write(self, gate: Gate, keys: Mapping[int, int]) -> None:
        """Save what the file changes; `keys` are those of new actors. Raise Refused for what claims rest on."""
        rows = [row for wanted in self.wanted.values() for row in wanted.values()]
        for row in rows:
            row.member_id, row.coalition_id = (keys.get(key, key) for key in row.place)
            if row.pk:
                gate.lock(Member, row.pk, row.version)
        save_stretches(gate, rows)

    def _refuse_kinds(self, cell: Said, member: int, coalition: int) -> None:
        kinds: list[tuple[Actor, str, str]] = [
            (self.actors.rows[member], ActorKind.PARTY, IS_NO_MEMBER),
            (self.actors.rows[coalition], ActorKind.COALITION, HAS_NO_MEMBERS),
        ]
        for actor, kind, reason in kinds:
            if actor.kind != kind:
                raise Misnamed([RowError(cell.column, f"“{actor}” is {actor.kind}. {reason}")])

    def _take_one(self, cell: Said, place: LinePlace, one: MemberOf, line: int, may_change: bool) -> None:
        if one.since and one.until and one.until < one.since:
            raise Misnamed([RowError(cell.column, f"“{cell.text}”: it ends before it begins.")])
        first = self.lines.setdefault((place, one.since), line)
        before = self.wanted.get(place, {}).get(one.since) or self.stored.get(place, {}).get(one.since)
        if before and before.until == one.until:
            return
        if first != line or not may_change:
            coalition = self.actors.called[place[1]].slug
            held = write_member_of([MemberOf(coalition, before.since, before.until)]) if before else ""
            where = f"on line {first}" if first != line else "here"
            kept = "" if first != line else " An import changes no actor."
            said = f"“{self.actors.rows[place[0]]}” has “{held}” {where}, not “{cell.text}”."
            raise Misnamed([RowError(cell.column, f"{said}{kept}")])
        row = before or Member(member_id=place[0], coalition_id=place[1], since=one.since)
        row.until = one.until
        self.wanted[place][one.since] = row
