"""What a page of the site gives to whom cites it: references in each style, and the item of a reference manager."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from . import citations
from .chicago_author_date import write_chicago_author_date
from .citations import SITE, CitedWork
from .csl_items import make_item
from .slugs import make_slug


class Citing(NamedTuple):
    """How something is cited: in words, what it is (“this claim”), the (style, reference) pairs, its item, and the
    address under which it is kept; `name` is that of a file of it. It is `always_open` where
    the page is of nothing else, and `quotes` where a quote stands on it."""

    words: str
    references: list[tuple[str, str]]
    item: Mapping[str, Any]
    name: str
    address: str
    always_open: bool = False
    quotes: bool = False


def cite_page(words: str, title: str, address: str, *, accessed: date | None, published: date | None = None) -> Citing:
    """Cite a page as a work of its own. It changes with the record: it bears no day but that of access, and its title
    says as of which day it tells what it does. That of a release never changes: it bears the day of that."""
    work = CitedWork("webpage", title, publisher=SITE, accessed_on=accessed, published_on=published, url=address)
    name = make_slug(title)[:60].strip("-") or "page"
    return Citing(words, list_references(work), make_item(name, "en", work), name, address)


def cite_release(title: str, name: str, address: str, *, creators: str, published: date) -> Citing:
    """Cite a release, which never changes; `creators` are “Family, Given” or organisations, separated by semicolons."""
    work = CitedWork("webpage", title, creators, SITE, published_on=published, url=address)
    return Citing("this release", list_references(work), make_item(name, "en", work), name, address, always_open=True)


def cite_source(slug: str, language: str, work: CitedWork, address: str) -> Citing:
    """Cite a source; `address` is where its claims are listed here."""
    return Citing(
        "this source", list_references(work), make_item(slug, language, work), slug, address, always_open=True
    )


class CitedClaim(NamedTuple):
    """What is cited of a claim: its id, the version that was seen, its lasting address, the place, the quote, and the
    release in which it was seen, if in one."""

    public_id: str
    version: int
    address: str
    locator: str
    quote: str
    release: str = ""


def cite_claim(claim: CitedClaim, source: Citing, work: CitedWork) -> Citing:
    """Cite a claim: its source, the place in it, and where the claim is kept. A reference manager takes the source,
    with the quote and the claim as its note."""
    permanent = (claim.public_id, claim.version, claim.address, claim.release)
    references = [
        ("Chicago note", citations.write_cited_claim(citations.write_note(work, claim.locator), *permanent)),
        ("Chicago author–date", citations.write_cited_claim(write_chicago_author_date(work), *permanent)),
        ("APA", citations.write_cited_claim(citations.write_author_date(work), *permanent)),
        ("In the text", citations.write_in_text(work, claim.locator)),
    ]
    said = ", ".join(filter(None, (f"“{claim.quote}”" if claim.quote else "", claim.locator)))
    note = citations.write_cited_claim(citations.end_sentence(said), *permanent)
    notes = "\n".join(filter(None, (source.item.get("note", ""), note)))
    name = f"claim-{claim.public_id}"
    return Citing(
        "this claim",
        references,
        {**source.item, "id": name, "note": notes},
        name,
        claim.address,
        True,
        bool(claim.quote),
    )


def list_references(work: CitedWork) -> list[tuple[str, str]]:
    """Return (style, reference) of a work, and what stands in the text for it."""
    return [
        ("Chicago note", citations.write_note(work)),
        ("Chicago author–date", write_chicago_author_date(work)),
        ("APA", citations.write_author_date(work)),
        ("In the text", citations.write_in_text(work)),
    ]
