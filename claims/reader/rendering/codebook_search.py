"""Words → the rules, fields, values and proposals of the codebook in which all of them stand."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from django.utils.safestring import SafeString

from ...models.addresses import write_method_address
from ...rules.found_words import find_words
from ...wording.method import PAGES
from .method_pages import RULE, read_sections
from .search_results import mark_words

_ROW = re.compile(r"^\| *([^|]+?) *\|(.+)\|$", re.MULTILINE)
_EMPHASIS = re.compile(r"[*`]")


class Entry(NamedTuple):
    """A rule of the codebook, or a row of one of its tables."""

    anchor: str
    name: str
    text: str


class FoundEntry(NamedTuple):
    """An entry with the words that were looked for marked."""

    address: str
    name: SafeString
    text: SafeString


def find_in_codebook(terms: Sequence[str]) -> list[FoundEntry]:
    """Return the entries in which each term stands, the rules first."""
    return [
        FoundEntry(write_method_address(entry.anchor), mark_words(entry.name, terms), mark_words(entry.text, terms))
        for entry in _list_entries()
        if all(find_words(f"{entry.name}\n{entry.text}", [term]) for term in terms)
    ]


@cache
def _list_entries() -> list[Entry]:
    rules = [
        Entry(f"rule-{number}", f"Rule {number}", _EMPHASIS.sub("", text))
        for number, text in RULE.findall(read_sections()["Rules"])
    ]
    return [*rules, *_list_rows()]


def _list_rows() -> Iterator[Entry]:
    """Yield the rows of tables without their heads."""
    for section in (one for page in PAGES if page.slug.startswith("codebook") for one in page.sections):
        for name, text in _ROW.findall(read_sections()[section.title])[2:]:
            cells = (cell.strip() for cell in _EMPHASIS.sub("", text).split("|"))
            yield Entry(section.anchor, f"{section.title}: {_EMPHASIS.sub('', name)}", " · ".join(filter(None, cells)))
