"""Downloads: the claims in each format, the matrix as a long table, and the lists, beside bare writers of the same."""

from functools import partial
from io import BytesIO

from . import cutting, floors
from .timing import Measure

PARTS = (
    "(SELECT actor_id, side_id FROM claims_participant "
    "WHERE (since IS NULL OR since <= CURRENT_DATE) AND (until IS NULL OR until >= CURRENT_DATE))"
)
CLAIMS = """
SELECT c.public_id AS claim, n.slug AS negotiation, h.slug AS holder, h.kind AS holder_kind, h.name AS holder_name,
  h.short_name AS holder_short_name, COALESCE(d.slug, '') AS side, COALESCE(d.name, '') AS side_name,
  COALESCE(k.slug, '') AS speaker,
  COALESCE(k.name, '') AS speaker_name, COALESCE(k.short_name, '') AS speaker_short_name,
  COALESCE(k.kind, '') AS speaker_kind, COALESCE(e.slug, '') AS speaker_side, COALESCE(e.name, '') AS speaker_side_name,
  COALESCE(f.slug, '') AS speaker_for, COALESCE(f.name, '') AS speaker_for_name,
  p.slug AS proposal, p.title AS proposal_title, p.full_title AS proposal_full_title,
  p.definition AS proposal_definition, p.proposed_on,
  t.slug AS topic, t.name AS topic_name,
  COALESCE((SELECT x.slug || ' #' || i."order" || ': ' || i.place FROM claims_part i
    JOIN claims_proposal x ON x.id = i.package_id WHERE i.part_id = p.id), '') AS part_of,
  COALESCE(w.slug, '') AS wording,
  c.dimension, c.value, c.label, c.by_when, c.probability,
  CASE c.attribution WHEN 0 THEN 'own' WHEN 1 THEN 'reported' WHEN 2 THEN 'attributed' ELSE 'predicted' END
  AS attribution,
  c.said_on, c.said_on_is, c.conditions, c.depends_on, c.covers, c.argument,
  {pending} AS pending, {doubtful} AS doubtful, c.confirmed,
  s.slug AS source, s.title AS source_title, s.type AS source_type, s.publisher AS source_publisher,
  s.origin AS source_origin, s.authors AS source_authors, s.published_on AS source_published_on,
  s.accessed_on AS source_accessed_on, {leaked} AS source_leaked, s.grade AS source_grade, s.url AS source_url,
  s.language AS source_language,
  CASE WHEN CAST(s.csl AS text) = '{{}}' THEN '' ELSE CAST(s.csl AS text) END AS source_csl,
  c.quote, c.quote_language, c.translation, c.locator, c.prefix, c.suffix, c.version
FROM claims_claim c JOIN claims_actor h ON h.id = c.holder_id LEFT JOIN {parts} g ON g.actor_id = h.id
  LEFT JOIN claims_side d ON d.id = g.side_id
  JOIN claims_proposal p ON p.id = c.proposal_id JOIN claims_topic t ON t.id = p.topic_id
  JOIN claims_negotiation n ON n.id = p.negotiation_id
  JOIN claims_source s ON s.id = c.source_id LEFT JOIN claims_actor k ON k.id = c.speaker_id
  LEFT JOIN {parts} m ON m.actor_id = COALESCE(k.speaks_for_id, k.id) LEFT JOIN claims_side e ON e.id = m.side_id
  LEFT JOIN claims_actor f ON f.id = k.speaks_for_id LEFT JOIN claims_wording w ON w.id = c.wording_id
WHERE c.status = 'published' AND c.said_on >= %s ORDER BY c.said_on DESC, c.id DESC
""".replace("{parts}", PARTS)
AS_THEY_ARE = {"pending": "c.pending", "doubtful": "c.doubtful", "leaked": "s.leaked"}
WORDS = {name: f"CASE WHEN {column} THEN 'yes' ELSE '' END" for name, column in AS_THEY_ARE.items()}
DAYS, FLAGS = (20, 28, 31, 46, 47), (37, 38, 48)  # places of these columns
# The claims of the cells that the long table of the matrix may hold, with what its rows say of them.
CELLS = """
SELECT p.slug, h.slug, c.dimension, c.attribution, c.doubtful, c.said_on, c.value, c.conditional, c.pending,
  c.conditions, c.depends_on, c.covers, c.public_id
FROM claims_claim c JOIN claims_proposal p ON p.id = c.proposal_id JOIN claims_actor h ON h.id = c.holder_id
WHERE c.status = 'published'
"""
MOST_CELLS = 100_000  # claims beyond which only a chapter of the matrix is downloaded, not all of it


def list_measures(bench):
    """At most some thirty thousand claims, so that five runs of each end."""
    writers = {"csv": measure_csv, "json": measure_json, "xlsx": measure_xlsx}
    for name, measure in writers.items():
        yield (
            f"export: claims, {name}",
            partial(measure, bench, f"{bench.subjects.at}/claims/?since={bench.subjects.latest}&_export={name}"),
        )
    yield "export: matrix, csv", partial(measure_matrix, bench)
    lists = {"proposals": f"{bench.subjects.at}/proposals/", "actors": f"{bench.subjects.at}/actors/"}
    for name, address in {**lists, "sources": "/sources/"}.items():
        yield f"export: {name}, csv", partial(measure_list, bench, name, address)


def measure_csv(bench, url):
    sql, since = CLAIMS.format(**WORDS), [str(bench.subjects.latest)]
    floor = partial(floors.write_csv, bench.database, sql, since)
    return Measure("export: claims, csv", partial(bench.get, url), floor, bar=1.5)


def measure_json(bench, url):
    sql, since = CLAIMS.format(**AS_THEY_ARE), [str(bench.subjects.latest)]
    floor = partial(floors.write_json, bench.database, sql, since, FLAGS)
    return Measure("export: claims, json", partial(bench.get, url), floor, bar=1.5)


def measure_xlsx(bench, url):
    sql, since = CLAIMS.format(**WORDS), [str(bench.subjects.latest)]
    floor = partial(floors.write_xlsx, bench.database, sql, since, DAYS)
    return Measure("export: claims, xlsx", partial(bench.get, url), floor, bar=1.5, normalise=_read_sheet)


def _read_sheet(content):
    return floors.read_sheet(BytesIO(content))


def measure_matrix(bench):
    """The cells of the matrix, one a line."""
    few = bench.subjects.claims <= MOST_CELLS
    url = (
        f"{bench.subjects.at}/?_export=csv" if few else f"{bench.subjects.at}/?topic={bench.subjects.topic}&_export=csv"
    )
    page = cutting.cut_lines(bench.get(url))
    on_topic = " AND p.topic_id = (SELECT id FROM claims_topic WHERE slug = %s)"
    sql, params = (CELLS, []) if few else (CELLS + on_topic, [bench.subjects.topic])
    floor = partial(floors.write_lines, bench.database, sql, params, page)
    return Measure("export: matrix, csv", partial(bench.get, url), floor, bar=3)


def measure_list(bench, name, address):
    """A list: its floor runs the same queries bare."""
    url = f"{address}?_export=csv"
    cut, queries = [bench.get(url)], bench.record_queries(url)
    floor = partial(floors.run_queries, bench.database, queries, cut)
    return Measure(f"export: {name}, csv", partial(bench.get, url), floor)
