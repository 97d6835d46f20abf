"""Pages: the first screen cold, warm and seen again, other windows of the matrix, and all other pages."""

from datetime import timedelta
from functools import partial
from itertools import count
from unittest import mock
from urllib.parse import urlencode

from django.test import override_settings

from claims import queries
from claims.reader.views import negotiations
from tracker.middleware import page_cache
from tracker.middleware.kept_answers import KeptAnswers

from . import cutting, floors, stances
from .bench import PAGE_LIMIT, raise_data_version, raise_version_elsewhere, save_a_claim
from .timing import Measure

# The claims of a page's cells, in the order of the index that holds all that the rule compares.
CELLS = (
    "SELECT proposal_id, holder_id, attribution, doubtful, said_on, value, conditional, pending, id "
    "FROM claims_claim WHERE status = 'published' AND dimension IN ('position', 'prospects', 'salience') "
    "AND proposal_id IN ({}){} ORDER BY dimension, proposal_id, holder_id"
)
A_PAGE = 50  # proposals
LIMIT_AFTER_A_SAVE = 1000  # milliseconds, at any size
# Pages that need the whole table.
COLD = ("common ground", "coverage", "proposals", "actors", "experts", "sources", "contradictions")


def list_measures(bench):
    yield from list_first_screen(bench)
    yield from list_seen_again(bench)
    yield "first screen: made before", partial(_measure_made_before, bench)
    yield from list_written_elsewhere(bench)
    yield from list_after_a_save(bench)
    yield "matrix: a new day", partial(_measure_new_day, bench)
    yield from list_windows(bench)
    subjects = bench.subjects
    pages = {
        "opened cell": f"{bench.subjects.at}/?cell={subjects.proposal}/{subjects.party}",
        "cell": f"{bench.subjects.at}/cells/{subjects.proposal}/{subjects.party}/",
        "proposal": f"{bench.subjects.at}/proposals/{subjects.proposal}/",
        "actor: party": f"{bench.subjects.at}/actors/{subjects.party}/",
        "actor: expert": f"{bench.subjects.at}/actors/{subjects.expert}/",
        "claim": f"/claims/{subjects.claim}/",
        "source": f"/sources/{subjects.source}/",
        "common ground": f"{bench.subjects.at}/common-ground/",
        "changes": f"{bench.subjects.at}/changes/",
        "changes since a day": f"{bench.subjects.at}/changes/?since={bench.subjects.day}",
        "changes: feed": f"{bench.subjects.at}/changes/feed/",
        "moves": f"{bench.subjects.at}/changes/moves/",
        "moves: feed": f"{bench.subjects.at}/changes/moves/feed/",
        "contradictions": f"{bench.subjects.at}/contradictions/",
        "contradictions: a year, last page": f"{bench.subjects.at}/contradictions/?within=365&page=999999",
        "contradictions: actor": f"{bench.subjects.at}/contradictions/?actor={subjects.party}",
        "timeline: principals": f"{bench.subjects.at}/timeline/",
        "timeline: proposal": f"{bench.subjects.at}/timeline/?proposal={subjects.proposal}",
        "timeline: actor": f"{bench.subjects.at}/timeline/?actor={subjects.party}",
        "coverage": f"{bench.subjects.at}/coverage/",
        "proposals": f"{bench.subjects.at}/proposals/",
        "actors": f"{bench.subjects.at}/actors/",
        "experts": f"{bench.subjects.at}/experts/",
        "experts: one of them": f"{bench.subjects.at}/experts/?actor={subjects.expert}",
        "sources": "/sources/",
        "search page": f"/search/?{urlencode({'q': subjects.frequent})}",
        "who agrees": f"{bench.subjects.at}/agreement/",
        **list_paired(bench),
        "api: claims": f"/api/v1/negotiations{bench.subjects.at}/claims/",
        "api: stances": f"/api/v1/negotiations{bench.subjects.at}/stances/",
        "api: verdicts": f"/api/v1/negotiations{bench.subjects.at}/verdicts/",
    }
    for name, url in pages.items():
        yield name, partial(measure_page, bench, name, url)
        if name in COLD:
            yield f"{name}: just after a write", partial(measure_page, bench, f"{name}: just after a write", url, True)
    yield "actor: in all negotiations", partial(measure_everywhere, bench, f"/actors/{subjects.party}/")


