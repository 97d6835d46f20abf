"""What is written of sources as CSL-JSON is read as the same sources, and what is there already is not doubled."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from claims.exporters.references import list_items, make_records
from claims.importers.references.plan import RecordState, plan_records
from claims.importers.references.read import read_records
from claims.models import Source
from tests.importers.references.records_of import BIBTEX, CSL_JSON, RIS
from tests.make import make_claim, make_source, make_user

FIELDS = [
    *("slug", "title", "type", "publisher", "origin", "authors", "published_on", "accessed_on", "language", "url"),
    *("csl",),
]
WHOLE = {
    **{"slug": "geneva-talks", "title": "Geneva talks: “<b>” & 10 %", "type": "article-newspaper", "language": "ru"},
    **{"publisher": "The Times", "origin": "Reuters", "authors": "van Lee, Ann; NATO; Orr, Bob Jr."},
    **{"published_on": date(2022, 1, 10), "accessed_on": date(2022, 2, 3), "url": "https://example.org/a?b=c"},
    "csl": {
        **{"volume": "3", "page": "4-5", "DOI": "10.1/x", "editor": [{"family": "Ed", "given": "Ann"}]},
        **{"note": "seen", "event-date": {"date-parts": [[2022, 1, 9]]}, "collection-title": "C"},
        "custom": {"archive-url": "https://a.org/x", "archived": {"date-parts": [[2022, 2, 3]]}},
    },
}
SMALL = {"slug": "statement", "title": "Statement", "type": "treaty", "publisher": "Ministry", "language": "en"}
PART = {"type": "article-journal", "publisher": "Press", "title": "Part", "csl": {"container-title": "Survival"}}


def export(sources):
    return b"".join(make_records(list_items(sources), "sources", "csl").chunks)


@pytest.fixture
def exported(db):
    """A file of three sources, which are deleted."""
    made = [make_source(**fields) for fields in (WHOLE, SMALL, PART)]
    data = export(made)
    before = list(Source.objects.order_by("pk").values(*FIELDS))
    Source.objects.all()._raw_delete(Source.objects.db)
    return data, before


@pytest.fixture
def take(tmp_path, capsys):
    """Take a file by the command; return what it says on both channels."""

    def run(data, *options, name="records"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        call_command("import_sources", str(path), *options)
        said = capsys.readouterr()
        return said.out + said.err

    return run


def test_exported_sources_come_back_as_they_were(exported, take):
    data, before = exported
    assert "3 records: 3 new, 0 left out, 0 invalid." in take(data)
    assert list(Source.objects.order_by("pk").values(*FIELDS)) == before


def test_exported_sources_are_the_same_as_those_that_are_there(db, take):
    made = [make_source(**fields) for fields in (WHOLE, SMALL, PART)]
    said = take(export(made))
    assert "3 records: 0 new, 3 left out, 0 invalid." in said
    assert "the same as geneva-talks by its DOI" in said and Source.objects.count() == 3


@pytest.mark.parametrize(("text", "number"), [(RIS, 2), (BIBTEX, 2), (CSL_JSON, 1)], ids=["RIS", "BibTeX", "CSL-JSON"])
def test_records_are_taken_once_whatever_form_they_have(db, take, text, number):
    assert f"{number} new, 0 left out, 0 invalid" in take(text)
    assert f"0 new, {number} left out, 0 invalid" in take(text)
    assert Source.objects.count() == number
    history = Source.objects.first().history.get()
    assert history.history_user.username == "import" and history.history_change_reason.startswith("taken from ")


def test_a_dry_run_tells_all_and_changes_nothing(db, take):
    said = take(RIS + "TY  - NEWS\nER  - \n", "--dry-run")
    assert "records:1: record 1: the-times-moscow-names-its-price: Moscow names its price" in said
    assert "records:27: record 3: invalid: title: is required." in said and "record 2: Left out: L1." in said
    assert "Only tried: nothing was changed." in said and not Source.objects.exists()


def test_the_command_names_what_it_cannot_do(db, take, tmp_path):
    with pytest.raises(CommandError, match="No record stands in this file"):
        take("Dear colleague")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_sources", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="is no analyst or reviewer"):
        take(RIS, "--as", "nobody")
    with pytest.raises(CommandError, match="is no encoding"):
        take(RIS, "--encoding", "klingon")
    analyst = make_user("analyst", username="ann")
    take(RIS, "--as", "ann")
    assert {source.history.get().history_user for source in Source.objects.all()} == {analyst}


def test_slugs_that_are_taken_get_a_day_or_a_number(db):
    make_source(slug="ministry-statement", title="Other")
    item = "TY  - RPRT\nTI  - Statement\nPB  - Ministry\nUR  - https://example.org/{}\nDA  - {}\nER  - \n"
    text = "".join(item.format(number, day) for number, day in enumerate(("2022/01/10", "2022/01/11", "2022", "2022")))
    plan = plan_records(read_records(text.encode()).records, Source.objects.all())
    assert [record.source.slug for record in plan.records] == [
        *(
            "ministry-statement-2022-01-10",
            "ministry-statement-2022-01-11",
            "ministry-statement-2",
            "ministry-statement-3",
        )
    ]


def test_a_plan_costs_few_queries_however_many_records(db, django_assert_num_queries):
    make_claim(source=make_source(title="A 3", published_on=date(2022, 1, 10)))
    text = "".join(f"TY  - NEWS\nTI  - A {n}\nDA  - 2022/01/10\nER  - \n" for n in range(200))
    records = read_records(text.encode()).records
    with django_assert_num_queries(4):
        plan = plan_records(records, Source.objects.all())
    assert (plan.count(RecordState.NEW), plan.count(RecordState.LIKE)) == (199, 1)
