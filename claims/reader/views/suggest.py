"""Names that begin to be typed → the options of a search field, for browsers with JavaScript."""

from django.http import Http404
from django.shortcuts import render

from ..filters import ClaimFilter, MatrixFilter
from ..filters.named_rows import NamedRowsField

MOST = 20


def suggest(request, kind):
    """Suggest names for the filter `kind`; what is typed stands in the parameter of that name, last."""
    field = _find_field(kind)
    if field is None:
        raise Http404(f"Nothing is named by “{kind}”.")
    typed = (request.GET.getlist(kind) or [""])[-1].strip().replace("\x00", "")
    options = field.suggest(typed, MOST) if typed else []
    return render(request, "claims/partials/suggestions.html", {"options": options})


def _find_field(kind):
    for filters in (ClaimFilter, MatrixFilter):
        if kind in filters.base_filters and isinstance(filters.base_filters[kind].field, NamedRowsField):
            return filters.base_filters[kind].field
    return None
