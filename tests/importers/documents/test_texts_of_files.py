"""Texts taken from files of each type: what is in them, where pages begin, and what is said to look at."""

import pytest

from claims.importers.documents.apart import read_apart
from claims.importers.documents.encodings import ENCODINGS, list_encodings
from claims.importers.documents.extracted import DocumentRefused, DocumentType
from claims.importers.documents.read import read_document
from tests.importers.documents.files_to_read import LONG, make_page, make_pdf, make_word, with_notes

PARAGRAPHS = [f"The delegation asked for {number} guarantees, and said why it wanted them." for number in range(2, 9)]
ROMAN = "/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /St 7 >>] >>"


# PDF


def test_text_of_a_pdf_stands_page_by_page_and_says_where_each_begins():
    extracted = read_document(make_pdf(["Talks go on.\nMoscow demands", "Nothing was agreed – yet."]))
    first, second = extracted.pages
    assert (extracted.type, extracted.extractor, bool(extracted.version)) == (DocumentType.PDF, "pypdf", True)
    assert extracted.text[first.start : second.start].split("\n") == ["Talks go on.", "Moscow demands", "", ""]
    assert extracted.text[second.start :] == "Nothing was agreed – yet."
    assert [first.label, second.label] == ["1", "2"] and not extracted.warnings


def test_pages_are_counted_as_the_document_counts_them():
    assert [page.label for page in read_document(make_pdf([LONG] * 3, labels=ROMAN)).pages] == ["i", "7", "8"]


@pytest.mark.parametrize("labels", ["/PageLabels 99 0 R", "/PageLabels << /Nums [0 /x] >>", "/PageLabels (no)"])
def test_pages_are_numbered_where_what_the_document_says_of_them_is_nonsense(labels):
    assert [page.label for page in read_document(make_pdf([LONG] * 2, labels=labels)).pages] == ["1", "2"]


def test_pages_without_text_are_named():
    extracted = read_document(make_pdf([LONG, "", LONG, ""]))
    assert extracted.warnings == ("Without text, empty or scanned: pp. 2, 4.",)
    assert len(extracted.pages) == 4


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_read():
    extracted = read_document(make_pdf(["", LONG], packed=b"x" * 50, filters="/NoSuchFilter"))
    assert extracted.warnings == ("Could not be read, and not in the text: p. 1.",)
    assert LONG.strip() in extracted.text


# Word


def test_text_of_a_word_file_has_paragraphs_and_rows_of_tables():
    extracted = read_document(make_word("Talks go on.", "Second.", table=[["Freeze", "rejects"], ["Verify", "open"]]))
    assert extracted.text == "Talks go on.\n\nSecond.\n\nFreeze\trejects\nVerify\topen"
    assert (extracted.type, extracted.extractor, extracted.pages) == (DocumentType.WORD, "python-docx", ())


def test_footnotes_stand_at_the_end_and_are_told():
    extracted = read_document(with_notes(make_word("Talks go on."), ["See the annex.", "Ibid."]))
    assert extracted.text.endswith("Talks go on.\n\n\n1 See the annex.\n2 Ibid.")
    assert extracted.warnings == ("2 notes stand at the end of the text.",)


def run(text, wrapped="{}"):
    return wrapped.format(f"<w:r><w:t>{text}</w:t></w:r>")


@pytest.mark.parametrize(
    ("wrapped", "read"),
    [
        ("<w:ins>{}</w:ins>", True),
        ("<w:moveTo>{}</w:moveTo>", True),
        ("<w:moveFrom>{}</w:moveFrom>", False),
        ("<w:del>{}</w:del>", False),
        ("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", True),
        ("<w:hyperlink>{}</w:hyperlink>", True),
        ("<w:smartTag>{}</w:smartTag>", True),
    ],
)
def test_what_a_reader_of_a_word_file_sees_is_in_its_text(wrapped, read):
    def change(xml):
        return xml.replace(b"<w:t>HERE</w:t></w:r>", b"<w:t>We </w:t></w:r>" + run("stay.", wrapped).encode())

    assert ("stay." in read_document(make_word("HERE", body=change)).text) == read


def test_tracked_changes_are_told():
    def change(xml):
        return xml.replace(
            b"<w:t>HERE</w:t></w:r>", b"<w:t>We stay.</w:t></w:r><w:ins>" + run("x").encode() + b"</w:ins>"
        )

    assert "tracked changes" in read_document(make_word("HERE", body=change)).warnings[0]


# Web pages


def test_text_of_a_web_page_leaves_its_menu_out():
    extracted = read_document(make_page(*PARAGRAPHS))
    assert extracted.text == "\n".join(["A plan", *PARAGRAPHS])
    assert (extracted.type, extracted.extractor) == (DocumentType.WEB_PAGE, "trafilatura") and not extracted.warnings


