"""A measure in a table, as a link to the sum that makes it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ...wording.numbers import format_hundredths


def draw_figure(number: float | None, href: str, why: str) -> SafeString:
    """Draw a measure as a link to the sum that makes it; a dash with the reason where there is none."""
    if number is None:
        return format_html('<abbr title="{}">–</abbr>', f"None: {why}.")
    return format_html('<a href="{}">{}</a>', href, number if isinstance(number, int) else format_hundredths(number))
