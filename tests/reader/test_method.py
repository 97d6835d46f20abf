"""The method: pages of a screen or two, the anchors by which others link to them, and the search of the codebook."""

import re

import pytest
from django.conf import settings

from claims.reader.rendering.markdown import render_markdown, split_sections
from claims.reader.rendering.method_pages import read_sections
from claims.wording.method import PAGES, find_page
from tests.hostile_values import VALUES
from tests.method_page import SECTIONS
from tests.reader.read_pages import page, text_of, words

pytestmark = pytest.mark.django_db

ADDRESSES = [f"/method/{one.slug}/" for one in PAGES]
MOST_WORDS = 1300  # of two screens and a little, so that a page can be read at a sitting


def ids_of(html):
    return re.findall(r' id="([^"]+)"', html)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("stances", "Forecasts, pending claims and claims without a value"),
        ("verdicts", "such a branch of +1 or more depends on a proposal"),
        ("scales", "supports or demands it"),
        ("signs", "part of a package"),
        ("codebook-rules", "An expert who says that a proposal will fail has a prospects claim"),
        ("evidence", "found more than once"),
        ("what-counts", "no blank ever enters a mean"),
    ],
)
def test_a_page_prints_the_rule_that_applies(client, address, said):
    assert said in text_of(client, f"/method/{address}/")


def test_the_index_begins_with_a_few_sentences_and_lists_every_page(client):
    html = page(client, "/method/")
    lede = words(re.search(r'<p class="lede">(.*?)</p>', html, re.S)[1])
    assert lede.count(".") <= 3 and all(word in lede for word in ("claim", "stance", "verdict", "number"))
    for one, address in zip(PAGES, ADDRESSES, strict=True):
        assert f'<a href="{address}">{one.title}</a>' in html and one.sentence in words(html)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_short_and_each_link_within_it_leads_somewhere(client, address):
    html = page(client, address)
    main = re.search(r"<main.*</main>", html, re.S)[0]
    assert len(words(main).split()) < MOST_WORDS
    assert len(ids_of(html)) == len(set(ids_of(html)))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids_of(html))
    assert '.md"' not in html and " style=" not in html


def test_every_heading_of_the_documentation_stands_on_one_page():
    titles = [section.title for one in PAGES for section in one.sections]
    documents = [
        (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8") for name in ("method.md", "codebook.md")
    ]
    headings = [title for text in documents for title in split_sections(text)[1]]
    assert [title for title in headings if titles.count(title) != 1] == []
    assert set(read_sections()) >= set(headings) and len(headings) == len(set(headings))


# Anchors


def test_every_link_of_the_pages_to_the_method_leads_to_a_section():
    templates = (settings.BASE_DIR / "claims" / "templates").rglob("*.html")
    text = "".join(path.read_text(encoding="utf-8") for path in templates)
    linked = set(re.findall(r"{% method '([\w-]+)' %}", text))
    assert linked >= {"gap", "van-der-eijk", "variance-between-sides", "rests-on", "robustness", "verdict", "codebook"}
    assert {anchor for anchor in linked if find_page(anchor)} == linked
    assert not re.search(r"claims:method' %}#|{{ method }}", text)


def test_each_anchor_of_old_bookmarks_is_a_link_of_the_index_to_where_it_is_now(client):
    html = page(client, "/method/")
    old = [*SECTIONS, "stance", "verdict", "scales", "evidence", "measures", "codebook"]
    old += [f"rule-{number}" for number in range(1, 29)]
    for anchor in old:
        address = re.search(rf'<a [^>]*id="{anchor}" href="([^"]+)"', html)[1]
        path, _, fragment = address.partition("#")
        assert fragment == anchor and anchor in ids_of(page(client, path)), anchor
    assert len(ids_of(html)) == len(set(ids_of(html)))


def test_an_anchor_that_no_page_has_is_refused():
    for anchor in ("gaps", "rule-", "rule-x", "rule-1-2", ""):
        with pytest.raises(KeyError):
            find_page(anchor)


def test_a_page_that_there_is_not_is_not_found(client):
    assert client.get("/method/magic/").status_code == 404


# The search of the codebook


def found(client, q):
    html = client.get("/method/codebook/", {"q": q}).content.decode()
    return re.search(r'<section id="found">.*?</section>', html, re.S)[0]


def test_a_search_finds_the_rules_that_hold_all_its_words_and_leads_to_them(client):
    html = found(client, "Leaked  party")
    (link,) = re.findall(r'<a href="([^"]+)">Rule', html)
    assert link == "/method/codebook-rules/#rule-27"
    assert "A <mark>leaked</mark> paper of a <mark>party</mark>" in html


def test_a_search_finds_fields_and_proposals_too(client):
    assert '<a href="/method/codebook/#codebook-fields">Fields of a claim: <mark>holder</mark></a>' in found(
        client, "holder"
    )
    assert "/method/codebook-seeds/#codebook-proposals" in found(client, '"Patrol freeze"')


def test_what_was_looked_for_stays_in_the_field_and_nothing_found_is_said(client):
    html = page(client, "/method/codebook/?q=unicorn+%22treaty%22")
    assert 'value="unicorn &quot;treaty&quot;"' in html
    assert "Nothing was found." in html
    assert "This holds no word to look for" in page(client, "/method/codebook/?q=%3F%21")
    assert 'id="found"' not in page(client, "/method/codebook/?q=+")


@pytest.mark.parametrize("value", VALUES)
def test_nothing_that_is_typed_breaks_the_search(client, value):
    answer = client.get("/method/codebook/", {"q": value})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


# Markdown


def test_links_to_files_become_words_and_others_stay():
    html = render_markdown("See [coding.md](coding.md#x) and [there](https://example.org/a.md?b) and [here](#map).")
    assert html == (
        '<p>See coding.md and <a href="https://example.org/a.md?b">there</a> and <a href="#map">here</a>.</p>\n'
    )


def test_columns_of_numbers_are_named_and_not_styled(client):
    assert '<td class="num">4</td>' in page(client, "/method/agreement/")


def test_a_document_is_split_at_its_headings():
    text = "# Title\nFirst.\n\n## Based on\n\nMore\n\n### Less\n\n## Map\nEnd\n"
    assert split_sections(text) == ("First.\n\n", {"Based on": "\n\nMore\n\n### Less\n\n", "Map": "\nEnd\n"})
