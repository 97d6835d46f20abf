import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from claims.models import GateClosed, Source, SourceText
from claims.services.write_gate import editing
from tests.make import hold_text, make_claim, make_source

pytestmark = pytest.mark.django_db


def test_digest_of_a_text_is_filled_in_and_a_given_one_kept():
    digest = hashlib.sha256("Wörter.".encode()).hexdigest()
    source = hold_text(Source(slug="one", title="One"), "Wörter.")
    assert source.text_sha256 == source.texts.get().sha256 == digest
    source.text_sha256 = "f" * 64  # of the document's file, which may be a PDF
    hold_text(source, "Andere Wörter.")
    assert source.text_sha256 == "f" * 64


def test_database_holds_a_text_once_and_one_of_them_as_the_current_one():
    source = make_source(text="One.")
    again = SourceText(source=source, sha256=source.text_sha256, text="One.", current=False)
    other = SourceText(source=source, sha256="0" * 64, text="Two.")
    for text, name in ((again, "source_text_held_once|sha256"), (other, "source_text_one_current|source_id")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic(), editing(None):
            text.save()


def test_texts_are_written_inside_the_gate_only_and_never_changed():
    text = make_source(text="One.").texts.get()
    with pytest.raises(GateClosed):
        text.save()
    with pytest.raises(GateClosed), editing(None):
        SourceText.objects.update(text="Two.")
    with pytest.raises(GateClosed):
        SourceText.objects.all().delete()


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
