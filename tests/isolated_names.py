"""Which names that run from right to left stand in HTML without being isolated from what stands beside them."""

import re
from html.parser import HTMLParser

TURNING = re.compile("[\u0590-\u08ff]")
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
BY_ELEMENT = {"a", "bdi", "script", "textarea"}  # links are isolated by the stylesheet, data is shown to nobody
VOID = {"base", "br", "col", "hr", "img", "input", "link", "meta", "source"}
NOT_READ = {"href", "value", "action", "id", "hx-get", "src", "content", "datetime"}  # nobody sees them in a sentence


def drop_isolated(text):
    """Return a text without what stands in marks of isolation, which may stand within each other."""
    while (shorter := ISOLATED.sub("", text)) != text:
        text = shorter
    return text


class _Reader(HTMLParser):
    def __init__(self, names):
        super().__init__()
        self.names, self.open, self.bare = names, [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        for name, value in attrs:
            if name not in NOT_READ:
                self._look_at(value or "", f"{tag} {name}")
        if tag not in VOID:
            self.open.append((tag, "dir" in attributes or tag in BY_ELEMENT))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(isolates for _, isolates in self.open):
            self._look_at(data, "/".join(tag for tag, _ in self.open[-3:]))

    def _look_at(self, text, where):
        if TURNING.search(text) and TURNING.search(drop_isolated(text)) and " ".join(text.split()) not in self.names:
            self.bare.append((where, " ".join(text.split())[:150]))


def find_bare_names(html, names):
    """Return (where, text) of each text in which a name stands beside others without being isolated; a text that is one
    of `names`, and nothing else, stands beside nothing."""
    reader = _Reader(names)
    reader.feed(html)
    return reader.bare