def measure_page(bench, name, url, cold=False):
    """Any page, on unchanged data or just after a write: its floor runs the same queries bare and joins the page."""
    cut = cutting.cut_links(bench.get(url))
    queries = bench.record_queries(url, cold)
    return Measure(
        name,
        product=lambda: bench.get(url),
        floor=lambda: floors.run_queries(bench.database, queries, cut),
        limit=bench.first_limit if cold else PAGE_LIMIT,
        before=raise_data_version if cold else None,
    )


def measure_everywhere(bench, url):
    """The page of an actor in all negotiations, though there is but one, which would lead to its page there."""
    patched = mock.patch.object(negotiations, "find_negotiation", lambda request: None)
    with patched:
        measure = measure_page(bench, "actor: in all negotiations", url)

    def ask():
        with patched:
            return measure.product()

    return measure._replace(product=ask)


def list_first_screen(bench):
    """The matrix as it opens: warm on unchanged data, undrawn where its lines are not kept, cold just after a write."""
    at = f"{bench.subjects.at}/"
    yield "first screen: warm", partial(_measure_matrix, bench, "first screen: warm", at)
    yield "first screen: undrawn", partial(_measure_undrawn, bench, "first screen: undrawn", at)
    yield "first screen: cold", partial(_measure_matrix, bench, "first screen: cold", at, cold=True)


def list_windows(bench):
    """The matrix seen otherwise, on unchanged data."""
    day = bench.subjects.day
    urls = {
        "as of a day, first-hand": f"{bench.subjects.at}/?as_of={day}&attribution=own&attribution=reported",
        "since a day": f"{bench.subjects.at}/?since={day}",
        "of a topic": f"{bench.subjects.at}/?topic={bench.subjects.topic}",
        "all parties": f"{bench.subjects.at}/?others=open",
        "without what is settled": f"{bench.subjects.at}/?settled=hide",
        "most rows": f"{bench.subjects.at}/?per_page=200",
    }
    if len(bench.subjects.proposals) > A_PAGE:
        urls |= {"last page": f"{bench.subjects.at}/?page={-(-len(bench.subjects.proposals) // A_PAGE)}"}
    for name, url in urls.items():
        yield f"matrix: {name}", partial(_measure_matrix, bench, f"matrix: {name}", url)
    undrawn = "matrix: all parties, undrawn"
    yield undrawn, partial(_measure_undrawn, bench, undrawn, urls["all parties"])


def _measure_undrawn(bench, name, url):
    """A window that nobody has asked for since the last write, of a table that others have: it is drawn anew."""
    return _measure_matrix(bench, name, url)._replace(before=queries.WINDOWS.forget)


def _measure_matrix(bench, name, url, cold=False):
    subjects = bench.subjects
    cut, shell = cutting.cut_matrix(bench.get(url), subjects.proposals, subjects.holders), bench.build_shell(url)
    proposals = ", ".join(str(proposal) for proposal, _, _ in cut.rows)
    when = f" AND said_on <= '{subjects.day}' AND attribution IN (0, 1)" if "as_of" in url else ""
    now, before = CELLS.format(proposals, when), CELLS.format(proposals, f" AND said_on < '{subjects.day}'")
    snapshot = stances.build_keys(bench)

    def floor():
        if cold:  # verdicts, counts and hidden columns need every cell, once for each state of the data
            floors.fetch(bench.database, snapshot)
        if "since" in url:  # what has changed is marked in each cell
            floors.fetch(bench.database, before)
        return floors.draw_matrix(bench.database, now, cut, shell)

    return Measure(
        name,
        product=lambda: bench.get(url),
        floor=floor,
        bar=3,
        limit=bench.first_limit if cold else PAGE_LIMIT,
        before=raise_data_version if cold else None,
    )


