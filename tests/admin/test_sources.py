"""Sources in the admin: texts that come and go, quotes that stay."""

import pytest
from django.contrib.auth.models import Permission
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from claims.models import Claim, OriginalFile, Source
from claims.models.source_texts import sha256
from tests.admin.forms import KEPT, NO_CODINGS, TEXT, errors, read_choices, read_kept, said, source_posted, url
from tests.importers.documents.files_to_read import lock_pdf, make_pdf, make_word
from tests.make import make_claim, make_source, make_user


def save(client, source, **changes):
    data = source_posted(source, **{"reason": "a better copy", **changes})
    return client.post(url("change", source.pk, model="source"), data)


def upload(data, name="text.txt"):
    return SimpleUploadedFile(name, data, "text/plain")


def now(source):
    return Source.objects.get(pk=source.pk)


@pytest.mark.parametrize("typed", ["", "another", "no slug at all"])
def test_the_slug_of_a_source_never_changes_whatever_is_sent(as_analyst, typed):
    source = make_source(slug="kept")
    make_claim(source=source)
    assert 'name="slug"' not in as_analyst.get(url("change", source.pk, model="source")).content.decode()
    refused = save(as_analyst, source, slug=typed, title="")
    assert errors(refused) == {"title": "Fill this in."} and "/talks/code/kept/" in refused.content.decode()
    assert save(as_analyst, source, slug=typed).status_code == 302 and now(source).slug == "kept"


def test_uploaded_text_is_kept_with_the_digest_of_its_file_and_quotes_are_checked(as_analyst):
    source = make_source()
    claim = make_claim(source=source, quote="Talks go on.", status="draft")
    data = f"\ufeff{TEXT}\r\nTalks.".encode()
    looked_at = save(as_analyst, source, text_file=upload(data))
    assert "Look at the text below" in errors(looked_at)["text_file"] and not now(source).read_text()
    assert save(as_analyst, source, **read_choices(looked_at)).status_code == 302
    assert (now(source).read_text(), now(source).text_sha256) == (data.decode(), sha256(data))
    assert Claim.objects.get(pk=claim.pk).quote_state == "exact"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a\x00b", "null characters"),
        (b"", "empty"),
        (b"\x89PNG\r\n", "This is a picture"),
        (make_pdf([""]), "it is a scan"),
        (lock_pdf(make_pdf([TEXT])), "The PDF is encrypted"),
        (b"a" * 20_000_001, "larger than 20 MB"),
    ],
    ids=["null characters", "empty", "a picture", "a scan", "encrypted", "too large"],
)
def test_upload_that_is_no_text_is_refused_in_words(as_analyst, data, words):
    source = make_source(text=TEXT)
    assert words in errors(save(as_analyst, source, text_file=upload(data)))["text_file"]
    assert now(source).read_text() == TEXT


def test_a_record_is_typed_as_json_and_what_is_wrong_is_named_and_kept(as_analyst):
    source = make_source()
    typed = '{"contaner-title": "Survival", "volume": 1.5, "genre": "talk"}'
    answer = save(as_analyst, source, csl=typed)
    told = errors(answer)["csl"]
    assert "“contaner-title” is no variable of CSL 1.0.2" in told and "“volume” is a whole number, or text." in told
    assert "&quot;contaner-title&quot;: &quot;Survival&quot;" in answer.content.decode() and now(source).csl == {}
    for broken in ("{", "[" * 100_000, "[]", "null"):
        assert "The record is" in errors(save(as_analyst, source, csl=broken))["csl"]
    assert save(as_analyst, source, csl='{"volume": 3}').status_code == 302
    assert now(source).csl == {"volume": "3"} and now(source).csl_words == "3"
    version = now(source).version
    page = as_analyst.get(url("change", source.pk, model="source")).content.decode()
    assert "&quot;volume&quot;: &quot;3&quot;" in page
    assert save(as_analyst, now(source), csl="").status_code == 302
    assert now(source).csl == {} and now(source).version == version + 1
    history = as_analyst.get(url("history", source.pk, model="source")).content.decode()
    assert "{&quot;volume&quot;: &quot;3&quot;}" in history