def test_a_web_page_of_which_much_is_left_out_says_how_much():
    extracted = read_document(make_page(*PARAGRAPHS, menu="Home and away " * 200))
    assert extracted.warnings[0].startswith("Of about 689 words of the page 86 are in the text")


def test_a_web_page_is_read_in_the_encoding_that_it_says():
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
    page = make_page(*["Москва требует гарантий."] * 2, head=head).decode().encode("cp1251")
    extracted = read_document(page)
    assert "Москва требует гарантий." in extracted.text and extracted.encoding == "cp1251"


def test_latin_1_of_a_web_page_is_what_browsers_take_it_for():
    page = make_page("“Talks go on”, it said.", head='<meta charset="iso-8859-1">').decode().encode("cp1252")
    assert "“Talks go on”" in read_document(page).text


# Plain texts


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Москва требует гарантий того, что альянс не будет расширяться. " * 3, "cp1251"),
        ("Москва требует гарантий того, что альянс не будет расширяться. " * 3, "koi8-r"),
        ("Москва требует гарантий того, что альянс не будет расширяться. " * 3, "iso8859-5"),
        ("Über die Größe der Übungen wird verhandelt; „täglich“, heißt es. " * 3, "cp1252"),
        ("Żądamy gwarancji bezpieczeństwa, także na wschód od Łodzi. " * 3, "cp1250"),
        ("俄罗斯要求北约不再东扩，并提出安全保障。" * 3, "gb18030"),
        ("ロシアは北大西洋条約機構の拡大停止を求めた。" * 3, "cp932"),
        ("ロシアは北大西洋条約機構の拡大停止を求めた。" * 3, "iso2022-jp"),
        ("러시아는 나토의 동진 중단을 요구했다. " * 3, "cp949"),
        ("Η Μόσχα ζητά εγγυήσεις ασφαλείας από το ΝΑΤΟ. " * 3, "cp1253"),
        ("Talks go on. Переговоры идут.", "utf-16"),
        ("Talks go on. Переговоры идут.", "utf-16-le"),
        ("Talks go on. Переговоры идут.", "utf-16-be"),
        ("Talks go on.", "utf-32"),
        ("Talks go on. Переговоры идут.", "utf-8"),
    ],
)
def test_the_likeliest_encoding_of_a_text_is_its_own(text, encoding):
    extracted = read_document(text.encode(encoding))
    assert (extracted.text, extracted.encoding) == (text, encoding)


def test_a_guessed_encoding_is_told_and_others_are_offered():
    data = "Über allem".encode("cp1252")
    guessed = read_document(data)
    assert guessed.warnings and {"cp1252", "mac-roman", "cp1250"} <= set(guessed.encodings)
    chosen = read_document(data, "mac-roman")
    assert chosen.text == data.decode("mac-roman") and not chosen.warnings


@pytest.mark.parametrize("data", ["Überall".encode(), b"\xef\xbb\xbfTalks go on.", "Talks".encode("utf-16")])
def test_a_sure_encoding_is_not_asked_about(data):
    extracted = read_document(data)
    assert (len(extracted.encodings), extracted.warnings) == (1, ())


def test_a_text_in_utf_8_stays_as_it_is_to_the_last_sign():
    data = b"\xef\xbb\xbf One line\r\nand another\n\n"
    assert read_document(data).text.encode() == data


@pytest.mark.parametrize("start", ["MZ met with the minister.", "PK said no.", "BZh is a name.", "Rar! she said."])
def test_a_text_that_begins_as_another_type_does_is_a_text(start):
    assert read_document(start.encode()).text == start


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_can_be_chosen(encoding):
    assert read_document("Talks go on.".encode(encoding), encoding).text == "Talks go on."


def test_only_encodings_that_fit_are_offered():
    data = "Über allem\x81".encode("latin-1")
    offered, sure = list_encodings(data)
    assert offered and not sure and "cp1252" not in offered
    for name in offered:
        data.decode(name)


# In a process of its own


def test_a_file_read_apart_gives_what_it_gives_here():
    for data in (make_pdf([LONG, "Second."], labels=ROMAN), "Überall".encode("cp1252")):
        assert read_apart(data) == read_document(data)


@pytest.mark.parametrize("bounds", [{"seconds": 0.001}, {"memory": 20_000_000}])
def test_a_file_that_takes_too_much_is_refused_and_nothing_else_suffers(bounds):
    with pytest.raises(DocumentRefused, match="too long or too much memory"):
        read_apart(make_pdf([LONG]), **bounds)


def test_a_refusal_apart_is_the_refusal_here():
    with pytest.raises(DocumentRefused, match="it is a scan"):
        read_apart(make_pdf([""]))


def test_a_process_that_fails_is_told_to_the_log_and_refused(caplog):
    with pytest.raises(DocumentRefused, match="damaged"):
        read_apart(make_pdf([LONG]), memory="much")
    assert "Reading a file failed (1)" in caplog.text and "ValueError" in caplog.text