# A page after a write in another negotiation, beside the same page once more


def list_written_elsewhere(bench):
    url = f"{bench.subjects.at}/"
    tag = bench.ask(url)[0].get("ETag", "")
    asked = {"first screen": {}, "first screen: seen again": {"status": 304, "if-none-match": tag}}
    for name, headers in asked.items():
        name = f"{name}: just after a write elsewhere"
        yield name, partial(_measure_written_elsewhere, name, partial(bench.get, url, **headers))


def _measure_written_elsewhere(name, ask):
    """What was kept of one negotiation still counts: the write costs its pages nothing."""
    return Measure(name, product=ask, floor=ask, bar=1.2, before=raise_version_elsewhere)


# The first page after a claim was saved, beside the same page once more: what is kept follows the cell that was touched


def list_after_a_save(bench):
    subjects = bench.subjects
    urls = {
        "first screen": f"{subjects.at}/",
        "cell": f"{subjects.at}/cells/{subjects.proposal}/{subjects.party}/",
        "proposal": f"{subjects.at}/proposals/{subjects.proposal}/",
    }
    for name, url in (urls | list_paired(bench)).items():
        limit = None if name in urls else LIMIT_AFTER_A_SAVE
        name = f"{name}: just after a claim was saved"
        ask = partial(bench.get, url)
        yield name, partial(Measure, name, product=ask, floor=ask, bar=10, limit=limit, before=save_a_claim)


def list_paired(bench):
    """Return the addresses of pages that need more of the whole table than any other, by name."""
    at, subjects = bench.subjects.at, bench.subjects
    pair = f"{at}/agreement/{subjects.party}/{subjects.partner}/"
    in_order = bench.reader.get(pair).headers.get("Location", pair)  # of the two, one stands first
    return {"robustness": f"{at}/common-ground/robustness/", "pair": in_order}


def _measure_new_day(bench):
    """The first screen as of a day for which nobody has asked yet: another one each time."""
    days = (bench.subjects.day - timedelta(days=number) for number in count(1))
    return Measure(
        "matrix: a new day",
        product=lambda: bench.get(f"{bench.subjects.at}/?as_of={next(days)}"),
        limit=bench.first_limit,
    )


# The repeated view of an anonymous visitor, beside the least that Django answers


def list_seen_again(bench):
    for name, bare in (("first screen: seen again", False), ("first screen: seen again, to a bare Django", True)):
        yield name, partial(_measure_seen_again, bench, name, bare)


def _measure_made_before(bench):
    """The first screen for a visitor without a copy, which the same process made for another, beside “hello”."""
    kept, url = KeptAnswers(2 * page_cache.LARGEST_KEPT), f"{bench.subjects.at}/"
    greeter = bench._replace(reader=type(bench.reader)(SERVER_NAME="127.0.0.1"))
    page = bench.get(url)

    def ask():
        with mock.patch.object(page_cache, "KEPT", kept):
            return bench.get(url)

    return Measure(
        "first screen: made before",
        product=ask,
        floor=lambda: greeter.get("/hello/").replace(b"hello", page),
        bar=1.5,
    )


def _measure_seen_again(bench, name, bare):
    """A conditional request, beside a page that says “hello” behind the product's middleware, or behind none.

    There is nothing to compare: that each answer is a 304 and each greeting a greeting is checked at every run.
    """
    answer, _ = bench.ask(f"{bench.subjects.at}/")
    tag = answer.get("ETag", "")
    greeter = bench._replace(reader=type(bench.reader)(SERVER_NAME="127.0.0.1"))
    with override_settings(**({"MIDDLEWARE": []} if bare else {})):
        greeter.get("/hello/")  # it loads its middleware once, now

    return Measure(
        name,
        product=lambda: bench.get(f"{bench.subjects.at}/", 304, **{"If-None-Match": tag}),
        floor=lambda: greeter.get("/hello/").replace(b"hello", b""),
        bar=None if bare else 1.5,
    )
