"""Actors and sources are shared by all negotiations: which rows name them, and in which negotiations they occur."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from ..rules.scales import Dimension
from .batches import BatchSource
from .blind_codings import BlindCoding
from .blind_suggestions import BlindSuggestion
from .claims import Claim
from .editorial import EditorialNote, SearchRecord
from .events import Event
from .outcomes import Outcome
from .participants import Participant
from .settlements import Settlement
from .source_codings import SourceCoding
from .sources import PUBLISHED, Source
from .vocabulary import Actor, Proposal
from .wordings import Wording

ALWAYS: dict[str, Any] = {}
# Each dimension is named, with which the index of cells by holder begins after the status: SQLite would else go through
# all published claims for an actor that holds none.
HELD: dict[str, Any] = {**PUBLISHED, "dimension__in": [*map(str, Dimension)]}
COMPARED = {"coder__batch__done_at__isnull": False}
MOST_MATCHES = 256  # conditions that are kept


class Mention(NamedTuple):
    """A field in which rows name a shared row, the path from these rows to their negotiation, which of them let readers
    see what they name (None where none does), and which count at all: what is coded blind names nothing yet."""

    model: Any
    field: str
    negotiation: str
    published: dict[str, Any] | None
    counted: dict[str, Any] = ALWAYS


MENTIONS: dict[type[Model], tuple[Mention, ...]] = {
    Actor: (
        Mention(Participant, "actor", "side__negotiation", ALWAYS),
        Mention(Proposal.proposers.through, "actor", "proposal__negotiation", ALWAYS),
        Mention(Wording.authors.through, "actor", "wording__proposal__negotiation", ALWAYS),
        Mention(Claim, "holder", "proposal__negotiation", HELD),
        Mention(Claim, "speaker", "proposal__negotiation", PUBLISHED),
        Mention(SearchRecord, "holder", "proposal__negotiation", {"published": True}),
        Mention(EditorialNote, "holder", "proposal__negotiation", {"published": True}),
        Mention(BlindCoding, "holder", "coder__batch__negotiation", None, COMPARED),
        Mention(BlindCoding, "speaker", "coder__batch__negotiation", None, COMPARED),
        Mention(BlindSuggestion, "actor", "coder__batch__negotiation", None, COMPARED),
        Mention(Settlement, "holder", "batch__negotiation", None),
    ),
    Source: (
        Mention(Claim, "source", "proposal__negotiation", PUBLISHED),
        Mention(Outcome, "source", "proposal__negotiation", PUBLISHED),
        Mention(Wording, "source", "proposal__negotiation", ALWAYS),
        Mention(Event, "source", "negotiation", None),
        Mention(SourceCoding, "source", "negotiation", None),
        Mention(BatchSource, "source", "batch__negotiation", None),
    ),
}
PARTY = {Actor: "speaks_for"}  # whoever names an official names its party too


def match_mentioned(model: type[Model], negotiations: Collection[int] | None, directly: bool = False) -> Q:
    """Match the shared rows that occur in these negotiations (ids; None: in any), as far as readers see it. For those
    for whom nobody speaks it is enough to look who is named `directly`."""
    return _match_mentioned(model, None if negotiations is None else tuple(negotiations), directly)


@lru_cache(MOST_MATCHES)
def _match_mentioned(model: type[Model], negotiations: tuple[int, ...] | None, directly: bool) -> Q:
    """Put the condition together once: to name fourteen tables takes longer than to ask them."""
    within = {} if negotiations is None else {"in": negotiations}
    return _match_any(_list_rows(model, within, published=True, directly=directly))


def match_hidden_from_editors(model: type[Model], closed: Collection[int]) -> Q:
    """Match the shared rows that editors must not see to whom these negotiations (ids) are closed: they occur in one of
    these, in no other one, and nowhere where every visitor sees it. What occurs nowhere is hidden from nobody."""
    elsewhere = _match_any(_list_rows(model, {"in": closed}, negated=True))
    in_public = _match_any(_list_rows(model, {"public": True}, published=True))
    return match_occurring(model, closed) & ~elsewhere & ~in_public


def match_occurring(model: type[Model], negotiations: Collection[int]) -> Q:
    """Match the shared rows that occur in these negotiations (ids), drafts counted. They are sought from there: it is
    for few negotiations, and whatever else is asked is asked of the few rows that occur in them."""
    named = Q()
    for rows, path in _list_rows(model, {"in": negotiations}):
        named |= Q(pk__in=rows.filter(**{f"{path}__isnull": False}).values(path))
    return named


def _match_any(mentions: Iterator[tuple[QuerySet[Any], str]]) -> Q:
    """Match the shared rows that any of these rows names."""
    named = Q()
    for rows, path in mentions:
        named |= Q(Exists(rows.filter(**{path: OuterRef("pk")})))
    return named


def _list_rows(
    model: type[Model],
    within: dict[str, Any],
    published: bool = False,
    negated: bool = False,
    directly: bool = False,
) -> Iterator[tuple[QuerySet[Any], str]]:
    """Yield (rows of negotiations, the path to the shared row that they name); `within` are conditions of their
    negotiation."""
    for mention in MENTIONS[model]:
        if published and mention.published is None:
            continue
        of_negotiation = Q(**{f"{mention.negotiation}__{name}": value for name, value in within.items()})
        counted = mention.model._base_manager.filter(**mention.counted)
        rows = counted.filter(~of_negotiation if negated else of_negotiation)
        rows = rows.filter(**mention.published or {}) if published else rows
        yield rows, mention.field
        if model in PARTY and not directly:
            yield rows, f"{mention.field}__{PARTY[model]}"