@pytest.mark.parametrize("field", ["text", "text_file"])
def test_text_without_a_published_quote_is_refused_and_the_claims_are_linked(as_analyst, field):
    source = make_source(text=TEXT)
    lost = make_claim(source=source, quote="Talks go on")
    draft = make_claim(source=source, quote="Moscow demands guarantees", status="draft")
    new = "Something else."
    answer = save(as_analyst, source, **{field: upload(new.encode()) if field == "text_file" else new})
    told = errors(answer)
    assert told.keys() == {field}
    assert url("change", lost.pk) in told[field] and url("change", draft.pk) not in told[field]
    assert now(source).read_text() == TEXT


def test_saving_without_touching_the_text_leaves_its_line_ends_and_digest(as_analyst):
    text = "  One line\nand another\n\n"
    source = make_source(text=text)
    save(as_analyst, source, title="New title", text=text.replace("\n", "\r\n"))
    assert (now(source).title, now(source).read_text(), now(source).text_sha256) == ("New title", text, sha256(text))


def test_typed_text_gets_its_digest(as_analyst):
    source = make_source(text=TEXT)
    save(as_analyst, source, text=TEXT + " More.")
    assert now(source).text_sha256 == sha256(TEXT + " More.")


def test_page_lists_the_texts_that_were_ever_held_and_shows_each(as_analyst, client):
    source = make_source(text=TEXT)
    save(as_analyst, source, text="Another.")
    page = as_analyst.get(url("change", source.pk, model="source")).content.decode()
    for text in (TEXT, "Another."):
        address = url("text", source.pk, sha256(text), model="source")
        assert address in page
        answer = as_analyst.get(address)
        assert (answer.content.decode(), answer["Content-Type"]) == (text, "text/plain; charset=utf-8")
    assert as_analyst.get(url("text", source.pk, "0" * 64, model="source")).status_code == 404
    client.force_login(make_user(is_staff=True))
    assert client.get(url("text", source.pk, sha256(TEXT), model="source")).status_code == 403


def test_text_on_which_a_published_quote_rests_is_not_emptied(as_analyst):
    source = make_source(text=TEXT)
    claim = make_claim(source=source, quote="Talks go on.")
    told = errors(save(as_analyst, source, text=""))["text"]
    assert url("change", claim.pk) in told and "nobody could check it" in told
    assert (now(source).read_text(), Claim.objects.get().quote_state) == (TEXT, "exact")


def test_whoever_may_only_look_sees_the_text(client, db):
    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_source"))
    client.force_login(user)
    source = make_source(text=TEXT)
    page = client.get(url("change", source.pk, model="source")).content.decode()
    assert "Talks go on." in page and 'name="text"' not in page


def test_page_of_a_source_lists_its_claims(as_analyst):
    claim = make_claim()
    page = as_analyst.get(url("change", claim.source_id, model="source")).content.decode()
    assert url("change", claim.pk) in page and f"?source={claim.source_id}" in page


@pytest.mark.parametrize("claims", [1, 40])
def test_page_of_a_source_takes_as_many_queries_however_many_claims(as_analyst, django_assert_num_queries, claims):
    source = make_source()
    for _ in range(claims):
        make_claim(source=source)
    # session, user, what is closed to them, permissions (2), roles, the source, its text, whether readers see it (for
    # the form and for its words), its codings, the proposals added since and the negotiations for which there is none
    # (5), its changes, the texts kept, its claims, their count, where it is coded, its outcomes
    with django_assert_num_queries(21):
        assert as_analyst.get(url("change", source.pk, model="source")).status_code == 200


def test_cited_source_is_not_deleted_and_the_page_says_why(as_reviewer):
    source = make_claim().source
    for visit in (as_reviewer.get, as_reviewer.post):
        answer = visit(url("delete", source.pk, model="source"), {"post": "yes"})
        assert "it is used by 1 claim." in said(answer)
    assert now(source)


def test_source_that_nothing_cites_is_deleted_and_remembered(as_reviewer, reviewer):
    source = make_source()
    as_reviewer.post(url("delete", source.pk, model="source"), {"post": "yes"})
    assert not Source.objects.exists()
    assert Source.history.first().history_user == reviewer


