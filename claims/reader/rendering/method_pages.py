"""The pages of the method: each section from the code that applies it, or from the documentation."""

import re
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString

from ...rendering.legend import make_legend
from ...rules.scales import ATTRIBUTIONS, DIMENSIONS, GRADES, SCALES, STATES, VERDICTS
from ...wording import stances, verdicts
from ...wording.method import PAGES, RULES_PAGE, MethodPage, Section
from ...wording.numbers import format_on_scale
from ...wording.publishing import STATUSES
from ...wording.quotes import QUOTE_STATES
from .markdown import render_markdown, split_sections

RULE = re.compile(r"^([0-9]+)\. (.+)$", re.MULTILINE)  # of the codebook, in its Markdown

# Sections with a template of their own; it is filled from `print_rules`.
_TEMPLATES = {
    "stance": "claims/partials/method_stance.html",
    "blanks": "claims/partials/method_blanks.html",
    "scales": "claims/partials/method_scales.html",
    "legend": "claims/partials/method_legend.html",
    "verdict": "claims/partials/method_verdict.html",
    "evidence": "claims/partials/method_evidence.html",
    "publishing": "claims/partials/method_publishing.html",
}


class ShownSection(NamedTuple):
    """A section as a page shows it: by a template, or as the text of the documentation."""

    anchor: str
    title: str
    template: str
    text: SafeString


@cache
def list_sections(page: MethodPage) -> list[ShownSection]:
    """Return the sections of a page."""
    return [
        ShownSection(section.anchor, section.title, _TEMPLATES.get(section.anchor, ""), _render_text(page, section))
        for section in page.sections
    ]


@cache
def print_rules() -> dict[str, Any]:
    """Return what the templates of sections print, from the modules that apply it."""
    return {
        "stance_rule": render_markdown(stances.print_rule()),
        "verdict_rule": render_markdown(verdicts.print_rule()),
        "scales": [
            (DIMENSIONS[dimension], [(format_on_scale(value, dimension), word) for value, word in scale.items()])
            for dimension, scale in SCALES.items()
        ],
        "attributions": list(ATTRIBUTIONS.values()),
        "states": list(STATES.values()),
        "grades": list(GRADES.items()),
        "legend": make_legend(marks_one_source=True),
        "verdicts": list(VERDICTS.values()),
        "quote_states": [(state.value, words) for state, words in QUOTE_STATES.items()],
        "statuses": [(status.value.replace("-", " "), words) for status, words in STATUSES.items()],
    }


@cache
def read_sections() -> dict[str, str]:
    """Return the Markdown of the documentation's sections by their titles; what introduces it, by those that it has
    here."""
    method, measures = _read("method.md")
    codebook, of_coders = _read("codebook.md")
    _, accessibility = _read("accessibility.md")
    introductions = {"Which claims and actors count": method, "How a document becomes claims": codebook}
    return {**introductions, **measures, **of_coders, **accessibility}


@cache
def list_rules() -> list[str]:
    """Return the anchors of the codebook's rules."""
    return [f"rule-{number}" for number, _ in RULE.findall(read_sections()["Rules"])]


def list_neighbours(page: MethodPage) -> dict[str, MethodPage | None]:
    """Return the pages before and after one."""
    place = PAGES.index(page)
    return {"before": PAGES[place - 1] if place else None, "after": next(iter(PAGES[place + 1 :]), None)}


def _render_text(page: MethodPage, section: Section) -> SafeString:
    if section.anchor in _TEMPLATES:
        return SafeString("")
    # From one page of the method to the other, wherever the site lies.
    rules_at = "" if page.slug == RULES_PAGE else f"../{RULES_PAGE}/"
    is_of_coders = page.slug.startswith("codebook")
    return render_markdown(read_sections()[section.title], rules_at=rules_at if is_of_coders else None)


def _read(name: str) -> tuple[str, dict[str, str]]:
    return split_sections((settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8"))
