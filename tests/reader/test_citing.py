"""Each page says how it is cited, in words and as a file for reference managers."""

import json
import re
from html import unescape

import pytest
from django.utils.timezone import localdate

from claims.rules.citations import spell_day
from tests.make import make_claim, make_source
from tests.reader.read_pages import page
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db
NOT_CITED = {"claims:suggest", "claims:suggest-everywhere", "claims:search", "claims:moves-feed", "claims:changes-feed"}
# cited as sources are, with what stands in the text; or as what never changes, by its day
OF_ANOTHER = {"claims:claim", "claims:source", "claims:release"}


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(lambda: make_world(5)) as world:
        yield world


def references(html):
    """Return {style: reference} of a page."""
    found = re.findall(r"<dt>([^<]+)</dt>\s*<dd class=\"reference\">\s*<span data-copied>(.*?)</span>", html, re.S)
    return {style: unescape(text) for style, text in found}


def record(client, address, form="csl"):
    answer = client.get(f"{address}{'&' if '?' in address else '?'}cite={form}")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"], address
    return answer.content.decode()


def item(client, address):
    (only,) = json.loads(record(client, address))
    return only


def test_each_page_is_cited_once_in_each_style_by_its_own_title(client, world):
    for stop in stops(world):
        if stop.name in NOT_CITED:
            continue
        html = page(client, stop.path())
        cited = references(html)
        assert list(cited) == ["Chicago note", "Chicago author–date", "APA", "In the text"], stop.name
        assert html.count('class="cite') == 1, stop.name
        if stop.name not in OF_ANOTHER:
            title = unescape(re.search(r"<title>(.*?) · ", html, re.S)[1])
            assert title in cited["Chicago note"] and spell_day(localdate()) in cited["APA"], stop.name
            assert f"http://testserver{stop.path()}" in cited["Chicago author–date"], stop.name


@pytest.mark.parametrize(("form", "begins"), [("ris", "TY  - "), ("bibtex", "@"), ("csl", "[\n")])
def test_each_page_is_a_record_for_reference_managers_at_its_own_address(client, world, form, begins):
    for stop in stops(world):
        if stop.name not in NOT_CITED:
            assert record(client, stop.path(), form).startswith(begins), stop.name
            assert f"cite={form}" in page(client, stop.path()), stop.name


def test_a_view_is_cited_with_all_that_was_chosen_of_it(client, world):
    address = "/talks/?as_of=2022-01-10&attribution=own&group=topic"
    of_view = item(client, address)
    assert of_view["title"].startswith("Who stands where: Talks, said on or before 10 Jan 2022, ")
    assert of_view["URL"] == f"http://testserver{address}"
    assert of_view["publisher"] == of_view["container-title"] == "Stance matrix" and of_view["type"] == "webpage"
    assert of_view["accessed"]["date-parts"] == [[localdate().year, localdate().month, localdate().day]]
    assert "?as_of=2022-01-10&amp;attribution=own&amp;group=topic&amp;cite=ris" in page(client, address)


def test_what_only_chooses_a_part_or_a_file_is_no_part_of_the_address(client, world):
    assert item(client, "/talks/claims/?page=2&utm_source=post")["URL"] == "http://testserver/talks/claims/"


def test_a_claim_is_cited_by_its_source_and_kept_with_its_quote_and_version(client, sides):
    source = make_source(title="The talks", authors="Lee, Ann", publisher="Daily")
    claim = make_claim(source=source, quote="We say “no”.", locator="p. 4")
    address = claim.get_absolute_url()
    cited = references(page(client, address))
    ending = f"Coded as claim {claim.public_id}, version 1, in Stance matrix, http://testserver{address}"
    assert all(cited[style].endswith(ending) for style in ("Chicago note", "Chicago author–date", "APA"))
    of_claim = item(client, address)
    assert of_claim["title"] == "The talks" and of_claim["author"] == [{"family": "Lee", "given": "Ann"}]
    assert of_claim["note"] == f"“We say “no”.”, p. 4. {ending}" and of_claim["id"] == f"claim-{claim.public_id}"


def test_the_sources_of_chosen_claims_download_each_once(client, sides):
    one, other = make_source(title="One"), make_source(title="Other")
    for source in (one, one, other):
        make_claim(source=source, holder=sides["east"])
    make_claim(source=make_source(title="Elsewhere"), holder=sides["west"])
    make_claim(source=make_source(title="Draft"), holder=sides["east"], status="draft")
    answer = client.get("/talks/claims/?holder=east&record=csl")
    assert [source["title"] for source in json.loads(answer.content)] == ["One", "Other"]
    assert client.get("/talks/claims/?holder=east&record=ris").content.count(b"TY  - ") == 2
    listed = {source["title"] for source in json.loads(client.get("/sources/?record=csl").content)}
    assert {"One", "Other", "Elsewhere"} <= listed and "Draft" not in listed
    assert "?holder=east&amp;record=bibtex" in page(client, "/talks/claims/?holder=east")


@pytest.mark.parametrize("form", ["pdf", "", "RIS", "\x00"])
def test_a_format_that_there_is_not_is_named_and_those_that_there_are(client, sides, form):
    answer = client.get("/talks/", {"cite": form})
    assert answer.status_code == 400 and "cite is one of ris, bibtex, csl" in answer.content.decode()


def test_what_is_no_page_gives_no_record(client, sides):
    assert client.get("/talks/proposals/nothing/?cite=ris").status_code == 404
    assert client.get("/talks/?as_of=yesterday&cite=ris").status_code == 400
    draft = make_claim(status="draft")
    assert client.get(f"{draft.get_absolute_url()}?cite=ris").status_code == 404
