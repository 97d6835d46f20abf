"""The list of claims: with each of its filters, sorted, deep inside, and searched."""

import re
from functools import partial
from html import unescape
from urllib.parse import urlencode

from . import cutting, floors
from .bench import PAGE_LIMIT
from .timing import Measure

ROWS = 50
LAST_NUMBERED = 100  # pages beyond it are reached by `?after=`
FEW = 50_000  # claims below which any column sorts

COUNT = "SELECT count(*) FROM claims_claim c WHERE c.status = 'published' AND {}"
PAGE = (
    "SELECT c.public_id, c.said_on, c.dimension, c.value, c.attribution, c.conditions, c.quote, c.locator, h.slug, "
    "h.short_name, k.slug, k.short_name, p.slug, p.title, s.slug, s.publisher, s.language FROM claims_claim c "
    "JOIN claims_actor h ON h.id = c.holder_id JOIN claims_proposal p ON p.id = c.proposal_id "
    "JOIN claims_source s ON s.id = c.source_id LEFT JOIN claims_actor k ON k.id = c.speaker_id "
    "WHERE c.status = 'published' AND {} ORDER BY {} LIMIT 50 OFFSET {}"
)
NEWEST = "c.said_on DESC, c.id DESC"
SORTS = {"-said_on": NEWEST, "value": f"c.value, {NEWEST}", "holder": f"h.name, {NEWEST}"}
BY_SLUG = "c.{}_id = (SELECT id FROM claims_{} WHERE slug = %s)"
SOURCES_WITH = "SELECT id FROM claims_source WHERE"
# What search looks through, as one term is matched in each: the claim's words, and what its links are called.
MATCHING = {
    "sqlite": "SELECT rowid FROM search_{0}s WHERE search_{0}s MATCH %s",
    "postgresql": "SELECT id FROM claims_{0} WHERE {1}",
}
VECTOR = (
    "to_tsvector('pg_catalog.simple', search_folded({})) @@ phraseto_tsquery('pg_catalog.simple', search_folded(%s))"
)
SEARCHED = {
    "claim": ("quote", "translation", "conditions", "covers", "argument", "label"),
    "actor": ("name", "short_name"),
    "proposal": ("title", "definition"),
    "source": ("title", "publisher", "origin", "authors", "csl_words"),
}
LINKS = (("holder", "actor"), ("speaker", "actor"), ("proposal", "proposal"), ("source", "source"))


