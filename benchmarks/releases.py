"""Pages of releases, and pages as of a release: each beside its own queries, run bare."""

import sqlite3
from functools import partial

from claims.importers.progress import hide_progress
from claims.models import Claim, Negotiation, Release
from claims.releasing.as_of import connect_to_release
from claims.releasing.databases import find_database, prepare_release
from claims.releasing.lookup import find_release
from claims.releasing.make import make_release
from claims.services.write_gate import editing

from . import cutting, floors
from .bench import LIMITED, PAGE_LIMIT, record_statements
from .pages import measure_page
from .timing import Measure


def list_measures(bench):
    """Yield the measures; of the large records no release is made, for that takes as long as to import them."""
    if bench.size not in LIMITED:
        return
    pages = {
        "releases": "releases/",
        "release": "releases/2/",
        "release: two compared": "releases/1/to/2/",
    }
    for name, page in pages.items():
        yield name, partial(_measure_today, bench, name, page)
    subjects = bench.subjects
    as_of = {
        "first screen": f"{subjects.at}/",
        "cell": f"{subjects.at}/cells/{subjects.proposal}/{subjects.party}/",
        "claim": f"/claims/{subjects.claim}/",
    }
    for name, page in as_of.items():
        name = f"as of a release: {name}"
        yield name, partial(_measure_as_of, bench, name, page)


def _measure_today(bench, name, page):
    _release_twice(bench)
    return measure_page(bench, name, f"{bench.subjects.at}/{page}")


def _measure_as_of(bench, name, page):
    """A page as of the second release: its floor asks the database of that release."""
    release = _release_twice(bench)
    url = f"/{release.start.strip('/')}{page}"
    cut = cutting.cut_links(bench.get(url))
    of_release = connect_to_release(release, release.start)
    queries = record_statements(lambda: bench.get(url), of_release)
    database = sqlite3.connect(find_database(release))  # of SQLite wherever the site keeps its own
    return Measure(
        name,
        product=lambda: bench.get(url),
        floor=lambda: floors.run_queries(database, queries, cut),
        limit=PAGE_LIMIT,
    )


def _release_twice(bench):
    """Return the second release of the negotiation: two are made where there are fewer, one claim apart."""
    negotiation = Negotiation.objects.get(slug=bench.subjects.at.strip("/"))
    for number in range(Release.objects.filter(negotiation=negotiation).count(), 2):
        with editing(None, "corrected for the bench") as gate:
            claim = gate.lock(Claim, Claim.objects.get(public_id=bench.subjects.claim).pk)
            claim.locator = f"p. {number + 1}"
            gate.save(claim)
        make_release(negotiation, f"Release {number + 1}", "", user=None, progress=hide_progress)
    release = find_release(negotiation, 2)
    prepare_release(release)
    return release
