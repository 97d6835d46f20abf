"""A negotiation is started in the admin from a file: looked at first, with each fault at its line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from claims.models import Actor, Negotiation, Side
from tests.admin.forms import said, url
from tests.reader.read_pages import words

PAGE = "/admin/claims/negotiation/from-a-file/"
WORDS = """
[negotiation]
slug = "grain"
title = "Grain talks"
short_title = "Grain"

[[actor]]
slug = "turkey"
name = "Turkey <b>"
short_name = "TR"
kind = "party"

[[side]]
slug = "hosts"
name = "Hosts"

[[participant]]
actor = "turkey"
side = "hosts"
"""


def post(client, text="", **data):
    return client.post(PAGE, {"text": text, **data})


def look(client, text):
    """Look ahead; return the page and what sending it back as it is would say."""
    answer = post(client, text, _look="yes")
    shown = answer.context["form"].initial.get("text", text)
    return words(answer.content.decode()), {"text": shown, "looked_at": answer.context.get("looked_at", "")}


def test_what_would_be_made_is_shown_first_and_then_made(as_reviewer, reviewer):
    page, back = look(as_reviewer, WORDS.replace("\n", "\r\n"))
    assert "What would be made: Grain talks" in page and "1 side: Hosts" in page
    assert "1 actor, shared by all negotiations: Turkey <b>" in page
    assert "The address of its pages is /grain/, which never changes. Readers see them at once." in page
    assert "Only its team sees them." in look(as_reviewer, WORDS.replace("[[actor]]", "public = false\n[[actor]]"))[0]
    assert not Negotiation.objects.exists() and not Actor.objects.exists()
    answer = as_reviewer.post(PAGE, {**back, "_do": "yes"})
    negotiation = Negotiation.objects.get()
    assert answer["Location"] == url("change", negotiation.pk, model="negotiation")
    assert 'Started: <a href="/grain/">Grain talks</a>.' in said(answer)
    assert Side.objects.get().history.get().history_user == reviewer


def test_faults_are_told_with_their_lines_and_what_was_typed_is_kept(as_reviewer):
    text = WORDS.replace('kind = "party"', 'kind = "party"\ncolour = "red"')
    page, back = look(as_reviewer, text)
    assert 'Line 12: colour: is no field of an actor. colour = "red"' in page
    assert back["text"] == text and not Negotiation.objects.exists()


def test_what_was_not_looked_at_as_it_is_is_looked_at_and_not_made(as_reviewer):
    _, back = look(as_reviewer, WORDS)
    changed = {**back, "text": WORDS.replace("Hosts", "Guests"), "_do": "yes"}
    assert "1 side: Guests" in words(as_reviewer.post(PAGE, changed).content.decode())
    file = SimpleUploadedFile("other.toml", WORDS.replace("Hosts", "Others").encode())
    assert "1 side: Others" in words(as_reviewer.post(PAGE, {**back, "_do": "yes", "file": file}).content.decode())
    assert not Negotiation.objects.exists()


def test_a_file_that_is_chosen_is_put_into_the_form(as_reviewer):
    answer = post(as_reviewer, file=SimpleUploadedFile("grain.toml", WORDS.encode()))
    assert answer.context["form"].initial["text"] == WORDS


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff", "Line 1: it is not UTF-8 at letter 1"),
        (b"x" * 1_000_001, "at most 1,000,000 bytes"),
        (b"", "The file is empty."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_what_was_typed_stays(as_reviewer, content, reason):
    answer = post(as_reviewer, WORDS, file=SimpleUploadedFile("grain.toml", content))
    assert answer.status_code == 200 and reason in answer.content.decode()
    assert "Grain talks" in answer.content.decode()


def test_nothing_at_all_is_refused(as_reviewer):
    assert "Choose a file, or type its text." in post(as_reviewer).content.decode()
    assert post(as_reviewer, "a = '\x00'").status_code == 200


def test_the_list_leads_there_and_the_example_can_be_begun_with(as_reviewer):
    assert PAGE in as_reviewer.get(url("changelist", model="negotiation")).content.decode()
    assert as_reviewer.get(PAGE).context["form"].initial["text"] == ""
    assert "grain-exports-2022" in as_reviewer.get(f"{PAGE}?example").content.decode()


def test_who_may_add_no_negotiation_may_start_none(as_analyst):
    assert PAGE not in as_analyst.get(url("changelist", model="negotiation")).content.decode()
    assert as_analyst.get(PAGE).status_code == 403
    assert as_analyst.post(PAGE, {"text": WORDS, "_do": "yes"}).status_code == 403
    assert not Negotiation.objects.exists()
