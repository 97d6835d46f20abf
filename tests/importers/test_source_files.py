"""What files say of sources, and for which negotiations they are fully coded: it comes back, and faults are named."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.exporters import formats, lists
from claims.importers.errors import ImportFailed
from claims.importers.spreadsheet.run import import_claims
from claims.models import Claim, DataVersion, Source, SourceCoding
from claims.queries import Scope, get_snapshot, list_sources
from claims.rules.source_columns import SOURCE_FILE_COLUMNS
from tests.database import undone
from tests.make import (
    make_claim,
    make_coding,
    make_negotiation,
    make_proposal,
    make_source,
    make_topic,
    make_user,
    the_negotiation,
)
from tests.versions import read_version

pytestmark = pytest.mark.django_db

FIELDS = [column.field for column in SOURCE_FILE_COLUMNS.values()]
DAY, LATER = date(2022, 2, 1), date(2022, 3, 1)
HOSTILE = (
    "=1+1",
    "'=a",
    "@x",
    "-2",
    'a"b;c,d',
    "Ann by Ben on 2022",
    "שלום (1)",
    "<b>&amp;",
    "null",
    "talks on 2022-01-01",
)
names = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="|"), min_size=1, max_size=20
)


@pytest.fixture
def grain(db):
    the_negotiation()
    return make_negotiation(slug="grain", title="Grain exports", short_title="Grain")


def read_sources():
    return list(Source.objects.order_by("slug").values(*FIELDS))


def read_codings():
    rows = SourceCoding.objects.order_by("source__slug", "negotiation__slug")
    return [*rows.values_list("source__slug", "negotiation__slug", "fully_coded_by", "fully_coded_on")]


def make_cited(negotiation, **fields):
    source = make_source(**fields)
    for one in (the_negotiation(), negotiation):
        make_claim(source=source, proposal=make_proposal(topic=make_topic(negotiation=one)))
    return source


def download(path):
    table = lists.make_sources_table(get_snapshot(Scope(), read_version()).get(list_sources))
    path.write_bytes(b"".join(formats.make_download(table, path.suffix[1:], "sources").chunks))
    return path


def write(folder, *rows):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    path = folder / "sources.csv"
    table = formats.ExportTable("sources", tuple(columns), [[row.get(name, "") for name in columns] for row in rows])
    path.write_bytes(b"".join(formats.stream_csv(table)))
    return path


def fault_of(path, **options):
    before = read_sources(), read_codings()
    with pytest.raises(ImportFailed) as failed:
        import_claims(path, **options)
    assert (read_sources(), read_codings()) == before
    return str(failed.value.faults[0])


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@settings(max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(title=names, by=names, day=st.dates(date(1900, 1, 1), date(2022, 1, 1)), both=st.booleans())
def test_the_list_comes_back_to_the_letter(tmp_path, grain, extension, title, by, day, both):
    with undone():
        source = make_cited(
            grain, title=title, authors="Lee, Ann", type="report", language="ru", leaked=both, grade="B",
            accessed_on=LATER, csl={"volume": "3"}, url="https://example.org/a",
        )  # fmt: skip
        make_coding(source, fully_coded_by=by, fully_coded_on=day)
        if both:
            make_coding(source, grain, fully_coded_by="us")
        before = read_sources(), read_codings()
        path = download(tmp_path / f"sources.{extension}")
        assert import_claims(path)[:3] == (0, 0, 1)
    with undone():
        assert import_claims(path)[:3] == (1, 0, 0)
        assert (read_sources(), read_codings()) == before
        assert import_claims(path)[:3] == (0, 0, 1)


ROW = {"source": "", "title": "The article", "publisher": "Daily", "fully_coded": "talks on 1 Feb 2022 by Ann"}


def test_a_file_of_one_s_own_makes_sources_and_says_for_what_they_are_coded(tmp_path, grain):
    cell = "talks on 01.02.2022 by Ann |  Grain exports on 2022-03-01 by Ben by hand"
    counts = import_claims(write(tmp_path, ROW | {"fully_coded": cell}, {"title": "Another", "source": "two"}))
    assert counts[:3] == (2, 0, 0) and counts.of == "source"
    assert read_codings() == [
        ("the-article", "grain", "Ben by hand", LATER),
        ("the-article", "talks", "Ann", DAY),
    ]
    coding = SourceCoding.objects.first()
    assert coding.history.get().history_change_reason == "imported from sources.csv"


def test_it_needs_no_negotiation_though_there_are_several(tmp_path, grain):
    assert import_claims(write(tmp_path, {"source": "one", "title": "One"}))[:3] == (1, 0, 0)


def test_what_is_not_coded_yet_is_filled_in_and_what_the_file_does_not_name_stays(tmp_path, grain):
    source = make_source(title="The article", slug="doc")
    make_coding(source, fully_coded_by="", fully_coded_on=None)
    make_coding(source, grain, fully_coded_by="Ben")
    assert import_claims(write(tmp_path, ROW))[:3] == (0, 1, 0)
    assert read_codings() == [("doc", "grain", "Ben", DAY), ("doc", "talks", "Ann", DAY)]
    assert import_claims(write(tmp_path, ROW | {"fully_coded": ""}))[:3] == (0, 0, 1)
    assert len(read_codings()) == 2


def test_what_is_coded_otherwise_changes_only_where_that_is_wished(tmp_path, grain):
    source = make_cited(grain, title="The article", slug="doc", publisher="Daily")
    make_coding(source, fully_coded_by="us", fully_coded_on=LATER)
    path = write(tmp_path, ROW)
    assert fault_of(path) == (
        "sources.csv:2: fully_coded: “doc” has “talks on 2022-03-01 by us” here, not “talks on 1 Feb 2022 by Ann”. An "
        "import changes a source only with --update-sources."
    )
    before = DataVersion.read_all()
    assert import_claims(path, update_sources=True)[:3] == (0, 1, 0)
    assert read_codings() == [("doc", "talks", "Ann", DAY)]
    after = DataVersion.read_all()
    assert after.of_slug("talks") != before.of_slug("talks") and after.of_slug("grain") == before.of_slug("grain")
    assert import_claims(path)[:3] == (0, 0, 1)


def test_only_tried_it_changes_nothing(tmp_path, grain):
    assert import_claims(write(tmp_path, ROW), dry_run=True)[:3] == (1, 0, 0)
    assert not Source.objects.exists() and not read_codings()


def test_a_record_that_says_otherwise_changes_likewise_and_its_day_is_asked_about(tmp_path, grain):
    source = make_source(title="The article", slug="doc", publisher="Weekly", published_on=date(2022, 1, 17))
    make_claim(source=source, said_on=date(2022, 1, 17))
    row = {"source": "doc", "title": "The article", "publisher": "Daily"}
    assert "publisher: The source “doc” has “Weekly” here." in fault_of(write(tmp_path, row))
    assert import_claims(write(tmp_path, row), update_sources=True)[:3] == (0, 1, 0)
    earlier = write(tmp_path, row | {"published_on": "2022-01-10"})
    with pytest.raises(ImportFailed) as failed:
        import_claims(earlier, update_sources=True)
    assert failed.value.odd == 1
    import_claims(earlier, update_sources=True, accept_warnings=True)
    assert Source.objects.get().published_on == date(2022, 1, 10)
    assert Claim.objects.get().confirmed == "said-later"


FAULTS = {
    "no title": ({"title": ""}, "title: is required."),
    "no such type": ({"type": "rumour"}, "type: "),
    "no such slug": ({"source": "a b"}, "source: "),
    "no such negotiation": (
        {"fully_coded": "moon on 2022-02-01 by Ann"},
        "fully_coded: There is no negotiation",
    ),
    "not by whom": (
        {"fully_coded": "talks on 2022-02-01"},
        "fully_coded: “talks on 2022-02-01” does not say for which",
    ),
    "not when": ({"fully_coded": "talks by Ann"}, "fully_coded: “talks by Ann” does not say for which negotiation"),
    "no day": ({"fully_coded": "talks on 2/1/2022 by Ann"}, "fully_coded: “2/1/2022” is no day"),
    "a day to come": ({"fully_coded": "talks on 2942-01-01 by Ann"}, "fully_coded: 1 Jan 2942 is still to come"),
    "too long a name": ({"fully_coded": f"talks on 2022-02-01 by {'x' * 81}"}, "fully_coded: "),
    "twice in a cell": (
        {"fully_coded": "talks on 2022-02-01 by Ann | Talks on 2022-02-01 by Ben"},
        "fully_coded: “the-article” has “talks on 2022-02-01 by Ann” in this cell too",
    ),
    "unknown column": ({"colour": "red"}, ""),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_by_line_and_column_and_changes_nothing(tmp_path, grain, name):
    cells, fault = FAULTS[name]
    line = "1" if name == "unknown column" else "2"
    assert fault_of(write(tmp_path, ROW | cells)).startswith(f"sources.csv:{line}: {fault}")


def test_two_rows_of_one_source_are_a_fault(tmp_path, grain):
    assert fault_of(write(tmp_path, ROW, ROW | {"fully_coded": ""})) == "sources.csv:3: is the same source as line 2."


def test_it_is_in_the_name_of_who_imports(tmp_path, grain):
    user = make_user("analyst")
    import_claims(write(tmp_path, ROW), user=user)
    assert SourceCoding.objects.get().history.get().history_user == user
