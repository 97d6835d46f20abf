"""Claims as rows of the exchange form, one row a claim, read narrow and one chunk at a time."""

from ..rules.exchange_columns import EXCHANGE_COLUMNS
from ..rules.scales import Attribution
from .formats import ExportTable

COLUMNS = {name: column.path for name, column in EXCHANGE_COLUMNS.items()}
FOR_EDITORS = {name for name, column in EXCHANGE_COLUMNS.items() if column.for_editors}
ROWS_A_FETCH = 2000


def choose_columns(editor=False):
    """Return the columns that the reader may see."""
    return tuple(name for name in COLUMNS if editor or name not in FOR_EDITORS)


def make_claims_table(claims, editor=False):
    """Return the Table of a queryset of claims, in its order; nothing is read before its rows are drawn (one query)."""
    names = choose_columns(editor)
    return ExportTable("claims", names, _read_rows(claims, names))


def _read_rows(claims, names):
    attribution, speaker = names.index("attribution"), names.index("speaker")
    words = {a.value: a.word for a in Attribution}
    for row in claims.values_list(*(COLUMNS[name] for name in names)).iterator(chunk_size=ROWS_A_FETCH):
        cells = list(row)
        cells[attribution] = words[cells[attribution]]
        cells[speaker] = cells[speaker] or ""
        yield cells
