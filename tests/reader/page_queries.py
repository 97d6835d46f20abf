"""What each page reads of a query string, and queries that ask each for all that it can show."""

from urllib.parse import urlencode

from django.http import QueryDict

from claims.models import Claim
from claims.reader.filters import ClaimFilter, PagedFilter
from claims.reader.shared import citing, picturing
from tests.reader.filters_of_pages import FILTERS_OF_PAGES

FILTERS = FILTERS_OF_PAGES | {"claims:claims-everywhere": ClaimFilter}
TABLE_PARAMETERS = ("sort", "page", "per_page")
# What pages read besides what their filters and tables declare.
READ_BY_VIEWS = {
    "claims:claim": ("version", "corrections"),
    "claims:proposal": ("page", "standing", "experts", "stances"),
    "claims:actor": ("page", "stances"),
    "claims:actor-everywhere": ("page",),
    "claims:experts": ("page", "experts"),
    "claims:source": ("page",),
    "claims:common-ground": ("page",),
    "claims:robustness": ("page",),
    "claims:timeline": ("page",),
    "claims:changes": ("page",),
    "claims:contradictions": ("page",),
    "claims:moves": ("page",),
    "claims:pair": ("page",),
    "claims:matrix": ("page", "columns", "row"),
    "claims:agreement": ("page", "columns"),
    "claims:method-page": ("q",),
    "claims:release-changes": ("page", "_export"),
    "claims:suggest": ("actor",),
    "claims:suggest-everywhere": ("actor",),
}


def list_declared(name):
    """Return the parameters that the filter of a page and its table declare."""
    filters = FILTERS.get(name)
    tables = TABLE_PARAMETERS if filters and issubclass(filters, PagedFilter) else ()
    return {*(filters.base_filters if filters else ()), *tables}


def list_read(name):
    """Return all parameters that a page reads."""
    asked_of_all = {citing.ASKED, picturing.ASKED}  # for its record, and for a picture of it
    return {*list_declared(name), *READ_BY_VIEWS.get(name, ()), *asked_of_all}


def split(name, given):
    """Return queries that between them give a page these values of its parameters: {parameter: values}.

    Those that the page's filter refuses stand in one query, with those that choose nothing and those that its table
    alone reads: the page is drawn without them, and says of each that it is refused. Each other parameter has a query
    of its own, as what it chooses could hide what the next would.
    """
    everything = QueryDict(urlencode([(parameter, value) for parameter in given for value in given[parameter]]))
    form = FILTERS[name](everything, queryset=Claim.objects.none()).form
    form.is_valid()
    apart = [parameter for parameter in given if form.cleaned_data.get(parameter)]
    pairs = {parameter: [(parameter, value) for value in values] for parameter, values in given.items()}
    together = [pair for parameter in given if parameter not in apart for pair in pairs[parameter]]
    return [*([together] if together else []), *(pairs[parameter] for parameter in apart)]


def list_queries(name, typed, **given):
    """Return queries that ask a page for each of its tables, in each format, for each of its parameters by what is
    `typed`, and by the values that are `given` for parameters, which pages need not read."""
    if name not in FILTERS:
        return []
    filters = FILTERS[name].base_filters
    declared = list_declared(name)
    values = dict.fromkeys(filters, [typed]) | {key: of_one for key, of_one in given.items() if key in declared}
    turns = [
        {key: of_one[turn : turn + 1] for key, of_one in values.items() if of_one[turn:]}
        for turn in range(max(map(len, values.values())))
    ]
    tables = [("table", table) for table, _ in filters["table"].extra["choices"]] if "table" in filters else []
    exports = [("_export", form) for form, _ in filters["_export"].extra["choices"]] if "_export" in filters else []
    return [
        *(query for turn in turns for query in split(name, turn)),
        *([table] for table in tables),
        *([export] for export in exports),
        *([table, export] for table in tables for export in exports),
    ]
