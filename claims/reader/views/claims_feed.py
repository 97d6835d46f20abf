"""The claims that were published last in a negotiation as an Atom feed; `proposal` and `holder` narrow it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.syndication.views import Feed
from django.core.exceptions import BadRequest
from django.utils.feedgenerator import Atom1Feed

from ... import queries
from ...models import Claim
from ...models.frozen import get_today
from ...rules.folding import isolate
from ..filters import ClaimFilter
from ..rendering.claim_sentence import tell_claim
from ..rendering.feeds import LONG_AGO, MOST_ENTRIES, DatedFeed, begin_day
from ..shared.chosen_rows import select_claims
from ..shared.read_filters import read_filters


class FeedOfClaims(NamedTuple):
    """What a feed is of: the filters, and the claims that they choose (a queryset)."""

    filters: Any
    claims: Any


class ClaimFeed(Feed):
    """A claim is an entry under its lasting address, dated by the day on which readers first saw it."""

    feed_type: type[Atom1Feed] = DatedFeed
    language = "en"
    description = "What was published last, the newest first."

    def get_object(self, request: Any, **named: Any) -> Any:
        """Read the filters: they are what the feed is of."""
        claims = Claim.objects.published().said_by(get_today()).for_table()
        filters = read_filters(request, ClaimFilter, queryset=claims)
        if not filters.is_valid():
            raise BadRequest("; ".join(f"{name} cannot be read" for name in filters.form.errors))
        return FeedOfClaims(filters, select_claims(filters, request.data_version))

    def title(self, obj: Any) -> str:
        chosen = [str(row) for name in ("holder", "proposal") for row in obj.filters.chosen[name]]
        return " · ".join([isolate(obj.filters.negotiation.short_title), "claims", *map(isolate, chosen)])

    def link(self, obj: Any) -> str:
        return str(obj.filters.negotiation.get_address("claims") + obj.filters.tidy_query)

    def feed_extra_kwargs(self, obj: Any) -> dict[str, Any]:
        return {"begun": begin_day(obj.filters.negotiation.first_day or LONG_AGO)}

    def items(self, obj: Any) -> list[queries.FirstSeenClaim]:
        return queries.read_newest_claims(obj.claims, obj.filters.negotiation.pk, MOST_ENTRIES)

    def item_title(self, item: queries.FirstSeenClaim) -> str:
        return f"{isolate(item.claim.holder.name)} on {isolate(item.claim.proposal.title)}"

    def item_description(self, item: queries.FirstSeenClaim) -> str:
        quote = f" “{item.claim.quote}”" if item.claim.quote else ""
        return f"{tell_claim(item.claim)}{quote}"

    def item_link(self, item: queries.FirstSeenClaim) -> str:
        return item.claim.get_absolute_url()

    def item_pubdate(self, item: queries.FirstSeenClaim) -> datetime:
        return item.published_at
