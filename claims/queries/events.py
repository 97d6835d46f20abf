"""Events of the talks, as the first page of their negotiation lists them."""

from collections.abc import Sequence

from django.db.models import BooleanField, ExpressionWrapper

from ..models import Event
from ..models.sources import match_cited
from .snapshot import same_in_all_scopes


@same_in_all_scopes
def list_events(negotiations: tuple[int, ...] | None) -> Sequence[Event]:
    """Return the events of these negotiations in the order of their days, without the sources that nothing
    published of these negotiations cites (one query)."""
    seen = ExpressionWrapper(match_cited(negotiations, "source"), BooleanField())
    events = list(Event.objects.of(negotiations).select_related("source").annotate(source_is_public=seen))
    for event in events:
        if not event.source_is_public:
            event.source, event.locator = None, ""
    return events
