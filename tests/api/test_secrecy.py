"""Nothing that is not published, and nothing of a negotiation for its team only, stands in any answer."""

import pytest

from tests.api.addresses import follow_pages, list_paths
from tests.make import make_user
from tests.secret_talks import MARKER, make_secret_talks
from tests.walk import make_world

pytestmark = pytest.mark.django_db

ROWS = {"proposal": "proposal", "actor": "party"}


@pytest.fixture(scope="module")
def made(share_rows):
    def make():
        world = make_world(3)
        return world, make_secret_talks(world)

    with share_rows(make) as made:
        yield made


def list_all(world, secret):
    """Return every address, and those of each list as if of the secret negotiation."""
    slug = secret.negotiation.slug
    own = list_paths(world.claim)
    of_secret = [path for name, path in own.items() if "/talks/" in path and name.startswith("list_")]
    rows = [f"/api/v1/negotiations/{slug}/{name}s/{getattr(secret, of).slug}/" for name, of in ROWS.items()]
    rows.append(f"/api/v1/sources/{secret.source.slug}/")
    return own, [*(path.replace("/talks/", f"/{slug}/") for path in of_secret), *rows]


@pytest.mark.parametrize("who", [None, "reader", "analyst", "reviewer"])
def test_whoever_is_not_in_its_team_reads_nothing_of_it(client, made, who):
    if who:
        client.force_login(make_user(None if who == "reader" else who))
    world, secret = made
    own, of_secret = list_all(world, secret)
    assert of_secret
    for path in own.values():
        for page in follow_pages(client, path):
            assert MARKER not in str(page), path
    for path in of_secret:
        assert client.get(path).status_code == 404, path
    for claim in (secret.claim, secret.draft, secret.withdrawn):
        assert client.get(f"/api/v1/claims/{claim.public_id}/").status_code == 404
    for name in ("holder", "proposal", "source"):
        slug = getattr(secret, "party" if name == "holder" else name).slug
        refused = client.get(own["list_claims"], {name: slug})
        missing = client.get(own["list_claims"], {name: "nobody"})
        assert refused.status_code == missing.status_code == 400


def test_its_team_reads_what_is_published_in_it_and_no_draft(client, made):
    world, secret = made
    client.force_login(secret.member)
    _, of_secret = list_all(world, secret)
    for path in of_secret:
        assert client.get(path).status_code == 200, path
    assert client.get(f"/api/v1/claims/{secret.claim.public_id}/").status_code == 200
    assert client.get(f"/api/v1/claims/{secret.draft.public_id}/").status_code == 404
    assert client.get(f"/api/v1/claims/{secret.withdrawn.public_id}/").status_code == 410
    assert client.get("/api/v1/claims/").headers["Cache-Control"] == "private, no-store"
