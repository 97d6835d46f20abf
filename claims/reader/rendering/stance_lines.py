"""One stance on one line, as the page of its proposal and that of its actor show it."""

from collections.abc import Collection, Iterable, Mapping
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, Claim, Proposal
from ...rendering import chips
from ...rules import verdicts
from ...rules.conditions import parse
from ...rules.folding import isolate
from ...rules.scales import Dimension, Mark, State
from ...rules.stances import SPOKEN, Stance, summarise
from ...wording.blanks import write_spoken_for
from ...wording.days import format_day
from ...wording.numbers import format_on_scale


class StanceLine(NamedTuple):
    """A stance with its chip drawn as a link, its words, and of these what the chip does not say; a forecast or an
    awaited answer is no stance."""

    actor: Actor
    proposal: Proposal
    stance: Stance
    words: str
    chip: SafeString
    more: str

    @property
    def spoken(self) -> bool:
        return self.stance.state in SPOKEN

    @property
    def since(self) -> str:
        """The day of the stance, as HTML."""
        day = self.stance.said_on
        return f'<time class="since" datetime="{day.isoformat()}">{format_day(day)}</time>' if day else ""

    @property
    def dated(self) -> SafeString:
        """Its chip and its day."""
        return SafeString(f"{self.chip} {self.since}")

    @property
    def drawn(self) -> SafeString:
        """Its chip with all that it says and its day."""
        return SafeString(f'{self.chip} <span class="data" aria-hidden="true">{escape(self.more)}</span> {self.since}')


class SpokenForLink(NamedTuple):
    """What a coalition says where its member is silent, in words, and the address of the coalition's cell."""

    words: str
    address: str


class BlankLine(NamedTuple):
    """A cell without claims whose holder is spoken for."""

    spoken_for: list[SpokenForLink]

    @property
    def drawn(self) -> SafeString:
        """The links to what its coalitions say."""
        return SafeString(
            "\n".join(
                [f'<a class="spoken-for" href="{escape(href)}">{escape(words)}</a>' for words, href in self.spoken_for]
            )
        )


class ConditionLink(NamedTuple):
    """A proposal that a condition names, whether it must be granted or refused, and the principals that refuse it."""

    proposal: Proposal
    granted: bool
    refusers: list[Actor]


class Condition(NamedTuple):
    """One branch: its holder, its chip and value, the proposals that it depends on, and the claim that says so."""

    actor: Actor
    claim: Claim
    chip: SafeString
    value: str
    links: list[ConditionLink]
    forecast: bool


def draw_cells(lines: Iterable[StanceLine | BlankLine | None]) -> SafeString:
    """Draw lines, each as a cell of a table."""
    return SafeString("".join([f"\n<td>{line.drawn if line else ''}</td>" for line in lines]))


def list_spoken_for(
    snapshot: queries.Snapshot, dimension: Dimension, proposal: Proposal, holder: Actor, query: str
) -> list[SpokenForLink]:
    """Return what the coalitions of a holder say where it is silent itself."""
    actors = snapshot.get(queries.read_vocabulary).actors
    links = []
    for stance in snapshot.get(queries.map_spoken_for, dimension).get((proposal.pk, holder.pk), ()):
        coalition = actors[stance.coalition]
        address = proposal.negotiation.get_address("cell", proposal.slug, coalition.slug)
        links.append(SpokenForLink(write_spoken_for(coalition.in_sentence, dimension, stance), address + query))
    return links


class StanceLines:
    """Writes the lines and conditions of stances: `table` holds those of some cells.

    `query` keeps links to the claims that count. `decisions` tell of the proposals `on` which the page says a verdict
    (slugs), and who refuses what conditions of the table name.
    """

    def __init__(
        self, snapshot: queries.Snapshot, table: queries.StanceTable, query: str, on: Collection[str] = ()
    ) -> None:
        self.vocab = snapshot.get(queries.read_vocabulary)
        self.decisions = queries.decide_on(snapshot, {*on, *table.list_awaited()})
        self.table = table
        self.query = query
        self.snapshot = snapshot
        self.by_slug = self.vocab.by_slug

    def write_line(self, dimension: Dimension, proposal: Proposal, actor: Actor) -> StanceLine | None:
        """Return the line of a cell, or None where it has no claims."""
        stance = self.table.get_stance(dimension, proposal.pk, actor.pk)
        if stance.state == State.BLANK:
            return None
        chip = chips.write_chip(stance, dimension, self.collect_marks(dimension, proposal, actor))
        href = proposal.negotiation.get_address("cell", proposal.slug, actor.slug) + self.query
        drawn = chips.draw_linked(chip, href, f"{isolate(actor.name)} on {isolate(proposal.title)}")
        return StanceLine(actor, proposal, stance, chip.words, drawn, chip.words.removeprefix(chip.text).lstrip(" ,"))

    def write_lines(self, proposal: Proposal, actor: Actor) -> dict[str, StanceLine | BlankLine | None]:
        """Return the lines of the three dimensions, by name."""
        return {
            str(dimension): self.write_line(dimension, proposal, actor)
            or self._write_blank_line(dimension, proposal, actor)
            for dimension in Dimension
        }

    def _write_blank_line(self, dimension: Dimension, proposal: Proposal, actor: Actor) -> BlankLine | None:
        spoken_for = list_spoken_for(self.snapshot, dimension, proposal, actor, self.query)
        return BlankLine(spoken_for) if spoken_for else None

    def list_conditions(
        self, dimension: Dimension, proposal: Proposal, actor: Actor, claims: Mapping[int, Claim]
    ) -> list[Condition]:
        """Return the Conditions of a cell's stance, or of what is forecast if it has none; `claims` are those by id."""
        stance = self.table.get_stance(dimension, proposal.pk, actor.pk)
        folded = stance if stance.state in SPOKEN else stance.forecast
        branches = folded.branches if folded else ()
        return [
            Condition(
                actor,
                claims[branch.id],
                chips.draw_still(chips.write_chip(summarise([branch]), dimension)),
                format_on_scale(branch.value, dimension),
                self.list_links(branch.depends_on, actor),
                forecast=folded is not stance,
            )
            for branch in branches
            if branch.id in claims  # else withdrawn since the table was read
        ]

    def list_links(self, depends_on: str, actor: Actor) -> list[ConditionLink]:
        """Return the proposals that a condition of an actor's names; only what must be granted can be refused to it."""
        return [
            ConditionLink(self.by_slug[slug], granted, self._list_refusers(slug, actor) if granted else [])
            for slug, granted in parse(depends_on)
            if slug in self.by_slug
        ]

    def _list_refusers(self, slug: str, actor: Actor) -> list[Actor]:
        """The actors behind the principals that refuse it to the actor's side."""
        refusers = verdicts.select_refusers(self.decisions.refusers, slug, actor.part.side.slug)
        return [self.vocab.actors[principal.actor] for principal in refusers if principal.actor is not None]

    def collect_marks(self, dimension: Dimension, proposal: Proposal, actor: Actor) -> frozenset[Mark]:
        """Return all marks of a cell: of a position also what its salience and its conditions say."""
        return queries.collect_marks(self.table, dimension, proposal, actor, self.decisions.is_refused)
