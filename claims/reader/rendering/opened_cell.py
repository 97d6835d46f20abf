"""One cell of the matrix, opened: its stance as a sentence, what decides it, its conditions, and what others say."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, ActorKind, Claim, Proposal
from ...queries.cells import OpenedStance
from ...rendering import cells, chips
from ...rules import verdicts
from ...rules.conditions import list_granted
from ...rules.folding import isolate
from ...rules.quotes import QuoteState
from ...rules.scales import DIMENSIONS, Dimension, Word
from ...rules.stances import summarise
from ...wording.blanks import write_blank
from ...wording.quotes import QUOTE_STATES
from ...wording.stance_sentence import ToldStance, write_sentence
from .evidence_summary import write_ground
from .stance_lines import ConditionLink, SpokenForLink, StanceLines, list_spoken_for

MOST_QUOTED = 20  # claims of each kind; the list of claims holds all


class Need(NamedTuple):
    """What a condition depends on: a proposal that is to be granted or refused, and who refuses it, each with the chip
    of its stance there."""

    link: ConditionLink
    refusers: list[tuple[Actor, SafeString]]


def find_cell(snapshot: queries.Snapshot, proposal_slug: str, holder_slug: str) -> tuple[Proposal, Actor] | None:
    """Return the proposal and the holder of a cell, or None if there is no such cell: officials have none."""
    vocab = snapshot.get(queries.read_vocabulary)
    proposal, holder = vocab.find_proposal(proposal_slug), queries.find_actor(snapshot, holder_slug)
    if proposal is None or holder is None or holder.kind == ActorKind.OFFICIAL:
        return None
    return proposal, holder


def open_cell(
    snapshot: queries.Snapshot,
    proposal: Proposal,
    holder: Actor,
    query: str,
    counted: list[str],
    forced: Dimension | None = None,
) -> dict[str, Any]:
    """Return what the template of an opened cell names. `query` says which claims count, as the Snapshot does, and
    links keep it; `counted` are the clauses that say so. The dimension that the cell shows comes first: `forced`, or
    its holder's."""
    first = queries.choose_dimension(holder, forced)
    return {
        "proposal": proposal,
        "holder": holder,
        "outcome": next(iter(snapshot.get(queries.list_outcomes).get(proposal.pk, ())), None),
        "dimensions": _OpenedCell(snapshot, proposal, holder, query).open_dimensions(first),
        "blank": write_blank(queries.count_coded(snapshot, proposal), filtered=bool(counted)),
        "spoken_for": _list_spoken_for(snapshot, proposal, holder, query),
        "searches": queries.read_searches(None, [proposal.pk], [holder.pk]).get((proposal.pk, holder.pk)),
        "remarks": queries.read_notes(proposal, holder),
        "query": query,
        "counted": counted,
        "claims_address": _link_claims(query, proposal, holder),
        "permanent_address": f"{proposal.negotiation.get_address('cell', proposal.slug, holder.slug)}{query}",
    }


def _list_spoken_for(
    snapshot: queries.Snapshot, proposal: Proposal, holder: Actor, query: str
) -> list[tuple[Word, list[SpokenForLink]]]:
    """Return the dimensions in which the cell is blank and its holder spoken for."""
    links = [(DIMENSIONS[d], list_spoken_for(snapshot, d, proposal, holder, query)) for d in Dimension]
    return [(word, of_dimension) for word, of_dimension in links if of_dimension]


