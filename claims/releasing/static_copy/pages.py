"""A page of the site → a page of the copy: links lead to files, and what needs the product is gone."""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import html

from ...exporters.references import make_records
from ...rules.cited_pages import Citing
from ...wording import static_copies as wording
from .addresses import Copied
from .names import lead

# On a disk, not every browser takes what lies beside a page for its own; on a host no page may load a file of a disk.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; "
    "base-uri 'none'; form-action 'none'"
)
DOCTYPE = "<!doctype html>"
# What needs the product: scripts that ask it, searches, logging in; and what the copy says in words of its own.
NEEDS_PRODUCT = (
    "//p[@class='as-of-release'] | //meta[starts-with(@property, 'og:')]"
    " | //meta[@name='twitter:card'] | //link[contains(@type, 'oembed')]"
    " | //meta[@name='htmx-config'] | //script[contains(@src, 'htmx')] | //form[@role='search'] | //noscript"
    " | //a[contains(concat(' ', @class, ' '), ' account ') or contains(concat(' ', @class, ' '), ' find-link ')]"
)
# What is of no use where nobody knows the site: its pictures bear its address, and a release is read there.
NAME_SITE = "//span[contains(@class, 'pictures')] | //p[@class='in-release']"
LINKED = (("href", "//*[@href]"), ("src", "//*[@src]"))
CITED = "cite"  # the parameter that asks a page for its record

_PRINTED = re.compile(r"Printed [\w ]+ from ")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PARSER = html.HTMLParser(encoding="utf-8", huge_tree=True)


@dataclass
class Links:
    """What a page leads to: what of it is in the copy, which static files it needs, and what is left out though others
    of its kind are there."""

    copied: list[Copied] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    left_out: set[Copied] = field(default_factory=set)


