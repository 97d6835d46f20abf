"""How it is done: the printed rules, the scales and the codebook, from the code and text that apply them."""

from functools import cache
from inspect import cleandoc

from django.conf import settings
from django.shortcuts import render
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from ..rules import stances, verdicts
from ..rules.publishing import STATUSES
from ..rules.quotes import QUOTE_STATES
from ..rules.scales import ATTRIBUTIONS, DIMENSIONS, MARKS, SCALES, STATES, VERDICTS, shown


def method(request):
    """Print the rules by which stances and verdicts follow from claims, and the codebook of the coders."""
    return render(request, "claims/method.html", {**rules(), "codebook": codebook()})


@cache
def rules():
    """Return what the page prints, from the modules that apply it."""
    return {
        "stance_rule": as_html(cleandoc(stances.__doc__)),
        "verdict_rule": as_html(cleandoc(verdicts.__doc__)),
        "scales": [
            (DIMENSIONS[dimension], [(shown(value, dimension), word) for value, word in scale.items()])
            for dimension, scale in SCALES.items()
        ],
        "attributions": list(ATTRIBUTIONS.values()),
        "states": list(STATES.values()),
        "marks": list(MARKS.values()),
        "verdicts": list(VERDICTS.values()),
        "quote_states": [(state.value, words) for state, words in QUOTE_STATES.items()],
        "statuses": [(status.value.replace("-", " "), words) for status, words in STATUSES.items()],
    }


@cache
def codebook():
    """Return the codebook without its title, as HTML."""
    text = (settings.BASE_DIR / "docs" / "codebook.md").read_text(encoding="utf-8")
    return as_html(text.partition("\n")[2], first_heading=3)


def as_html(text, first_heading=2):
    """Turn Markdown into HTML, its second-level headings into those of `first_heading`; HTML in it is escaped."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1]) - 2 + first_heading}"
        if token.type == "table_open":
            token.attrSet("class", "prose")
    html = parser.renderer.render(tokens, parser.options, {})
    framed = html.replace("<table", '<div class="scroll" tabindex="0"><table').replace("</table>", "</table></div>")
    return SafeString(framed)
