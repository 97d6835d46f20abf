"""What two packages have alike is left unread, and what differs is what reading all of both would find."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from claims.releasing.packed_tables import read_rows, split_rows, unpack_where_differing
from claims.rules.release_changes import ReleasedClaims, compare_claims

CELLS = st.text(alphabet="ab,\"\r\n'=é二 ", max_size=6)
COLUMNS = ("claim", "proposal", "holder", "dimension", "value", "quote", "said_on")
TABLES = st.dictionaries(st.sampled_from("cdefgh"), st.lists(CELLS, min_size=6, max_size=6).map(tuple), max_size=6)
NAMES = {"proposal": {"a": "Alpha"}, "holder": {"b": "Beta"}}


def write(rows, columns=COLUMNS):
    text = StringIO(newline="")
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode()


def pack(content):
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("claims.csv", content)
    return ZipFile(file)


@given(st.lists(st.lists(CELLS, min_size=7, max_size=7).map(tuple), max_size=6))
def test_a_table_is_cut_where_its_rows_end(rows):
    assert list(read_rows(split_rows(write(rows)))) == [COLUMNS, *rows]


@given(TABLES, TABLES, st.booleans())
def test_what_differs_is_what_reading_all_of_both_finds(before, after, other_columns):
    after = {**after, **{claim: cells for claim, cells in before.items() if claim in "cd"}}
    columns = (*COLUMNS[:-2], "said_on", "quote") if other_columns else COLUMNS
    tables = [[(claim, *cells) for claim, cells in sorted(table.items())] for table in (before, after)]
    packed = unpack_where_differing(pack(write(tables[0])), pack(write(tables[1], columns)), "claims")
    unread = [
        ReleasedClaims(table.columns, {cells[0]: cells for cells in read_rows(table.rows)}, NAMES) for table in packed
    ]
    whole = [
        ReleasedClaims(named, {cells[0]: cells for cells in rows}, NAMES)
        for named, rows in zip((COLUMNS, columns), tables, strict=True)
    ]
    assert compare_claims(*unread) == compare_claims(*whole)
    if not other_columns:
        alike = {claim for claim in before if before[claim] == after.get(claim)}
        assert not alike & {claim for table in unread for claim in table.cells}
