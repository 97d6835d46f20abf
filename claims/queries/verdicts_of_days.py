"""The verdict on a proposal as of any day, from claims that are read once: for some proposals, on days of their own."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from ..models import Proposal
from ..rules import verdicts
from ..rules.conditions import list_granted
from ..rules.scales import Dimension, VerdictKind
from ..rules.stances import RuleClaim, summarise
from .ids import list_ids
from .scope import Scope
from .snapshot import Snapshot
from .stances import Cell, read_deciding_claims, select_claims_of_cells
from .vocabulary import Vocabulary, read_vocabulary


class SaidPositions(NamedTuple):
    """The positions that some actors have taken on some proposals and on what their conditions name, by cell.

    `named` are, by proposal (id), those that its conditions name (ids); `published_on` is, by id of the claim, the day
    on which its source was published, where only that counts which was published by then.
    """

    cells: Mapping[Cell, list[RuleClaim]]
    named: Mapping[int, set[int]]
    published_on: Mapping[int, date | None] | None

    def list_claims(self, cell: Cell, day: date) -> list[RuleClaim]:
        """Return the claims of a cell that counted on a day."""
        claims = [claim for claim in self.cells.get(cell, ()) if claim.said_on <= day]
        if self.published_on is None:
            return claims
        return [claim for claim in claims if (self.published_on.get(claim.id) or date.max) <= day]

    def list_said_on(self, proposal: Proposal, day: date) -> list[int]:
        """Return the ids of the claims of a day on a proposal and on what its conditions name."""
        named = self.named.get(proposal.pk, ())
        return [
            claim.id
            for (pk, _), of_cell in self.cells.items()
            if pk == proposal.pk or pk in named
            for claim in of_cell
            if claim.said_on == day
        ]

    def decide(self, vocab: Vocabulary, proposal: Proposal, day: date) -> VerdictKind | None:
        """Return the verdict on a proposal as of a day, of who took part then (the Vocabulary of that day): from its
        own cells and those of what its conditions name. None where no side negotiated."""
        if not vocab.has_verdicts:
            return None

        @cache
        def find_refusers(slug: str) -> dict[str, tuple[verdicts.Principal, ...]]:
            there = vocab.by_slug.get(slug)
            return verdicts.find_refusers({slug: self._take_positions(vocab, there.pk, day)}) if there else {}

        def is_refused(slug: str, side: str) -> bool:  # asked of few of the proposals that conditions name
            return bool(verdicts.select_refusers(find_refusers(slug), slug, side))

        return verdicts.decide_kind(self._take_positions(vocab, proposal.pk, day), is_refused)

    def _take_positions(self, vocab: Vocabulary, proposal: int, day: date) -> list[verdicts.Principal]:
        """Return the principals with the positions that they had taken on a proposal (its id) by a day."""
        return [
            verdicts.Principal(name, side, summarise(self.list_claims((proposal, actor), day)), actor)
            for name, side, actor in vocab.named_principals
        ]


def read_said(snapshot: Snapshot, proposals: Collection[int], actors: Collection[int]) -> SaidPositions:
    """Read what these actors (ids) said on these proposals (ids), whatever the day (two queries; three where only that
    counts which was published by then)."""
    scope, by_slug = snapshot.scope, snapshot.get(read_vocabulary).by_slug

    def read(chosen: Collection[int]) -> dict[Cell, list[RuleClaim]]:
        return read_deciding_claims(select_claims_of_cells(scope, [Dimension.POSITION], list_ids(chosen), actors))

    cells = read(proposals)
    named: defaultdict[int, set[int]] = defaultdict(set)
    for (pk, _), of_cell in cells.items():
        named[pk] |= {by_slug[slug].pk for slug in _list_named(of_cell) if slug in by_slug}
    cells |= read({pk for of_one in named.values() for pk in of_one} - set(proposals))
    return SaidPositions(cells, named, _read_days_of_publication(scope, cells) if scope.published_by_then else None)


def _list_named(claims: Iterable[RuleClaim]) -> set[str]:
    """Return the proposals (slugs) that conditions of claims depend on being granted."""
    return {slug for link in {claim.depends_on for claim in claims} for slug in list_granted(link)}


def _read_days_of_publication(scope: Scope, cells: Mapping[Cell, list[RuleClaim]]) -> dict[int, date | None]:
    """Return id → the day on which its source was published, of the claims of these cells (one query)."""
    ids = [claim.id for of_cell in cells.values() for claim in of_cell]
    return dict(scope.select_claims().filter(pk__in=list_ids(ids)).values_list("pk", "source__published_on"))
