"""The codebook: each of its rules has an address, and whoever names a rule names one that there is."""

import re

import pytest
from django.conf import settings

from claims.admin.codebook import CLAIM_RULES, SOURCE_RULES
from claims.reader.rendering.markdown import render_markdown
from tests.admin.forms import url
from tests.make import make_user
from tests.reader.read_pages import page

LAST = 28
NAMED = re.compile(r"\brules?\s(\d+(?:(?:,| and| or|–)\s?\d+)*)", re.IGNORECASE)
ENDINGS = {".py", ".html", ".md", ".toml", ".js"}
ROOMS = ("claims", "docs", "seeds", "README.md", "ARCHITECTURE.md", "CHANGELOG.md")


def list_files():
    for room in ROOMS:
        path = settings.BASE_DIR / room
        files = [path] if path.is_file() else path.rglob("*")
        yield from (file for file in files if file.suffix in ENDINGS and "migrations" not in file.parts)


@pytest.mark.django_db
def test_each_rule_has_an_address_of_its_own_on_the_page(client):
    html = page(client, "/method/codebook-rules/")
    assert re.findall(r'<li id="rule-(\d+)">', html) == [str(number) for number in range(1, LAST + 1)]
    leaked = '<li id="rule-27">A leaked paper of a party is its own word'
    assert leaked in html


@pytest.mark.django_db
def test_a_rule_that_names_another_leads_there(client):
    assert 'speaks for it (<a href="#rule-2">rule 2</a>)' in page(client, "/method/codebook-rules/")
    of_fields = page(client, "/method/codebook/")
    assert '(<a href="../codebook-rules/#rule-12">rule 12</a> may make two)' in of_fields


def test_only_what_has_rules_links_them():
    text = "## A\n\n1. See rule 2, `rule 3`.\n2. **Rule 1** here."
    assert render_markdown(text) == (
        "<h2>A</h2>\n<ol>\n<li>See rule 2, <code>rule 3</code>.</li>\n<li><strong>Rule 1</strong> here.</li>\n</ol>\n"
    )
    assert render_markdown(text, rules_at="") == (
        '<h2>A</h2>\n<ol>\n<li id="rule-1">See <a href="#rule-2">rule 2</a>, <code>rule 3</code>.</li>\n'
        '<li id="rule-2"><strong><a href="#rule-1">Rule 1</a></strong> here.</li>\n</ol>\n'
    )


def test_every_rule_that_code_documents_and_codings_name_is_one():
    named = {
        (int(number), str(file.relative_to(settings.BASE_DIR)))
        for file in list_files()
        for numbers in NAMED.findall(file.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+", numbers)
    }
    assert {12, 2, 20} <= {number for number, _ in named}
    assert [(number, file) for number, file in named if not 1 <= number <= LAST] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "rules"), [("claim", CLAIM_RULES), ("source", SOURCE_RULES)])
def test_below_each_field_of_a_form_stand_links_to_the_rules_that_are_about_it(client, model, rules):
    client.force_login(make_user("analyst"))
    answer = client.get(url("add", model=model))
    fields = answer.context["adminform"].form.fields
    for name, numbers in rules.items():
        for number in numbers:
            assert 1 <= number <= LAST
            link = f'<a href="/method/codebook-rules/#rule-{number}" target="_blank" rel="noopener">rule {number}</a>'
            assert link in fields[name].help_text and link in answer.content.decode()
