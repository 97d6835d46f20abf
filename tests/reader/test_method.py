"""The method page: the rules that apply, the measures to which numbers link, and the codebook."""

import re

import pytest
from django.conf import settings

from claims.reader.rendering.markdown import make_anchor, render_markdown
from tests.method_page import SECTIONS
from tests.reader.read_pages import page, text_of

pytestmark = pytest.mark.django_db


def test_the_method_page_prints_the_rules_that_apply_and_the_codebook(client):
    text = text_of(client, "/method/")
    for words in (
        "Forecasts, pending claims and claims without a value",
        "such a branch of +1 or more hangs on a proposal",
        "supports or demands it",
        "An expert who says that a proposal will fail has a prospects claim",
        "found more than once",
    ):
        assert words in text


def test_every_measure_has_a_section_that_numbers_link_to_and_the_index_leads_there(client):
    html = page(client, "/method/")
    for section in SECTIONS:
        assert f'<h3 id="{section}">' in html and f'<a href="#{section}">' in html, section
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_every_link_of_the_pages_to_the_method_leads_to_a_section():
    templates = (settings.BASE_DIR / "claims" / "templates").rglob("*.html")
    ids = {*SECTIONS, "stance", "verdict", "scales", "evidence", "measures", "codebook"}
    pattern = r"(?:url 'claims:method' %}|{{ method }})#([\w-]+)"
    linked = {name for path in templates for name in re.findall(pattern, path.read_text(encoding="utf-8"))}
    assert linked >= {"gap", "van-der-eijk", "variance-between-sides", "rests-on", "robustness"}
    assert linked <= ids


def test_the_page_links_to_no_file_and_styles_no_column(client):
    html = page(client, "/method/")
    assert '.md"' not in html and " style=" not in html
    assert '<td class="number">4</td>' in html


def test_links_to_files_become_words_and_others_stay():
    html = render_markdown("See [coding.md](coding.md#x) and [there](https://example.org/a.md?b) and [here](#map).")
    assert html == (
        '<p>See coding.md and <a href="https://example.org/a.md?b">there</a> and <a href="#map">here</a>.</p>\n'
    )


def test_a_heading_is_anchored_by_its_words():
    assert make_anchor("Variance between sides") == "variance-between-sides"
    assert render_markdown("## Rests on\n\n### More", first_heading=3, anchored=True) == (
        '<h3 id="rests-on">Rests on</h3>\n<h4>More</h4>\n'
    )
