"""What waits on what, open trades and deadlocks, as the page of common ground shows them."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Claim, Proposal
from ...rendering import chips
from ...rules.folding import isolate
from ...rules.measures.linkages import MOST_AWAITED, Awaited, Linkage, Readiness, Unchecked, Waiting
from ...rules.measures.trades import Concession, Trade
from ...rules.scales import Dimension, Mark
from ...rules.verdicts import Principal
from ...wording.conditions import write_condition
from ...wording.linkages import (
    NOTHING_TO_CHECK,
    write_deadlock,
    write_linkage,
    write_readiness,
    write_trades_headline,
    write_waits_headline,
    write_waits_lede,
)
from ...wording.pieces import read_plainly
from .linked import draw_pieces
from .waits_graph import WaitGroup, WaitLine, draw_waits

MOST_LINES = 5  # that lead to one that is awaited; of more the number is said

ShowsProposal = Callable[[Proposal], bool]


class WaitRow(NamedTuple):
    """One condition as the table has it: the proposal, whose it is, on what it waits and what has become of that, and
    the claims that say so; `awaited` is None where the condition names no proposal."""

    proposal: Proposal
    holder: str
    words: SafeString
    state: str
    claims: list[Claim]


class TradeSide(NamedTuple):
    """What one side wants and the other could give: the principals of both with their chips."""

    proposal: Proposal
    wanting: list[tuple[str, SafeString]]
    giving: list[tuple[str, SafeString]]


class TradeRow(NamedTuple):
    """A trade, and who ties the two already, with the claim that says so."""

    first: TradeSide
    second: TradeSide
    tied_by: str
    claim: Claim | None


def make_waits_section(snapshot: queries.Snapshot, shows_proposal: ShowsProposal, query: str) -> dict[str, Any]:
    """Return what the page shows of what waits (one query, once what waits is kept)."""
    waits = snapshot.get(queries.find_what_waits)
    section = _Section(snapshot, waits, queries.read_claims_behind(snapshot, waits), query)
    return section.lay_out(shows_proposal)


class _Section:
    def __init__(
        self, snapshot: queries.Snapshot, waits: queries.WhatWaits, claims: dict[int, Claim], query: str
    ) -> None:
        self.vocab = snapshot.get(queries.read_vocabulary)
        self.by_slug = self.vocab.by_slug
        self.titles = {slug: proposal.title for slug, proposal in self.by_slug.items()}
        self.waits, self.claims, self.query = waits, claims, query
        red = queries.find_red_cells(snapshot)
        self.red_lines = {(self.vocab.proposals[pk].slug, holder) for pk, holder in red if pk in self.vocab.proposals}

    def lay_out(self, shows_proposal: ShowsProposal) -> dict[str, Any]:
        def shows(*slugs: str) -> bool:
            return any(shows_proposal(self.by_slug[slug]) for slug in slugs)

        def shows_trade(trade: Trade) -> bool:
            return shows(trade.first.proposal, trade.second.proposal)

        awaited = [one for one in self.waits.awaited if shows(one.proposal, *one.holds_up)]
        unchecked = [one for one in self.waits.unchecked if shows(*(each.proposal for each in one.waiting))]
        deadlocks = [one for one in self.waits.deadlocks if shows(*one.proposals)]
        trades = self.waits.trades
        groups = [*map(self._group_awaited, awaited), *map(self._group_unchecked, unchecked)][:MOST_AWAITED]
        return {
            "waits": draw_waits(groups) if groups else "",
            "waits_headline": self._draw(write_waits_headline(awaited, self.titles)),
            "waits_lede": self._draw(write_waits_lede(awaited, self.titles)),
            "wait_groups": groups,
            "wait_rows": [row for one in awaited[:MOST_AWAITED] for row in self._list_rows(one)],
            "unchecked": [row for one in unchecked[:MOST_AWAITED] for row in self._list_unchecked(one)],
            "more_waits": max(len(awaited) + len(unchecked) - MOST_AWAITED, 0),
            "trades_headline": write_trades_headline(trades),
            "trades": [
                self._make_trade(one) for one in trades.listed if shows(one.first.proposal, one.second.proposal)
            ],
            "trades_unknown": [
                self._make_trade(one) for one in trades.unknown if shows(one.first.proposal, one.second.proposal)
            ],
            "deadlocks": [self._draw(write_deadlock(one, self.titles)) for one in deadlocks],
        }

    def _draw(self, pieces: Iterable[Any]) -> SafeString:
        return draw_pieces(pieces, lambda slug: self.by_slug[slug].get_absolute_url() + self.query)

    def _group_awaited(self, awaited: Awaited) -> WaitGroup:
        by_proposal = [
            (slug, list(of_one)) for slug, of_one in groupby(sorted(awaited.linkages), key=lambda one: one.proposal)
        ]
        lines = [self._make_line(slug, linkages) for slug, linkages in by_proposal[:MOST_LINES]]
        refused = "" if awaited.granted else " being refused"
        name = f"{isolate(self.titles[awaited.proposal])}{refused}"
        css = {Readiness.HINDERED: "wait no", Readiness.NOT_SPOKEN: "wait open"}.get(awaited.readiness, "wait")
        return WaitGroup(name, write_readiness(awaited), css, lines, max(len(by_proposal) - MOST_LINES, 0))

    def _make_line(self, slug: str, linkages: Sequence[Linkage]) -> WaitLine:
        names = ", ".join(dict.fromkeys(one.holder.name.removeprefix("the ") for one in linkages))
        words = "; ".join(read_plainly(write_linkage(one, self.titles)) for one in linkages)
        title = isolate(self.titles[slug])
        label = f"{isolate(names)} {'if' if linkages[0].granted else 'unless'}"
        return WaitLine(title, label, f"{title}: {words}", self._find_address(slug, linkages[0].claims))

    def _group_unchecked(self, unchecked: Unchecked) -> WaitGroup:
        by_proposal = groupby(unchecked.waiting, key=lambda one: one.proposal)
        lines = [self._make_unchecked_line(slug, list(of_one), unchecked.words) for slug, of_one in by_proposal]
        name = write_condition(unchecked.words).removeprefix("if ")
        return WaitGroup(name, NOTHING_TO_CHECK, "wait said", lines[:MOST_LINES], max(len(lines) - MOST_LINES, 0))

    def _make_unchecked_line(self, slug: str, waiting: Sequence[Waiting], words: str) -> WaitLine:
        names = isolate(", ".join(dict.fromkeys(one.holder.name.removeprefix("the ") for one in waiting)))
        title = isolate(self.titles[slug])
        whole = f"{title}: {names} {isolate(write_condition(words))}"
        return WaitLine(title, f"{names} if", whole, self._find_address(slug, waiting[0].claims))

    def _find_address(self, slug: str, behind: Sequence[Any]) -> str:
        """Return the page of the first claim behind it; of its proposal, where that was withdrawn meanwhile."""
        claims = self._list_claims(behind)
        return claims[0].get_absolute_url() if claims else self.by_slug[slug].get_absolute_url()

    def _list_claims(self, behind: Iterable[Any]) -> list[Claim]:
        return [self.claims[claim.id] for claim in behind if claim.id in self.claims]

    def _list_rows(self, awaited: Awaited) -> list[WaitRow]:
        state = write_readiness(awaited)
        return [
            WaitRow(
                self.by_slug[one.proposal],
                isolate(one.holder.name.removeprefix("the ")),
                self._draw(write_linkage(one, self.titles)),
                state,
                self._list_claims(one.claims),
            )
            for one in awaited.linkages
        ]

    def _list_unchecked(self, unchecked: Unchecked) -> list[WaitRow]:
        words = isolate(write_condition(unchecked.words))
        return [
            WaitRow(
                self.by_slug[one.proposal],
                isolate(one.holder.name.removeprefix("the ")),
                SafeString(""),
                words,
                self._list_claims(one.claims),
            )
            for one in unchecked.waiting
        ]

    def _make_trade(self, trade: Trade) -> TradeRow:
        linkage = trade.linkages[0] if trade.linkages else None
        claims = self._list_claims(linkage.claims) if linkage else []
        names = dict.fromkeys(one.holder.name for one in trade.linkages)
        return TradeRow(
            self._make_side(trade.first),
            self._make_side(trade.second),
            isolate(", ".join(names)),
            claims[0] if claims else None,
        )

    def _make_side(self, concession: Concession) -> TradeSide:
        return TradeSide(
            self.by_slug[concession.proposal],
            [self._draw_stance(concession.proposal, principal) for principal in concession.wanted_by],
            [self._draw_stance(concession.proposal, principal) for principal in concession.given_by],
        )

    def _draw_stance(self, slug: str, principal: Principal) -> tuple[str, SafeString]:
        """Return a principal's name and its chip, a link to its cell."""
        actor, proposal = self.vocab.actors[principal.actor or 0], self.by_slug[slug]
        marks = principal.stance.marks
        if (slug, actor.pk) in self.red_lines:
            marks |= {Mark.ESSENTIAL}
        chip = chips.write_chip(principal.stance, Dimension.POSITION, marks)
        href = proposal.negotiation.get_address("cell", slug, actor.slug) + self.query
        return isolate(actor.short_name), chips.draw_linked(
            chip, href, f"{isolate(actor.name)} on {isolate(proposal.title)}"
        )
