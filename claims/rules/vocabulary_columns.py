"""The columns of files of actors and of proposals, each declared once: the lists download them, an import takes them
back. What the lists work out besides (counts, verdicts) is known by name, and an import leaves it alone."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from .days import parse_day
from .scales import SCALES, VALUES, Dimension

_PART_OF = re.compile(r"([-\w]+)(?: #([0-9]{1,9}))?(?:\s*:\s*(.*))?", re.ASCII | re.DOTALL)
_MEMBER_OF = re.compile(r"(.*?\S)(?:\s+from\s+(\S*\d.*?))?(?:\s+until\s+(\S*\d.*?))?", re.DOTALL)
_NUMBERED = re.compile(r"(.*\S)\s+#([0-9]{1,9})", re.DOTALL)


class VocabularyColumn(NamedTuple):
    """A column: its name, as what an import takes it, and where an actor or proposal keeps it; `write` makes a cell of
    that, and `kind` is what a cell is where there is any."""

    name: str
    field: str
    path: str
    write: Callable[[Any], Any] | None = None
    kind: type = str


def write_aliases(aliases: str) -> str:
    """Return other names, one a line, as a cell holds them."""
    return " | ".join(aliases.splitlines())


def read_aliases(cell: str) -> str:
    """Return other names as they are kept, one a line."""
    return "\n".join(name.strip() for name in cell.replace("|", "\n").splitlines() if name.strip())


class PartOf(NamedTuple):
    """A package that a proposal is part of, by its name, with where in it, and its place among the parts; 0 is none."""

    package: str
    where: str = ""
    order: int = 0


def write_part_of(packages: Iterable[PartOf]) -> str:
    """Return the packages of a proposal as a cell holds them: “treaty #2: Article 4 | agreement”."""
    return " | ".join(map(write_one_part_of, packages))


def write_one_part_of(one: PartOf) -> str:
    order, where = f" #{one.order}" if one.order else "", f": {one.where}" if one.where else ""
    return f"{one.package}{order}{where}"


def split_several(cell: str) -> list[str]:
    """Return what a cell says of each package that a proposal is part of, or coalition of which a party is a member."""
    return [text for text in map(str.strip, cell.split("|")) if text]


def read_part_of_slug(text: str) -> PartOf | None:
    """Return what a cell says of one package, if that begins with what may be a slug; the export writes it so."""
    match = _PART_OF.fullmatch(text)
    return PartOf(match[1], (match[3] or "").strip(), int(match[2] or 0)) if match else None


def list_part_of_readings(text: str) -> list[PartOf]:
    """Return what a cell may say of one package that it names by title: a title may hold a colon, so that each
    beginning of the text may be one, and the longest that is known is meant."""
    ends = [len(text), *(at for at in range(len(text) - 1, 0, -1) if text[at] == ":")]
    readings = []
    for end in ends:
        name, where = text[:end].strip(), text[end + 1 :].strip()
        readings.append(PartOf(name, where))
        if numbered := _NUMBERED.fullmatch(name):
            readings.append(PartOf(numbered[1], where, int(numbered[2])))
    return readings


class MemberOf(NamedTuple):
    """A coalition, by its name, of which an actor is a member, from when until when."""

    coalition: str
    since: date | None = None
    until: date | None = None


def write_member_of(memberships: Iterable[MemberOf]) -> str:
    """Return the coalitions of a member as a cell holds them: “aosis from 2020-01-01 until 2022-03-31 | g77”."""
    return " | ".join(map(_write_one_member_of, memberships))


def _write_one_member_of(one: MemberOf) -> str:
    days = {"from": one.since, "until": one.until}
    return " ".join([one.coalition, *(f"{word} {day.isoformat()}" for word, day in days.items() if day)])


def read_member_of(text: str) -> MemberOf:
    """Return what a cell says of one coalition; raise BrokenRule for a day that is none."""
    match = _MEMBER_OF.fullmatch(text)
    if match is None:
        return MemberOf(text)
    since, until = (parse_day(day) if day else None for day in match.groups()[1:])
    return MemberOf(match[1], since, until)


ACTOR_COLUMNS = (
    VocabularyColumn("actor", "ref", "slug"),
    VocabularyColumn("name", "name", "name"),
    VocabularyColumn("short_name", "short_name", "short_name"),
    VocabularyColumn("article", "article", "article"),
    VocabularyColumn("plural", "plural", "plural", kind=bool),
    VocabularyColumn("aliases", "aliases", "aliases", write_aliases),
    VocabularyColumn("kind", "kind", "kind"),
    VocabularyColumn("negotiation", "negotiation", "shown_in.slug"),
    VocabularyColumn("side", "side", "part.named_side.slug"),
    VocabularyColumn("side_name", "side_name", "part.named_side.name"),
    VocabularyColumn("speaks_for", "speaks_for", "speaks_for.slug"),
    VocabularyColumn("principal", "principal", "part.principal", kind=bool),
    VocabularyColumn("always_shown", "always_shown", "part.always_shown", kind=bool),
    VocabularyColumn("since", "since", "part.since", kind=date),
    VocabularyColumn("until", "until", "part.until", kind=date),
)
PROPOSAL_COLUMNS = (
    VocabularyColumn("proposal", "ref", "slug"),
    VocabularyColumn("negotiation", "negotiation", "negotiation.slug"),
    VocabularyColumn("title", "title", "title"),
    VocabularyColumn("full_title", "full_title", "full_title"),
    VocabularyColumn("definition", "definition", "definition"),
    VocabularyColumn("aliases", "aliases", "aliases", write_aliases),
    VocabularyColumn("topic", "topic", "topic.slug"),
    VocabularyColumn("topic_name", "topic_name", "topic.name"),
    VocabularyColumn("proposed_on", "proposed_on", "proposed_on", kind=date),
    VocabularyColumn("withdrawn_on", "withdrawn_on", "withdrawn_on", kind=date),
    VocabularyColumn("added_on", "added_on", "added_on", kind=date),
    VocabularyColumn("variant_of", "variant_of", "variant_of.slug"),
)
PART_OF = "part_of"  # slugs with where in each, “treaty: Article 4”, and “|” between them
MEMBER_OF = "member_of"  # slugs with days, “aosis from 2020-01-01”, and “|” between them
PROPOSERS = "proposers"  # slugs with blanks between them
COMPUTED_OF_ACTORS = ("role", "claims", "proposals", "newest")
ACTORS_AT = {value: f"actors_at_{SCALES[Dimension.POSITION][value].word}" for value in VALUES}
COMPUTED_OF_COMPARISONS = ("leaning", "mean", *ACTORS_AT.values())
COMPUTED_OF_PROPOSALS = (
    "outcome",
    "outcome_on",
    "verdict_until_then",
    "verdict",
    "reason",
    "gap",
    "sides_left_out",
    "agreement_a",
    "between_sides",
    "deviation",
    *COMPUTED_OF_COMPARISONS,
    "claims",
    "actors",
    "newest",
)


def read_cell(column: VocabularyColumn, row: Any) -> Any:
    """Return the cell of an actor or a proposal, empty where it refers to nothing."""
    value = row
    for name in column.path.split("."):
        value = getattr(value, name) if value else ""
    return column.write(value) if column.write else value
