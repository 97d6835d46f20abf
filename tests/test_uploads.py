"""What somebody uploaded is sent as a file and never opened in this site, whatever it holds."""

import pytest
from django.apps import apps
from django.db.models import BinaryField, FileField

from claims.rules.documents import DocumentType
from claims.services.original_files import NewOriginal, keep_original
from claims.services.write_gate import editing
from tests.make import make_source, make_user, the_negotiation
from tests.make_releases import make_release, pack

pytestmark = pytest.mark.django_db
SCRIPT = b"<html><script>alert(1)</script></html>"


def check_headers(answer, kind):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", list(DocumentType))
def test_a_document_is_sent_as_a_file_of_no_type(client, kind):
    text = make_source(text="Words.").texts.get()
    with editing(user := make_user("analyst")) as gate:
        keep_original(gate, text, NewOriginal('a";.html', SCRIPT, kind))
    client.force_login(user)
    answer = client.get(f"/admin/claims/source/{text.source_id}/file/{text.originals.get().pk}/")
    check_headers(answer, "application/octet-stream")
    assert answer.getvalue() == SCRIPT


def test_a_text_that_is_held_is_sent_as_plain_text(client):
    text = make_source(text=SCRIPT.decode()).texts.get()
    client.force_login(make_user("analyst"))
    answer = client.get(f"/admin/claims/source/{text.source_id}/text/{text.sha256}/")
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (
        "text/plain; charset=utf-8",
        "nosniff",
    )


def test_the_files_of_a_release_are_sent_as_files(client):
    the_negotiation()
    release = make_release(package=pack())
    check_headers(client.get(f"/talks/releases/1/{release.files.get().name}"), "application/zip")


def test_nothing_else_keeps_bytes():
    """A new table of files is added here, with a test of how it is sent; files that wait for an import are sent to
    nobody."""
    kept = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BinaryField | FileField)
    }
    assert kept == {"claims.originalfile", "claims.importfile", "claims.releasechunk"}
