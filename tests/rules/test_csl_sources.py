"""An item of CSL-JSON becomes what a source holds of it; what it has no place for is told."""

from datetime import date

import pytest

from claims.rules import csl
from claims.rules.citations import CitedWork
from claims.rules.csl_items import make_item
from claims.rules.csl_sources import TakenOtherwise, read_item
from claims.wording.references import write_remark

ITEM = {"type": "speech", "title": "Address", "language": "en"}


def read(**variables):
    return read_item({**ITEM, **variables})


def tell(**variables):
    return [write_remark(remark) for remark in read(**variables).remarks]


def test_what_is_written_of_a_source_is_read_as_it_was():
    work = CitedWork(
        *("article-newspaper", "A <b> title", "von Lee, Ann Jr.; NATO", "The Times", "Reuters"),
        *(date(2022, 1, 10), date(2022, 2, 3), "https://example.org/1"),
        {"page": "4", "custom": {"archive-url": "https://a.org/1"}, "note": "seen"},
    )
    back = read_item(make_item("a-title", "zh-Hant", work))
    assert back.remarks == [] and back.slug == "a-title" and back.fields.pop("language") == "zh-Hant"
    assert CitedWork(**back.fields) == work


@pytest.mark.parametrize(
    ("said", "taken"),
    [("speech", "speech"), ("post-weblog", "post"), ("book", "document"), ("tweet", "document"), (["x"], "document")],
)
def test_a_type_that_sources_have_not_is_taken_for_the_nearest_and_told(said, taken):
    assert read(type=said).fields["type"] == taken
    assert bool(tell(type=said)) is (said != taken)


@pytest.mark.parametrize(
    ("said", "day", "kept"),
    [
        ({"date-parts": [[2022, 1, 10]]}, date(2022, 1, 10), None),
        ({"date-parts": [["2022", "01", "10"]]}, date(2022, 1, 10), None),
        ({"raw": "2022-01-10T19:35:00Z"}, date(2022, 1, 10), None),
        ({"raw": "10 January 2022"}, date(2022, 1, 10), None),
        ({"date-parts": [[2022]]}, None, "issued: 2022"),
        ({"date-parts": [[2022, 1, 10], [2022, 1, 12]]}, None, "issued: 2022-01-10/2022-01-12"),
        ({"literal": "spring 2022"}, None, "issued: spring 2022"),
        ({"date-parts": [[2022, 2, 30]]}, None, "issued: 2022-02-30"),
        ({"date-parts": "x"}, None, None),
        ("2022", None, None),
    ],
)
def test_a_day_is_read_and_what_is_none_is_kept_in_the_note(said, day, kept):
    fields = read(issued=said).fields
    assert fields["published_on"] == day and fields["csl"].get("note") == kept


def test_what_is_no_day_goes_below_the_note_that_is_there():
    assert read(issued={"raw": "2022"}, note="seen").fields["csl"]["note"] == "seen\nissued: 2022"


def test_organisations_whose_names_have_commas_are_no_persons():
    fields = read(
        author=[{"literal": "Ministry, Russia"}, {"family": "Lee", "given": "Ann"}, {"given": "Ahmed"}]
    ).fields
    assert fields["authors"] == "Ministry (Russia); Lee, Ann; Ahmed"
    assert "“Ministry, Russia” is written “Ministry (Russia)”" in tell(author=[{"literal": "Ministry, Russia"}])[0]


@pytest.mark.parametrize(
    ("said", "taken", "told"),
    [("ru-RU", "ru-RU", False), ("English", "en", False), ("pt_BR", "pt-BR", False), ("Klingon tongue", "en", True)],
)
def test_a_language_is_a_code_or_a_word_for_one(said, taken, told):
    assert read(language=said).fields["language"] == taken
    assert bool(tell(language=said)) is told
    assert tell(language="") == ["It says no language: “en”."]


def test_where_it_was_read_is_the_publisher_or_what_it_is_part_of():
    newspaper = read(type="article-newspaper", **{"container-title": "The Times"}).fields
    assert (newspaper["publisher"], newspaper["csl"]) == ("The Times", {})
    journal = read(type="article-journal", publisher="Press", **{"container-title": "Survival"}).fields
    assert (journal["publisher"], journal["csl"]) == ("Press", {"container-title": "Survival"})
    chapter = read(type="chapter", publisher="Press", **{"container-title": "A book"}).fields
    assert (chapter["publisher"], chapter["csl"]) == ("Press", {"container-title": "A book"})


def test_what_a_record_has_no_place_for_is_left_out_and_told():
    work = read(age=3, editor="Lee", volume=3, ISSN=12345678, custom={"theirs": 1}, annote="")
    assert work.fields["csl"] == {"volume": "3", "ISSN": "12345678"}
    assert [remark.code for remark in work.remarks] == [TakenOtherwise.LEFT_OUT, TakenOtherwise.LEFT_OUT]
    assert "“age” is no variable of CSL" in tell(age=3)[0]


def test_of_a_record_that_is_too_long_the_abstract_is_left_out():
    work = read(abstract="a" * csl.LONGEST, volume="3")
    assert work.fields["csl"] == {"volume": "3"}
    assert "“abstract”, for the record would be longer than 20,000 characters" in tell(abstract="a" * csl.LONGEST)[0]


@pytest.mark.parametrize(
    ("said", "slug"), [("geneva-talks", "geneva-talks"), ("http://zotero.org/1", ""), ("12", ""), (12, ""), ("A b", "")]
)
def test_an_id_that_is_a_slug_is_kept(said, slug):
    assert read(id=said).slug == slug


def test_marks_of_form_are_taken_out_of_titles():
    assert read(title="On <i>the <b>end</b></i>\n of  <span class='nocase'>talks</span>").fields["title"] == (
        "On the end of talks"
    )
    assert read(URL="www.example.org/1").fields["url"] == "https://www.example.org/1"
