"""`{% prose %}…{% endprose %}`: clauses on lines of their own, set as running text."""

import re

from django import template
from django.utils.safestring import SafeString

register = template.Library()

_BEFORE_PUNCTUATION = re.compile(r"\s*\n\s*(?=[,.;:)”])")
_AFTER_OPENING = re.compile(r"(?<=[(“])\s*\n\s*")


@register.simple_block_tag(name="prose")
def set_prose(content: SafeString) -> SafeString:
    """Join a line that begins with a comma, stop or closing mark to the one before, and what follows an opening mark.

    All other line breaks stay the spaces that they are. Put no quote inside that is to stay as it is, word for word.
    """
    return SafeString(_AFTER_OPENING.sub("", _BEFORE_PUNCTUATION.sub("", content)).strip())
