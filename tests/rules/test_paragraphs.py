"""A text in paragraphs, and its coded passages: nothing is lost, whatever the text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.paragraphs import (
    LONGEST_PARAGRAPH,
    CodedPassage,
    MarkedPiece,
    Paragraph,
    find_paragraph,
    mark_passages,
    split_paragraphs,
)

LONG_LINES = "\n".join(["word " * 30] * (LONGEST_PARAGRAPH // 100))
texts = st.text(st.sampled_from("ab .\n\t\u2028é\U0001f600"), max_size=60)


def read(text):
    return [text[start:end] for _, start, end in split_paragraphs(text)]


@pytest.mark.parametrize(
    "text, paragraphs",
    [
        ("", []),
        (" \n\n ", []),
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One,\ngoing on.\n\nTwo.\n", ["One,\ngoing on.", "Two."]),
        ("One.\n \t\nTwo.", ["One.", "Two."]),
        ("One.\n\n\n\n  Two.", ["One.", "Two."]),
        ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
        ("  One.  \n  Two.  ", ["One.", "Two."]),
    ],
)
def test_blank_lines_part_paragraphs_and_lines_do_where_there_are_none(text, paragraphs):
    assert read(text) == paragraphs


def test_what_is_too_long_between_blank_lines_is_read_line_by_line():
    paragraphs = read(f"Heading\n\n{LONG_LINES}\n\nEnd")
    assert paragraphs[0] == "Heading" and paragraphs[-1] == "End"
    assert len(paragraphs) == 2 + LONG_LINES.count("\n") + 1


def test_paragraphs_are_numbered_from_one():
    assert split_paragraphs("a\n\nb") == [Paragraph(1, 0, 1), Paragraph(2, 3, 4)]


@given(texts)
def test_paragraphs_hold_all_that_is_no_white_space_in_its_order(text):
    assert "".join("".join(read(text)).split()) == "".join(text.split())


@given(texts)
def test_paragraphs_begin_and_end_with_something_to_read(text):
    assert all(part and part == part.strip() for part in read(text))


PARAGRAPH = Paragraph(2, 10, 20)
TEXT = "..........abcdefghij.........."


@pytest.mark.parametrize(
    "passages, pieces",
    [
        ([], [("abcdefghij", ())]),
        ([(10, 20, 1)], [("abcdefghij", (1,))]),
        ([(12, 14, 1)], [("ab", ()), ("cd", (1,)), ("efghij", ())]),
        ([(5, 12, 1)], [("ab", (1,)), ("cdefghij", ())]),
        ([(18, 25, 1)], [("abcdefgh", ()), ("ij", (1,))]),
        ([(11, 15, 1), (13, 17, 2)], [("a", ()), ("bc", (1,)), ("de", (1, 2)), ("fg", (2,)), ("hij", ())]),
        ([(12, 14, 1), (12, 14, 2)], [("ab", ()), ("cd", (1, 2)), ("efghij", ())]),
        ([(0, 10, 1), (20, 30, 2)], [("abcdefghij", ())]),
    ],
)
def test_a_paragraph_is_cut_where_passages_begin_and_end(passages, pieces):
    marked = mark_passages(TEXT, PARAGRAPH, [CodedPassage(*each) for each in passages])
    assert marked == [MarkedPiece(*piece) for piece in pieces]


@given(texts, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=5))
def test_the_pieces_of_a_paragraph_are_its_text(text, spans):
    passages = [CodedPassage(start, start + length, number) for number, (start, length) in enumerate(spans)]
    for paragraph in split_paragraphs(text):
        pieces = mark_passages(text, paragraph, passages)
        assert "".join(piece.text for piece in pieces) == text[paragraph.start : paragraph.end]
        assert all(piece.text for piece in pieces)


@pytest.mark.parametrize("place, number", [(0, 1), (1, 2), (2, 2), (3, 2), (4, None), (9, None)])
def test_a_place_is_in_a_paragraph_or_before_the_next(place, number):
    paragraph = find_paragraph(split_paragraphs("a\n\nb"), place)
    assert (paragraph.number if paragraph else None) == number
