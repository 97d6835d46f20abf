"""The files of texts: they wait for whoever uploaded them, are kept beside the text, and tell its pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import OriginalFile, Source, SourceText
from claims.models.history import GateClosed
from claims.queries import find_locator
from claims.rules.documents import DocumentType, PageStart
from claims.services.original_files import WAITS_FOR, NewOriginal, keep_waiting, read_waiting
from claims.services.pending_changes import propose
from claims.services.sources import LostQuotes, check_text, save_source
from claims.services.vocabulary import carry_out
from claims.services.vocabulary_merges import VocabularyMerge
from claims.services.write_gate import editing
from tests.make import hold_text, make_claim, make_source, make_user

pytestmark = pytest.mark.django_db

TEXT = "Talks go on.\n\nNothing was agreed."
PAGES = (PageStart(0, "iv"), PageStart(14, "5"))


def make_original(name="plan.pdf", data=b"%PDF-1.4 ...", pages=PAGES):
    return NewOriginal(name, data, DocumentType.PDF, "pypdf", "7.1.1", mended=2, pages=pages)


def take(source, text=TEXT, user=None, **fields):
    """Save a source with a text that was taken from a file."""
    with editing(user) as gate:
        save_source(gate, source, check_text(source, text)._replace(original=make_original(**fields)))
    return source


def test_a_file_is_kept_beside_the_text_that_was_taken_from_it():
    ann = make_user("analyst")
    source = take(make_source(by=ann), user=ann)
    original = OriginalFile.objects.get(text__source=source, text__current=True)
    assert (original.name, bytes(original.data), original.media_type) == (
        "plan.pdf",
        b"%PDF-1.4 ...",
        "application/pdf",
    )
    assert (original.extractor, original.extractor_version, original.mended) == ("pypdf", "7.1.1", 2)
    assert (original.read_pages(), original.added_by, len(original.sha256)) == (PAGES, ann, 64)


def test_a_file_is_kept_once_of_a_text_and_another_beside_it():
    source = make_source()
    take(source)
    take(source)
    take(source, data=b"a reprint", name="reprint.pdf")
    assert [*OriginalFile.objects.values_list("name", flat=True)] == ["reprint.pdf", "plan.pdf"]


def test_a_file_is_not_kept_where_its_text_is_refused():
    source = make_source(text="We stop.")
    make_claim(source=source, quote="We stop.")
    with pytest.raises(LostQuotes):
        take(source)
    assert not OriginalFile.objects.exists()


def test_a_proposed_text_has_its_file():
    source, ann = make_source(text="We stop."), make_user("analyst")
    make_claim(source=source, quote="We stop.")
    text = f"We stop. {TEXT}"
    with editing(ann, "a better copy") as gate:
        change = propose(gate, source, check_text(source, text)._replace(original=make_original()))
    assert change.text.originals.get().name == "plan.pdf"


def test_a_file_is_written_through_the_gate_only():
    with pytest.raises(GateClosed):
        OriginalFile(name="plan.pdf", sha256="0" * 64, data=b"x").save()


def test_a_file_waits_for_whoever_uploaded_it_and_for_nobody_else():
    ann, ben = make_user("analyst"), make_user("analyst")
    key = keep_waiting(ann, "plan.pdf", b"bytes")
    assert read_waiting(ann, key) == ("plan.pdf", b"bytes")
    assert read_waiting(ben, key) is None and read_waiting(ann, key + 1) is None
    assert keep_waiting(ann, "plan.pdf", b"bytes") == key != keep_waiting(ben, "plan.pdf", b"bytes")


def test_a_file_waits_for_a_day():
    ann = make_user("analyst")
    old, new = keep_waiting(ann, "old.pdf", b"old"), keep_waiting(ann, "new.pdf", b"new")
    row = OriginalFile.objects.get(pk=old)
    row.added_at = timezone.now() - WAITS_FOR - timedelta(minutes=1)
    with editing(None):
        row.save()
    keep_waiting(ann, "another.pdf", b"another")
    assert read_waiting(ann, old) is None and read_waiting(ann, new)


def test_a_file_that_is_kept_waits_no_longer():
    ann = make_user("analyst")
    key = keep_waiting(ann, "plan.pdf", b"%PDF-1.4 ...")
    take(make_source(by=ann), user=ann)
    assert read_waiting(ann, key) is None and OriginalFile.objects.count() == 1


def test_of_two_sources_with_one_text_the_files_of_both_are_kept():
    gone, kept = take(make_source()), take(make_source())
    take(gone, data=b"a reprint", name="reprint.pdf")
    merge = VocabularyMerge(Source, gone.pk, kept.pk)
    carry_out(merge, user=make_user("reviewer"), reason="they mean the same")
    assert sorted(OriginalFile.objects.values_list("name", "text__source")) == [
        ("plan.pdf", kept.pk),
        ("reprint.pdf", kept.pk),
    ]
    assert SourceText.objects.count() == 1


def test_a_place_of_the_held_text_has_the_locator_of_its_page(django_assert_num_queries):
    source = take(make_source())
    with django_assert_num_queries(1):
        assert find_locator(source, TEXT.index("Nothing")) == "p. 5"
    assert find_locator(source, 3) == "p. iv"


def test_a_text_without_pages_gives_no_locator():
    source = make_source(text=TEXT)
    assert find_locator(source, 3) == ""
    take(source, pages=())
    assert find_locator(source, 3) == ""


def test_pages_of_a_text_that_is_no_longer_held_give_no_locator():
    source = take(make_source())
    hold_text(source, "Another text.")
    assert find_locator(Source.objects.get(), 3) == ""
