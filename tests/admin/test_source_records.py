"""Records of a reference manager are looked at on a page of the admin, chosen, and taken as sources."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.admin import source_records
from claims.models import Claim, Source
from tests.admin.forms import said
from tests.importers.references.records_of import BIBTEX, CSL_JSON, RIS
from tests.make import make_actor, make_claim, make_proposal, make_source, make_user, the_negotiation
from tests.reader.read_pages import words
from tests.secret_talks import set_team
from tests.workbench.sent import typed

PAGE = "/admin/claims/source/records/"
LIKE = "TY  - NEWS\nTI  - Talks\nDA  - 2022/01/10\nUR  - https://example.org/other\nLA  - en\nER  - \n"


def look(client, text, name="records.ris"):
    """Choose a file; return the answer and what its page sends back as it is."""
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, text.encode()), "_look": "yes"})
    return answer, send_back(answer)


def send_back(answer):
    page = answer.content.decode()
    kept = re.search(r'name="file-kept" value="([^"]+)"', page)
    taken = re.findall(r'name="take" value="(\d+)"[^>]* checked', page)
    looked_at = re.search(r'name="looked_at" value="(\w+)"', page)
    return {"file-kept": kept and kept[1], "take": taken, "looked_at": looked_at and looked_at[1], "_take": "yes"}


@pytest.mark.parametrize(("text", "number"), [(RIS, 2), (BIBTEX, 2), (CSL_JSON, 1)], ids=["RIS", "BibTeX", "CSL-JSON"])
def test_records_are_looked_at_and_then_taken(as_analyst, analyst, text, number):
    answer, back = look(as_analyst, text)
    assert f"{number} new." in words(answer.content.decode()) and not Source.objects.exists()
    answer = as_analyst.post(PAGE, back)
    assert answer["Location"] == reverse("admin:claims_source_changelist")
    assert f"Taken {number} record" in said(answer)
    assert Source.objects.count() == number
    assert {source.history.get().history_user for source in Source.objects.all()} == {analyst}


def test_only_what_is_chosen_is_taken_and_its_record_is_whole(as_analyst):
    _, back = look(as_analyst, RIS)
    as_analyst.post(PAGE, {**back, "take": ["2", "99", "x"]})
    source = Source.objects.get()
    assert (source.title, source.type, source.publisher) == ("A report", "report", "Think Tank")
    assert source.csl == {"ISBN": "978-1", "note": "issued: 2021", "number": "7", "page": "3-9"}


def test_what_is_there_is_shown_beside_it_and_not_doubled(as_analyst):
    stored = make_source(title="Another <b> title", url="http://www.example.org/price;a=1/#top")
    answer, back = look(as_analyst, RIS)
    page = answer.content.decode()
    assert "Not taken: the same as Another <b> title (by its address)." in words(page)
    assert reverse("admin:claims_source_change", args=[stored.pk]) in page and back["take"] == ["2"]
    as_analyst.post(PAGE, {**back, "take": ["1", "2"]})
    assert Source.objects.count() == 2


def test_what_has_the_title_and_day_of_another_is_taken_only_where_somebody_says_so(as_analyst):
    make_source(title="Talks", published_on=date(2022, 1, 10))
    answer, back = look(as_analyst, LIKE)
    assert "Perhaps the same as Talks (by its title and day)." in words(answer.content.decode())
    assert back["take"] == []
    answer = as_analyst.post(PAGE, back)
    assert "Choose at least one record to take." in words(answer.content.decode()) and Source.objects.count() == 1
    as_analyst.post(PAGE, {**send_back(answer), "take": ["1"]})
    assert Source.objects.count() == 2


def test_a_record_that_stands_in_the_file_twice_is_taken_once(as_analyst):
    answer, back = look(as_analyst, RIS + RIS)
    page = words(answer.content.decode())
    assert "the same as record 1 (by its address)" in page and "Perhaps the same as record 2" in page
    assert back["take"] == ["1", "2"]


def test_what_is_looked_at_is_what_is_taken(as_analyst):
    _, back = look(as_analyst, RIS)
    make_source(title="A report")
    answer = as_analyst.post(PAGE, back)
    assert "Something has changed since: look at the records again." in words(answer.content.decode())
    assert Source.objects.count() == 1
    chosen_anew = {**back, "file": SimpleUploadedFile("b.bib", BIBTEX.encode())}
    assert "BibTeX: 2 records." in words(as_analyst.post(PAGE, chosen_anew).content.decode())
    assert Source.objects.count() == 1


def test_a_forged_or_lost_file_is_asked_for_anew(as_analyst):
    answer = as_analyst.post(PAGE, {"file-kept": "forged", "_take": "yes", "take": ["1"], "looked_at": "x"})
    assert "Choose a file." in words(answer.content.decode())


def test_more_records_than_a_page_shows_are_refused_with_what_to_do(as_analyst, monkeypatch):
    monkeypatch.setattr(source_records, "MOST_ON_A_PAGE", 1)
    answer, _ = look(as_analyst, RIS)
    assert "by the command import_sources" in words(answer.content.decode())


def test_the_encoding_of_a_file_is_chosen_where_it_is_a_guess(as_analyst):
    data = "TY  - NEWS\nTI  - Переговоры о безопасности начались в Женеве\nER  - \n".encode("cp1251")
    answer = as_analyst.post(PAGE, {"file": SimpleUploadedFile("a.ris", data)})
    assert "The file does not say which letters it holds." in words(answer.content.decode())
    assert "Переговоры" in answer.content.decode()
    again = as_analyst.post(PAGE, {**send_back(answer), "file-encoding": "koi8-r", "_take": ""})
    assert "Something has changed since" in words(again.content.decode()) and not Source.objects.exists()


def test_a_source_that_must_not_be_seen_is_not_named(client, db):
    member = make_user("analyst")
    secret = make_claim(source=make_source(title="A report"), proposal=make_proposal())
    set_team(secret.proposal.negotiation, member, public=False)
    text = "TY  - RPRT\nTI  - A report\nER  - \n"
    for user, told in ((member, True), (make_user("analyst"), False)):
        client.force_login(user)
        answer, _ = look(client, text)
        assert ("the same as" in words(answer.content.decode())) is told


def test_who_may_not_add_sources_sees_no_page(client, as_analyst):
    assert as_analyst.get(PAGE).status_code == 200
    assert PAGE in as_analyst.get(reverse("admin:claims_source_changelist")).content.decode()
    assert PAGE in as_analyst.get(reverse("workbench:documents", args=[the_negotiation().slug])).content.decode()
    client.force_login(make_user(is_staff=True))
    assert client.get(PAGE).status_code == 403


def test_a_record_without_text_is_coded_by_its_locator(as_analyst):
    make_actor(name="Eastland", short_name="East")
    proposal = make_proposal(title="Patrol freeze")
    _, back = look(as_analyst, LIKE)
    as_analyst.post(PAGE, back)
    address = reverse("workbench:code", args=[proposal.negotiation.slug, Source.objects.get().slug])
    as_analyst.post(address, typed(quote="", locator="p. 3"))
    assert Claim.objects.get().locator == "p. 3"
