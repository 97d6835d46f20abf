"""A measure in a table, as a link to the sum that makes it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ...wording.numbers import format_hundredths


def draw_figure(number: float | None, href: str, why: str, remark: str = "") -> SafeString:
    """Draw a measure as a link to the sum that makes it, with a remark on it if there is one; a dash with the reason
    where there is none."""
    if number is None:
        return format_html('<abbr title="{}">–</abbr>', f"None: {why}.")
    written = number if isinstance(number, int) else format_hundredths(number)
    if remark:
        return format_html(
            '<a href="{}" title="{}">{}<span class="unseen"> ({})</span>*</a>', href, remark, written, remark
        )
    return format_html('<a href="{}">{}</a>', href, written)
