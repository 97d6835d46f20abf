"""Records as RIS and BibTeX: what other programs read of them, which our own importers stand for."""

import pytest

from claims.exporters.bibtex_records import write_bibtex
from claims.exporters.ris_records import write_ris
from claims.importers.references.bibtex_files import read_bibtex
from claims.importers.references.ris_files import read_ris
from claims.rules.csl_items import make_item
from claims.rules.csl_sources import OWN_TYPES, read_item
from tests.rules.cited_works import list_works

HOSTILE = ("100 % of A & B, #1 {braces} $5 x_y ~ \\", "TY  - JOUR\nER  - ", "@misc{x,", "“Quotes”, naïve Україна")


def make_items():
    return [make_item(f"work-{number}", "en", work) for number, work in enumerate(list_works().values())]


def same(read, item, *names):
    return {name: read.get(name) for name in names} == {name: item.get(name) for name in names}


@pytest.mark.parametrize(("write", "read"), [(write_ris, read_ris), (write_bibtex, read_bibtex)])
def test_each_work_comes_back_as_it_went(write, read):
    items = make_items()
    records = list(read(write(items)))
    assert [record.fault for record in records] == [""] * len(items)
    for record, item in zip(records, items, strict=True):
        assert same(record.item, item, "title", "author", "issued", "accessed", "URL", "DOI", "volume", "issue", "page")


@pytest.mark.parametrize(("write", "read"), [(write_ris, read_ris), (write_bibtex, read_bibtex)])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_sign_of_a_text_is_taken_for_one_of_the_file(write, read, text):
    items = [
        {"id": f"work-{number}", "type": "report", "title": text, "author": [{"literal": text}], "note": text}
        for number in range(2)
    ]
    records = list(read(write(items)))
    assert [(record.fault, record.item["title"]) for record in records] == [("", " ".join(text.split()))] * 2


def test_types_that_bibtex_has_come_back_and_no_type_is_refused():
    items = [make_item(type, "en", work._replace(type=type)) for type in sorted(OWN_TYPES) for work in some_work()]
    read = [read_item(record.item).fields["type"] for record in read_bibtex(write_bibtex(items))]
    assert read == [item["type"] for item in items]
    assert write_ris(items).count("ER  - ") == len(OWN_TYPES)


def some_work():
    return [next(iter(list_works().values()))]


def test_lines_of_ris_end_as_it_says_and_days_have_slashes():
    (item,) = [make_item("talks", "en", list_works()["report, undated"])]
    text = write_ris([{**item, "issued": {"date-parts": [[2022, 1, 7]]}}])
    assert text.startswith("TY  - RPRT\r\nID  - talks\r\n") and text.replace("\r\n", "").isprintable()
    assert "DA  - 2022/01/07\r\n" in text and "Y2  - 2022/02/03\r\n" in text and "PY  - 2022\r\n" in text


def test_an_organisation_is_no_person_in_bibtex():
    text = write_bibtex([make_item("talks", "en", list_works()["report, by an organisation"])])
    assert "author = {{Ministry of Lee" in text and "title = {{Talks of group" in text


def test_what_has_no_field_is_a_note():
    archived = {"archive-url": "https://example.org/kept", "archived": {"date-parts": [[2022, 2, 3]]}}
    item = {"id": "a", "type": "report", "title": "A", "custom": {**archived, "origin": "Agency"}}
    text = write_ris([item])
    assert "N1  - Text of Agency\r\nN1  - Archived copy of 3 Feb 2022: https://example.org/kept\r\n" in text
