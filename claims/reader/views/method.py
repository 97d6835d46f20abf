"""How it is done: the printed rules, the scales and the codebook, from the code and text that apply them."""

import re
from functools import cache

from django.conf import settings
from django.shortcuts import render

from ...rules.scales import (
    ATTRIBUTIONS,
    BLANKS,
    DIMENSIONS,
    GRADES,
    MARKS,
    SCALES,
    SPOKEN_FOR,
    STATES,
    VERDICTS,
)
from ...wording import stances, verdicts
from ...wording.numbers import format_on_scale
from ...wording.publishing import STATUSES
from ...wording.quotes import QUOTE_STATES
from ..rendering.markdown import make_anchor, render_markdown


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
        "blanks": [*BLANKS.values(), SPOKEN_FOR],
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
    return render_markdown(_read_without_title("codebook.md"), first_heading=3, has_rules=True)


def _read_without_title(name):
    return (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8").partition("\n")[2]
