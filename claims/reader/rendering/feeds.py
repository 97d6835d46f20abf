"""Atom feeds: entries that are dated by the day on which readers could first know of them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from ...rules.folding import isolate

MOST_ENTRIES = 50
LONG_AGO = date(1970, 1, 1)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # a quote may hold the end of a page


class FeedEntry(NamedTuple):
    """An entry: its key lasts, its path leads to its proof. It is of a day, and what is `found_on` a later one stands
    there in the feed."""

    key: str
    title: str
    path: str
    description: str
    day: date
    found_on: date


class DatedFeed(Atom1Feed):
    """A feed that says of when it is while it has no entry (`begun`): Django would say now, and it would be another one
    each time that it is asked for."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["begun"]


def write_feed(request: HttpRequest, page: str, description: str, filters: Any, entries: Iterable[FeedEntry]) -> str:
    """Return the feed of a page of a negotiation (its name, which is also what the feed is called), narrowed by its
    filters."""
    negotiation = request.negotiation  # type: ignore[attr-defined]
    at = request.build_absolute_uri(negotiation.get_address(page))
    chosen = [str(row) for name in ("actor", "proposal", "topic") for row in filters.chosen[name]]
    feed = DatedFeed(
        title=" · ".join([isolate(negotiation.short_title), page, *map(isolate, chosen)]),
        link=at + filters.tidy_query,
        description=description,
        feed_url=request.build_absolute_uri(),
        language="en",
        begun=begin_day(negotiation.first_day or LONG_AGO),
    )
    for entry in entries:
        feed.add_item(
            title=_NOT_IN_XML.sub(" ", entry.title),
            link=request.build_absolute_uri(entry.path),
            description=_NOT_IN_XML.sub(" ", entry.description),
            unique_id=f"{at}#{entry.key}",
            pubdate=begin_day(entry.day),
            updateddate=begin_day(entry.found_on),
        )
    return feed.writeString("utf-8")


def begin_day(day: date) -> datetime:
    """Return the moment at which a day begins."""
    return datetime.combine(day, time(), UTC)
