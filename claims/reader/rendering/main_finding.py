"""What a negotiation came to, as the heading of a page and the sentence below it."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from ... import queries
from ...rules.scales import Attribution
from ...wording.findings import Narrowing, write_headline, write_rest
from .linked import draw_pieces


def tell_finding(
    snapshot: queries.Snapshot, query: str, rows: Sequence[queries.Summary] | None = None
) -> dict[str, SafeString]:
    """Return the headline and the sentence that goes on from it, about the `rows` that a reader chose (None: all).

    `query` says which claims count, and links keep it.
    """
    findings = snapshot.get(queries.find_main_finding) if rows is None else queries.find_main_finding(snapshot, rows)
    by_slug = snapshot.get(queries.read_vocabulary).by_slug

    def find_address(slug: str) -> str:
        return f"{by_slug[slug].get_absolute_url()}{query}"

    headline = write_headline(findings, read_narrowing(snapshot.scope, rows))
    return {
        "headline": draw_pieces(headline, find_address),
        "lede": draw_pieces(write_rest(findings), find_address),
    }


def read_narrowing(scope: queries.Scope, rows: Sequence[Any] | None = None) -> Narrowing:
    """Return what the reader chose of the claims, by the Scope, and of the rows (None: all)."""
    own = scope.attributions == (Attribution.OWN,)
    others = scope.voices, scope.leaked, scope.grades, scope.published_by_then, not own and scope.attributions
    return Narrowing(scope.as_of, own, any(others), None if rows is None else len(rows))