@dataclass(frozen=True)
class PageMaker:
    """Rewrites pages. `origin` is the site as it answers, `live` whether readers find it there; `find` returns what
    of the copy an address is, `admits` whether there is room for it, `most` how many of a kind there are."""

    origin: str
    live: bool
    static: str
    sentence: str
    find: Callable[[str, Copied], Copied | None]
    admits: Callable[[Copied], bool]
    most: dict[str, int]

    def rewrite(self, body: bytes, here: Copied, citing: Citing | None) -> tuple[bytes, Links]:
        """Return the page as the copy has it, and what it leads to."""
        page = html.document_fromstring(body, parser=_PARSER)
        links = Links()
        for needing in page.xpath(NEEDS_PRODUCT if self.live else f"{NEEDS_PRODUCT} | {NAME_SITE}"):
            needing.drop_tree()
        _drop_swaps(page)
        self._replace_forms(page, here)
        self._cite(page, here, citing)
        for attribute, path in LINKED:
            for element in page.xpath(path):
                self._link(element, attribute, here, links)
        self._address_copying(page, here)
        if not self.live:
            self._drop_origin(page)
        self._tell_on_paper(page)
        self._introduce(page, here, links)
        written = html.tostring(page.getroottree(), encoding="utf-8", doctype=DOCTYPE)
        return written + b"\n", links

    # What needs the product

    def _replace_forms(self, page: Any, here: Copied) -> None:
        """Put a line in the place of filters; what stands there besides, as downloads do, stays."""
        for form in page.xpath("//form"):
            kept = form.xpath("./span[@class='links']")
            for child in list(form):
                if child not in kept:
                    child.drop_tree()
            form.text = None
            form.tag = "div"
            css = form.get("class", "")
            form.attrib.clear()
            form.set("class", css)
            form.insert(0, self._tell_of_filters(here))

    def _tell_of_filters(self, here: Copied) -> Any:
        if not self.live:
            return _make("p", wording.FILTERS, css="soft")
        before, words, after = wording.FILTERS.partition(wording.LIVE_SITE)
        line, link = _make("p", before, css="soft"), _make("a", words, href=f"{self.origin}{here.address}")
        link.tail = after
        line.append(link)
        return line

    def _cite(self, page: Any, here: Copied, citing: Citing | None) -> None:
        """Put the records of the page into it: a file of each would be four for one."""
        for box in page.xpath("//*[contains(concat(' ', @class, ' '), ' cite ')]")[:1]:
            box.set("id", box.get("id") or CITED)
        for link in page.xpath("//a[contains(@href, 'cite=')]"):
            form = dict(parse_qsl(urlsplit(link.get("href")).query)).get(CITED)
            if not form:
                continue
            if citing is None:
                _unlink(link)
                continue
            record = make_records([self._name_no_site(citing.item)], citing.name, form)
            content = b64encode(self._name_files(b"".join(record.chunks).decode()).encode()).decode()
            kind = record.headers["Content-Type"].partition(";")[0]
            link.set("href", f"data:{kind};base64,{content}")
            link.set("download", re.sub(r'.*filename="?([^";]*)"?.*', r"\1", record.headers["Content-Disposition"]))

    def _name_no_site(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return an item of a reference manager without the address of a site that nobody can reach."""
        named = self.live or not str(item.get("URL", "")).startswith(self.origin)
        return item if named else {name: value for name, value in item.items() if name != "URL"}

    # Links

    def _link(self, element: Any, attribute: str, here: Copied, links: Links) -> None:
        written = element.get(attribute)
        if written.startswith(("#", "data:", "mailto:")):
            return
        split = urlsplit(urljoin(f"{self.origin}{here.address}", written))
        if f"{split.scheme}://{split.netloc}" != self.origin:
            return
        if element.tag == "link" and element.get("rel") == "canonical":
            if not self.live:
                element.drop_tree()
            return
        if split.path.startswith(self.static):
            links.assets.append(split.path)
            element.set(attribute, lead(here.file, name_asset(split.path, self.static)))
            return
        address = f"{split.path}?{split.query}" if split.query else split.path
        target = self.find(address, here)
        if target and self.admits(target):
            links.copied.append(target)
            element.set(attribute, lead(here.file, target.file) + (f"#{split.fragment}" if split.fragment else ""))
        else:
            if target:
                links.left_out.add(target)
            self._leave(element, attribute, split.geturl())

    def _leave(self, element: Any, attribute: str, address: str) -> None:
        """Lead to the live site what is not in the copy; where nobody knows that, it is text."""
        if element.tag != "a":
            element.drop_tree()
        elif self.live:
            element.set(attribute, address)
            if not element.get("title"):
                element.set("title", wording.ON_THE_LIVE_SITE)
        elif element.xpath("ancestor::footer"):
            element.drop_tree()
        else:
            _unlink(element)

    def _address_copying(self, page: Any, here: Copied) -> None:
        """A copied link is the page's on the live site: a file's address means nothing on another machine."""
        for button in page.xpath("//button[@data-copy='link']"):
            if not self.live:
                button.getparent().drop_tree()
            else:
                address = button.get("data-address") or here.address
                button.set("data-address", urljoin(f"{self.origin}{here.address}", address))
        for element in page.xpath("//*[@data-cell]"):
            del element.attrib["data-cell"]

    def _drop_origin(self, page: Any) -> None:
        """Leave no address of a site that nobody can reach: where a text names one, it names the file instead."""
        for element in page.xpath("//meta[@content] | //script[not(@src)]"):
            if self.origin in (element.get("content") or element.text or ""):
                element.drop_tree()
        for element in page.iter():
            if element.text and self.origin in element.text:
                element.text = _drop_controls(self._name_files(element.text))
            if element.tail and self.origin in element.tail:
                element.tail = _drop_controls(self._name_files(element.tail))

    def _name_files(self, text: str) -> str:
        if self.live:
            return text
        return re.sub(rf"{re.escape(self.origin)}(\S*?)(?=[.,;]?(?:\s|$))", self._name_file, text)

    def _name_file(self, match: re.Match[str]) -> str:
        target = self.find(match[1], Copied("", "/", (), ""))
        return target.file if target else match[1]

    # What it says

    def _tell_on_paper(self, page: Any) -> None:
        """On paper a page says when it was printed, which nobody knows of a file."""
        for line in page.xpath("//p[@class='on-paper']"):
            line.text = _drop_controls(_PRINTED.sub(f"{self.sentence}, from ", line.text or ""))

    def _introduce(self, page: Any, here: Copied, links: Links) -> None:
        head = page.find("head")
        head.insert(1, _make("meta", **{"http-equiv": "Content-Security-Policy", "content": POLICY}))
        line = _make("p", f"{self.sentence}. ", css="frozen")
        if page.get_element_by_id(CITED, None) is not None:
            _append(line, _make("a", wording.HOW_TO_CITE, href=f"#{CITED}"))
        if self.live:
            _append(line, _make("a", wording.THIS_PAGE_LIVE, href=f"{self.origin}{here.address}"))
        if links.left_out:
            _append(
                line, _make("span", wording.tell_left_out(Counter(left.name for left in links.left_out), self.most))
            )
        place = page.xpath("//header") or [page.find("body")]
        place[0].insert(0, line)
        foot = page.xpath("//footer") or [page.find("body")]
        foot[-1].append(_make("p", wording.tell_what_is_missing(self.live), css="soft"))


def name_asset(path: str, static: str) -> str:
    """Return the file of the copy for a static file."""
    return f"static/{path.removeprefix(static)}"


def _drop_swaps(page: Any) -> None:
    for element in page.xpath("//*[@*[starts-with(name(), 'hx-')]]"):
        for name in [name for name in element.attrib if name.startswith("hx-")]:
            del element.attrib[name]


def _drop_controls(text: str) -> str:
    """Return a text without the signs that lxml takes from a page and then refuses to write."""
    return _CONTROLS.sub("", text)


def _unlink(link: Any) -> None:
    """Make a link a text that says why it leads nowhere."""
    link.tag = "span"
    for name in ("href", "rel", "aria-current"):
        link.attrib.pop(name, None)
    link.set("title", wording.NOT_IN_COPY)


def _make(tag: str, text: str | None = None, css: str = "", **attributes: str) -> Any:
    element = html.Element(tag, **attributes)
    element.text = text
    if css:
        element.set("class", css)
    return element


def _append(line: Any, element: Any) -> None:
    element.tail = " "
    line.append(element)
