"""The latest moves as an Atom feed."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from ... import queries
from ...models import Claim
from ...rules.folding import isolate
from ...wording.days import format_day
from ...wording.moves import ToldStep, write_found_later, write_step

MOST_ENTRIES = 50
LONG_AGO = date(1970, 1, 1)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # a quote may hold the end of a page


class MoveFeed(Atom1Feed):
    """A feed that says of when it is while it has no entry (`begun`): Django would say now, and it would be another one
    each time that it is asked for."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["begun"]


def write_feed(request: HttpRequest, filters: Any, rows: Iterable[queries.MoveRow]) -> str:
    """Return the feed of some moves. An entry's id is its cell and day, and lasts; it is dated by the day on which
    readers could first know of it, so that what is found later stands on top."""
    negotiation = request.negotiation  # type: ignore[attr-defined]
    log = request.build_absolute_uri(negotiation.get_address("moves"))
    chosen = [str(row) for name in ("actor", "proposal", "topic") for row in filters.chosen[name]]
    feed = MoveFeed(
        title=" · ".join([isolate(negotiation.short_title), "moves", *map(isolate, chosen)]),
        link=log + filters.tidy_query,
        description="What moved, the newest first.",
        feed_url=request.build_absolute_uri(),
        language="en",
        begun=begin_day(negotiation.first_day or LONG_AGO),
    )
    for row in rows:
        day = row.step.found_on or row.step.day
        feed.add_item(
            title=_NOT_IN_XML.sub(" ", f"{isolate(row.actor.name)} on {isolate(row.proposal.title)}"),
            link=request.build_absolute_uri(_find_link(row)),
            description=_NOT_IN_XML.sub(" ", _describe(row)),
            unique_id=f"{log}#{row.key}",
            pubdate=begin_day(row.step.day),
            updateddate=begin_day(day),
        )
    return feed.writeString("utf-8")


def begin_day(day: date) -> datetime:
    """Return the moment at which a day begins."""
    return datetime.combine(day, time(), UTC)


def _find_link(row: queries.MoveRow) -> str:
    """Return the page of the claim that made the move; of several, that of their cell."""
    if len(row.new) == 1:
        return row.new[0].get_absolute_url()
    return row.proposal.negotiation.get_address("cell", row.proposal.slug, row.actor.slug)


def _describe(row: queries.MoveRow) -> str:
    step = row.step
    told = ToldStep(row.actor.short_in_sentence, step.kind, row.dimension, step.before, step.after)
    later = [write_found_later(step.day, step.found_on)] if step.found_later and step.found_on else []
    parts = [f"{format_day(step.day)}: {write_step(told)}", *map(_quote, row.new[:1]), *map(_quote_before, row.old[:1])]
    return " ".join([*filter(None, parts), *later])


def _quote(claim: Claim) -> str:
    return f"“{claim.quote}”" if claim.quote else ""


def _quote_before(claim: Claim) -> str:
    return f"Before: “{claim.quote}”" if claim.quote else ""