class _OpenedCell:
    """The claims of a cell with what the page shows of each (one query)."""

    def __init__(self, snapshot: queries.Snapshot, proposal: Proposal, holder: Actor, query: str) -> None:
        self.snapshot, self.proposal, self.holder, self.query = snapshot, proposal, holder, query
        self.vocab = snapshot.get(queries.read_vocabulary)
        self.claims = queries.read_cell_claims(snapshot.scope, proposal, holder)
        loaded = [claim for of_dimension in self.claims.values() for claim in of_dimension]
        named = {slug for claim in loaded for slug in list_granted(claim.depends_on)}
        self.lines = StanceLines(snapshot, queries.fold_loaded_claims(loaded, self.vocab), query, named)
        for claim in loaded:
            # for the template
            claim.needs = self._list_needs(claim)  # type: ignore[attr-defined]
            claim.chip = self._draw_claim(claim)  # type: ignore[attr-defined]
            claim.checked = QUOTE_STATES[QuoteState(claim.quote_state)]  # type: ignore[attr-defined]

    def open_dimensions(self, first: Dimension) -> list[dict[str, Any]]:
        """Return the cell in each dimension in which it has claims, the `first` before the others."""
        in_order = sorted(Dimension, key=lambda dimension: dimension != first)
        return [self._open_dimension(dimension) for dimension in in_order if dimension in self.claims]

    def _open_dimension(self, dimension: Dimension) -> dict[str, Any]:
        claims = self.claims[dimension]
        opened = queries.open_stance(claims, self.vocab)
        marks = self.lines.collect_marks(dimension, self.proposal, self.holder)
        refusers = {actor: None for claim in opened.deciding for actor in self._list_refusing(claim)}
        told = ToldStance(
            self.holder.short_in_sentence,
            dimension,
            opened.stance,
            marks,
            [actor.short_in_sentence for actor in refusers],
            list(dict.fromkeys(claim.covers for claim in opened.deciding if claim.covers)),
            opened.since,
        )
        return {
            "word": DIMENSIONS[dimension],
            "chip": chips.draw_still(chips.write_chip(opened.stance, dimension, marks)),
            "face": cells.draw_face(opened.stance, dimension, marks),
            "sentence": write_sentence(told),
            "rests_on": write_ground(opened.ground),
            **_cut_lists(opened),
            "conditions": [claim for claim in opened.deciding if claim.conditions][:MOST_QUOTED],
            "number": len(claims),
            "address": _link_claims(self.query, self.proposal, self.holder, dimension),
        }

    def _draw_claim(self, claim: Claim) -> SafeString:
        stance = summarise(queries.make_rule_claims([claim], self.vocab))
        chip = chips.write_chip(stance, Dimension(claim.dimension), stance.marks)
        return chips.draw_linked(chip, claim.get_absolute_url(), f"Claim {claim.public_id}")

    def _list_needs(self, claim: Claim) -> list[Need]:
        links = self.lines.list_links(claim.depends_on, self.holder)
        return [Need(link, self._list_refusers(link)) for link in links]

    def _list_refusers(self, link: ConditionLink) -> list[tuple[Actor, SafeString]]:
        if not link.granted:
            return []
        side = self.holder.part.side.slug
        refusing = verdicts.select_refusers(self.lines.decisions.refusers, link.proposal.slug, side)
        drawn = []
        for principal in refusing:
            if principal.actor is None:
                continue
            actor = self.vocab.actors[principal.actor]
            chip = chips.write_chip(principal.stance, Dimension.POSITION, principal.stance.marks)
            href = f"{link.proposal.negotiation.get_address('cell', link.proposal.slug, actor.slug)}{self.query}"
            name = f"{isolate(actor.name)} on {isolate(link.proposal.title)}"
            drawn.append((actor, chips.draw_linked(chip, href, name)))
        return drawn

    def _list_refusing(self, claim: Claim) -> Iterable[Actor]:
        return (actor for need in self._list_needs(claim) for actor, _ in need.refusers)


def _cut_lists(opened: OpenedStance) -> dict[str, Any]:
    """Return what was opened by name, of each list of claims the first; `left` is how many the page does not quote."""
    fields = opened._asdict()
    lists = {name: rows for name, rows in fields.items() if isinstance(rows, list)}
    left = sum(len(rows[MOST_QUOTED:]) for rows in lists.values())
    return {**fields, **{name: rows[:MOST_QUOTED] for name, rows in lists.items()}, "left": left}


def _link_claims(query: str, proposal: Proposal, holder: Actor, dimension: Dimension | None = None) -> str:
    """Return the address of the list of the claims that count of a cell, or of one dimension of it."""
    chosen = {"holder": holder.slug, "proposal": proposal.slug, **({"dimension": str(dimension)} if dimension else {})}
    address = proposal.negotiation.get_address("claims")
    return f"{address}?{'&'.join(filter(None, (query.removeprefix('?'), urlencode(chosen))))}"
