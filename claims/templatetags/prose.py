"""`{% prose %}…{% endprose %}`: clauses on lines of their own, set as running text."""

import re

from django import template
from django.utils.safestring import SafeString

register = template.Library()

_INLINE = r"(?:a|b|em|q|small|span|strong)\b"
_BEFORE_PUNCTUATION = re.compile(rf"[^\S\n]*\n\s*(?=(?:<{_INLINE}[^>]*>\s*)?[,.;:)”]|</{_INLINE})")
_AFTER_OPENING = re.compile(rf"([(“]|<{_INLINE}[^>]*>)[^\S\n]*\n\s*")


@register.simple_block_tag(name="prose")
def set_prose(content: SafeString) -> SafeString:
    """Join a line that begins with punctuation to the one before, and what follows an opening mark to that mark.

    All other line breaks stay the spaces that they are, save at the ends of an inline element. Put no quote inside that
    is to stay as it is, word for word.
    """
    return SafeString(_AFTER_OPENING.sub(r"\1", _BEFORE_PUNCTUATION.sub("", content)).strip())
