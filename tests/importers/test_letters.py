"""Where in a file something stands that is no letter: the same whatever the piece in which it is read."""

import pytest

from claims.importers import letters

TEXT = "One.\r\nTwo – 二.\rThree\n"
BROKEN = {
    "utf-8": (TEXT.encode() + b"Fo\xe9r", (4, 3)),
    "utf-8-sig": (b"\xef\xbb\xbf" + TEXT.encode() + b"\xff", (4, 1)),
    "utf-16": (TEXT.encode("utf-16") + b"F\0\0\xdc!\0", (4, 2)),
    "cp1252": (b"One\r\n\x81", (2, 1)),
}


@pytest.mark.parametrize("piece", [1, 2, 5, 1000])
@pytest.mark.parametrize("encoding", BROKEN)
def test_bytes_that_are_no_letter_are_found_by_line_and_letter(tmp_path, monkeypatch, encoding, piece):
    content, place = BROKEN[encoding]
    path = tmp_path / "file"
    path.write_bytes(content)
    monkeypatch.setattr(letters, "BYTES_A_LOOK", piece)
    assert letters.find_undecodable_in(path, encoding) == place


@pytest.mark.parametrize(("before", "place"), [("", (1, 1)), ("ab", (1, 3)), ("a\r\nb\rc\n", (4, 1)), ("é–二", (1, 4))])
def test_a_place_is_counted_as_editors_count(before, place):
    assert letters.find_end(before) == place


@pytest.mark.parametrize(("text", "half"), [("Ann 😀", False), ("\ud83d", True), ("caf\udce9.csv", True)])
def test_half_a_letter_is_told(text, half):
    assert letters.has_half_letters(text) is half
    assert letters.replace_half_letters(text).isprintable()
