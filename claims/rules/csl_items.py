"""A source as an item of CSL-JSON, whole: what its fields hold, and the rest of its record."""

from typing import Any

from . import csl
from .citations import WHOLE_WORKS, CitedWork, split_authors


def make_item(slug: str, language: str, work: CitedWork) -> dict[str, Any]:
    """Return the item of a source, with what it has; `custom` holds whose text it is where that is known.

    What is part of something and names nothing else is part of what its publisher is called: a newspaper's article.
    """
    item: dict[str, Any] = {"id": slug, "type": work.type, "title": work.title, **work.csl}
    authors = [
        {"family": family, "given": given} if given else {"literal": family}
        for family, given in split_authors(work.authors)
    ]
    fields = {"author": authors, "publisher": work.publisher, "language": language, "URL": work.url}
    item |= {name: value for name, value in fields.items() if value}
    if work.publisher and work.type not in WHOLE_WORKS:
        item.setdefault("container-title", work.publisher)
    for name, day in (("issued", work.published_on), ("accessed", work.accessed_on)):
        if day:
            item[name] = csl.make_day(day)
    if work.origin:
        item[csl.CUSTOM] = {**item.get(csl.CUSTOM, {}), "origin": work.origin}
    return item
