"""What waits on what, open trades and deadlocks, as the page of common ground shows them."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from ... import queries
from ...models import Proposal
from ...models.addresses import write_address
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
MOST_ROWS = 50  # of the table, of one that is awaited; likewise

ShowsProposal = Callable[[Proposal], bool]


def make_waits_section(snapshot: queries.Snapshot, shows_proposal: ShowsProposal, query: str) -> dict[str, Any]:
    """Return what the page shows of what waits (no query, once what waits is kept)."""
    section = _Section(snapshot, snapshot.get(queries.find_what_waits), query)
    return section.lay_out(shows_proposal)


class _Section:
    def __init__(self, snapshot: queries.Snapshot, waits: queries.WhatWaits, query: str) -> None:
        self.vocab = snapshot.get(queries.read_vocabulary)
        self.by_slug = self.vocab.by_slug
        self.titles = {slug: proposal.title for slug, proposal in self.by_slug.items()}
        self.waits, self.public_ids, self.query = waits, waits.public_ids, query
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
        groups = [*map(self._group_awaited, awaited[:MOST_AWAITED]), *map(self._group_unchecked, unchecked)]
        groups = groups[:MOST_AWAITED]
        rows = [row for one in awaited[:MOST_AWAITED] for row in self._draw_rows(one)]
        rows += [row for one in unchecked[:MOST_AWAITED] for row in self._draw_unchecked(one)]
        all_rows = sum(len(one.linkages) for one in awaited) + sum(len(one.waiting) for one in unchecked)
        return {
            "waits": draw_waits(groups) if groups else "",
            "waits_headline": self._draw(write_waits_headline(awaited, self.titles)),
            "waits_lede": self._draw(write_waits_lede(awaited, self.titles)),
            "wait_groups": groups,
            "more_waits": len(awaited) + len(unchecked) - len(groups),
            "wait_rows": rows,
            "most_rows": MOST_ROWS,
            "more_rows": all_rows - len(rows),
            "trades_headline": write_trades_headline(trades),
            "trades": [self._draw_trade(one) for one in trades.listed if shows_trade(one)],
            "trades_unknown": [self._draw_trade(one) for one in trades.unknown if shows_trade(one)],
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
        return WaitLine(title, label, f"{title}: {words}", self._find_address(linkages[0].claims))

    def _group_unchecked(self, unchecked: Unchecked) -> WaitGroup:
        by_proposal = [
            (slug, list(of_one)) for slug, of_one in groupby(unchecked.waiting, key=lambda one: one.proposal)
        ]
        lines = [self._make_unchecked_line(slug, of_one, unchecked.words) for slug, of_one in by_proposal[:MOST_LINES]]
        name = write_condition(unchecked.words).removeprefix("if ")
        return WaitGroup(name, NOTHING_TO_CHECK, "wait said", lines, max(len(by_proposal) - MOST_LINES, 0))

    def _make_unchecked_line(self, slug: str, waiting: Sequence[Waiting], words: str) -> WaitLine:
        names = isolate(", ".join(dict.fromkeys(one.holder.name.removeprefix("the ") for one in waiting)))
        title = isolate(self.titles[slug])
        whole = f"{title}: {names} {isolate(write_condition(words))}"
        return WaitLine(title, f"{names} if", whole, self._find_address(waiting[0].claims))

    def _find_address(self, behind: Sequence[Any]) -> str:
        """Return the page of the first claim behind it."""
        return write_address("claim", self.public_ids[behind[0].id])

    def _list_claims(self, behind: Iterable[Any]) -> list[str]:
        """Return the public ids of claims of the rule."""
        return [self.public_ids[claim.id] for claim in behind]

    def _draw_rows(self, awaited: Awaited) -> list[SafeString]:
        """Draw the conditions on one proposal as rows of the table."""
        state = write_readiness(awaited)
        return [
            self._draw_row(one.proposal, self._draw(write_linkage(one, self.titles)), state, one.claims)
            for one in awaited.linkages[:MOST_ROWS]
        ]

    def _draw_unchecked(self, unchecked: Unchecked) -> list[SafeString]:
        """Draw the rows of a condition that names no proposal."""
        words = isolate(write_condition(unchecked.words))
        return [
            self._draw_row(one.proposal, escape(isolate(one.holder.name.removeprefix("the "))), words, one.claims)
            for one in unchecked.waiting[:MOST_ROWS]
        ]

    def _draw_row(self, slug: str, told: str, state: str, behind: Iterable[Any]) -> SafeString:
        """Draw a row: the proposal, on what it waits (`told`, HTML) and what has become of that, and the claims."""
        claims = [
            f'<a href="{write_address("claim", public_id)}">{public_id}</a>' for public_id in self._list_claims(behind)
        ]
        return SafeString(
            f'<tr><th scope="row">{self._draw_link(slug)}</th>\n<td data-h="Waits on">{told}</td>'
            f'\n<td class="soft">{escape(state)}</td>\n<td data-h="Claims">{" ".join(claims)}</td></tr>'
        )

    def _draw_link(self, slug: str) -> str:
        proposal = self.by_slug[slug]
        href = escape(proposal.get_absolute_url() + self.query)
        return f'<a class="quiet" href="{href}">{escape(isolate(proposal.title))}</a>'

    def _draw_trade(self, trade: Trade) -> SafeString:
        """Draw a trade as a row: both sides of it, and who ties the two already, with the claim that says so."""
        claims = self._list_claims(trade.linkages[0].claims) if trade.linkages else []
        tied_by = "nobody yet"
        if claims:
            names = isolate(", ".join(dict.fromkeys(one.holder.name for one in trade.linkages)))
            tied_by = f'<a href="{write_address("claim", claims[0])}">{escape(names)}</a>'
        return SafeString(
            f"<tr><td>{self._draw_side(trade.first)}</td>\n<td>{self._draw_side(trade.second)}</td>\n"
            f'<td class="soft">{tied_by}</td></tr>'
        )

    def _draw_side(self, concession: Concession) -> str:
        """Draw what one side wants and the other could give: the principals of both with their chips."""
        principals = (*concession.wanted_by, *concession.given_by)
        stances = " ".join([self._draw_stance(concession.proposal, principal) for principal in principals])
        link = self._draw_link(concession.proposal)
        return f'<strong>{link}</strong><br><span class="pair-of-chips">{stances}</span>'

    def _draw_stance(self, slug: str, principal: Principal) -> str:
        """Draw a principal's name and its chip, a link to its cell."""
        actor, proposal = self.vocab.actors[principal.actor or 0], self.by_slug[slug]
        marks = principal.stance.marks
        if (slug, actor.pk) in self.red_lines:
            marks |= {Mark.ESSENTIAL}
        chip = chips.write_chip(principal.stance, Dimension.POSITION, marks)
        href = proposal.negotiation.get_address("cell", slug, actor.slug) + self.query
        name = f"{isolate(actor.name)} on {isolate(proposal.title)}"
        return f"{escape(isolate(actor.short_name))} {chips.draw_linked(chip, href, name)}"
