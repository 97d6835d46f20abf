"""Which paragraphs of a document its coder has read: marked one by one, or by coding in them; of a new text none."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from claims.models import SourceCoding, SourceReading
from tests.make import hold_text, make_claim, make_negotiation, make_source, make_user, the_negotiation
from tests.query_counter import QueryCounter
from tests.reader.read_pages import words
from tests.workbench.sent import ALL_THE_SAME, QUOTE, TEXT, at, typed

pytestmark = pytest.mark.django_db


def read(coder, number, **options):
    return coder.post(at("read"), {"p": number}, **options)


def progress(coder, address=None):
    """Return what the bar says, and which paragraphs are shown as read."""
    html = coder.get(address or at()).content.decode()
    said = words(re.search(r'class="progress-of">(.*?)</span>', html, re.S).group(1))
    return said, re.findall(r'class="para read[^"]*" id="p(\d)"', html)


def documents(coder):
    return words(coder.get(reverse("workbench:documents", args=[the_negotiation().slug])).content.decode())


def test_a_paragraph_is_marked_as_read_and_the_next_one_follows(coder, world):
    assert progress(coder) == ("0 of 3 paragraphs read, 0 claims", [])
    assert read(coder, 1).url == f"{at()}?at=2#p2"
    assert progress(coder) == ("1 of 3 paragraphs read, 0 claims", ["1"])
    assert coder.get(f"{at()}?at=2").context["form"]["quote"].value() is None


def test_after_the_last_the_first_that_is_left_follows(coder, world):
    assert read(coder, 3).url == f"{at()}?at=1#p1"


def test_the_paragraph_of_a_claim_that_is_saved_counts_as_read(coder, world):
    coder.post(at(), typed())
    assert progress(coder) == ("1 of 3 paragraphs read, 1 claim", ["2"])
    assert SourceReading.objects.get().paragraphs == [2]


def test_so_does_that_of_a_claim_that_one_coded_elsewhere_and_no_claim_of_another(coder, world, source, analyst):
    make_claim(source=source, quote="No date was set.", proposal=world, by=make_user("analyst", "bob"))
    assert progress(coder)[1] == []
    make_claim(source=source, quote=QUOTE, proposal=world, by=analyst)
    assert progress(coder)[1] == ["2"]


def test_of_a_text_that_has_changed_nothing_was_read(coder, world, source):
    read(coder, 1)
    hold_text(source, TEXT + "\n\nMore was said.")
    assert progress(coder) == ("0 of 4 paragraphs read, 0 claims", [])
    read(coder, 4)
    assert SourceReading.objects.get().paragraphs == [4]
    hold_text(source, TEXT)
    assert progress(coder)[1] == []


def test_each_coder_has_read_what_they_have_read_for_each_negotiation(coder, world, client):
    read(coder, 1)
    client.force_login(make_user("analyst", "bob"))
    assert progress(client)[1] == []
    client.force_login(make_user("analyst", "cyd"))
    other = reverse("workbench:code", args=[make_negotiation(slug="others").slug, "geneva"])
    assert progress(client, other)[1] == []


@pytest.mark.parametrize("number", ["0", "4", "", "-1", "x", "9999999999", "1\x00"])
def test_what_is_no_paragraph_is_refused_with_a_sentence(coder, world, number):
    text = words(read(coder, number, follow=True).content.decode())
    assert "they are numbered from 1 to 3" in text and not SourceReading.objects.exists()


def test_a_text_that_is_not_held_has_no_paragraph_to_mark(coder, world):
    make_source(slug="vote")
    page = coder.get(at(source="vote")).content.decode()
    assert "Paragraph read" not in page and "0 claims" in words(page)
    text = words(coder.post(at("read", "vote"), {"p": "1"}, follow=True).content.decode())
    assert "there is no paragraph to mark as read" in text


def test_a_script_gets_the_bar_and_the_paragraph(coder, world):
    html = read(coder, 1, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html and "data-moved" in html
    assert re.findall(r'class="para read[^"]*" id="p(\d)" hx-swap-oob', html) == ["1"]
    assert re.search(r'name="p"\s+value="(\d)"', html).group(1) == "2"


def test_the_documents_say_how_much_of_each_one_has_read(coder, world, source):
    assert "read" not in documents(coder).partition("Geneva talks")[2].partition("held")[0]
    read(coder, 1)
    read(coder, 3)
    assert "2 of 3 read" in documents(coder)
    hold_text(source, "Another text.")
    assert "of 3 read" not in documents(coder)


def test_a_document_that_was_not_read_to_its_end_is_done_only_once_that_is_said(coder, world):
    read(coder, 2)
    text = words(coder.post(at("done")).content.decode())
    assert "2 paragraphs are not marked as read: 1, 3. Is the document done all the same?" in text
    assert not SourceCoding.objects.exists()
    coder.post(at("done"), ALL_THE_SAME)
    assert SourceCoding.objects.exists()


def test_nothing_is_asked_of_whoever_has_read_all(coder, world):
    for number in (1, 2, 3):
        read(coder, number)
    assert coder.post(at("done")).status_code == 302 and SourceCoding.objects.exists()


def test_the_page_asks_once_what_was_read_however_much_that_is(coder, world):
    def count():
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            coder.get(at())
        return len(counter.statements)

    read(coder, 1)
    coder.get(at())
    before = count()
    for number in (2, 3):
        read(coder, number)
    assert count() == before
