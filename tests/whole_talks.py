"""Talks with something in each table of a data package, and all their pages."""

import html
import re
from datetime import date

from claims.rules.scales import Attribution
from claims.services.write_gate import editing
from tests.make import (
    make_actor,
    make_answer,
    make_claim,
    make_contradiction,
    make_event,
    make_member,
    make_outcome,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
    make_wording,
)

# Where nothing is asked for: files, pages for those who work here, the method; releases stay where they were made.
NOT_ASKED = ("/static/", "/api/", "/admin/", "/workbench/", "/method/", "/talks/releases/")
# Tokens; and the day on which a feed without entries was asked for.
NEVER_EQUAL = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|<updated>[^<]*[.][0-9]{6}[+]00:00')
LINK = re.compile(rb'href="(/[^"#]*)')
MOST_PAGES = 250


def make_talks():
    """Make a negotiation with something in each table of a package."""
    side, other = make_side(negotiates=True), make_side(negotiates=True)
    coalition = make_actor("coalition", side=side)
    member = make_member(coalition=coalition).member
    east, west = make_actor(side=other), make_actor(side=other, principal=False)
    official = make_actor("official", side=None, speaks_for=east)
    whole = make_proposal(proposers=[east])
    part = make_proposal(topic=whole.topic, proposers=[west], part_of=whole, aliases="One\nAnother | name")
    variant = make_proposal(topic=whole.topic, variant_of=part)
    source = make_source(csl={"volume": "3"}, fully_coded_by="us", fully_coded_on=date(2022, 2, 1))
    wording = make_wording(whole, [east, west], source=source)
    make_claim(holder=coalition, speaker=member, proposal=whole, source=source)
    make_claim(1, east, speaker=official, proposal=whole, source=source, wording=wording)
    make_claim(None, west, proposal=part, conditions="asked", depends_on=whole.slug, locator="=1+1")
    make_claim(2, east, proposal=variant, attribution=Attribution.ATTRIBUTED, speaker=west, argument='"a",\r\nb')
    make_claim(-1, make_actor("expert", side=other, principal=False), proposal=whole, dimension="prospects")
    make_answer(make_contradiction(holder=east, proposal=part, source=source))
    make_outcome(proposal=whole, source=source, locator="p. 1")
    make_search(holder=west, proposal=whole)
    make_remark(holder=east, proposal=whole)
    make_event(source=source, place="Geneva")
    make_event(source=make_source())
    correct(make_claim(0, east, proposal=part, source=source, note="not for readers"))
    make_claim(0, east, proposal=part, source=source, status="draft")


def correct(claim):
    """Publish another value of a claim, as another version of it."""
    claim.refresh_from_db()
    with editing(None, "corrected") as gate:
        claim.value = 1
        gate.save(claim)


def crawl(client, start, most=MOST_PAGES):
    """Return {address: content} of a page and of what it leads to."""
    pages, waiting = {}, [start]
    while waiting and len(pages) < most:
        address = waiting.pop(0)
        if address in pages or address.startswith(NOT_ASKED):
            continue
        pages[address] = get(client, address)
        waiting += [html.unescape(link.decode()) for link in LINK.findall(pages[address])]
    return pages


def get(client, address):
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        return b"a workbook"  # which says when it was made
    return str(response.status_code).encode() + NEVER_EQUAL.sub(b"", content)
