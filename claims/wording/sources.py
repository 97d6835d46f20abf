"""How pages and files name a source: in a list by one name, beside a claim and by itself by a reference."""

from typing import NamedTuple

from ..rules.citations import SENTENCE_ENDS, CitedWork, end_sentence, name_container, name_place
from ..rules.folding import isolate
from .days import format_day


class AroundTitle(NamedTuple):
    """A reference whose title is a link: what stands before the title, the title, and what stands after it."""

    before: str
    title: str
    after: str


def name_place_or_title(publisher: str, origin: str, title: str) -> str:
    """Name a source where there is room for one name: where it was read, else whose text it is, else its title."""
    return publisher or origin or title


def write_beside_claim(work: CitedWork, locator: str = "") -> AroundTitle:
    """Write “Daily (text of Agency), “Title”, p. 4.”; what is missing leaves no sign behind."""
    place = name_place(work)
    closing = end_sentence(f"”, {isolate(locator)}") if locator else _close_title(work)
    return AroundTitle(f"{place}, “" if place else "“", work.title, closing)


def write_in_full(work: CitedWork) -> AroundTitle:
    """Write “Lee, Ann. “Title”. Daily (text of Agency), 17 Jan 2022.”; what is missing leaves no sign behind."""
    authors = end_sentence(isolate(work.authors.strip(" ;,")))
    day = format_day(work.published_on) if work.published_on else ""
    where_and_when = end_sentence(", ".join(filter(None, (name_container(work), name_place(work), day))))
    return AroundTitle(f"{authors} “".lstrip(), work.title, f"{_close_title(work)} {where_and_when}".rstrip())


def _close_title(work: CitedWork) -> str:
    """Close the quotation marks, with a full stop unless the title ends as a sentence does."""
    return "”" if work.title.endswith(SENTENCE_ENDS) else "”."
