"""Merging two rows of the vocabulary that mean the same: all that names the one that goes names the other one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model

from ..models import Actor, OldAddress, Proposal, Source, Topic
from ..models.history import Versioned
from ..models.named import NamedOnce, seek_name
from ..models.negotiations import InNegotiation
from ..rules.folding import fold_name
from .vocabulary import Moves, Watched, follow_in_seeds, keep_old_address, point_changes, refuse
from .vocabulary_actors import join_actors
from .vocabulary_proposals import join_proposals
from .vocabulary_sources import join_sources

MERGED = (Actor, Proposal, Topic, Source)
# What each kind needs besides that every row which names the one that goes names the other.
JOIN: dict[type[Any], Callable[[Moves, Any, Any], None]] = {
    Actor: join_actors,
    Proposal: join_proposals,
    Source: join_sources,
}


@dataclass(frozen=True)
class VocabularyMerge:
    """Make one of two actors, proposals, topics or sources (their keys): the one that goes gives what it has to the
    one that is kept."""

    NAME: ClassVar[str] = "merge"

    model: type[Any]
    gone: int
    kept: int

    @property
    def of_shared(self) -> bool:
        return self.model in (Actor, Source)

    def carry_out(self, moves: Moves) -> Any:
        gone, kept = self._lock(moves)
        _refuse_unlike(gone, kept)
        names = gone.list_names()
        if join := JOIN.get(self.model):
            join(moves, gone, kept)
        _point_rows(moves, gone, kept)
        _point_links(moves, gone, kept)
        point_changes(moves, gone, kept)
        if isinstance(gone, Actor | Proposal | Source) and not getattr(gone, "suggestion", ""):  # which none has seen
            keep_old_address(gone, kept)
        follow_in_seeds(gone, "/".join(gone.natural_key()), "/".join(kept.natural_key()))
        gone.delete()
        _keep_names(moves, kept, names)
        return kept

    def watch(self) -> Watched:
        keys = frozenset({self.gone, self.kept})
        if not self.of_shared:
            rows = self.model._base_manager.filter(pk__in=keys)
            negotiations = frozenset(rows.values_list("negotiation", flat=True))
            return Watched(negotiations, proposals=keys if self.model is Proposal else frozenset())
        return Watched(_list_negotiations(self.model, keys), holders=keys if self.model is Actor else frozenset())

    def describe(self) -> str:
        gone, kept = (self.model.objects.get(pk=pk) for pk in (self.gone, self.kept))
        return f"merged “{gone}” into “{kept}”"

    def _lock(self, moves: Moves) -> tuple[Any, Any]:
        """Lock both, in the order of their keys, so that of two who merge each into the other one waits."""
        rows = {}
        for pk in sorted({self.gone, self.kept}):
            rows[pk] = self.model._base_manager.select_for_update().get(pk=pk)
        noun = self.model._meta.verbose_name
        refuse([f"A {noun} is not merged into itself: choose another one."] if self.gone == self.kept else [])
        return rows[self.gone], rows[self.kept]


def _list_negotiations(model: type[Model], keys: Collection[int]) -> frozenset[int]:
    """Return the ids of the negotiations in which anything names one of these shared rows (a query for each way)."""
    negotiations: set[int] = set()
    for relation in model._meta.related_objects:
        naming: Any = relation.related_model
        way = getattr(naming, "TO_NEGOTIATION", "") or ("negotiation" if issubclass(naming, InNegotiation) else "")
        if way:
            rows = naming._base_manager.filter(**{f"{relation.field.name}__in": keys}).order_by()
            negotiations.update(rows.values_list(way, flat=True).distinct())
    return frozenset(negotiations)


def _refuse_unlike(gone: Any, kept: Any) -> None:
    """Refuse rows of two negotiations, and to let something confirmed go for a suggestion."""
    if getattr(kept, "suggestion", "") and not gone.suggestion:
        refuse([f"“{kept}” is only suggested: confirm it first."])
    if isinstance(gone, Proposal | Topic) and gone.negotiation_id != kept.negotiation_id:
        noun = gone._meta.verbose_name
        how = ": move it there first" if isinstance(gone, Proposal) else ""
        refuse([f"“{kept}” is a {noun} of another negotiation{how}."])


def _point_rows(moves: Moves, gone: Any, kept: Any) -> None:
    """Let each row that names the one that goes name the other (a query or two for each way to name it)."""
    for relation in gone._meta.related_objects:
        field = relation.field
        if relation.many_to_many:
            continue
        model: Any = relation.related_model
        rows = list(model._base_manager.select_for_update().filter(**{field.name: gone}).order_by("pk"))
        before = [_name_in_seeds(row) for row in rows]
        for row in rows:
            setattr(row, field.name, kept)
        if issubclass(model, Versioned):
            moves.write(rows, {field.name})
        else:
            for row in rows:
                row.save()
            moves.note([] if model is OldAddress else rows)
        for row, name in zip(rows, before, strict=True):
            if name:
                follow_in_seeds(row, name, _name_in_seeds(row))


def _name_in_seeds(row: Model) -> str:
    """Return by what the record of what was loaded knows a row, where that names others."""
    named = isinstance(row, Versioned) and hasattr(row, "natural_key") and not hasattr(row, "public_id")
    # whatever is named by slugs has a natural key
    return "/".join(row.natural_key()) if named else ""  # type: ignore[attr-defined]


def _point_links(moves: Moves, gone: Any, kept: Any) -> None:
    """Let rows that name several, such as proposers, name the other one, once."""
    for relation in gone._meta.related_objects:
        if not relation.many_to_many:
            continue
        model: Any = relation.related_model
        name = relation.field.name
        rows = list(model._base_manager.filter(**{name: gone}).order_by("pk"))
        moves.write(rows, set())
        for row in rows:
            linked = getattr(row, name)
            linked.remove(gone)
            linked.add(kept)


def _keep_names(moves: Moves, kept: Any, names: list[str]) -> None:
    """Let the row that stays go by the names of the other too, where it may have several; what somebody else goes by
    too is left."""
    if hasattr(kept, "aliases"):
        called = {fold_name(name) for name in [kept.slug, *kept.list_names()]}
        new: list[str] = []
        for place, name in enumerate(names):
            taken = place and _is_taken(kept, name)
            if fold_name(name) not in called and not taken:
                called.add(fold_name(name))
                new.append(name)
        kept.aliases = "\n".join([*kept.aliases.splitlines(), *new])
        kept.clean()
    moves.write([kept], {"aliases", "text_sha256"} & {field.name for field in kept._meta.fields})


def _is_taken(kept: NamedOnce, name: str) -> bool:
    rows = kept.list_namesakes().filter(seek_name(name))
    return rows.exclude(pk=kept.pk).exists()
