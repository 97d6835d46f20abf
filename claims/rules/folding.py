"""What two texts may differ in and still read alike: white space, quote marks, dashes, ligatures, unseen characters."""

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
