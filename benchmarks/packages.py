"""The data package of the negotiation, beside a bare writer of the same files."""

import tempfile
from functools import partial
from pathlib import Path

from claims.exporters.data_package.write import write_package
from claims.importers.progress import hide_progress
from claims.models import Negotiation

from . import floors
from .files import WORDS
from .timing import Measure

TABLE = "claims.csv"
# What the database has as a moment, as the package writes it.
MOMENTS = {
    "sqlite": "replace(m.history_date, ' ', 'T') || 'Z'",
    "postgresql": (
        "replace(to_char(m.history_date AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), '.000000', '')"
    ),
}
CLAIMS = """
SELECT c.public_id AS claim, h.slug AS holder, k.slug AS speaker, p.slug AS proposal, w.slug AS wording, c.dimension,
  COALESCE(CAST(c.value AS text), 'none') AS value, c.label, c.by_when, c.probability,
  CASE c.attribution WHEN 0 THEN 'own' WHEN 1 THEN 'reported' WHEN 2 THEN 'attributed' ELSE 'predicted' END
  AS attribution, c.said_on, c.said_on_is, c.conditions, c.depends_on, c.covers, c.argument, {pending} AS pending,
  {doubtful} AS doubtful, c.confirmed, c.quote, c.quote_language, c.translation, c.locator, c.prefix, c.suffix,
  s.slug AS source, c.quote_state, c.quote_start, c.quote_end, c.version, {moment} AS published_at
FROM claims_claim c JOIN claims_actor h ON h.id = c.holder_id LEFT JOIN claims_actor k ON k.id = c.speaker_id
  JOIN claims_proposal p ON p.id = c.proposal_id LEFT JOIN claims_wording w ON w.id = c.wording_id
  JOIN claims_source s ON s.id = c.source_id JOIN claims_historicalclaim m ON m.id = c.id AND m.version = c.version
WHERE c.status = 'published' AND p.negotiation_id = %s ORDER BY c.id
"""


MOST_CLAIMS = 100_000  # beyond which five runs would take minutes


def list_measures(bench):
    if bench.subjects.claims <= MOST_CLAIMS:
        yield "export: data package", partial(measure_export, bench)


def measure_export(bench):
    negotiation = Negotiation.objects.get(slug=bench.subjects.at.strip("/"))
    others = write(negotiation)
    del others[TABLE]
    sql = CLAIMS.format(**WORDS, moment=MOMENTS[bench.vendor])
    floor = partial(floors.write_package, bench.database, sql, [negotiation.pk], TABLE, others)
    return Measure("export: data package", partial(write, negotiation), floor, bar=1.5)


def write(negotiation, path=None):
    """Write the package of a negotiation to a path, or to one that is gone afterwards; return its files."""
    with tempfile.TemporaryDirectory() as folder:
        path = path or Path(folder) / "package.zip"
        write_package(negotiation, path, hide_progress)
        return floors.read_files(path)
