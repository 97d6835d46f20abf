"""A static copy as tests read it: its pages, what they lead to, and what is wrong with that."""

import csv
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urlsplit

from lxml import html


class StaticCopy:
    """A folder with a copy."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.files = sorted(str(path.relative_to(folder)) for path in self.folder.rglob("*") if path.is_file())

    @cached_property
    def pages(self):
        """File → its page."""
        return {file: html.parse(self.folder / file).getroot() for file in self.files if file.endswith(".html")}

    @cached_property
    def links(self):
        """(file, link) of all that pages lead to."""
        return [
            (file, element.get("href") or element.get("src"))
            for file, page in self.pages.items()
            for element in page.xpath("//*[@href or @src]")
        ]

    def read(self, file):
        return (self.folder / file).read_bytes()

    def list_manifest(self):
        return list(csv.DictReader(self.read("files.csv").decode().splitlines()))

    def list_dead(self):
        """Return the relative links that lead to no file, or to no place on its page."""
        return [(file, link) for file, link in self.links if self._is_dead(file, urlsplit(link))]

    def list_hosts(self):
        """Return all that links lead to outside of the copy: scheme and host."""
        return {
            f"{split.scheme}://{split.netloc}" for split in (urlsplit(link) for _, link in self.links) if split.scheme
        }

    def _is_dead(self, file, link):
        if link.scheme:
            return False
        target = normpath(join(dirname(file), link.path)) if link.path else file
        if target not in self.files:
            return True
        page = self.pages.get(target)
        return bool(link.fragment) and page is not None and page.get_element_by_id(link.fragment, None) is None
