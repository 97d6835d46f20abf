"""The section of a proposal's page on its wordings: each with where it is from, and two of them compared."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from ... import queries
from ...models import Wording
from ...rendering.word_runs import draw_runs
from ...rules.word_diff import Fate, compare_words


class ComparedWordings(NamedTuple):
    """Two wordings, and the newer with what was removed from the older and added to it, drawn; `same`: nothing was."""

    older: Wording
    newer: Wording
    drawing: SafeString
    same: bool


def make_wordings_section(dated: queries.DatedWordings, wording: str | None, against: str | None) -> dict[str, Any]:
    """Return the wordings and the comparison of the two that are chosen by their slugs; unless they are, of the newest
    with the one before it. Empty where there are none."""
    if not dated.wordings:
        return {"wordings_later": dated.later}
    return {
        "wordings": dated.wordings,
        "wordings_later": dated.later,
        "compared": _compare(dated.wordings, wording, against),
    }


def _compare(wordings: Sequence[Wording], wording: str | None, against: str | None) -> ComparedWordings | None:
    places = {row.slug: place for place, row in enumerate(wordings)}
    at = places.get(wording or "", 0)
    before = places.get(against or "", at + 1)
    if before >= len(wordings):
        return None
    older, newer = wordings[before], wordings[at]
    runs = compare_words(older.text, newer.text)
    return ComparedWordings(older, newer, draw_runs(runs), all(run.fate == Fate.KEPT for run in runs))
