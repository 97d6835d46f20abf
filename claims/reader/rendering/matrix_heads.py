"""The heads of the matrix's columns as ready strings: an actor's links to its page, that of the others counts them."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ...rendering.columns import MatrixColumn


def draw_heads(columns: Iterable[MatrixColumn], query: str) -> SafeString:
    """Draw the heads of columns; `query` is what links to pages keep. What is cut of a name is read aloud all the same,
    and its title says it in full."""
    return format_html_join("", "{}", [(_draw_head(column, query),) for column in columns])


def _draw_head(column: MatrixColumn, query: str) -> SafeString:
    if column.folded:
        inside = format_html('{} <span class="n">{}</span>', column.heading, len(column.actors))
    else:
        (actor,) = column.actors
        inside = format_html('<a href="{}{}" hx-boost="false">{}</a>', actor.get_absolute_url(), query, column.heading)
    return format_html(
        '<th scope="col" class="{}" title="{}"><span class="head">{}</span></th>', column.css, column.title, inside
    )
