"""Pages: the first screen cold, warm and seen again; a cell, a proposal, an actor and all other pages."""

from functools import partial

from django.test import override_settings

from . import cutting, floors
from .bench import raise_data_version
from .timing import Measure

# The claims of a page's cells, in the order of the index that holds all that the rule compares.
CELLS = (
    "SELECT proposal_id, holder_id, attribution, doubtful, said_on, value, conditional, pending, id "
    "FROM claims_claim WHERE status = 'published' AND dimension IN ('position', 'prospects', 'salience') "
    "AND proposal_id IN ({}) ORDER BY dimension, proposal_id, holder_id"
)
# One whole number a claim: the least that can be fetched of a whole table.
DAY_NUMBER = {
    "sqlite": "julianday(said_on)",
    "postgresql": "(said_on - date '0001-01-01')",
}
WHOLE = (
    "SELECT (((proposal_id * 524288 + holder_id) * 8 + attribution * 2 "
    "+ CASE WHEN doubtful THEN 1 ELSE 0 END) * 131072 "
    "+ CAST({} AS bigint) %% 131072) * 16 + CASE WHEN conditional THEN 8 ELSE 0 END + value + 2 "
    "FROM claims_claim WHERE status = 'published' AND NOT pending"
)


def measures(bench):
    yield from first_screen(bench)
    yield from seen_again(bench)
    subjects = bench.subjects
    pages = {
        "cell": f"/cells/{subjects.proposal}/{subjects.party}/",
        "proposal": f"/proposals/{subjects.proposal}/",
        "actor: party": f"/actors/{subjects.party}/",
        "actor: expert": f"/actors/{subjects.expert}/",
        "claim": f"/claims/{subjects.claim}/",
        "source": f"/sources/{subjects.source}/",
        "common ground": "/common-ground/",
        "proposals": "/proposals/",
        "actors": "/actors/",
        "sources": "/sources/",
    }
    for name, url in pages.items():
        yield name, partial(page, bench, name, url)


def page(bench, name, url):
    """Any page on unchanged data: its floor runs the same queries bare and joins the same page."""
    cut = cutting.pieces(bench.get(url))
    queries = bench.queries(url)
    return Measure(
        name,
        product=lambda: bench.get(url),
        floor=lambda: floors.same_queries(bench.database, queries, cut),
        limit=bench.limit,
    )


def first_screen(bench):
    """The matrix as it opens: warm on unchanged data, cold just after a write."""
    yield "first screen: warm", partial(_matrix, bench, "first screen: warm", "/", bar=3)
    yield "first screen: cold", partial(_matrix, bench, "first screen: cold", "/", bar=3, cold=True)
    last = f"/?as_of={bench.subjects.day}&attribution=own&attribution=reported"
    yield (
        "first screen: as of a day, first-hand",
        partial(_matrix, bench, "first screen: as of a day, first-hand", last),
    )


def _matrix(bench, name, url, bar=None, cold=False):
    subjects = bench.subjects
    cut, shell = cutting.matrix(bench.get(url), subjects.proposals, subjects.holders), bench.shell(url)
    sql = CELLS.format(", ".join(str(proposal) for proposal, _, _ in cut.rows))
    if "as_of" in url:
        sql = sql.replace("ORDER", f"AND said_on <= '{subjects.day}' AND attribution IN (0, 1) ORDER")
    whole = WHOLE.format(DAY_NUMBER[bench.vendor])

    def floor():
        if cold:  # verdicts, counts and hidden columns need every cell, once for each state of the data
            floors.fetch(bench.database, whole)
        return floors.matrix(bench.database, sql, cut, shell)

    before = raise_data_version if cold else None
    return Measure(name, lambda: bench.get(url), floor, bar=bar, limit=bench.limit, before=before)


# The repeated view of an anonymous visitor, beside the least that Django answers


def seen_again(bench):
    for name, bare in (("first screen: seen again", False), ("first screen: seen again, to a bare Django", True)):
        yield name, partial(_seen_again, bench, name, bare)


def _seen_again(bench, name, bare):
    """A conditional request, beside a page that says “hello” behind the product's middleware, or behind none.

    There is nothing to compare: that each answer is a 304 and each greeting a greeting is checked at every run.
    """
    answer, _ = bench.answer("/")
    tag = answer.get("ETag", "")
    greeter = bench._replace(reader=type(bench.reader)(SERVER_NAME="127.0.0.1"))
    with override_settings(**({"MIDDLEWARE": []} if bare else {})):
        greeter.get("/hello/")  # it loads its middleware once, now

    return Measure(
        name,
        product=lambda: bench.get("/", 304, **{"If-None-Match": tag}),
        floor=lambda: greeter.get("/hello/").replace(b"hello", b""),
        bar=None if bare else 1.5,
    )
