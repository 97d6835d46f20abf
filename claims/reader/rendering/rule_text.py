"""Rules as the code prints them, made ready for a page."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString


def emphasise(text):
    """Return a line of a docstring as HTML: escaped, with its *words* in emphasis."""
    return SafeString(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", escape(text)))
