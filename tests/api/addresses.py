"""The addresses of the API as its own description lists them, filled in with rows of a world."""

from claims.api.openapi import write_document
from tests.make import the_negotiation


def list_paths(claim):
    """Return operation id → path."""
    slug = the_negotiation().slug
    return {
        operation["get"]["operationId"]: path.format(negotiation=slug, public_id=claim.public_id)
        for path, operation in write_document()["paths"].items()
    }


def follow_pages(client, address):
    """Yield the pages from an address to the end."""
    while address:
        page = client.get(address).json()
        yield page
        address = page.get("next")
