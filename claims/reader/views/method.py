"""How it is done: the printed rules, the scales and the codebook, from the code and text that apply them."""

import re
from functools import cache

from django.conf import settings
from django.shortcuts import render
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from ...rules.scales import ATTRIBUTIONS, DIMENSIONS, GRADES, MARKS, SCALES, STATES, VERDICTS
from ...wording import stances, verdicts
from ...wording.numbers import format_on_scale
from ...wording.publishing import STATUSES
from ...wording.quotes import QUOTE_STATES


def method(request):
    """Print the rules by which stances and verdicts follow from claims, and the codebook of the coders."""
    return render(request, "claims/method.html", {**print_rules(), **print_measures(), "codebook": print_codebook()})


@cache
def print_rules():
    """Return what the page prints, from the modules that apply it."""
    return {
        "stance_rule": render_markdown(stances.print_rule()),
        "verdict_rule": render_markdown(verdicts.print_rule()),
        "scales": [
            (DIMENSIONS[dimension], [(format_on_scale(value, dimension), word) for value, word in scale.items()])
            for dimension, scale in SCALES.items()
        ],
        "attributions": list(ATTRIBUTIONS.values()),
        "states": list(STATES.values()),
        "marks": list(MARKS.values()),
        "grades": list(GRADES.items()),
        "verdicts": list(VERDICTS.values()),
        "quote_states": [(state.value, words) for state, words in QUOTE_STATES.items()],
        "statuses": [(status.value.replace("-", " "), words) for status, words in STATUSES.items()],
    }


@cache
def print_measures():
    """Return docs/method.md without its title, as HTML, and (id, title) of its sections, to which numbers link."""
    text = _read_without_title("method.md")
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    return {
        "measures": render_markdown(text, first_heading=3, anchored=True),
        "measures_index": [(make_anchor(title), title) for title in titles],
    }


@cache
def print_codebook():
    """Return the codebook without its title, as HTML."""
    return render_markdown(_read_without_title("codebook.md"), first_heading=3)


def make_anchor(title):
    """Return the id of a heading: its words with hyphens between."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def render_markdown(text, first_heading=2, anchored=False):
    """Turn Markdown into HTML, its second-level headings into those of `first_heading`; HTML in it is escaped.

    With `anchored` these headings bear ids. Links to other files of the documentation become plain words.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for place, token in enumerate(tokens):
        if anchored and token.type == "heading_open" and token.tag == "h2":
            token.attrSet("id", make_anchor(tokens[place + 1].content))
        if token.type == "inline":
            token.children = _drop_links_to_files(token.children)
        if token.attrGet("style"):  # a column of numbers; the policy forbids styles
            token.attrs = {"class": "number"}
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1]) - 2 + first_heading}"
        if token.type == "table_open":
            token.attrSet("class", "prose")
    html = parser.renderer.render(tokens, parser.options, {})
    framed = html.replace("<table", '<div class="scroll" tabindex="0"><table').replace("</table>", "</table></div>")
    return SafeString(framed)


def _read_without_title(name):
    return (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8").partition("\n")[2]


def _drop_links_to_files(tokens):
    """Return inline tokens without the links that lead nowhere on a page; the words of these stay."""
    kept, inside = [], False
    for token in tokens:
        if token.type == "link_open" and token.attrGet("href").partition("#")[0].endswith(".md"):
            inside = True
        elif token.type == "link_close" and inside:
            inside = False
        else:
            kept.append(token)
    return kept
