"""Files that hold no records, or broken ones: each is refused or told in a sentence, and nothing breaks."""

import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from claims.importers.references import apart
from claims.importers.references.apart import read_records_apart
from claims.importers.references.read import read_records
from claims.importers.references.records import RecordsRefused
from claims.models import Source
from claims.wording import references as wording
from tests.importers.documents.files_to_read import make_pdf, make_word
from tests.importers.references.records_of import BIBTEX, CSL_JSON, RIS
from tests.make import make_user
from tests.reader.read_pages import words

# What is refused as a whole.
REFUSED = {
    "nothing": (b"", wording.EMPTY),
    "blanks": (b" \r\n\t", wording.EMPTY),
    "too large": (b"TY  - NEWS\n" * 500_000, wording.TOO_LARGE),
    "too many": (b"TY  - NEWS\nTI  - A\nER  - \n" * (wording.MOST_RECORDS + 1), wording.TOO_MANY),
    "a letter": (b"Dear colleague, here are my sources.", wording.NO_RECORDS),
    "a table": (b"title,date\nFoo,2022-01-10\n", wording.NO_RECORDS),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "This is a picture"),
    "a PDF": (make_pdf(["Talks"]), "This is a PDF. Records are taken from"),
    "a Word file": (make_word("Talks"), "This is a Word file"),
    "a packed file": (b"\x1f\x8b" + zlib.compress(RIS.encode()), "packed file"),
    "a web page": (b"<!doctype html><p>Foo</p>", "This is a web page"),
    "an XML file of EndNote": (b"<?xml version='1.0'?><xml><records/></xml>", "This is an XML file"),
    "null characters": (b"TY  - NEWS\nTI  - a\0b\nER  - \n", "null characters"),
    "noise": (bytes(range(256)) * 40, ""),
    "a list that is cut off": (CSL_JSON[:-40].encode(), "The file is no CSL-JSON: "),
    "an empty list": (b"[ ]", wording.NONE_IN_IT),
    "a comma too many": (b'[{"type": "book", "title": "A"},]', "The file is no CSL-JSON: "),
    "single quotes": (b"[{'type': 'book'}]", "line 1."),
    "two lists": (CSL_JSON.encode() * 2, "something stands behind its end"),
    "deeply nested": (b"[" * 200_000, "nested too deeply"),
    "a long number": (b'[{"title": ' + b"1" * 5000 + b"}]", "Exceeds the limit"),
    "no number": (b'[{"title": NaN}]', "NaN is no number"),
}
# Records of which something is said, each at its line.
BROKEN = {
    "RIS that is cut off": (RIS[:-8], 16, wording.NO_END),
    "RIS without an end": ("TY  - NEWS\nTI  - A\nTY  - NEWS\nTI  - B\nER  - \n", 1, wording.NO_END),
    "RIS with lines outside": (RIS + "\nTI  - lost\n", 28, "“TI - lost” stands outside of a record"),
    "RIS without a title": ("TY  - NEWS\nER  - \n", 1, "title: is required."),
    "RIS without a type": ("TY  - \nTI  - A\nER  - \n", 1, "It says no type"),
    "RIS of an unknown type": ("TY  - ABCD\nTI  - A\nER  - \n", 1, "The type “TY ABCD” is taken as “document”."),
    "RIS with a tag twice": ("TY  - NEWS\nTI  - A\nTI  - B\nER  - \n", 1, "Left out: TI (B)."),
    "RIS of a day that there is not": ("TY  - NEWS\nTI  - A\nDA  - 2022/13/45\nER  - \n", 1, "“2022-13-45” is no day"),
    "RIS of a day to come": ("TY  - NEWS\nTI  - A\nDA  - 2990/01/01\nER  - \n", 1, "published on: 1 Jan 2990 is still"),
    "RIS with no address": (
        "TY  - NEWS\nTI  - A\nUR  - javascript:alert(1)\nER  - \n",
        1,
        "address: “javascript:alert",
    ),
    "RIS with a long title": (f"TY  - NEWS\nTI  - {'A' * 301}\nER  - \n", 1, "title: is longer than 300 characters."),
    "BibTeX with an open brace": ("@article{a, title={A}\n\n" + BIBTEX, 1, wording.BROKEN_ENTRY),
    "BibTeX that is cut off": (BIBTEX[:-10], 15, wording.BROKEN_ENTRY),
    "BibTeX with a key twice": (BIBTEX + "@misc{site, title={B}}", 21, wording.DOUBLED_KEY.format(key="site")),
    "BibTeX with a field twice": ("@misc{a, title={A}, title={B}}", 1, wording.DOUBLED.format(name="title")),
    "BibTeX of an unknown type": ("@tweet{a, title={A}}", 1, "The type “@tweet” is taken as “document”."),
    "BibTeX with too many commas": ("@misc{a, title={A}, author={A, B, C, D}}", 1, "its names cannot be read"),
    "BibTeX with a crossref": ("@misc{a, title={A}, crossref={b}}", 1, wording.CROSSREF),
    "BibTeX of braces alone": (f"@misc{{a, title={{{'{' * 3000}{'}' * 3000}}}}}", 1, ""),
    "BibTeX of long fields": (f"@misc{{a, title={{{'A' * 20_001}}}}}", 1, "“title” is longer than 20,000 characters."),
    "BibTeX without a title": ("@misc{a}", 1, "title: is required."),
    "JSON that is no CSL": ('[\n{"name": "Foo", "age": 3}]', 2, wording.NO_ITEM),
    "JSON of numbers": ("[1, 2]", 1, wording.NO_ITEM),
    "JSON with a name twice": ('[{"type": "book", "title": "A", "title": "B"}]', 1, "“title” stands twice."),
    "JSON with odd values": (
        '[{"type": ["book"], "title": "A", "author": "Lee", "issued": 2022, "volume": {}, "editor": [[]], "URL": 7}]',
        1,
        "Left out: “editor” is a list of names",
    ),
    "JSON with unknown variables": ('[{"type": "book", "title": "A", "age": 3}]', 1, "“age” is no variable of CSL"),
    "JSON with null characters": ('[{"type": "book", "title": "A\\u0000B"}]', 1, wording.UNWRITABLE),
    "JSON nested in an item": (
        '[{"type": "book", "title": "A", "x": ' + "[" * 500 + "]" * 500 + "}]",
        1,
        wording.UNWRITABLE,
    ),
    "JSON with half a letter": ('[{"type": "book", "title": "A \\ud800"}]', 1, wording.UNWRITABLE),
}


