"""The heads of the matrix's columns as ready strings: an actor's links to its page, that of the others counts them."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from ...rendering.columns import MatrixColumn


def draw_heads(columns: Iterable[MatrixColumn], query: str) -> SafeString:
    """Draw the heads of columns; `query` is what links to pages keep. What is cut of a name is read aloud all the same,
    and its title says it in full."""
    return SafeString("".join([_draw_head(column, query) for column in columns]))


def _draw_head(column: MatrixColumn, query: str) -> str:
    heading = escape(column.heading)
    if column.folded:
        inside = f'{heading} <span class="n">{len(column.actors)}</span>'
    else:
        (actor,) = column.actors
        inside = f'<a href="{escape(actor.get_absolute_url() + query)}" hx-boost="false">{heading}</a>'
    title = escape(column.title)
    return f'<th scope="col" class="{column.css}" title="{title}"><span class="head">{inside}</span></th>'
