"""The bibliographic record of a source: on its page, as a file, and by its words in searches."""

import json

import pytest

from tests.make import change, make_claim, make_source
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import page, text_of

pytestmark = pytest.mark.django_db

RECORD = {"container-title": "Survival", "DOI": "10.1/2", "editor": [{"literal": "<i>NATO</i>"}]}


@pytest.fixture
def source(db):
    made = make_source(slug="talks", title="The talks", csl=RECORD)
    make_claim(source=made)
    return made


def test_the_page_of_a_source_shows_its_record_and_its_references_use_it(client, source):
    text = text_of(client, "/sources/talks/")
    assert "Container title Survival" in text and "ed. <i>NATO</i>" in text
    html = page(client, "/sources/talks/")
    assert '<a href="https://doi.org/10.1/2" rel="noopener">10.1/2</a>' in html
    assert '<a href="?cite=csl">CSL-JSON</a>' in html and "<i>NATO" not in html


def test_the_record_is_downloaded_whole(client, source):
    answer = client.get("/sources/talks/?record=csl")
    assert answer["Content-Type"] == "application/vnd.citationstyles.csl+json"
    assert 'filename="talks.csl.json"' in answer["Content-Disposition"]
    (item,) = json.loads(answer.content)
    assert item.items() >= RECORD.items() and (item["id"], item["title"]) == ("talks", "The talks")
    assert client.get("/sources/talks/?record=pdf").status_code == 400
    draft = make_source(slug="draft")
    make_claim(source=draft, status="draft")
    assert client.get("/sources/draft/?record=csl").status_code == 404


def test_claims_are_found_by_the_words_of_their_source_s_record(client, source):
    make_claim()
    (claim,) = as_dicts(client, "/talks/claims/?q=survival")
    assert (claim["source"], json.loads(claim["source_csl"])) == ("talks", RECORD)
    assert as_dicts(client, "/talks/claims/?q=container") == []
    change(source, csl={})
    assert as_dicts(client, "/talks/claims/?q=survival") == []
