"""One stance on one line, as the page of its proposal and that of its actor show it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, Proposal
from ...rendering import cells
from ...rules import verdicts
from ...rules.conditions import parse
from ...rules.scales import Dimension, State
from ...rules.stances import SPOKEN, Stance
from ...wording.numbers import format_on_scale


class StanceLine(NamedTuple):
    """A stance with its cell drawn as a link, and its words; a forecast or an awaited answer is no stance."""

    actor: Actor
    proposal: Proposal
    stance: Stance
    words: str
    cell: SafeString

    @property
    def spoken(self):
        return self.stance.state in SPOKEN


class ConditionLink(NamedTuple):
    """A proposal that a condition names, whether it must be granted or refused, and the principals that refuse it."""

    proposal: Proposal
    granted: bool
    refusers: list


class Condition(NamedTuple):
    """One branch: its holder, value and condition, the proposals that it depends on, and the claim that says so."""

    actor: Actor
    claim: object
    value: str
    links: list
    forecast: bool


class StanceLines:
    """Writes the lines and conditions of stances: `table` holds those of some cells.

    `query` keeps links to the claims that count.
    """

    def __init__(self, snapshot, table, query):
        self.vocab = snapshot.get(queries.read_vocabulary)
        self.decisions = snapshot.get(queries.decide_verdicts)
        self.table = table
        self.query = query
        self.by_slug = self.vocab.by_slug

    def write_line(self, dimension, proposal, actor):
        """Return the line of a cell, or None where it has no claims."""
        stance = self.table.stance(dimension, proposal.pk, actor.pk)
        if stance.state == State.BLANK:
            return None
        face = cells.draw_face(stance, dimension, self.collect_marks(dimension, proposal, actor))
        href = reverse("claims:cell", args=[proposal.slug, actor.slug]) + self.query
        cell = cells.draw_link(face, href, f"{actor.name} on {proposal.title}", stance.claim_count)
        return StanceLine(actor, proposal, stance, face.words, cell)

    def write_lines(self, proposal, actor):
        """Return the lines of the three dimensions, by name."""
        return {str(dimension): self.write_line(dimension, proposal, actor) for dimension in Dimension}

    def list_conditions(self, dimension, proposal, actor, by_id):
        """Return the Conditions of a cell's stance, or of what is forecast where it has none."""
        stance = self.table.stance(dimension, proposal.pk, actor.pk)
        folded = stance if stance.state in SPOKEN else stance.forecast
        branches = folded.branches if folded else ()
        return [
            Condition(
                actor,
                by_id[branch.id],
                format_on_scale(branch.value, dimension),
                self.list_links(branch.depends_on, actor),
                forecast=folded is not stance,
            )
            for branch in branches
            if branch.id in by_id  # else withdrawn since the table was read
        ]

    def list_links(self, depends_on, actor):
        """Return the proposals that a condition of an actor's names; only what must be granted can be refused to it."""
        return [
            ConditionLink(self.by_slug[slug], granted, self._list_refusers(slug, actor) if granted else [])
            for slug, granted in parse(depends_on)
            if slug in self.by_slug
        ]

    def _list_refusers(self, slug, actor):
        """The actors behind the principals that refuse it to the actor's side."""
        refusers = verdicts.select_refusers(self.decisions.refusers, slug, actor.side.slug)
        return [self.vocab.actors[principal.actor] for principal in refusers]

    def collect_marks(self, dimension, proposal, actor):
        """Return all marks of a cell: of a position also what its salience and its conditions say."""
        return queries.collect_marks(self.table, dimension, proposal, actor, self.decisions.is_refused)
