"""Lines of a rule, made ready for a page."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString


def emphasise(text: str) -> SafeString:
    """Return a line as HTML: escaped, with its *words* in emphasis."""
    return SafeString(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", escape(text)))
