"""Claims, a proposal and the matrix download as Word files: real footnotes, tables, a bibliography, whatever people
have typed."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from claims import queries
from claims.exporters.word import reports, stances
from claims.exporters.word.elements import make_run, make_table
from tests.make import make_actor, make_claim, make_proposal, make_source
from tests.query_counter import QueryCounter
from tests.reader.read_downloads import download, of_kind
from tests.reader.read_pages import page
from tests.walk import make_world

pytestmark = pytest.mark.django_db
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = 'a</w:t> & <b> "q" \x00\x08\x1b\ufffe ]]> =1+1 𝔘\nnext\tline'
ADDRESSES = ("/talks/claims/", "/talks/timeline/", "/talks/")


def read(client, address):
    """Return a Word file as python-docx reads it, with what it holds of parts."""
    body = download(client, of_kind(address, "docx"))
    return Document(BytesIO(body)), ZipFile(BytesIO(body))


def read_notes(parts):
    """Return id → text of the footnotes, and the ids that the text names in its order."""
    notes = etree.fromstring(parts.read("word/footnotes.xml"))
    body = etree.fromstring(parts.read("word/document.xml"))
    texts = {note.get(f"{W}id"): "".join(note.itertext()) for note in notes if note.get(f"{W}type") is None}
    return texts, [mark.get(f"{W}id") for mark in body.iter(f"{W}footnoteReference")]


def texts(file, style):
    return [paragraph.text for paragraph in file.paragraphs if paragraph.style.name == style]


def test_each_quote_has_its_reference_as_a_footnote(client):
    source = make_source(title="Minutes", authors="Müller, Anna", published_on=date(2022, 1, 10))
    first = make_claim(source=source, quote="we agree", locator="p. 4")
    second = make_claim(quote="", locator="recorded vote", said_on=date(2021, 12, 1))
    file, parts = read(client, "/talks/claims/")
    notes, marks = read_notes(parts)
    assert marks == ["1", "2"] == list(notes)
    assert "Anna Müller, “Minutes,”" in notes["1"] and "p. 4" in notes["1"]
    assert f"Coded as claim {first.public_id}, version 1" in notes["1"]
    assert f"http://testserver{second.get_absolute_url()}" in notes["2"] and "recorded vote" in notes["2"]
    assert texts(file, "Quote") == ["“we agree”"]


def test_the_footnotes_are_a_part_of_the_package_as_word_wants_it(client):
    make_claim()
    file, parts = read(client, "/talks/claims/")
    types = parts.read("[Content_Types].xml").decode()
    assert 'PartName="/word/footnotes.xml"' in types and "wordprocessingml.footnotes+xml" in types
    (related,) = [each for each in file.part.rels.values() if each.reltype == RELATIONSHIP_TYPE.FOOTNOTES]
    assert str(related.target_part.partname) == "/word/footnotes.xml"
    notes = etree.fromstring(parts.read("word/footnotes.xml"))
    separators = [note.get(f"{W}id") for note in notes if note.get(f"{W}type")]
    settings = etree.fromstring(parts.read("word/settings.xml"))
    assert [note.get(f"{W}id") for note in settings.find(f"{W}footnotePr")] == separators == ["-1", "0"]
    ids = {style.get(f"{W}styleId") for style in etree.fromstring(parts.read("word/styles.xml")).iter(f"{W}style")}
    used = {
        style.get(f"{W}val")
        for name in ("word/document.xml", "word/footnotes.xml")
        for style in etree.fromstring(parts.read(name)).iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    assert {"FootnoteText", "FootnoteReference", "Hyperlink", "Title", "Heading1", "TableGrid"} <= used <= ids


def test_the_head_says_what_the_file_is_and_headings_lead_through_it(client):
    holder, proposal = make_actor(slug="east", name="East"), make_proposal(title="Zones")
    claim = make_claim(holder=holder, proposal=proposal)
    file, _ = read(client, "/talks/claims/?holder=east&as_of=2022-02-02")
    assert texts(file, "Title") == ["Claims"]
    head = "\n".join(texts(file, "Facts"))
    assert "As of: 2 Feb 2022" in head and "Negotiation: " in head and "East" in head and "Accessed: " in head
    assert "Address: http://testserver/talks/claims/?holder=east&as_of=2022-02-02" in head
    assert texts(file, "Heading 1") == ["Positions", "Claims", "Bibliography"]
    assert texts(file, "Heading 2") == ["Zones"]
    (table,) = file.tables
    assert [cell.text for cell in table.rows[1].cells][:2] == ["East", "Zones"]
    assert table.rows[1].cells[-1].text == claim.public_id
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert file.core_properties.created.date() == date(2022, 2, 2)


def test_each_source_stands_once_in_the_bibliography(client):
    source = make_source(title="Minutes", authors="Müller, Anna; Roux, Jean", publisher="UN")
    make_claim(source=source), make_claim(source=source, quote="again")
    make_claim(source=make_source(title="Beta", authors=""))
    file, _ = read(client, "/talks/claims/")
    entries = texts(file, "Bibliography")
    assert len(entries) == 2 and entries[0].startswith("“Beta.”")
    assert entries[1].startswith("Müller, Anna, and Jean Roux. “Minutes.” UN")


@pytest.mark.parametrize("address", [*ADDRESSES, "/talks/proposals/zones/", "/talks/actors/east/", "/sources/paper/"])
def test_whatever_people_have_typed_stands_in_a_file_that_opens(client, address):
    holder = make_actor(slug="east", name="East <&>", short_name="E]]>")
    definition = HOSTILE.replace("\x00", "")  # which PostgreSQL does not hold
    proposal = make_proposal(slug="zones", title="Zones </w:t>", definition=definition)
    source = make_source(slug="paper", title="A <w:p/> & “title”", authors='O"Neil, <b>')
    make_claim(holder=holder, proposal=proposal, source=source, quote="x <w:r> & y\nnext", argument="]]> because")
    file, parts = read(client, address)
    assert parts.testzip() is None
    assert texts(file, "Heading 2") == ["Zones </w:t>"]
    assert texts(file, "Quote") == ["“x <w:r> & y\nnext”"]
    assert "A <w:p/> & ‘title’" in read_notes(parts)[0]["1"]
    assert len(texts(file, "Bibliography")) == 1


def test_what_xml_cannot_hold_is_dropped():
    run = make_run(HOSTILE)
    assert "".join(run.itertext()) == 'a</w:t> & <b> "q"  ]]> =1+1 𝔘nextline'
    assert [len(list(run.iter(f"{W}{tag}"))) for tag in ("br", "tab")] == [1, 1]


def test_quotes_bear_their_language_and_direction_and_translations_are_marked(client):
    make_claim(quote="نحن نوافق", quote_language="ar", translation="we agree")
    make_claim(quote="мы согласны", quote_language="ru", said_on=date(2021, 12, 1))
    _, parts = read(client, "/talks/claims/")
    body = etree.fromstring(parts.read("word/document.xml"))
    paragraphs = [p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='Quote']") is not None]
    arabic, translated, russian = paragraphs
    assert arabic.find(f"{W}pPr/{W}bidi") is not None and arabic.find(f"{W}r/{W}rPr/{W}rtl") is not None
    assert arabic.find(f"{W}r/{W}rPr/{W}lang").get(f"{W}bidi") == "ar"
    assert "".join(translated.itertext()) == "Translation: “we agree”"
    assert russian.find(f"{W}r/{W}rPr/{W}lang").get(f"{W}val") == "ru"
    assert russian.find(f"{W}pPr/{W}bidi") is None


def test_each_link_of_a_file_leads_to_a_place_in_it(client):
    make_world(4)
    for address in ADDRESSES:
        _, parts = read(client, address)
        body = etree.fromstring(parts.read("word/document.xml"))
        places = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
        anchors = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} - {None}
        assert anchors and anchors <= set(places) and len(places) == len(set(places)), address


def test_the_same_data_give_the_same_bytes(client):
    make_world(3)
    for address in ADDRESSES:
        first = download(client, of_kind(address, "docx"))
        with ZipFile(BytesIO(first)) as parts:
            assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert not [name for name in parts.namelist() if "thumbnail" in name]
        assert first == download(client, of_kind(address, "docx")), address


def test_a_file_of_the_matrix_has_its_cells_in_words_and_their_quotes(client):
    holder = make_actor(slug="east", name="East", short_name="East")
    make_claim(2, holder=holder, proposal=make_proposal(title="Zones"), quote="we want it")
    file, parts = read(client, "/talks/")
    (table,) = file.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Proposal", "East"]
    assert [cell.text for cell in table.rows[1].cells] == ["Zones", "supports (+2)"]
    assert texts(file, "Quote") == ["“we want it”"] and read_notes(parts)[1] == ["1"]
    assert file.sections[0].page_width > file.sections[0].page_height


def test_a_wide_matrix_stands_in_several_tables(client):
    proposal = make_proposal()
    for _ in range(stances.COLUMNS_A_TABLE + 2):
        make_claim(holder=make_actor(), proposal=proposal)
    file, _ = read(client, "/talks/")
    assert [len(table.columns) for table in file.tables] == [stances.COLUMNS_A_TABLE + 1, 3]
    assert texts(file, "Caption") == ["Columns 1 to 7 of 9", "Columns 8 to 9 of 9"]


def test_the_page_of_a_proposal_has_its_definition_its_verdict_and_all_claims(client):
    proposal = make_proposal(slug="zones", title="Zones", definition="No arms there.")
    make_claim(2, proposal=proposal, quote="newer"), make_claim(-1, proposal=proposal, quote="other")
    file, _ = read(client, "/talks/proposals/zones/")
    words = [paragraph.text for paragraph in file.paragraphs]
    assert words[0] == "Zones" and "No arms there." in words
    assert set(texts(file, "Quote")) == {"“newer”", "“other”"}
    assert len(file.tables[0].rows) == 3


def test_columns_are_as_wide_as_what_stands_in_them():
    long, short = make_run("We agree to talks about many things, " * 9), make_run("b2k4x7qz")
    table = make_table(["Says", "Claim", "n"], [[long, short, make_run("3")]] * 2, 9000)
    says, claim, number = (int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol"))
    assert says + claim + number == 9000 and says > 2 * claim > 2 * number > 1000
    assert [cell.get(f"{W}w") for cell in table.iter(f"{W}tcW")] == [str(says), str(claim), str(number)] * 3
    empty = make_table(["Says", "Claim"], [], 9000)
    assert sum(int(column.get(f"{W}w")) for column in empty.iter(f"{W}gridCol")) == 9000


def test_more_claims_than_a_file_holds_are_said_to_be_in_others(client, monkeypatch):
    for _ in range(3):
        make_claim()
    monkeypatch.setattr(reports, "MOST_CLAIMS", 2)
    file, parts = read(client, "/talks/claims/")
    sentence = "This file holds the first 2 claims. Excel and CSV hold all of them."
    assert sentence in [paragraph.text for paragraph in file.paragraphs]
    assert len(read_notes(parts)[1]) == 2


def test_an_empty_list_is_a_file_that_says_so_and_nothing_unpublished_is_in_one(client):
    make_claim(status="draft", quote="zz-secret", note="zz-secret")
    file, parts = read(client, "/talks/claims/")
    assert [paragraph.text for paragraph in file.paragraphs].count("There are none.") == 2
    assert b"zz-secret" not in parts.read("word/document.xml") + parts.read("word/footnotes.xml")


def test_pages_offer_it_and_tables_of_other_things_do_not(client):
    claim = make_claim()
    for address in (*ADDRESSES, claim.proposal.get_absolute_url(), claim.source.get_absolute_url()):
        assert "_export=docx" in page(client, address), address
    assert "_export=docx" not in page(client, "/talks/proposals/")
    assert client.get("/talks/proposals/?_export=docx").status_code == 400


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_second_visit_of_an_unchanged_file_brings_no_file(client, address):
    make_claim()
    first = client.get(of_kind(address, "docx"))
    again = client.get(of_kind(address, "docx"), headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


PINNED = {"/talks/claims/": 3, "/talks/timeline/": 6, "/talks/": 15}


@pytest.mark.parametrize("size", [1, 40])
def test_each_file_takes_its_pinned_number_of_queries(client, size):
    make_world(size)
    taken = {}
    for address in PINNED:
        queries.forget_all()
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            download(client, of_kind(address, "docx"))
        taken[address] = len(counter.statements)
    assert taken == PINNED
