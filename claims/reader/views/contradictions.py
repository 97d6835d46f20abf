"""The list of contradictions inside actors, for editors who answer them, and for whoever asks for more than an actor's
page shows: all that it shows is published, but for what editors see of remarks that wait."""

from django.core.paginator import Paginator
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters.contradictions import make_contradictions_table
from ...wording.contradictions import KINDS, ContradictionsTold, write_headline, write_lede
from ..filters import ContradictionsFilter
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.contradictions import show_for
from ..shared.list_view import number_pages
from ..shared.read_filters import read_filters

ROWS_AT_ONCE = 1000  # of a file


@vary_on_headers("HX-Request")
def contradictions(request):
    """List the contradictions inside actors, the latest first."""
    filters = read_filters(request, ContradictionsFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    listed = _choose(filters, snapshot)
    if filters.export_chosen:
        table = make_contradictions_table(_read_all(snapshot, listed))
        return downloads.send_table(request, filters, table.name, table)
    page = Paginator(range(listed.number), filters.rows_a_page).get_page(request.GET.get("page"))
    on_page = listed.list_places(page.start_index() - 1, page.end_index()) if listed.number else []
    told = _tell(filters, snapshot, listed)
    context = {
        "filters": filters,
        "query": filters.counting_query,
        "headline": write_headline(told),
        "lede": write_lede(told),
        "rows": show_for(request, snapshot, on_page, filters.counting_query),
        "pages": number_pages(request, page, "page"),
        "kinds": [(word.word, word.meaning) for word in KINDS.values()],
    }
    return answer_filtered(request, filters, "claims/contradictions.html", context)


def _choose(filters, snapshot):
    """Return the contradictions that stand on the page."""
    listed = queries.find_contradictions(snapshot, filters.holders_chosen, filters.days_chosen)
    proposals = None
    if filters.chosen["topic"] or filters.chosen["proposal"]:
        put_forward = snapshot.get(queries.list_put_forward).items()
        proposals = [pk for pk, proposal in put_forward if filters.shows_proposal(proposal)]
    answers = snapshot.get(queries.read_answers)
    return listed.choose(answers, filters.chosen["kind"], proposals, filters.answered_chosen)


def _read_all(snapshot, listed):
    """Yield all rows, some at a time."""
    for start in range(0, listed.number, ROWS_AT_ONCE):
        yield from queries.read_contradictions(snapshot, listed.list_places(start, start + ROWS_AT_ONCE))


def _tell(filters, snapshot, listed):
    answers, actors = snapshot.get(queries.read_answers), snapshot.get(queries.read_vocabulary).actors
    holders = set(listed.holders.tolist()) or filters.holders_chosen or ()
    names = [actors[pk].in_sentence for pk in holders]
    return ContradictionsTold(
        listed.number,
        len(names),
        int(listed.find_answered(answers).sum()),
        filters.days_chosen,
        names[0] if len(names) == 1 else "",
        filters.chooses_rows,
    )
