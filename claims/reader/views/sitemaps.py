"""What search engines are told: which pages there are, and which they should leave alone. Only what visitors see."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap, views
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse

from ... import queries
from ...models import Claim, Proposal, Source
from ...models.addresses import write_address

A_PAGE = 5000  # addresses of one file
OF_ONE = ("matrix", "common-ground", "changes", "moves", "timeline", "agreement", "proposals", "actors", "claims")
CLOSED = "User-agent: *\nDisallow: /\n"
OPEN = """User-agent: *
Disallow: /admin/
Disallow: /api/
Disallow: /embed/
Disallow: /oembed/
Disallow: /login/
Disallow: /logout/
Disallow: /search/
Disallow: /suggest/
Disallow: /*/suggest/
Disallow: /*?
Allow: /*picture=card$

Sitemap: {sitemap}
"""


class NegotiationPages(Sitemap):
    """The pages of the negotiations that visitors see."""

    limit = A_PAGE

    def __init__(self, negotiations: list[Any]) -> None:
        self.negotiations = negotiations

    def items(self) -> list[str]:
        addresses = [write_address(name) for name in ("negotiations", "sources", "method")]
        return addresses + [one.get_address(name) for one in self.negotiations for name in OF_ONE]

    def location(self, item: str) -> str:
        return item


class RowPages(Sitemap):
    """The pages of rows, a query for each file, each with the day on which its row was last written."""

    limit = A_PAGE

    def __init__(self, rows: Any) -> None:
        records = rows.model.history.filter(**{rows.model._meta.pk.name: OuterRef("pk")}).order_by("-history_id")
        self.rows = rows.annotate(written_at=Subquery(records.values("history_date")[:1]))

    def items(self) -> Any:
        return self.rows

    def location(self, item: Any) -> str:
        return str(item.get_absolute_url())

    def lastmod(self, item: Any) -> datetime | None:
        written_at: datetime | None = item.written_at
        return written_at

    def get_latest_lastmod(self) -> None:
        """The index names no day: for that all rows would be read."""


def _list_sitemaps(request: Any) -> dict[str, Any]:
    """Return the files by name, for whoever is not logged in."""
    visible = list(queries.read_visible(request.versions.of_all(), AnonymousUser()).values())
    ids = [one.pk for one in visible]
    proposals = Proposal.objects.filter(negotiation__in=ids).select_related("negotiation").order_by("pk")
    claims = Claim.objects.published().filter(proposal__negotiation__in=ids).order_by("pk")
    return {
        "pages": NegotiationPages(visible),
        "proposals": RowPages(proposals),
        "claims": RowPages(claims),
        "sources": RowPages(Source.objects.public(ids).order_by("pk")),
    }


def index(request: HttpRequest) -> Any:
    """Name the files."""
    return views.index(request, _list_sitemaps(request), sitemap_url_name="sharing:sitemap")


def sitemap(request: HttpRequest, section: str) -> Any:
    """Send one of the files; `p` chooses its page."""
    return views.sitemap(request, _list_sitemaps(request), section)


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Say what robots should not ask for: what only repeats pages, and what is not for them. A closed site: all."""
    text = CLOSED if settings.REQUIRE_LOGIN else OPEN.format(sitemap=request.build_absolute_uri("/sitemap.xml"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
