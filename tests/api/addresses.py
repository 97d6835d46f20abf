"""The addresses of the API as its own description lists them, filled in with rows of a world."""

from claims.api.openapi import write_document
from tests.make import the_negotiation


def list_paths(claim):
    """Return operation id → path."""
    slugs = {
        "get_proposal": claim.proposal.slug,
        "get_actor": claim.holder.slug,
        "get_source": claim.source.slug,
    }
    named = {"negotiation": the_negotiation().slug, "public_id": claim.public_id}
    paths = {operation["get"]["operationId"]: path for path, operation in write_document()["paths"].items()}
    return {name: path.format(**named, slug=slugs.get(name)) for name, path in paths.items()}


def follow_pages(client, address):
    """Yield the pages from an address to the end."""
    while address:
        page = client.get(address).json()
        yield page
        address = page.get("next")
