"""The texts and files of a deleted source wait for it to be brought back, and nobody sees them meanwhile."""

import pytest
from django.urls import reverse

from claims.backup import restore, save
from claims.checks import check_database
from claims.models import Claim, OriginalFile, Source, SourceText
from claims.models.source_texts import sha256
from claims.rules.documents import DocumentType
from claims.services import disposal
from claims.services.original_files import NewOriginal, keep_original
from claims.services.restoring import bring_back
from claims.services.write_gate import editing
from tests.admin.forms import said
from tests.make import hold_text, make_claim, make_source, make_user

TEXT = "The talks went on."


@pytest.fixture
def reviewer(db):
    return make_user("reviewer")


@pytest.fixture
def source(reviewer):
    """A source with two texts, the current one with its file."""
    source = make_source(text="An older text.")
    hold_text(source, TEXT, reviewer)
    with editing(reviewer) as gate:
        keep_original(gate, source.texts.get(current=True), NewOriginal("a.txt", b"bytes", DocumentType.PLAIN))
    return source


def delete(row, reviewer, trials=()):
    key = row.pk
    with editing(reviewer, "by mistake"):
        disposal.delete(row, list(trials))
    return type(row).history.filter(id=key, history_type="-").latest("history_id")


def test_a_source_comes_back_with_all_its_texts_and_files(source, reviewer):
    digest = source.text_sha256
    record = delete(source, reviewer)
    assert not Source.objects.exists() and not list(check_database())
    back = bring_back(record, user=reviewer, reason="by mistake")
    assert (back.read_text(), back.text_sha256) == (TEXT, digest)
    assert {text.text for text in back.texts.all()} == {TEXT, "An older text."}
    assert bytes(OriginalFile.objects.get(text__source=back).data) == b"bytes"


def test_a_claim_that_comes_back_after_it_has_its_quote_in_the_text(source, reviewer):
    claim = make_claim(source=source, quote="The talks went on", status="withdrawn")
    key = claim.pk
    record = delete(source, reviewer, [claim])
    bring_back(record, user=reviewer, reason="by mistake")
    bring_back(Claim.history.filter(id=key, history_type="-").get(), user=reviewer, reason="by mistake")
    assert Claim.objects.get().quote_state == "exact"


def test_nobody_reads_a_text_whose_source_is_deleted(source, reviewer, client):
    address = reverse("admin:claims_source_text", args=[source.pk, sha256(TEXT)])
    client.force_login(reviewer)
    assert client.get(address).status_code == 200
    delete(source, reviewer)
    assert client.get(address).status_code == 404


def test_the_page_says_where_an_earlier_release_kept_no_text(source, reviewer, client):
    record = delete(source, reviewer)
    for model in (OriginalFile, SourceText):
        model.objects.all()._raw_delete(model.objects.db)
    client.force_login(reviewer)
    answer = client.post(reverse("admin:claims_source_deleted_row", args=[record.id]), {"reason": "by mistake"})
    assert "is back. Its text is not here any more: upload it again." in said(answer)


def test_what_takes_the_slug_of_a_deleted_source_gets_none_of_its_texts(source, reviewer):
    delete(source, reviewer)
    assert make_source(slug=source.slug, title=source.title).read_text() == ""
    assert SourceText.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_backup_keeps_them(source, reviewer, tmp_path):
    record = delete(source, reviewer)
    save(tmp_path / "one.backup")
    restore(tmp_path / "one.backup", replace=True)
    back = bring_back(Source.history.get(history_id=record.history_id), user=reviewer, reason="by mistake")
    assert back.read_text() == TEXT
