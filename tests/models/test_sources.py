import hashlib

import pytest
from django.core.exceptions import ValidationError

from claims.models import Source
from tests.make import make_claim, make_source

pytestmark = pytest.mark.django_db


def test_digest_of_a_text_is_filled_in_and_a_given_one_kept():
    source = Source(slug="one", title="One", text="Wörter.")
    source.full_clean()
    assert source.text_sha256 == hashlib.sha256("Wörter.".encode()).hexdigest()
    source.text_sha256 = "f" * 64  # of the document's file, which may be a PDF
    source.full_clean()
    assert source.text_sha256 == "f" * 64


def test_source_is_public_once_a_published_claim_cites_it():
    source = make_source()
    assert not source.is_public() and not Source(slug="new").is_public()
    make_claim(source=source, status="in-review")
    assert not source.is_public()
    make_claim(source=source)
    assert source.is_public()


@pytest.mark.parametrize("url, valid", [("https://example.org/a", True), ("javascript:alert(1)", False)])
def test_address_is_a_web_address(url, valid):
    source = make_source(url=url)
    if valid:
        return source.full_clean()
    with pytest.raises(ValidationError, match="url"):
        source.full_clean()
