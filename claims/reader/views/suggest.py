"""Names that begin to be typed → the options of a search field, for browsers with JavaScript."""

from django.http import Http404, QueryDict
from django.shortcuts import render

from ...models import Claim
from ..filters import ClaimFilter, MatrixFilter
from ..filters.named_rows import NamedRowsField
from ..shared.negotiation import choose_visible

MOST = 20


def suggest(request, kind):
    """Suggest names for the filter `kind`; what is typed stands in the parameter of that name, last."""
    field = _find_field(request, kind)
    if field is None:
        raise Http404(f"Nothing is named by “{kind}”.")
    typed = (request.GET.getlist(kind) or [""])[-1].strip().replace("\x00", "")
    options = field.suggest(typed, MOST) if typed else []
    return render(request, "claims/partials/suggestions.html", {"options": options})


def suggest_everywhere(request, kind):
    """Suggest names of all negotiations."""
    request.negotiation = None
    return suggest(request, kind)


def _find_field(request, kind):
    visible = None if request.negotiation else choose_visible(request)
    for page in (ClaimFilter, MatrixFilter):
        filters = page(QueryDict(), request.negotiation, visible=visible, queryset=Claim.objects.none()).filters
        if kind in filters and isinstance(filters[kind].field, NamedRowsField):
            return filters[kind].field
    return None
