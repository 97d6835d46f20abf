"""Texts that may hold anything, in XML, which may not."""

import re

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str, instead: str = "") -> str:
    """Return a text with something, or nothing, instead of each sign that XML cannot hold."""
    return _NOT_IN_XML.sub(instead, text)
