"""Bytes of a file that are no letters in its encoding, and letters that no database stores: where they stand."""

import codecs
import re
from pathlib import Path
from typing import NamedTuple

BYTES_A_LOOK = 1 << 20
_HALF_LETTERS = re.compile("[\ud800-\udfff]")
_BREAK = re.compile("\r\n|\r|\n")


class LetterPlace(NamedTuple):
    """A place in a text, both counted from 1, as editors do."""

    line: int
    letter: int


def find_end(text: str) -> LetterPlace:
    """Return where the letter after a text would stand."""
    lines = _BREAK.split(text)
    return LetterPlace(len(lines), len(lines[-1]) + 1)


def find_undecodable(error: UnicodeDecodeError) -> LetterPlace:
    """Return where the bytes stand that are no letters; the error is of a file that was decoded as a whole."""
    return find_end(error.object[: error.start].decode(error.encoding, errors="replace"))


def find_undecodable_in(path: Path, encoding: str) -> LetterPlace:
    """Return the same of a file of any size, read piece by piece; its end where all of it can be decoded."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, last = 1, ""  # what stands on the line that goes on, as far as it was read
    with path.open("rb") as file:
        while piece := file.read(BYTES_A_LOOK):
            state = decoder.getstate()
            try:
                text = last + decoder.decode(piece)
            except UnicodeDecodeError as error:
                decoder.setstate(state)
                sound = len(piece) - len(error.object) + error.start  # the end of what was decoded is that of the piece
                before = last + decoder.decode(piece[: max(sound, 0)])
                place = find_end(before)
                return place._replace(line=place.line + lines - 1)
            held_back = "\r" if text.endswith("\r") else ""  # which may be one half of a break
            *ended, last = _BREAK.split(text.removesuffix(held_back))
            lines, last = lines + len(ended), last + held_back
    place = find_end(last)
    return place._replace(line=place.line + lines - 1)


def has_half_letters(text: str) -> bool:
    """Whether a text holds one half of a sign of UTF-16 without the other: no letter, and nothing that can be stored.
    What stands in the name of a file for bytes that are no letters is such a half too."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def replace_half_letters(text: str) -> str:
    """Return a text as it can be printed."""
    return _HALF_LETTERS.sub("\ufffd", text)
