"""What differs between two texts, drawn: words removed and added are marked, in words for who does not see it."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..rules.word_diff import Fate, Run, compare_words


def draw_runs(runs: Sequence[Run]) -> SafeString:
    """Draw runs of words as one text."""
    return format_html_join("", "{}", ((_draw_run(run),) for run in runs))


def _draw_run(run: Run) -> SafeString:
    if run.fate == Fate.KEPT:
        return format_html("{}{}", run.space, run.text)
    element = "del" if run.fate == Fate.REMOVED else "ins"
    html = f'{{}}<{element}><span class="unseen"> {run.fate}: </span>{{}}</{element}>'
    return format_html(html, run.space or " ", run.text)


def draw_side_by_side(older: str, newer: str) -> tuple[SafeString, SafeString]:
    """Draw two texts to stand beside each other: what is removed is marked in the older, what is added in the newer."""
    runs = compare_words(older, newer)
    sides = ([run for run in runs if run.fate != without] for without in (Fate.ADDED, Fate.REMOVED))
    before, after = map(draw_runs, sides)
    return before, after