def test_analysts_delete_no_source(as_analyst):
    assert as_analyst.post(url("delete", make_source().pk, model="source"), {"post": "yes"}).status_code == 403


def test_chosen_file_survives_an_error_elsewhere(as_analyst):
    data = f"\ufeff{TEXT}\r\nTalks.".encode()
    row = {"title": "Plan", "slug": "plan", "type": "report", "language": "en", **NO_CODINGS}
    wrong = as_analyst.post(
        url("add", model="source"), row | {"text_file": upload(data, "plan.txt"), "published_on": "?"}
    )
    assert errors(wrong).keys() == {"published_on", "text_file"}
    assert "<b>plan.txt</b> is kept" in wrong.content.decode()
    assert "The file plan.txt is kept: you need not choose it again." in said(wrong)
    again = as_analyst.post(url("add", model="source"), row | read_choices(wrong) | {"published_on": "?"})
    assert errors(again).keys() == {"published_on"}
    saved = as_analyst.post(url("add", model="source"), row | read_choices(again) | {"published_on": "2022-01-17"})
    assert saved.status_code == 302
    source = Source.objects.get()
    assert (source.read_text(), source.text_sha256) == (data.decode(), sha256(data))


def test_kept_file_gives_way_to_another_or_is_left_out(as_analyst):
    source = make_source()
    kept = read_kept(save(as_analyst, source, published_on="?", text_file=upload(b"Old.", "old.txt")))
    save(as_analyst, source, **kept, **{"text_file-left-out": "on"})
    assert now(source).read_text() == ""
    source = make_source()
    another = save(as_analyst, source, **kept, text_file=upload(b"New.", "new.txt"))
    assert "<b>new.txt</b> is kept" in another.content.decode()
    save(as_analyst, source, **read_choices(another))
    assert now(source).read_text() == "New."


OF_AN_OLDER_RELEASE = signing.dumps(["old.txt", "Old.", "0" * 64], salt="claims.kept-file", compress=True)


@pytest.mark.parametrize(
    "forged", ["x", "a:b:c", "\x00", OF_AN_OLDER_RELEASE], ids=["a word", "parts", "null", "an older release"]
)
def test_kept_file_that_this_site_did_not_sign_is_none(as_analyst, forged):
    source = make_source(text=TEXT)
    assert save(as_analyst, source, **{"text_file-kept": forged}).status_code == 302
    assert now(source).read_text() == TEXT


def test_file_that_is_itself_refused_is_not_kept(as_analyst):
    source = make_source(text=TEXT)
    make_claim(source=source, quote="Talks go on")
    for data in (b"a\x00b", b"Something else."):
        assert not KEPT.search(save(as_analyst, source, text_file=upload(data)).content.decode())


# A file whose text is looked at before it is taken

PRINTED = "Talks go on.\nMoscow demands guar-\nantees."


def test_text_of_a_pdf_is_shown_and_then_taken_with_its_file_and_pages(as_analyst, analyst):
    source, data = make_source(), make_pdf([PRINTED, "Nothing was agreed."])
    shown_first = save(as_analyst, source, title="A new title", text_file=upload(data, "plan.pdf"))
    assert "Look at the text below" in errors(shown_first)["text_file"] and now(source).read_text() == ""
    page = shown_first.content.decode()
    assert "A PDF of 2 pages: a text of" in page and "guar- ⏎ antees → guarantees" in page
    assert "Moscow demands guarantees." in page and 'value="A new title"' in page
    assert save(as_analyst, source, title="A new title", **read_choices(shown_first)).status_code == 302
    assert now(source).read_text() == "Talks go on.\nMoscow demands guarantees.\n\nNothing was agreed."
    assert (now(source).title, now(source).text_sha256) == ("A new title", sha256(data))
    original = OriginalFile.objects.get()
    assert (original.name, bytes(original.data), original.extractor) == ("plan.pdf", data, "pypdf")
    assert (original.added_by, original.mended, original.pages) == (analyst, 1, [[0, "1"], [41, "2"]])


