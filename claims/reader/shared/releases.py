"""Which release a page is of, by the number in its address."""

from typing import Any

from django.http import Http404

from ... import queries
from ...models import Release


def list_releases(request: Any) -> list[Release]:
    """Return the releases of the negotiation whose page is asked for, the newest first (two queries)."""
    return list(queries.select_releases(request.negotiation))


def find_release(releases: list[Release], number: str) -> Release:
    """Return the release of a number as it stands in an address; raise Http404 where there is none."""
    for release in releases:
        if str(release.number) == number:
            return release
    raise Http404(f"There is no release “{number[:20]}”.")
