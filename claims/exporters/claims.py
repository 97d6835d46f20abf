"""Claims as rows of the exchange form, one row a claim, read narrow and one chunk at a time."""

from ..rules.scales import Attribution
from .formats import ExportTable

# Each column with where a claim keeps it.
COLUMNS = {
    "claim": "public_id",
    "holder": "holder__slug",
    "holder_kind": "holder__kind",
    "side": "holder__side__slug",
    "speaker": "speaker__slug",
    "proposal": "proposal__slug",
    "topic": "proposal__topic__slug",
    "dimension": "dimension",
    "value": "value",
    "attribution": "attribution",
    "said_on": "said_on",
    "said_on_is": "said_on_is",
    "conditions": "conditions",
    "depends_on": "depends_on",
    "covers": "covers",
    "pending": "pending",
    "doubtful": "doubtful",
    "note": "note",
    "status": "status",
    "source": "source__slug",
    "source_title": "source__title",
    "source_type": "source__type",
    "source_publisher": "source__publisher",
    "source_origin": "source__origin",
    "source_authors": "source__authors",
    "source_published_on": "source__published_on",
    "source_url": "source__url",
    "source_language": "source__language",
    "quote": "quote",
    "locator": "locator",
    "prefix": "prefix",
    "suffix": "suffix",
    "version": "version",
}
FOR_EDITORS = ("note", "status")
ROWS_A_FETCH = 2000


def columns(editor=False):
    """Return the columns that the reader may see."""
    return tuple(name for name in COLUMNS if editor or name not in FOR_EDITORS)


def make_claims_table(claims, editor=False):
    """Return the Table of a queryset of claims, in its order; nothing is read before its rows are drawn (one query)."""
    names = columns(editor)
    return ExportTable("claims", names, _rows(claims, names))


def _rows(claims, names):
    attribution, speaker = names.index("attribution"), names.index("speaker")
    words = {a.value: a.word for a in Attribution}
    for row in claims.values_list(*(COLUMNS[name] for name in names)).iterator(chunk_size=ROWS_A_FETCH):
        cells = list(row)
        cells[attribution] = words[cells[attribution]]
        cells[speaker] = cells[speaker] or ""
        yield cells
