"""Claims as Web Annotations (W3C, JSON-LD), as Hypothesis and other programs for annotations read them.

A file is an AnnotationPage with an annotation for each claim, in the order of the page. The target is the source with
the quote, word for word; where the quote has one place in the text that is held, that place too, in code points. The
bodies say what the claim says: a sentence, and as tags whose stance it is, on what, and the value.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.http import content_disposition_header

from ..models import Claim
from ..rules.quotes import QuoteState
from .formats import Download

EXTENSION, WORD = "jsonld", "Web annotations"
CONTENT_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
CLAIMS_A_FETCH = 500
PLACED = (QuoteState.EXACT, QuoteState.NORMALISED)

MakeAddress = Callable[[str], str]  # a path → its whole address
Tell = Callable[[Claim], str]  # a claim → a sentence
Object = dict[str, Any]


def make_annotations(
    claims: QuerySet[Claim], name: str, address: str, make_address: MakeAddress, tell: Tell
) -> Download:
    """Return the Download of claims, which are read as it is written; `address` is that of the list."""
    headers = {
        "Content-Type": CONTENT_TYPE,
        "Content-Disposition": content_disposition_header(True, f"{name}.{EXTENSION}") or "",
    }
    return Download(headers, _stream(claims, address, make_address, tell))


def annotate(claim: Claim, make_address: MakeAddress, tell: Tell) -> Object:
    """Return the annotation that a claim is."""
    source = claim.source
    target: Object = {"source": source.url or make_address(source.get_absolute_url())}
    if selectors := _select(claim):
        target["selector"] = selectors
    if source.accessed_on:
        target["state"] = {"type": "TimeState", "sourceDate": f"{source.accessed_on.isoformat()}T00:00:00Z"}
    address = make_address(claim.get_absolute_url())
    return {
        "id": address,
        "type": "Annotation",
        "motivation": "classifying",
        "body": _list_bodies(claim, tell(claim), make_address),
        "target": target,
    }


def _stream(claims: QuerySet[Claim], address: str, make_address: MakeAddress, tell: Tell) -> Iterator[bytes]:
    head = json.dumps({"@context": CONTEXT, "id": address, "type": "AnnotationPage", "startIndex": 0, "items": []})
    yield head.removesuffix("]}").encode()
    separator = "\n"
    rows = claims.select_related("holder", "speaker", "proposal__topic", "proposal__negotiation", "source")
    for claim in rows.iterator(chunk_size=CLAIMS_A_FETCH):
        yield f"{separator}{json.dumps(annotate(claim, make_address, tell), ensure_ascii=False)}".encode()
        separator = ",\n"
    yield b"\n]}\n"


def _select(claim: Claim) -> list[Object]:
    """Return where the quote stands: its words, between those that are given; and its place, where there is one."""
    if not claim.quote:
        return []
    words: Object = {"type": "TextQuoteSelector", "exact": claim.quote}
    words |= {name: text for name, text in (("prefix", claim.prefix), ("suffix", claim.suffix)) if text}
    if claim.quote_start is None or claim.quote_state not in PLACED:
        return [words]
    return [words, {"type": "TextPositionSelector", "start": claim.quote_start, "end": claim.quote_end}]


def _list_bodies(claim: Claim, sentence: str, make_address: MakeAddress) -> list[Object]:
    tags = (
        claim.holder.name,
        claim.proposal.title,
        claim.get_dimension_display(),
        claim.value_word.word,
        *([] if claim.value is None else [f"{claim.value:+d}" if claim.value else "0"]),
    )
    told = {"type": "TextualBody", "purpose": "describing", "value": sentence, "language": "en"}
    proposal = {"source": make_address(claim.proposal.get_absolute_url()), "purpose": "identifying"}
    return [
        told,
        *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
        {"type": "SpecificResource", **proposal},
    ]
