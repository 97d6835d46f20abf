"""Readers who open one page after another: matrix, cells, lists with filters, searches, records, downloads, the API."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from time import monotonic, sleep
from typing import NamedTuple
from urllib.parse import urlencode

from .browser import Browser


class PageRead(NamedTuple):
    kind: str
    address: str
    status: int
    seconds: float


def list_pages(at, slugs):
    """Return [(kind, how often, addresses)]: what readers ask for."""
    proposals, holders, claims, sources = (slugs[kind] for kind in ("proposals", "holders", "claims", "sources"))
    return [
        ("first screen", 8, [f"{at}/", "/"]),
        (
            "matrix, filtered",
            6,
            [f"{at}/?holder={h}" for h in holders] + [f"{at}/?as_of=2022-01-1{n}" for n in range(10)],
        ),
        ("cell", 8, [f"{at}/cells/{p}/{h}/" for p in proposals for h in holders]),
        ("proposal", 5, [f"{at}/proposals/{p}/" for p in proposals]),
        ("actor", 4, [f"{at}/actors/{h}/" for h in holders]),
        ("claim", 5, [f"/claims/{c}/" for c in claims]),
        (
            "claims, filtered",
            5,
            [f"{at}/claims/", *(f"{at}/claims/?holder={h}" for h in holders), f"{at}/claims/?page=7"],
        ),
        ("source", 2, [f"/sources/{s}/" for s in sources]),
        (
            "list",
            3,
            [f"{at}/{name}/" for name in ("proposals", "actors", "coverage", "common-ground", "agreement", "changes")],
        ),
        ("search", 3, [f"/search/?{urlencode({'q': word})}" for word in slugs["words"]]),
        ("download", 1, [f"{at}/claims/?holder={h}&_export=csv" for h in holders] + [f"{at}/proposals/?_export=xlsx"]),
        ("API", 2, [f"/api/v1/negotiations{at}/claims?holder={h}" for h in holders]),
    ]


class Reader:
    """One person, who opens one page after another until the end, with a pause after each."""

    def __init__(self, number, port, pages, end, pause):
        self.browser, self.chance = Browser(port, 1000 + number), Random(number)
        self.pages, self.end, self.pause, self.answers = pages, end, pause, []

    def read(self):
        weights = [often for _, often, _ in self.pages]
        while monotonic() < self.end:
            ((kind, _, addresses),) = self.chance.choices(self.pages, weights)
            page = self.browser.get(self.chance.choice(addresses))
            self.answers.append(PageRead(kind, page.address, page.status, page.seconds))
            sleep(self.chance.uniform(0, 2 * self.pause))


def run_readers(port, count, at, slugs, seconds, pause):
    """Let so many readers read for so many seconds; return their answers."""
    end, pages = monotonic() + seconds, list_pages(at, slugs)
    readers = [Reader(number, port, pages, end, pause) for number in range(count)]
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(Reader.read, readers))  # and raise what stopped one
    return [answer for reader in readers for answer in reader.answers]
