"""What a page says of itself to programs, as it stands in its head."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def draw_embedded(tags: Sequence[tuple[str, str]], described: Mapping[str, Any]) -> SafeString:
    """Return the tags and the JSON-LD. It is data, which no browser runs: the policy for scripts leaves it alone."""
    drawn = format_html_join("\n", '<meta name="{}" content="{}">', tags)
    data = SafeString(json.dumps(described, ensure_ascii=False).translate(_ESCAPES))
    return drawn + format_html('\n<script type="application/ld+json">{}</script>', data)