@pytest.fixture
def look(client, db):
    """Let an analyst choose a file on the page, and return what the page says."""
    client.force_login(make_user("analyst"))

    def choose(data):
        file = SimpleUploadedFile("records", data)
        answer = client.post(reverse("admin:claims_source_records"), {"file": file, "_look": "yes"})
        assert answer.status_code == 200
        return words(answer.content.decode())

    return choose


@pytest.mark.parametrize(("data", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_without_records_is_refused_in_a_sentence(data, told):
    with pytest.raises(RecordsRefused, match=r"\.$") as refusal:
        read_records(data)
    assert told in str(refusal.value)


@pytest.mark.parametrize("kind", ["blanks", "a letter", "a PDF", "deeply nested", "too large"])
def test_the_page_says_why_a_file_is_refused(look, kind):
    data, told = REFUSED[kind]
    assert told in look(data) and not Source.objects.exists()


@pytest.mark.parametrize(("text", "line", "told"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_odd_in_a_record_is_told_with_its_line(look, text, line, told):
    page = look(text.encode())
    assert f"line {line}" in page and " ".join(told.split()) in page


def test_a_broken_record_leaves_the_others_to_be_taken():
    records = read_records(("@article{a, title={A}\n\n" + BIBTEX).encode()).records
    assert [bool(record.fault) for record in records] == [True, False, False]


@given(st.binary(max_size=400), st.sampled_from([RIS.encode(), BIBTEX.encode(), CSL_JSON.encode()]), st.data())
def test_no_noise_breaks_the_reader(noise, file, data):
    at = data.draw(st.integers(0, len(file)))
    try:
        records = read_records(file[:at] + noise + file[at + len(noise) :]).records
    except RecordsRefused as refusal:
        assert str(refusal).endswith(".")
    else:
        assert records


def test_what_takes_too_long_or_too_much_is_refused(monkeypatch):
    with pytest.raises(RecordsRefused, match="too long or too much memory"):
        read_records_apart(RIS.encode(), seconds=0.001)
    assert read_records_apart(RIS.encode()) == read_records(RIS.encode())
    monkeypatch.setattr(apart, "run_apart", lambda *given: (_ for _ in ()).throw(apart.Broke))
    with pytest.raises(RecordsRefused, match="cannot be read"):
        read_records_apart(RIS.encode())
