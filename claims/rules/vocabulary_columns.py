"""The columns of files of actors and of proposals, each declared once: the lists download them, an import takes them
back. What the lists work out besides (counts, verdicts) is known by name, and an import leaves it alone."""

from collections.abc import Callable
from typing import Any, NamedTuple


class VocabularyColumn(NamedTuple):
    """A column: its name, as what an import takes it, and where an actor or proposal keeps it; `write` makes a cell of
    that."""

    name: str
    field: str
    path: str
    write: Callable[[Any], Any] | None = None


def write_aliases(aliases: str) -> str:
    """Return other names, one a line, as a cell holds them."""
    return " | ".join(aliases.splitlines())


def read_aliases(cell: str) -> str:
    """Return other names as they are kept, one a line."""
    return "\n".join(name.strip() for name in cell.replace("|", "\n").splitlines() if name.strip())


ACTOR_COLUMNS = (
    VocabularyColumn("actor", "ref", "slug"),
    VocabularyColumn("name", "name", "name"),
    VocabularyColumn("short_name", "short_name", "short_name"),
    VocabularyColumn("aliases", "aliases", "aliases", write_aliases),
    VocabularyColumn("kind", "kind", "kind"),
    VocabularyColumn("side", "side", "side.slug"),
    VocabularyColumn("side_name", "side_name", "side.name"),
    VocabularyColumn("speaks_for", "speaks_for", "speaks_for.slug"),
    VocabularyColumn("principal", "principal", "principal"),
    VocabularyColumn("always_show", "always_show", "always_show"),
)
PROPOSAL_COLUMNS = (
    VocabularyColumn("proposal", "ref", "slug"),
    VocabularyColumn("title", "title", "title"),
    VocabularyColumn("definition", "definition", "definition"),
    VocabularyColumn("aliases", "aliases", "aliases", write_aliases),
    VocabularyColumn("topic", "topic", "topic.slug"),
    VocabularyColumn("topic_name", "topic_name", "topic.name"),
    VocabularyColumn("proposed_on", "proposed_on", "proposed_on"),
    VocabularyColumn("added_on", "added_on", "added_on"),
    VocabularyColumn("part_of", "part_of", "part_of.slug"),
    VocabularyColumn("variant_of", "variant_of", "variant_of.slug"),
)
PROPOSERS = "proposers"  # slugs with blanks between them
COMPUTED_OF_ACTORS = ("role", "claims", "proposals", "newest")
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
