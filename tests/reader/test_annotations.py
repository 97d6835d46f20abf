"""Claims download as Web Annotations, whose selectors find the quote in the text that is held."""

import json

import pytest

from tests.make import make_actor, make_claim, make_proposal, make_source
from tests.reader.read_downloads import download
from tests.reader.read_pages import page

pytestmark = pytest.mark.django_db
TEXT = '𝔘nited we stand. It is <b>"agreed"</b>. Later it is agreed again.'


def read(client, address):
    return json.loads(download(client, address))


def test_each_claim_is_an_annotation_with_its_quote_and_its_place(client):
    source = make_source(text=TEXT, url="https://example.org/a?b=1&c", title="Minutes")
    holder, proposal = make_actor(slug="east", name="East", short_name="East"), make_proposal(title="Zones")
    claim = make_claim(2, holder=holder, proposal=proposal, source=source, quote='It is <b>"agreed"</b>')
    answer = read(client, "/talks/claims/?holder=east&_export=jsonld")
    assert (answer["@context"], answer["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    assert answer["id"].endswith("/talks/claims/?holder=east&_export=jsonld")
    (one,) = answer["items"]
    assert one["id"] == f"http://testserver{claim.get_absolute_url()}" and one["motivation"] == "classifying"
    assert one["target"]["source"] == "https://example.org/a?b=1&c"
    words, place = one["target"]["selector"]
    assert words == {"type": "TextQuoteSelector", "exact": claim.quote}
    assert TEXT[place["start"] : place["end"]] == claim.quote  # in code points: the text begins beyond the BMP
    tags = [body["value"] for body in one["body"] if body.get("purpose") == "tagging"]
    assert tags[:2] == ["East", "Zones"] and "+2" in tags
    assert "East" in one["body"][0]["value"]


def test_prefix_and_suffix_are_those_of_the_claim(client):
    source = make_source(text=TEXT)
    make_claim(source=source, quote="it is agreed", prefix="Later", suffix="again")
    (one,) = read(client, "/talks/claims/?_export=jsonld")["items"]
    assert (one["target"]["selector"][0]["prefix"], one["target"]["selector"][0]["suffix"]) == ("Later", "again")
    assert one["target"]["source"] == f"http://testserver{source.get_absolute_url()}"


def test_a_claim_that_cites_a_place_alone_has_no_selector(client):
    make_claim(quote="", locator="recorded vote")
    (one,) = read(client, "/talks/claims/?_export=jsonld")["items"]
    assert "selector" not in one["target"]


def test_the_page_of_a_source_has_its_claims_and_no_others(client):
    claim, _ = make_claim(), make_claim(source=make_source())
    answer = read(client, f"/sources/{claim.source.slug}/?_export=jsonld")
    assert [one["id"].rstrip("/").rpartition("/")[2] for one in answer["items"]] == [claim.public_id]
    assert "_export=jsonld" in page(client, f"/sources/{claim.source.slug}/")


def test_nothing_unpublished_is_annotated_and_an_empty_list_is_a_file(client):
    make_claim(status="draft", quote="zz-secret", note="zz-secret")
    assert read(client, "/talks/claims/?_export=jsonld")["items"] == []
