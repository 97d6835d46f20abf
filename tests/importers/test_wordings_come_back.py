"""What files say of wordings: it comes back to the letter, and faults name line and column."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.exporters import editorial, formats
from claims.importers.errors import ImportFailed
from claims.importers.spreadsheet.run import import_claims
from claims.models import Source, Wording
from claims.queries import Scope, get_snapshot, select_wordings
from tests.database import undone
from tests.make import make_actor, make_proposal, make_source, make_wording
from tests.versions import read_version

pytestmark = pytest.mark.django_db

HOSTILE = ("=1+1", "'=a", "@x", "-2", 'a"b;c,d', "_x0041_", "one\ntwo", "שלום (1)", "<b>&amp;", "null", "+1 | 2")
texts = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


def read_wordings():
    columns = ("proposal__slug", "slug", "label", "day", "text", "source__slug", "locator", "authors__slug")
    return sorted(Wording.objects.values_list(*columns), key=str)


def make_table():
    snapshot = get_snapshot(Scope(), read_version())
    return editorial.make_wordings_table(select_wordings(snapshot))


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@settings(max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(text=texts, label=texts, locator=texts | st.just(""), day=st.dates(date(1900, 1, 1), date(2022, 1, 1)))
def test_each_column_comes_back_as_it_was(tmp_path, extension, text, label, locator, day):
    authors, proposal = [make_actor(), make_actor()], make_proposal()
    path = tmp_path / f"wordings.{extension}"
    with undone():
        wording = make_wording(proposal, authors, label=label, text=text, locator=locator, day=day)
        make_wording(proposal, label=f"{wording.label[:70]} (2)", source=wording.source)
        before = read_wordings()
        path.write_bytes(b"".join(formats.make_download(make_table(), extension, "wordings").chunks))
        assert import_claims(path)[:3] == (0, 0, 2)
    with undone():
        assert import_claims(path)[:3] == (2, 0, 0)
        assert read_wordings() == before


def write(folder, *rows):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    path = folder / "wordings.csv"
    table = formats.ExportTable("wordings", tuple(columns), [[row.get(name, "") for name in columns] for row in rows])
    path.write_bytes(b"".join(formats.stream_csv(table)))
    return path


ROW = {"proposal": "zones", "label": "Draft", "day": "17 Dec 2021", "text": "No missiles.", "source_title": "Treaty"}


@pytest.fixture
def zones(db):
    return make_proposal(title="Zones", slug="zones")


def test_a_file_of_one_s_own_makes_wordings_and_their_source(tmp_path, zones):
    make_actor(slug="ru", name="Russia")
    counts = import_claims(write(tmp_path, ROW | {"authors": "Russia", "locator": "Article 4"}))
    assert counts[:4] == (1, 0, 0, 1) and counts.of == "wording"
    wording = Wording.objects.get()
    assert (wording.slug, wording.day, wording.source.title) == ("draft", date(2021, 12, 17), "Treaty")
    assert [actor.slug for actor in wording.authors.all()] == ["ru"]
    assert wording.history.first().history_change_reason == "imported from wordings.csv"


def test_known_ones_change_only_where_that_is_wished(tmp_path, zones):
    wording = make_wording(zones, label="Draft", slug="draft", text="Old.", source=make_source(title="Treaty"))
    path = write(tmp_path, ROW)
    with pytest.raises(ImportFailed) as failed:
        import_claims(path)
    assert str(failed.value.faults[0]) == (
        "wordings.csv:2: text: “Draft” has “Old.” here, not “No missiles.”. An import changes no wording."
    )
    assert import_claims(path, update_names=True)[:3] == (0, 1, 0)
    wording.refresh_from_db()
    assert (wording.text, wording.version) == ("No missiles.", 2)
    assert import_claims(path)[:3] == (0, 0, 1)
    assert import_claims(write(tmp_path, ROW | {"label": "Second"}), dry_run=True)[:3] == (1, 0, 0)
    assert Wording.objects.count() == 1


FAULTS = {
    "no such proposal": ({"proposal": "nothing"}, "2: proposal: There is no proposal “nothing”."),
    "no such actor": ({"authors": "nobody"}, "2: authors: There is no actor “nobody”."),
    "no text": ({"text": ""}, "2: text: is required."),
    "no day": ({"day": ""}, "2: day: is required."),
    "not a day": ({"day": "1/2/2022"}, "2: day: “1/2/2022” is no day."),
    "no source": ({"source_title": ""}, "2: source_title: is required."),
    "too long": ({"text": "x" * 20_001}, "2: text: A wording is the text of one proposal, of at most 20,000"),
    "too long a label": ({"label": "x" * 81}, "2: label: Write at most 80 letters: these are 81."),
    "a label without a letter": ({"label": "!!!"}, "2: label: "),
    "a slug that is none": ({"wording": "a b"}, "2: wording: "),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_by_line_and_column_and_changes_nothing(tmp_path, zones, name):
    cells, fault = FAULTS[name]
    with pytest.raises(ImportFailed) as failed:
        import_claims(write(tmp_path, ROW | cells))
    assert str(failed.value.faults[0]).startswith(f"wordings.csv:{fault}")
    assert not Wording.objects.exists() and not Source.objects.exists()


def test_two_rows_of_one_wording_are_a_fault(tmp_path, zones):
    with pytest.raises(ImportFailed) as failed:
        import_claims(write(tmp_path, ROW, ROW | {"label": "DRAFT", "text": "Other."}))
    assert str(failed.value.faults[0]) == "wordings.csv:3: is the same wording as line 2."


# Seeds


@pytest.fixture
def document(folders):
    folders.worded["one.toml"] = {
        "december": {
            "proposal": "no-expansion", "label": "December draft", "day": date(2021, 12, 17), "text": "None,\never.",
            "authors": ["moscow"], "locator": "Article 4",
        }
    }  # fmt: skip
    return folders


def test_a_document_holds_the_wordings_that_it_has(document):
    document.load()
    wording = Wording.objects.get()
    assert (wording.slug, wording.text, wording.locator) == ("december-draft", "None,\never.", "Article 4")
    assert wording.source.slug == "one" and [actor.slug for actor in wording.authors.all()] == ["moscow"]
    assert not document.outcomes()
    document.worded["one.toml"]["december"]["text"] = "Never."
    assert document.outcomes() == {("wording", "december"): "updated"}
    del document.worded["one.toml"]["december"]
    assert document.outcomes() == {("wording", "december"): "kept"}


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"proposal": "nothing"}, "proposal: There is no proposal “nothing”."),
        ({"authors": ["moscow", "nobody"]}, "authors: There is no actor “nobody”."),
        ({"label": ""}, "label: is required."),
        ({"text": 5}, "text: is text, not “5”."),
        ({"colour": "red"}, "colour: is no column of a claim"),
        ({"day": date(2942, 1, 1)}, "day: 1 Jan 2942 is still to come"),
    ],
)
def test_a_wrong_wording_of_a_document_is_refused_at_its_line(document, fields, fault):
    document.worded["one.toml"]["december"] |= fields
    (told,) = document.refused()
    assert told.startswith("talks/one.toml:") and fault.split(":")[0] in told
