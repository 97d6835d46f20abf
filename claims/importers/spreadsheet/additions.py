"""What whoever imports adds to the vocabulary on the way: actors and proposals that they suggest, and aliases."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from ...models import Actor, ActorKind, Proposal
from ...models.suggestions import WAITING
from ...rules.titles import LONGEST_TITLE, shorten
from ...services.write_gate import Gate
from .names import FileVocabulary, NameIndex, UnknownName

LONGEST_SHORT_NAME = Actor._meta.get_field("short_name").max_length or 0
MODELS: dict[str, type[Any]] = {"actor": Actor, "proposal": Proposal}


class NewName(NamedTuple):
    """A name that a file is the first to use: of an actor of this kind, or of a proposal under this topic (its key)."""

    kind: str
    name: str
    actor_kind: str = ActorKind.PARTY.value
    topic: int = 0


class NewAlias(NamedTuple):
    """A name that a row of the vocabulary (its kind and slug) is to be called by from now on."""

    kind: str
    slug: str
    name: str


def plan_new_names(
    vocabulary: FileVocabulary, new: Sequence[NewName], may_name: Callable[[Any], bool] | None
) -> list[tuple[str, str]]:
    """Take up suggestions among the names of a negotiation, to be saved with the claims that name them; return (name,
    what is wrong with it). `may_name` says which other rows a message may name."""
    faults = []
    for each in new:
        index: NameIndex[Any] = vocabulary.actors if each.kind == "actor" else vocabulary.proposals
        row = _make_actor(each) if each.kind == "actor" else _make_proposal(each, vocabulary)
        row.may_name = may_name
        try:
            row.slug = index.make_slug(each.name)
            row.full_clean(exclude=["negotiation"])
        except (ValidationError, UnknownName) as error:
            faults.append((each.name, " ".join(getattr(error, "messages", [str(error)]))))
            continue
        index.append(row, *row.list_names())
        if each.kind == "actor":
            vocabulary.learn_actor(-len(index.new))
    return faults


def add_aliases(gate: Gate, aliases: Sequence[NewAlias], negotiation: int) -> None:
    """Let rows be called by these names from now on; raise ValidationError where another goes by one."""
    for alias in aliases:
        rows = MODELS[alias.kind]._base_manager.select_for_update().filter(slug=alias.slug)
        row = rows.get() if alias.kind == "actor" else rows.get(negotiation=negotiation)
        row.aliases = "\n".join([*row.aliases.splitlines(), alias.name])
        row.full_clean()
        gate.save(row)


def _make_actor(new: NewName) -> Actor:
    short = shorten(new.name, LONGEST_SHORT_NAME)
    return Actor(name=new.name, short_name=short, kind=new.actor_kind, suggestion=WAITING)


def _make_proposal(new: NewName, vocabulary: FileVocabulary) -> Proposal:
    title = shorten(new.name, LONGEST_TITLE)
    return Proposal(
        title=title,
        full_title=new.name if title != new.name else "",
        definition=new.name,
        negotiation_id=vocabulary.negotiation,
        topic_id=new.topic,
        added_on=localdate(),
        suggestion=WAITING,
    )