def test_what_is_chosen_of_a_text_is_shown_again_before_it_is_taken(as_analyst):
    source = make_source()
    choices = read_choices(save(as_analyst, source, text_file=upload(make_pdf([PRINTED]), "plan.pdf")))
    del choices["text_file-mends"]
    again = save(as_analyst, source, **choices)
    assert "look at the text again" in errors(again)["text_file"] and not now(source).read_text()
    assert save(as_analyst, source, **read_choices(again)).status_code == 302
    assert now(source).read_text() == PRINTED and OriginalFile.objects.get().mended == 0


def test_letters_of_an_old_file_are_shown_in_an_encoding_that_can_be_changed(as_analyst):
    source, text = make_source(), "Москва требует гарантий того, что альянс не будет расширяться. " * 3
    first = save(as_analyst, source, text_file=upload(text.encode("koi8-r"), "old.txt"))
    assert "Москва требует" in first.content.decode() and "does not say which letters" in first.content.decode()
    other = save(as_analyst, source, **read_choices(first) | {"text_file-encoding": "cp866"})
    assert "Москва требует" not in other.content.decode()
    back = save(as_analyst, source, **read_choices(other) | {"text_file-encoding": "koi8-r"})
    assert save(as_analyst, source, **read_choices(back)).status_code == 302
    assert now(source).read_text() == text and OriginalFile.objects.get().encoding == "koi8-r"


@pytest.mark.parametrize("data", [b"Talks go on.", b"\xef\xbb\xbfTalks", "Talks \u2013 on".encode()])
def test_a_plain_text_is_shown_too_before_it_is_taken(as_analyst, data):
    source = make_source()
    answer = save(as_analyst, source, text_file=upload(data))
    assert "A plain text: a text of" in answer.content.decode() and not now(source).read_text()
    assert save(as_analyst, source, **read_choices(answer)).status_code == 302
    assert now(source).read_text() == data.decode()


def test_a_file_that_another_source_holds_is_told(as_analyst):
    held = make_source(title="The <first>", text="Talks go on.")
    source, data = make_source(), b"Talks go on."
    told = f'{url("change", held.pk, model="source")}">'
    first = save(as_analyst, source, text_file=upload(data))
    assert told in first.content.decode() and "The &lt;first&gt;" in first.content.decode()
    save(as_analyst, source, **read_choices(first))
    assert now(source).read_text() == data.decode()
    assert told not in save(as_analyst, held, text_file=upload(data)).content.decode().split("text-preview")[1]


def test_a_published_quote_stays_in_the_text_of_a_file(as_analyst):
    source = make_source(text=TEXT)
    lost = make_claim(source=source, quote="Talks go on.")
    told = errors(save(as_analyst, source, text_file=upload(make_word("Something else."), "plan.docx")))
    assert url("change", lost.pk) in told["text_file"]
    assert now(source).read_text() == TEXT and not OriginalFile.objects.exclude(text=None).exists()


def test_a_file_is_sent_to_whoever_may_look_at_its_source(as_analyst, client):
    source, data = make_source(), make_word("Talks go on.")
    save(as_analyst, source, **read_choices(save(as_analyst, source, text_file=upload(data, "plan.docx"))))
    address = url("original", source.pk, OriginalFile.objects.get().pk, model="source")
    page = as_analyst.get(url("change", source.pk, model="source")).content.decode()
    assert address in page and "by python-docx" in page
    answer = as_analyst.get(address)
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Disposition"] == 'attachment; filename="plan.docx"'
    assert (
        as_analyst.get(url("original", make_source().pk, OriginalFile.objects.get().pk, model="source")).status_code
        == 404
    )
    client.force_login(make_user(is_staff=True))
    assert client.get(address).status_code == 403
    client.logout()
    assert client.get(address).status_code == 302


def test_a_file_that_waits_is_of_whoever_uploaded_it(as_analyst, client):
    source = make_source()
    choices = read_choices(save(as_analyst, source, text_file=upload(make_pdf([TEXT]), "plan.pdf")))
    client.force_login(make_user("analyst"))
    assert save(client, source, **choices).status_code == 302
    assert now(source).read_text() == ""
