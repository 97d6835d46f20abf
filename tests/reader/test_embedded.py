"""What the pages of sources and claims say of themselves to Zotero's connector and to search engines."""

import json
import re
from html import unescape

import pytest

from claims.rules.csl_sources import OWN_TYPES
from claims.rules.embedded import ZOTERO_TYPES
from tests.make import make_claim, make_source
from tests.reader.read_pages import page

pytestmark = pytest.mark.django_db


def tags(html):
    """Return [(name, content)] of what the connector reads."""
    found = re.findall(r'<meta name="((?:citation_|z:|prism:)[^"]+)" content="([^"]*)">', html)
    return [(name, unescape(content)) for name, content in found]


def data(html):
    (only,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return json.loads(only)


def cited_source(**fields):
    source = make_source(**fields)
    return source, make_claim(source=source, quote="We say <no> & “never”.", locator="p. 4")


@pytest.mark.parametrize("type", sorted(OWN_TYPES))
def test_each_type_is_told_by_the_tags_that_the_connector_goes_by(client, type):
    source, claim = cited_source(type=type, title="The talks", publisher="Daily")
    for address in (source.get_absolute_url(), claim.get_absolute_url()):
        read = dict(tags(page(client, address)))
        told = {name for name in read if name in ("citation_journal_title", "citation_technical_report_institution")}
        usual = {"article-journal": {"citation_journal_title"}, "report": {"citation_technical_report_institution"}}
        assert told == usual.get(type, set()) and read.get("z:itemType") == ZOTERO_TYPES.get(type)
        assert read["citation_title"] == "The talks" and read["citation_publisher"] == "Daily"


@pytest.mark.parametrize(
    ("authors", "told"),
    [
        ("Lee, Ann", ["Lee, Ann"]),
        ("Lee, Ann; Roux, Jean-Paul", ["Lee, Ann", "Roux, Jean-Paul"]),
        ("Foreign Ministry", ["Foreign Ministry,"]),
        ("van der Berg, Anna Maria", ["van der Berg, Anna Maria;"]),
        ("van der Berg, Anna Maria; Lee, Ann", ["van der Berg, Anna Maria", "Lee, Ann"]),
        ("", []),
    ],
)
def test_each_author_has_a_tag_of_a_form_in_which_none_is_cut(client, authors, told):
    source, _ = cited_source(authors=authors)
    read = tags(page(client, source.get_absolute_url()))
    assert [content for name, content in read if name == "citation_author"] == told


def test_days_have_slashes_and_there_is_no_coins(client):
    source, claim = cited_source(published_on="2022-01-07", url="https://example.org/a?b=1&c=2")
    for address in (source.get_absolute_url(), claim.get_absolute_url()):
        html = page(client, address)
        read = dict(tags(html))
        assert read["citation_date"] == "2022/01/07" and "Z3988" not in html
        assert read["citation_public_url"] == "https://example.org/a?b=1&c=2"
    assert read["citation_abstract"] == "“We say <no> & “never”.”"


def test_a_claim_is_a_quotation_that_is_part_of_a_work(client):
    source, claim = cited_source(type="report", title="</script>The talks", authors="Lee, Ann; NATO", url="")
    html = page(client, claim.get_absolute_url())
    told = data(html)
    assert (told["@type"], told["text"], told["version"]) == ("Quotation", "We say <no> & “never”.", 1)
    assert told["url"] == f"http://testserver{claim.get_absolute_url()}"
    assert told["isPartOf"]["@type"] == "Report" and told["isPartOf"]["name"] == "</script>The talks"
    assert [author["@type"] for author in told["isPartOf"]["author"]] == ["Person", "Organization"]
    assert claim.public_id in told["citation"]
    assert data(page(client, source.get_absolute_url()))["name"] == "</script>The talks"


def test_the_policy_for_scripts_stays_as_strict_as_it_was(client):
    _, claim = cited_source()
    policy = client.get(claim.get_absolute_url())["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "nonce" not in policy
