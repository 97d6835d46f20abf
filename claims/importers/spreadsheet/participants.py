"""The parts of actors that a file names: found, or made as it describes them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from ...models import Actor, ActorKind, Participant
from ...rules.days import drop_time, parse_day
from ...rules.faults import BrokenRule
from ...rules.participants import holds_on
from ...wording.actors import write_wrong_side
from ...wording.exchange import RowError, write_fault
from ...wording.participants import PRINCIPAL_IS_PARTY
from .descriptions import Cells, Descriptions, Misnamed, Said, Saying
from .groups import find_or_add_group
from .names import FileVocabulary

NO_CELL = Said("", "")
DAYS = ("since", "until")


class FileParticipants:
    """The parts of the database and those that a file brings.

    A row of a file of actors says something of one part: of that which begins on the day that the row gives, or with
    an end alone of the one that begins on none; a row without days of that of today. A claim says of which side its
    holder is, and may have been written on any day: each of its parts will do.
    """

    def __init__(self, names: FileVocabulary, descriptions: Descriptions) -> None:
        self.names, self.descriptions = names, descriptions
        self.index = names.participants

    def describe(self, actor: int, cells: Cells, sayings: Iterable[Saying], line: int) -> int | None:
        """Take up what the cells of a row say of the part of an actor (key), and `sayings` of whether it is a
        principal and always shown; return the key of the part, None where it says nothing of one."""
        row = self.names.actors.rows[actor]
        said = [*self._read_side(actor, cells, line), *sayings]
        dated = _read_days(cells)
        if row.kind == ActorKind.OFFICIAL:
            self._describe_official(row, said, dated, line)
            return None
        _refuse_principal(row, said)
        since = next((saying.value for saying in dated if saying.field == "since"), None)
        part = self._find(actor, since, bool(dated))
        if part is not None:
            self.descriptions.compare(self.index, part, [*said, *dated], line)
        elif any(saying.value for saying in (*said, *dated)):
            part = self._add(actor, [*said, *dated], line)
        return part

    def agree(self, actor: int, cells: Cells, line: int, key_column: str) -> None:
        """Take up of which side a row of claims says that an actor is: a new one is of it from now on, another one was
        at some time. Raise Misnamed where it never was."""
        row = self.names.actors.rows[actor]
        official = row.kind == ActorKind.OFFICIAL
        whose: Any = row.speaks_for_id if official else actor
        said = self._read_side(actor, cells, line)
        stretches = self.index.of_actor[whose]
        if not said or any(self.index.rows[part].side_id == said[0].value for part in stretches):
            return
        if official:
            self._describe_official(row, said, [], line)
        elif stretches:
            self.descriptions.compare(self.index, stretches[-1], said, line, key_column)
        elif actor < 0:
            self._add(actor, said, line)
        else:
            raise Misnamed([RowError(said[0].column, _write_no_part(row, said[0].text))])

    def _describe_official(self, official: Actor, said: list[Saying], dated: list[Saying], line: int) -> None:
        """Hold what is said of an official beside the part of its party, which a new party gets by it."""
        party: Any = official.speaks_for_id
        if dated:
            reason = f"“{official}” is an official, and has no days of its own: give them to the party."
            raise Misnamed([RowError(dated[0].column, reason)])
        _refuse_principal(official, said)
        side = next((saying for saying in said if saying.field == "side_id"), None)
        stretches = self.index.of_actor[party]
        if side is None or any(self.index.rows[part].side_id == side.value for part in stretches):
            return
        spoken_for = self.names.actors.rows[party]
        if party < 0 and not stretches:
            self._add(party, [side], line)
            return
        theirs = self.index.rows[stretches[-1]].side_id if stretches else None
        where = str(self.names.sides.rows[theirs]) if theirs is not None else "no side"
        raise Misnamed([RowError(side.column, write_wrong_side(str(official), spoken_for.in_sentence, where))])

    def _add(self, actor: int, said: list[Saying], line: int) -> int:
        row = self.names.actors.rows[actor]
        fields = {saying.field: saying.value for saying in said}
        column = said[0].column
        if actor > 0 and not self.descriptions.update:
            raise Misnamed([RowError(column, _write_no_part(row, said[0].text))])
        if fields.get("side_id") is None:
            raise Misnamed([RowError(column, f"On which side is “{row}” then? Write its side too.")])
        key = self.index.add_participant(actor, Participant(actor_id=actor, **fields))
        self.descriptions.remember(self.index, key, said, line)
        return key

    def _find(self, actor: int, since: date | None, dated: bool) -> int | None:
        """Return the key of the part of an actor that begins on a day, or of a row without days that of today, else the
        first one."""
        keys = self.index.of_actor[actor]
        if dated:
            of_day = [key for key in keys if self.index.rows[key].since == since]
            return next(iter(of_day if since else [*of_day, *keys]), None)
        today = [key for key in keys if holds_on(self.index.rows[key].stretch, localdate())]
        return next(iter([*today, *keys]), None)

    def _read_side(self, actor: int, cells: Cells, line: int) -> list[Saying]:
        side, side_name = cells.get("side", NO_CELL), cells.get("side_name", NO_CELL)
        if not side.text and not side_name.text:
            return []
        may_add = self.names.create and (actor < 0 or self.descriptions.update)
        group = find_or_add_group(self.descriptions, self.names.sides, side, side_name, line, may_add)
        said = side if side.text else side_name
        return [Saying(said.column, "side_id", group, said.text)]


def _refuse_principal(row: Actor, said: Iterable[Saying]) -> None:
    """Refuse that anybody but a party or a coalition is said to be a principal."""
    for saying in said:
        if saying.field == "principal" and saying.value and not row.acts_as_party:
            raise Misnamed([RowError(saying.column, PRINCIPAL_IS_PARTY)])


def _write_no_part(row: Actor, said: str) -> str:
    return f"“{row}” has no such part here (“{said}”). An import changes no actor."


def _read_days(cells: Cells) -> list[Saying]:
    """Return from when until when a row says that a part holds; the day may be still to come."""
    sayings = []
    for field in DAYS:
        cell = cells.get(field, NO_CELL)
        if not cell.text:
            continue
        try:
            sayings.append(Saying(cell.column, field, parse_day(drop_time(cell.text)), cell.text))
        except BrokenRule as broken:
            raise Misnamed([RowError(cell.column, write_fault(broken))]) from None
    return sayings
