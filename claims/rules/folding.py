"""What two texts may differ in and still read alike: white space, quote marks, dashes, ligatures, unseen characters;
and two names besides: the case of letters, and how a letter is put together."""

import re
import unicodedata
from array import array
from collections.abc import Sequence

# Characters that nobody sees: soft hyphen, zero-width ones, marks of direction, variants of a letter's picture.
_UNSEEN_RANGES = ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069), (0xFE00, 0xFE0F))
_UNSEEN_CODES = [0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF, *(c for a, b in _UNSEEN_RANGES for c in range(a, b + 1))]
UNSEEN = "".join(map(chr, _UNSEEN_CODES))
LIGATURES = {letter: unicodedata.normalize("NFKC", letter) for letter in "Ĳĳﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗ"}
HYPHENS = "-‐‑‒–−"  # stand within a word; the dashes below stand between two
APOSTROPHES = "'‘’‚‛′`´"

_FOLDED = (
    dict.fromkeys(map(ord, APOSTROPHES), "'")
    | dict.fromkeys(map(ord, "“”„‟″«»"), '"')
    | dict.fromkeys(map(ord, f"{HYPHENS}—―"), "-")
    | {ord("…"): "..."}
    | {ord(letter): letters for letter, letters in LIGATURES.items()}
)
_UNSEEN = re.compile(f"[{UNSEEN}]+")
# Letters and signs of which folding changes nothing, with single blanks between them: most of any text.
_PLAIN = (
    r"[!-_a-~\u00bf-\u0131\u0134-\u024f\u0391-\u03c9\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0621-\u063a\u4e00-\u9fff]"
)
_RUN = re.compile(f"{_PLAIN}+(?: {_PLAIN}+)*")


# Of names alone: letters that stand for an apostrophe, and the Turkish i, which has a dot in one case or the other.
_FOLDED_IN_NAMES = _FOLDED | dict.fromkeys(map(ord, "ʼʻ"), "'") | dict.fromkeys(map(ord, "İı"), "i")
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e]")  # marks of direction that reach beyond their word
_ISOLATES = re.compile("[\u2066-\u2069]")
_ISOLATED = re.compile("\u2068[^\u2066-\u2069]*\u2069")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ACCENTED = re.compile("([a-z])[\u0300-\u036f]+")


def drop_unseen(text: str) -> str:
    """Leave out the characters that nobody sees."""
    return _UNSEEN.sub("", text)


def part_ligatures(text: str) -> str:
    """Write each ligature as the letters that it is made of."""
    return text.translate({ord(letter): letters for letter, letters in LIGATURES.items()})


def normalise(text: str) -> tuple[str, Sequence[int]]:
    """Fold what may differ; return the folded text and each character's origin.

    `index[i]` is the place in `text` of the i-th folded character. Composed and decomposed letters are folded too.
    """
    folded: list[str] = []
    index = array("I")
    at = 0
    while at < len(text):
        run = _RUN.match(text, at)
        if run:
            folded.append(run.group())
            index.extend(range(at, run.end()))
            at = run.end()
            continue
        char = text[at]
        if char.isspace():
            if not (folded and folded[-1].endswith(" ")):
                folded.append(" ")
                index.append(at)
        elif unicodedata.combining(char) and folded:
            last = folded[-1]
            composed = unicodedata.normalize("NFC", last[-1] + char)
            if len(composed) == 1:
                folded[-1] = last[:-1] + composed
            else:
                folded.append(char)
                index.append(at)
        elif not _UNSEEN.match(char):
            signs = unicodedata.normalize("NFC", char).translate(_FOLDED)
            folded.append(signs)
            index.extend([at] * len(signs))
        at += 1
    return "".join(folded), index


def write_name(name: str) -> str:
    """Return a name as it is stored: its letters composed (NFC), on one line, with single blanks.

    One with marks of direction is isolated (FSI … PDI), so that they turn nothing that stands beside it: on no page, in
    no drawing and in no file.
    """
    line = " ".join(unicodedata.normalize("NFC", _ISOLATES.sub("", name)).split())
    return f"\u2068{line}\u2069" if _TURNS.search(line) else line


def isolate(text: str) -> str:
    """Return what somebody typed as it stands within a sentence or a list: isolated (FSI … PDI) where it runs from
    right to left, so that the signs and numbers beside it stay where they are; as it is otherwise, or if isolated.

    What is stored, looked for or written into a cell of its own is not isolated.
    """
    if text.isascii():  # most is, and need not be looked through
        return text
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) and not _ISOLATED.fullmatch(text) else text


def fold_name(name: str) -> str:
    """Return what the spellings of one name have in common: two names are one where this is equal.

    Folded are what quotes fold, the case of letters, letters of another width or picture (NFKC), and how a letter with
    a mark is put together. The mark itself stays: Zürich is not Zurich.
    """
    text = unicodedata.normalize("NFC", drop_unseen(name)).translate(_FOLDED_IN_NAMES)
    for _ in range(2):  # to fold the case parts letters, and to part letters brings forth some that have a case
        text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text.translate(_FOLDED_IN_NAMES)).replace("i\u0307", "i")
    return " ".join(text.split())


def fold_for_search(text: str) -> str:
    """Return a text as it is looked for by a part of it: folded as a name, and without the marks of Latin letters,
    as the search of words does."""
    parted = unicodedata.normalize("NFD", fold_name(text))
    return unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", parted))
