"""The walk: from the first screen on, breadth first, until all that is in the copy is written."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html import escape
from math import inf
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from ...backup.saving import read_one_moment
from ...models import Negotiation
from ...whole_files import NotWritten
from ...wording import static_copies as wording
from ..as_of import opened
from ..databases import NotMade, prepare_release
from ..frozen_release import FrozenRelease
from .addresses import FEEDS, PICTURE, Copied, CopyMap, read_members
from .assets import read_assets
from .names import lead
from .pages import DOCTYPE, PageMaker
from .sinks import CopyWriter, open_sink
from .visitor import Answer, Visitor

NOBODYS = "https://frozen-copy.invalid"  # the address of a site that nobody named: it stands nowhere in the copy
# Pages that grow with the square of the actors, with proposals times actors, or with all that is ever coded.
MOST = {"pair": 2_000, "cell": 20_000, "claim": 50_000}
# Files that are made of addresses, and so of no use where nobody knows that of the site.
MADE_OF_ADDRESSES = frozenset({"docx", "jsonld", PICTURE})
PAGES_THAT_MAY_BE_GONE = (200, 404, 410)

Progress = Callable[[str, int | None], AbstractContextManager[Callable[[int], object]]]


class CopyRefused(NotWritten):
    """A copy that is not made, said for whoever asked."""


class CopyFacts(NamedTuple):
    """What was written: how many pages, files and bytes, of which kind how many pages were left out, and the SHA-256 of
    the manifest, which names that of each file."""

    pages: int
    files: int
    size: int
    left_out: dict[str, int]
    sha256: str


def write_static_copy(
    negotiation: Negotiation,
    path: Path,
    *,
    sentence: str,
    progress: Progress,
    site: str | None = None,
    release: FrozenRelease | None = None,
) -> CopyFacts:
    """Write a negotiation's pages and files to a new folder, or to a zip file where `path` ends so: as they are, or as
    of a release.

    `sentence` is what each page says of the copy, without its stop. `site` is the address of the live site, by default
    that of the settings; where it is empty nothing leads there. Raises NotWritten, and then there is nothing.
    """
    site = settings.SITE_ADDRESS if site is None else site
    _refuse(negotiation, site)
    with _read(negotiation, release) as copy_map, open_sink(path) as writer, progress("pages", None) as advance:
        walk = _Walk(copy_map, site.rstrip("/"), sentence, writer, advance)
        walk.write_all()
        return CopyFacts(
            walk.pages,
            len(writer.files),
            sum(file.size for file in writer.files),
            dict(walk.left_out),
            writer.files[-1].sha256,
        )


@contextmanager
def _read(negotiation: Negotiation, release: FrozenRelease | None) -> Iterator[CopyMap]:
    """Return what is in the copy; inside, no page is newer than another."""
    if release is None:
        with read_one_moment(connection):
            yield CopyMap(negotiation.slug, read_members(negotiation))
        return
    try:
        prepare_release(release)
    except NotMade as reason:
        raise CopyRefused(str(reason)) from None
    with opened(release):
        members = read_members(Negotiation.objects.get(slug=negotiation.slug))
    yield CopyMap(negotiation.slug, members, f"/{release.start}".rstrip("/"))


def _refuse(negotiation: Negotiation, site: str) -> None:
    if not negotiation.public:
        raise CopyRefused(f"“{negotiation.slug}” is for its team only: a copy would show it to everybody.")
    if settings.REQUIRE_LOGIN:
        raise CopyRefused(
            "This site shows nothing to visitors who are not logged in (REQUIRE_LOGIN), nor would a copy."
        )
    address = urlsplit(site)
    if site and (address.scheme not in ("http", "https") or not address.netloc or address.path.strip("/")):
        raise CopyRefused(f"“{site}” is no address of a site, such as https://stances.example.org.")


class _Walk:
    def __init__(
        self, copy_map: CopyMap, site: str, sentence: str, writer: CopyWriter, advance: Callable[[int], object]
    ) -> None:
        self.live, self.sentence, self.writer, self.advance = bool(site), sentence, writer, advance
        self.origin = site or NOBODYS
        self.static = urlsplit(settings.STATIC_URL).path
        self.map = copy_map
        self.visitor = Visitor(self.origin)
        self.maker = PageMaker(self.origin, self.live, self.static, sentence, self._find, self._admit, MOST)
        self.waiting = deque(self.map.list_starts())
        self.met = {start.file for start in self.waiting}
        self.refused: dict[str, set[str]] = {}
        self.counted: Counter[str] = Counter()
        self.assets: dict[str, None] = {}
        self.pages = 0

    @property
    def left_out(self) -> dict[str, int]:
        return {kind: len(files) for kind, files in self.refused.items()}

    def write_all(self) -> None:
        while self.waiting:
            self._write(self.waiting.popleft())
            self.advance(1)
        for name, content in read_assets(list(self.assets), self.static):
            self.writer.write(name, content)
        self.writer.write("404.html", self._write_note(wording.GONE, ""))
        self.writer.write_manifest()

    def _find(self, address: str, here: Copied) -> Copied | None:
        target = self.map.find(address, here)
        if target and not self.live and (target.name in FEEDS or MADE_OF_ADDRESSES & {v for _, v in target.query}):
            return None
        return target

    def _admit(self, target: Copied) -> bool:
        """Let a page into the copy as long as there is room for its kind."""
        if target.file in self.met:
            return True
        is_page = target.file.endswith(".html")
        if is_page and self.counted[target.name] >= MOST.get(target.name, inf):
            self.refused.setdefault(target.name, set()).add(target.file)
            return False
        self.counted[target.name] += is_page  # its downloads come with it
        self.met.add(target.file)
        self.waiting.append(target)
        return True

    def _write(self, target: Copied) -> None:
        answer = self.visitor.ask(target.address)
        if answer.status in (301, 302):
            self._write_way_on(target, answer)
        elif answer.status not in PAGES_THAT_MAY_BE_GONE or (answer.status != 200 and not answer.is_page):
            raise CopyRefused(f"The page {target.address} answers with {answer.status}, so that no copy can be made.")
        elif answer.is_page:
            self.pages += 1
            content, links = self.maker.rewrite(answer.body, target, answer.citing)
            self.assets.update(dict.fromkeys(links.assets))
            self.writer.write(target.file, content)
        else:
            self.writer.write(target.file, answer.body)

    def _write_way_on(self, target: Copied, answer: Answer) -> None:
        """Write what leads on to where an address leads."""
        further = self._find(answer.location.removeprefix(self.origin), target)
        way = lead(target.file, further.file) if further and self._admit(further) else ""
        self.writer.write(target.file, self._write_note(wording.LEADS_ON if way else wording.GONE, way))

    def _write_note(self, text: str, way: str) -> bytes:
        """Write a page that needs no other file, as it may be shown in the place of any."""
        link = f'<a href="{way}">{way}</a>' if way else ""
        live = f' <a href="{self.origin}/">{wording.THE_LIVE_SITE}</a>' if self.live else ""
        return (
            f'{DOCTYPE}\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'\">\n"
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{wording.GONE_TITLE}</title>\n</head>\n<body>\n<main>\n<h1>{wording.GONE_TITLE}</h1>\n"
            f"<p>{text} {link}{live}</p>\n<p>{escape(self.sentence)}.</p>\n"
            f"<p>{wording.tell_what_is_missing(self.live)}</p>\n</main>\n</body>\n</html>\n"
        ).encode()
