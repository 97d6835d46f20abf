"""Actors and proposals that analysts suggest while they code, and what reviewers make of them.

A suggestion serves in drafts at once. Nobody who reads sees it, and nothing that names it is published, until a
reviewer has confirmed it. One that is refused gives its drafts to another row, or keeps them.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.models import User

from ..models import Actor, Claim, Proposal
from ..models.suggestions import REFUSED, WAITING
from ..roles import is_analyst
from ..rules import conditions
from ..rules.folding import isolate
from ..rules.publishing import ANALYST
from .vocabulary import Moves, Watched, refuse
from .vocabulary_batches import refuse_blind_suggestions
from .vocabulary_merges import VocabularyMerge
from .write_gate import Refused, editing

Suggested = Actor | Proposal
NAMING = ("holder", "speaker", "proposal")  # the fields of what is published that name such rows


def suggest(row: Suggested, *, user: User, reason: str = "") -> None:
    """Save a new actor or proposal as a suggestion; raise Refused where the user is no analyst."""
    if not is_analyst(user):
        raise Refused([f"Only an {ANALYST} may suggest it."])
    row.suggestion = WAITING
    with editing(user, f"suggested: {reason}" if reason else "suggested") as gate:
        gate.save(row)


def list_suggested(row: Any) -> list[str]:
    """Return what a claim, outcome, search or remark names that no reviewer has confirmed (a query where a condition
    names proposals, and one for each that is not loaded)."""
    named = [getattr(row, name) for name in NAMING if getattr(row, f"{name}_id", None)]
    suggested = {str(one) for one in named if one.suggestion}
    if isinstance(row, Claim) and row.depends_on:
        slugs = conditions.list_slugs(row.depends_on)
        rows = Proposal.objects.filter(negotiation=row.proposal.negotiation_id, slug__in=slugs).exclude(suggestion="")
        suggested |= {str(one) for one in rows}
    return sorted(suggested)


@dataclass(frozen=True)
class SuggestionConfirmed:
    """Make a suggestion (its key) a row like any other."""

    NAME: ClassVar[str] = "confirm a suggestion"

    model: type[Any]
    row: int

    @property
    def of_shared(self) -> bool:
        return self.model is Actor

    def carry_out(self, moves: Moves) -> Suggested:
        row: Suggested = moves.gate.lock(self.model, self.row)
        refuse([] if row.suggestion else [f"“{isolate(str(row))}” is confirmed already."])
        refuse_blind_suggestions([row])
        party = row.speaks_for if isinstance(row, Actor) else None
        if party and party.suggestion:
            refuse([f"It speaks for “{isolate(party.name)}”, which is suggested too: confirm that first."])
        row.suggestion = ""
        moves.write([row], {"suggestion"})
        return row

    def watch(self) -> Watched:
        if self.model is Actor:
            return Watched()
        return Watched(frozenset(Proposal.objects.filter(pk=self.row).values_list("negotiation", flat=True)))

    def describe(self) -> str:
        return "suggestion confirmed"


@dataclass(frozen=True)
class SuggestionRefused:
    """Refuse a suggestion (its key): its drafts go to another row (its key), or stay with it and are not published."""

    NAME: ClassVar[str] = "refuse a suggestion"

    model: type[Any]
    row: int
    into: int | None = None

    @property
    def of_shared(self) -> bool:
        return self.model is Actor

    def carry_out(self, moves: Moves) -> Suggested:
        row: Suggested = moves.gate.lock(self.model, self.row)
        refuse([] if row.suggestion else [f"“{isolate(str(row))}” is confirmed: merge it instead."])
        refuse_blind_suggestions([row])
        if self.into is not None:
            return self._merge().carry_out(moves)
        row.suggestion = REFUSED
        moves.write([row], {"suggestion"})
        moves.tell("Its drafts stay with it, and cannot be published.")
        return row

    def watch(self) -> Watched:
        return self._merge().watch()

    def describe(self) -> str:
        return f"suggestion refused, {self._merge().describe()}" if self.into is not None else "suggestion refused"

    def _merge(self) -> VocabularyMerge:
        return VocabularyMerge(self.model, self.row, self.row if self.into is None else self.into)
