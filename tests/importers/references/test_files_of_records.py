"""Records of RIS, BibTeX and CSL-JSON files become items of CSL-JSON, with their lines and with what is left out."""

import pytest

from claims.importers.references.read import read_records
from claims.importers.references.records import RecordsFormat
from tests.importers.references.records_of import BIBTEX, CSL_JSON, ITEMS, RIS, read


def test_a_record_of_ris_is_read_whole():
    newspaper, report = read(RIS)
    assert newspaper.item == {
        "type": "article-newspaper",
        "title": "Moscow names its price",
        "container-title": "The Times",
        "URL": "https://example.org/price;a=1",
        "language": "en-GB",
        "abstract": "It names its price.",
        "keyword": "talks, prices",
        "author": [{"family": "Lee", "given": "Ann"}, {"literal": "Reuters"}],
        "editor": [{"family": "Orr", "given": "Bob"}],
        "issued": {"date-parts": [[2022, 1, 10]]},
    }
    assert report.item["page"] == "3-9" and report.item["number"] == "7" and report.item["ISBN"] == "978-1"
    assert (report.item["issued"], report.item["accessed"]) == (
        {"date-parts": [[2021]]},
        {"date-parts": [[2022, 2, 3]]},
    )
    assert (newspaper.line, report.line, report.left_out) == (1, 16, ("L1",))


def test_an_entry_of_bibtex_is_read_whole():
    article, site = read(BIBTEX)
    assert article.item == {
        "type": "article-journal",
        "title": "The NATO talks & München: 10% more",
        "citation-key": "lee2022",
        "container-title": "Survival",
        "volume": "64",
        "issue": "2",
        "page": "45-67",
        "DOI": "10.1080/00396338.2022.1",
        "URL": "https://example.org/a_b#c%20d",
        "language": "english",
        "author": [
            {"family": "Müller", "given": "Anna"},
            {"literal": "Green Party of X"},
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        ],
        "issued": {"date-parts": [[2022, 1, 10]]},
    }
    assert (article.line, site.line, article.left_out) == (1, 15, ("file",))
    assert (site.item["type"], site.item["title"]) == ("webpage", "A site")
    assert site.item["issued"] == {"date-parts": [[2021, 12]]}


def test_items_of_csl_json_are_taken_as_they_stand():
    assert [record.item for record in read(CSL_JSON)] == ITEMS
    assert [record.item for record in read(CSL_JSON[1:-1])] == ITEMS  # one item without a list


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("text", "form"),
    [(RIS, RecordsFormat.RIS), (BIBTEX, RecordsFormat.BIBTEX), (CSL_JSON, RecordsFormat.CSL_JSON)],
)
def test_the_form_is_told_by_the_content_whatever_its_letters_and_line_ends(text, form, encoding):
    read_of_it = read_records(text.replace("\n", "\r\n").encode(encoding))
    assert (read_of_it.format, read_of_it.sure) == (form, True)
    assert read_of_it.records == read(text)


def test_another_encoding_is_guessed_and_may_be_chosen():
    data = "TY  - NEWS\nTI  - Переговоры о безопасности начались в Женеве\nER  - \n".encode("cp1251")
    guessed, chosen = read_records(data), read_records(data, "koi8-r")
    assert not guessed.sure and guessed.records[0].item["title"].startswith("Переговоры")
    assert chosen.encoding == "koi8-r" and chosen.records[0].item["title"] != guessed.records[0].item["title"]
