"""What a file says of a source comes back to the letter: each of its columns, with whatever people may have typed."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.exporters import claims as exporter
from claims.exporters import formats
from claims.importers.spreadsheet.reader import FILE_TYPES
from claims.importers.spreadsheet.run import import_claims
from claims.models import Claim, Source
from claims.rules import csl
from claims.rules.exchange_columns import SOURCE_COLUMNS
from tests.database import undone
from tests.make import make_actor, make_claim, make_proposal, make_source

pytestmark = pytest.mark.django_db

FIELDS = [column.field for column in SOURCE_COLUMNS.values()]
WRITTEN_AND_READ = [extension for extension in formats.FORMATS if f".{extension}" in FILE_TYPES]
HOSTILE = (
    "=1+1",
    "'=a",
    "@x",
    "-2",
    "_x0041_",
    'a"b;c,d',
    "{}",
    '{"a": 1}',
    "no",
    "שלום (1)",
    "<b>&amp;",
    "null",
    "one\\two",
)
texts = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
names = st.lists(
    st.fixed_dictionaries({"family": texts}, optional={"given": texts}) | st.builds(dict, literal=texts),
    min_size=1,
    max_size=2,
)
dates = st.dates().map(csl.make_day) | st.builds(dict, literal=texts)
records = st.fixed_dictionaries(
    {},
    optional={
        "container-title": texts | st.just("one\r\ntwo\x07"),
        "volume": texts,
        "editor": names,
        "event-date": dates,
        "custom": st.fixed_dictionaries({"archived": dates}),
    },
)


def read_sources():
    return list(Source.objects.order_by("slug").values(*FIELDS))


@pytest.mark.parametrize("extension", WRITTEN_AND_READ)
@settings(max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(title=texts, origin=texts, record=records, leaked=st.booleans(), grade=st.sampled_from(["", *"ABCDEF"]))
def test_each_column_of_a_source_comes_back_as_it_was(tmp_path, extension, title, origin, record, leaked, grade):
    holder, proposal = make_actor(), make_proposal()
    path = tmp_path / f"claims.{extension}"
    with undone():
        source = make_source(
            title=title, origin=origin, csl=csl.read_record(record), leaked=leaked, grade=grade, authors="Lee, Ann",
            accessed_on=date(2022, 2, 3), url="https://example.org/a", type="report", language="ru",
        )  # fmt: skip
        make_claim(holder=holder, proposal=proposal, source=source)
        before = read_sources()
        table = exporter.make_claims_table(Claim.objects.all())
        path.write_bytes(b"".join(formats.make_download(table, extension, "claims").chunks))
    with undone():
        import_claims(path)
        assert read_sources() == before
