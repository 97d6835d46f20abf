"""How templates are written, so that they can be read, and what their own tags do."""

import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent / "claims"
FOLDER = ROOT / "templates"
TEMPLATES = {str(path.relative_to(FOLDER)): path.read_text() for path in sorted(FOLDER.rglob("*.html"))}
LONGEST_LINE = 160
MOST_ALIKE = 6  # lines in a row
VOID = {"base", "br", "col", "hr", "img", "input", "link", "meta", "source"}


# How they are written


def test_templates_are_indented_by_djhtml():
    command = [sys.executable, "-m", "djhtml", "--check", "--tabwidth", "2", str(FOLDER)]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, f"make format: {checked.stdout}{checked.stderr}"


def test_no_line_is_too_long_to_be_read():
    lines = [(name, line.strip()) for name, text in TEMPLATES.items() for line in text.splitlines()]
    assert len(lines) > 2000
    assert [(name, line) for name, line in lines if len(line) > LONGEST_LINE] == []


def test_each_comment_ends_on_its_line():
    """One that does not is text to the template, and stands on the page."""
    lines = [(name, line.strip()) for name, text in TEMPLATES.items() for line in text.splitlines()]
    assert [(name, line) for name, line in lines if line.count("{#") != line.count("#}")] == []


def shares_its_line(line):
    """Whether a line begins an element beside another; what stands in an element may share its line."""
    depth, elements = 0, 0
    for closes, name, closed in re.findall(r"<(/?)([a-z]\w*)\b[^<>]*?(/?)>", re.sub(r"{[{%#].*?[%}#]}", "", line)):
        if closes:
            elements += depth == 0
            depth = max(0, depth - 1)
        else:
            elements += depth == 0
            depth += name not in VOID and not closed
        if elements > 1 and not closes:
            return True
    return False


@pytest.mark.parametrize("line", ["<td>1</td><td>2</td>", "<b>a</b>: <i>b</i>", "</p><p>", "<br><small>a</small>"])
def test_elements_that_share_a_line_are_seen(line):
    assert shares_its_line(line)


@pytest.mark.parametrize("line", ["<li><a href='#'>a</a></li>", "<h1>a <small>b</small></h1>", "<br>", "</p>", "<p"])
def test_what_stands_in_an_element_may_share_its_line(line):
    assert not shares_its_line(line)


def test_one_element_stands_on_a_line():
    lines = [(name, line) for name, text in TEMPLATES.items() for line in text.splitlines()]
    assert [(name, line.strip()) for name, line in lines if shares_its_line(line)] == []


def test_no_template_nests_three_conditions():
    """One that needs them asks for a better context, or for a template of its own."""
    nested = []
    for name, text in TEMPLATES.items():
        depth = 0
        for tag in re.findall(r"{%\s*(if|endif)\b", text):
            depth += 1 if tag == "if" else -1
            nested += [name] if depth > 2 else []
    assert nested == []


def test_no_condition_is_a_riddle():
    """It joins few things, by `and` or by `or`, and looks into none of them twice (`a.b.c`)."""
    conditions = [
        (name, condition)
        for name, text in TEMPLATES.items()
        for condition in re.findall(r"{%\s*(?:el)?if\s+(.*?)\s*%}", text)
    ]
    joined = [(name, condition, set(re.findall(r"\b(and|or)\b", condition))) for name, condition in conditions]
    assert len(conditions) > 100
    assert [
        (name, condition)
        for name, condition, words in joined
        if len(words) > 1 or (words and re.search(r"\w\.\w+\.\w", condition))
    ] == []


def runs_of_lines(text):
    """Return the runs of lines that may stand in no other text; tags that end something count for nothing."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if not re.fullmatch(r"(</\w+>|{% (end\w+|else|load .*|extends .*) %})*", line)]
    return {tuple(lines[n : n + MOST_ALIKE]) for n in range(len(lines) - MOST_ALIKE + 1)}


def test_what_repeats_is_included():
    runs = {name: runs_of_lines(text) for name, text in TEMPLATES.items()}
    assert [
        (one, other, *runs[one] & runs[other]) for one, other in combinations(runs, 2) if runs[one] & runs[other]
    ] == []
    text = "\n".join(TEMPLATES.values())
    once = ('<form\n  id="filters"', 'hx-push-url="true"', "Download:", "On paper:", "More filters")
    assert {words: text.count(words) for words in once} == dict.fromkeys(once, 1)
    assert text.count("{% render_table") == 1
    assert "every published claim" not in text  # the filters say what is counted


def test_every_template_can_be_read_and_is_used():
    python = "\n".join(path.read_text() for room in (ROOT, ROOT.parent / "tracker") for path in room.rglob("*.py"))
    named = set(re.findall(r'"([\w/]+\.html)"', "\n".join([*TEMPLATES.values(), python])))
    for name in TEMPLATES:
        get_template(name)
    unnamed = [name for name in TEMPLATES if name not in named]
    by_django = r"(400|403|404|500|admin/base_site|admin/claims/\w+/(change_form|submit_line))\.html"
    assert [name for name in unnamed if not re.fullmatch(by_django, name)] == []


# Prose


def render(source, **context):
    return engines["django"].from_string("{% load prose %}" + source).render(context)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("one\n  , two\n  .", "one, two."),
        ("one\n  ; two\n  : three", "one; two: three"),
        ("(\n  one\n)", "(one)"),
        ("“\n  one\n  ”", "“one”"),
        ("<b>one</b>\n  ,\n  <b>two</b>", "<b>one</b>,\n  <b>two</b>"),
        ("\n  one\n  · two\n", "one\n  · two"),
        ("{% if a %}\n  a\n{% endif %}\n{% if b %}\n  , b\n{% endif %}", "a, b"),
        ("one , two", "one , two"),
    ],
)
def test_a_line_of_prose_that_begins_with_punctuation_joins_the_one_before(lines, text):
    assert render(f"{{% prose %}}{lines}{{% endprose %}}", a=True, b=True) == text


def test_prose_escapes_what_it_is_given_once():
    assert render("{% prose %}{{ name }}{% endprose %}", name="<b> & Co") == "&lt;b&gt; &amp; Co"
