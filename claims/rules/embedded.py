"""What the page of a source or of a claim says of itself to programs: tags that Zotero's connector reads, and JSON-LD.

The connector's Embedded Metadata translator goes by these rules, which the tags follow:

- `citation_journal_title` makes an article in a journal, `citation_technical_report_institution` a report. All others
  are what `z:itemType` says; without it they would be journal articles. Their container is `prism:publicationName`.
- Each author has a tag of its own. What has a comma is taken as “Family, Given”; a name without one is cut before its
  last word, so an organisation ends in a comma. A lone name with blanks on both sides of its comma would be taken for
  two authors, unless a semicolon ends it.
- A day is written 2022/01/17.
- COinS on the page could win over the tags: there are none.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .cited_pages import CitedClaim
from .folding import isolate

Item = Mapping[str, Any]
# Type → that of Zotero, where no tag of its own says it. Zotero has none for a treaty.
ZOTERO_TYPES = {
    **{"article-newspaper": "newspaperArticle", "broadcast": "tvBroadcast", "document": "document"},
    **{"hearing": "hearing", "interview": "interview", "legislation": "statute", "personal_communication": "letter"},
    **{"post": "blogPost", "speech": "presentation", "treaty": "document", "webpage": "webpage"},
}
SCHEMA_TYPES = {
    **{"article-newspaper": "NewsArticle", "article-journal": "ScholarlyArticle", "legislation": "Legislation"},
    **{"post": "SocialMediaPosting", "report": "Report", "webpage": "WebPage"},
}
_TAGS = {
    "title": "citation_title",
    "publisher": "citation_publisher",
    "volume": "citation_volume",
    "issue": "citation_issue",
    "DOI": "citation_doi",
    "ISBN": "citation_isbn",
    "ISSN": "citation_issn",
    "language": "citation_language",
}


def list_tags(item: Item, address: str, quote: str = "") -> list[tuple[str, str]]:
    """Return (name, content) of the tags of an item; `address` is where the page is, for what has no other."""
    tags = [*_list_kind(item), *((tag, str(item[name])) for name, tag in _TAGS.items() if name in item)]
    authors = [_write_author(name) for name in item.get("author", ())]
    if len(authors) == 1 and all(" " in part.strip() for part in authors[0].split(",", 1)) and "," in authors[0]:
        authors = [f"{authors[0]};"]
    tags += [("citation_author", author) for author in authors]
    if "issued" in item:
        tags.append(("citation_date", "/".join(str(part).zfill(2) for part in item["issued"]["date-parts"][0])))
    first, _, last = str(item.get("page", "")).replace("–", "-").partition("-")
    tags += [(f"citation_{end}page", page) for end, page in (("first", first), ("last", last)) if page]
    tags.append(("citation_public_url", item.get("URL", address)))
    return [*tags, *([("citation_abstract", f"“{quote}”")] if quote else [])]


def describe_source(item: Item, address: str) -> dict[str, Any]:
    """Return a source as schema.org has it."""
    return {"@context": "https://schema.org", "@id": address, **_describe_work(item)}


def describe_claim(claim: CitedClaim, item: Item, subject: str, holder: str, reference: str) -> dict[str, Any]:
    """Return a claim as schema.org has it: a quotation, what it is part of, and the note by which it is cited."""
    said = {"@type": "Quotation", "text": claim.quote} if claim.quote else {"@type": "CreativeWork"}
    return {
        "@context": "https://schema.org",
        "@id": claim.address,
        **said,
        "identifier": claim.public_id,
        "version": claim.version,
        "url": claim.address,
        "name": f"{isolate(holder)} on {isolate(subject)}",
        "about": subject,
        **({"pagination": claim.locator} if claim.locator else {}),
        "isPartOf": _describe_work(item),
        "citation": reference,
    }


class DescribedFile(NamedTuple):
    """A file of a data set: its name, address, MIME type, bytes and SHA-256."""

    name: str
    address: str
    type: str
    size: int
    sha256: str


def describe_dataset(
    item: Item, address: str, *, version: int, description: str, licence: str, days: str, files: Iterable[DescribedFile]
) -> dict[str, Any]:
    """Return a release as schema.org has it: a data set and the files in which it is distributed. `days` are those of
    which it tells, as ISO 8601 writes them: 2021-12-17/2022-02-21, or empty."""
    described = _describe_work(item)
    return {
        "@context": "https://schema.org",
        "@id": address,
        **described,
        "@type": "Dataset",
        **({"creator": described["author"]} if "author" in described else {}),
        "description": description,
        "version": str(version),
        "license": licence,
        "isAccessibleForFree": True,
        **({"temporalCoverage": days} if days else {}),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.name,
                "contentUrl": file.address,
                "encodingFormat": file.type,
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in files
        ],
    }


def _describe_work(item: Item) -> dict[str, Any]:
    described: dict[str, Any] = {"@type": SCHEMA_TYPES.get(item["type"], "CreativeWork"), "name": item["title"]}
    authors = [_describe_author(name) for name in item.get("author", ())]
    if authors:
        described["author"] = authors
    if "publisher" in item:
        described["publisher"] = {"@type": "Organization", "name": item["publisher"]}
    if "issued" in item:
        described["datePublished"] = "-".join(str(part).zfill(2) for part in item["issued"]["date-parts"][0])
    texts = {"inLanguage": item.get("language"), "url": item.get("URL"), "identifier": item.get("DOI")}
    return described | {name: text for name, text in texts.items() if text}


def _describe_author(name: Mapping[str, Any]) -> dict[str, str]:
    if "literal" in name:
        return {"@type": "Organization", "name": name["literal"]}
    return {"@type": "Person", "name": f"{name['given']} {name['family']}"}


def _list_kind(item: Item) -> Iterator[tuple[str, str]]:
    """Yield the tags that say what kind of work it is, and what it is part of."""
    container = item.get("container-title") or item.get("publisher")
    if item["type"] == "article-journal" and container:
        yield "citation_journal_title", container
    elif item["type"] == "report" and item.get("publisher"):
        yield "citation_technical_report_institution", item["publisher"]
    else:
        named = {"article-journal": "journalArticle", "report": "report"} | ZOTERO_TYPES
        yield "z:itemType", named[item["type"]]
        if "container-title" in item:
            yield "prism:publicationName", item["container-title"]


def _write_author(name: Mapping[str, Any]) -> str:
    return f"{name['literal']}," if "literal" in name else f"{name['family']}, {name['given']}"
