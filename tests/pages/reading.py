"""What a reader sees of a page, for tests that are about its words."""

import re
from html import unescape

from django.utils.html import strip_tags


def page(client, address):
    return client.get(address).content.decode()


def words(html):
    """Return the text of HTML with single spaces; what stands in two cells or paragraphs is two words."""
    apart = re.sub(r"</(td|th|dt|dd|p|li|h[1-6]|caption)>", r" \g<0>", html)
    return " ".join(unescape(strip_tags(apart)).split())