def list_measures(bench):
    yield "claims", partial(measure_list, bench, "claims", {})
    for name, (query, where, params) in list_filters(bench.subjects).items():
        yield f"claims: {name}", partial(measure_list, bench, f"claims: {name}", query, where, params)
    for sort in SORTS:
        if sort != "holder" or bench.subjects.claims < FEW:
            yield f"claims: sorted by {sort}", partial(measure_list, bench, f"claims: sorted by {sort}", {"sort": sort})
    kind = ("verdict", "contested") if bench.subjects.verdicts else ("leaning", "supported")
    yield f"claims: {kind[0]}", partial(measure_kind, bench, *kind)
    pages = min(LAST_NUMBERED, -(-bench.subjects.claims // ROWS))
    yield "claims: deep page", partial(measure_list, bench, "claims: deep page", {"page": pages})
    beyond = _find_page_beyond(bench) if bench.subjects.claims > LAST_NUMBERED * ROWS else None
    if beyond:
        yield "claims: beyond them", partial(measure_list, bench, "claims: beyond them", beyond[0], beyond=beyond[1:])
    for name in ("rare", "frequent", "phrase"):
        if words := getattr(bench.subjects, name):
            yield f"search: {name}", partial(measure_search, bench, f"search: {name}", words)


def list_filters(subjects):
    """Return name → (parameters, SQL, its parameters) of every filter of the list but verdict and search."""
    party = [subjects.party]
    by_holder = BY_SLUG.format("holder", "actor")
    holders = (
        "c.holder_id IN (SELECT actor_id FROM claims_participant WHERE (since IS NULL OR since <= CURRENT_DATE) "
        "AND (until IS NULL OR until >= CURRENT_DATE) AND side_id = (SELECT id FROM claims_side WHERE slug = %s))"
    )
    topic = "(SELECT id FROM claims_topic WHERE slug = %s)"
    on_topic = f"c.proposal_id IN (SELECT id FROM claims_proposal WHERE topic_id = {topic})"
    of_origin = "c.source_id IN (SELECT id FROM claims_source WHERE origin = %s)"
    published = "c.said_on <= %s AND c.source_id IN (SELECT id FROM claims_source WHERE published_on <= %s)"
    day = str(subjects.day)
    of_side = {"side": ({"side": subjects.side}, holders, [subjects.side])} if subjects.side else {}
    return {
        "known": ({"as_of": day, "known": "published"}, published, [day, day]),
        "as_of": ({"as_of": subjects.day}, "c.said_on <= %s", [str(subjects.day)]),
        "since": ({"since": subjects.day}, "c.said_on >= %s", [str(subjects.day)]),
        "attribution": ({"attribution": "own"}, "c.attribution = 0", []),
        "origin": ({"origin": subjects.origin}, of_origin, [subjects.origin]),
        "leaked": ({"leaked": "no"}, f"c.source_id IN ({SOURCES_WITH} NOT leaked)", []),
        "grade": ({"grade": "B"}, f"c.source_id IN ({SOURCES_WITH} grade = 'B')", []),
        "dimension": ({"dimension": "salience"}, "c.dimension = 'salience'", []),
        "value": ({"value": "-2"}, "c.value = -2", []),
        **of_side,
        "holder": ({"holder": subjects.party}, by_holder, party),
        "actor": ({"actor": subjects.party}, by_holder, party),
        "speaker": ({"speaker": subjects.party}, BY_SLUG.format("speaker", "actor"), party),
        "topic": ({"topic": subjects.topic}, on_topic, [subjects.topic]),
        "proposal": ({"proposal": subjects.proposal}, BY_SLUG.format("proposal", "proposal"), [subjects.proposal]),
        "source": ({"source": subjects.source}, BY_SLUG.format("source", "source"), [subjects.source]),
    }


def measure_list(bench, name, query, where="1 = 1", params=(), beyond=("1 = 1", ())):
    """One page of the list beside its count and its rows, fetched bare and joined; `beyond` is where it begins."""
    url = f"{bench.subjects.at}/claims/?{urlencode(query)}"
    cut, shell = cutting.cut_claims(bench.get(url)), bench.build_shell(url)
    order = SORTS.get(query.get("sort"), NEWEST)
    offset = (query.get("page", 1) - 1) * ROWS
    count = COUNT.format(where), params
    page = PAGE.format(f"{where} AND {beyond[0]}", order, offset), [*params, *beyond[1]]
    return Measure(
        name,
        product=lambda: bench.get(url),
        floor=lambda: floors.draw_list(bench.database, count, page, cut, shell),
        bar=3,
        limit=PAGE_LIMIT,
    )


def measure_kind(bench, name, kind):
    """Claims on proposals of one verdict or leaning: the floor is told which by the same queries, run bare."""
    url = f"{bench.subjects.at}/claims/?{name}={kind}"
    cut, queries, shell = cutting.cut_links(bench.get(url)), bench.record_queries(url), bench.build_shell(url)
    return Measure(
        f"claims: {name}",
        product=lambda: bench.get(url),
        floor=lambda: floors.run_queries(bench.database, queries, cut, shell),
        bar=3,
        limit=PAGE_LIMIT,
    )


def measure_search(bench, name, words):
    matching = MATCHING[bench.vendor]
    terms = []

    def ids(kind):
        columns = SEARCHED[kind]
        terms.extend([words] * (1 if bench.vendor == "sqlite" else len(columns)))
        return matching.format(kind, " OR ".join(VECTOR.format(column) for column in columns))

    parts = [ids("claim")]
    parts += [f"SELECT id FROM claims_claim WHERE {link}_id IN ({ids(kind)})" for link, kind in LINKS]
    return measure_list(bench, name, {"q": words}, f"c.id IN ({' UNION '.join(parts)})", terms)


def _find_page_beyond(bench):
    """Return the query, and the SQL with its parameters, of the page that the last numbered one leads to, or None."""
    html = bench.get(f"{bench.subjects.at}/claims/?page={LAST_NUMBERED}").decode()
    link = re.search(r'rel="next" href="\?[^"]*after=([^"&]+)', html)
    if not link:
        return None
    last = list(cutting.cut_claims(html.encode()).rows)[-1]
    sql = "SELECT said_on, id FROM claims_claim WHERE public_id = %s"
    ((day, number),) = floors.fetch(bench.database, sql, [last])
    return {"after": unescape(link[1])}, "(c.said_on, c.id) < (%s, %s)", [day, number]
