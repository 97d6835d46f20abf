"""Which releases there are of a negotiation, and which of them lack something."""

from django.db.models import Exists, OuterRef, QuerySet

from ..models import Negotiation, Release, ReleaseFile
from ..models.releases import STATIC_COPY


def select_releases(negotiation: Negotiation) -> QuerySet[Release]:
    """Return the releases of a negotiation with their files, the newest first (two queries)."""
    return Release.objects.filter(negotiation=negotiation).select_related("negotiation").prefetch_related("files")


def select_without_copy() -> QuerySet[Release]:
    """Return the releases that have no static copy yet, the oldest first. There is none of a negotiation that is for
    its team only: a copy is for everybody."""
    copies = ReleaseFile.objects.filter(release=OuterRef("pk"), kind=STATIC_COPY)
    releases = Release.objects.filter(~Exists(copies), negotiation__public=True)
    return releases.select_related("negotiation").order_by("made_at", "pk")
